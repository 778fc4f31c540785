/** One release: how it stands, and what can be done with it. */

import { useSignal } from "@preact/signals";
import type { Input, Release } from "../api";
import { call } from "../client";
import { languageOf, when } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { authorName, isAdmin } from "../status";
import { told } from "../told";
import { WhyForm } from "../WhyForm";
import { WorkBar } from "../jobs/WorkBar";
import { work, works } from "../jobs/works";
import { type Bar, GateForm } from "./GateForm";
import { labelOf, stateOf, targetWord } from "./names";
import { ReleaseDetails } from "./ReleaseDetails";

const CANARY = 0.1;

type Deed = "override" | "promote" | "canary" | "rollback";

const NAMES: Record<Deed, Key> = {
  override: "override",
  promote: "promote",
  canary: "promoteShare",
  rollback: "rollBack",
};
const POSSIBLE: Partial<Record<Release["state"], readonly Deed[]>> = {
  blocked: ["override"],
  passed: ["promote", "canary"],
  overridden: ["promote", "canary"],
  canary: ["promote", "rollback"],
  running: ["rollback"],
};

export function ReleaseItem({ release, changed }: { release: Release; changed: () => void }) {
  const shown = useSignal(false);
  const label = labelOf(release);
  const { word, colour } = stateOf(release);
  return (
    <li class="card release">
      <header>
        <h2>{label}</h2>
        <span class={`state ${colour}`}>{word}</span>
      </header>
      <p class="faint">
        {[targetWord(release.target), release.door && t("doorOf", { door: release.door }), ...release.sets]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p class="faint">
        {authorName(release.author)} · {when(release.made_us)}
        {release.note && <span lang={languageOf(release.note)}> · {release.note}</span>}
      </p>
      {release.why && release.state !== "blocked" && <p class="faint">{told(release.why)}</p>}
      <WorkBar of={label} />
      {isAdmin.value && <Deeds release={release} changed={changed} />}
      {isAdmin.value && (
        <details class="history" onToggle={(event) => (shown.value = event.currentTarget.open)}>
          <summary>{t("gateReport")}</summary>
          {shown.value && <ReleaseDetails label={label} on={release} />}
        </details>
      )}
    </li>
  );
}

function Deeds({ release, changed }: { release: Release; changed: () => void }) {
  const doing = useSignal<Deed | "gate" | null>(null);
  const label = labelOf(release);
  const close = () => (doing.value = null);
  const gate = async (bar: Bar) => {
    const report = await work(label, "releases:gate", { release: label, ...bar });
    if (report) notify(t(report.verdict === "passed" ? "gatePassed" : "gateBlocked"));
    changed();
  };
  const act = async (deed: Deed, why: string) => {
    try {
      await did(deed, release, why);
      notify(t("releaseDone", { release: label }));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  if (doing.value === "gate") return <GateForm release={label} gate={(bar) => void gate(bar)} close={close} />;
  if (doing.value !== null) {
    const deed = doing.value;
    return (
      <WhyForm
        label={t(deed === "override" ? "overrideWhy" : "why")}
        does={t(NAMES[deed])}
        required={deed === "override"}
        note={deed === "override" ? t("overrideNote") : undefined}
        run={(why) => void act(deed, why)}
        close={close}
      />
    );
  }
  return (
    <div class="actions">
      {release.state !== "replaced" && release.state !== "withdrawn" && (
        <button type="button" class="quiet" disabled={label in works.value} onClick={() => (doing.value = "gate")}>
          <Icon name="shield" />
          {t("runGate")}
        </button>
      )}
      {(POSSIBLE[release.state] ?? []).map((deed) => (
        <button
          key={deed}
          type="button"
          class={deed === "promote" ? "primary" : "quiet"}
          onClick={() => (doing.value = deed)}
        >
          {t(NAMES[deed])}
        </button>
      ))}
    </div>
  );
}

async function did(deed: Deed, release: Release, why: string): Promise<void> {
  const named: Pick<Input<"releases:promote">, "release" | "why"> = { release: labelOf(release), why };
  if (deed === "override") await call("releases:override", { release: labelOf(release), why });
  else if (deed === "promote") await call("releases:promote", named);
  else if (deed === "canary") await call("releases:promote", { ...named, share: CANARY });
  else await call("releases:rollback", { name: release.name, why });
}

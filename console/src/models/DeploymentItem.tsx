/** One deployment: what it is, how it has been doing, and what can be done with it. */

import { useSignal } from "@preact/signals";
import type { DeploymentRow } from "../api";
import { call } from "../client";
import { count, duration } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { Fact } from "../receipts/Fact";
import { SureButton } from "../SureButton";
import { servesWord } from "./kinds";
import { type Price, priceWords } from "./prices";

interface Properties {
  row: DeploymentRow;
  price: Price | null;
  changed: () => void;
}

export function DeploymentItem({ row, price, changed }: Properties) {
  const { deployment } = row;
  return (
    <li class="card deployment">
      <header>
        <h2>{row.name}</h2>
        <Standing row={row} />
      </header>
      <dl class="facts">
        <Fact name={t("model")}>
          <code>{deployment.model}</code>{" "}
          <span class="faint">{deployment.serves.map(servesWord).join(t("comma"))}</span>
        </Fact>
        <Fact name={t("provider")}>
          {deployment.provider}
          {deployment.base_url && (
            <>
              {" "}
              <code class="faint">{deployment.base_url}</code>
            </>
          )}
        </Fact>
        <Fact name={t("place")}>
          {row.here ? t("placeHere") : t("placeElsewhere")} · {row.has_key ? t("hasKey") : t("hasNoKey")}
        </Fact>
        <Fact name={t("sinceStart")}>{doings(row)}</Fact>
        <Fact name={t("price")}>{priceWords(price)}</Fact>
      </dl>
      <Deeds row={row} changed={changed} />
    </li>
  );
}

function Standing({ row }: { row: DeploymentRow }) {
  if (row.state === "draining") return <span class="state waiting">{t("draining")}</span>;
  const [word, look] = BREAKERS[row.breaker] ?? (["breakerOpen", "failed"] as const);
  return <span class={`state ${look}`}>{t(word)}</span>;
}

const BREAKERS: Record<string, readonly [word: Key, look: string]> = {
  closed: ["breakerClosed", "ok"],
  half_open: ["breakerHalfOpen", "waiting"],
};

function doings(row: DeploymentRow): string {
  const numbers = { served: count(row.served), failed: count(row.failed), now: count(row.in_flight) };
  const usual = row.usual_s === null ? [] : [t("usualTime", { time: duration(row.usual_s * 1_000_000) })];
  return [t("servedFailed", numbers), ...usual].join(" · ");
}

function Deeds({ row, changed }: { row: DeploymentRow; changed: () => void }) {
  const checking = useSignal(false);
  const doing = async (work: () => Promise<void>) => {
    try {
      await work();
      changed();
    } catch (error) {
      complain(error);
    }
  };
  const input = { name: row.name };
  const check = async () => {
    checking.value = true;
    await doing(async () => {
      const { reached, has_model, error } = await call("deployments:check", input);
      if (reached && has_model) notify(t("checkedWell", input));
      else complain(reached ? t("checkedNoModel", input) : t("checkedAway", { ...input, error }));
    });
    checking.value = false;
  };
  const drain = () =>
    doing(async () => {
      const { in_flight } = await call("deployments:drain", input);
      notify(t("drained", { ...input, n: count(in_flight) }));
    });
  const resume = () =>
    doing(async () => {
      await call("deployments:resume", input);
      notify(t("resumed", input));
    });
  const remove = () =>
    doing(async () => {
      await call("deployments:remove", input);
      notify(t("deploymentRemoved", input));
    });
  return (
    <div class="actions">
      <button type="button" class="quiet" disabled={checking.value} onClick={() => void check()}>
        <Icon name="check" />
        {t("check")}
      </button>
      {row.version > 0 && <span class="faint">{t("version", { n: row.version })}</span>}
      <span class="space" />
      {row.version > 0 &&
        (row.state === "draining" ? (
          <button type="button" class="quiet" onClick={() => void resume()}>
            <Icon name="play" />
            {t("resume")}
          </button>
        ) : (
          <SureButton
            label={t("drainOne", input)}
            title={t("drain")}
            sure={t("drainSure")}
            icon="pause"
            run={() => void drain()}
          />
        ))}
      {row.version > 0 && (
        <SureButton
          label={t("removeOne", input)}
          title={t("remove")}
          sure={t("removeSure")}
          icon="bin"
          run={() => void remove()}
        />
      )}
      {row.version === 0 && <span class="faint">{t("ofSettings")}</span>}
    </div>
  );
}

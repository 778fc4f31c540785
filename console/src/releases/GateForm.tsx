/** How high the gate is, before a release is put through it; or only what that would ask. */

import { useSignal } from "@preact/signals";
import type { Input } from "../api";
import { call } from "../client";
import { count } from "../formats";
import { type Key, t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";

export type Bar = Required<Pick<Input<"releases:gate">, "rule" | "least" | "trial">>;

const RULES: Record<Bar["rule"], Key> = { any: "ruleAny", significant: "ruleSignificant" };

interface Properties {
  release: string;
  gate: (bar: Bar) => void;
  close: () => void;
}

export function GateForm({ release, gate, close }: Properties) {
  const rule = useSignal<Bar["rule"]>("any");
  const least = useSignal(0);
  const trial = useSignal(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    close();
    gate({ rule: rule.value, least: least.value / 100, trial: trial.value });
  };
  const rehearse = async () => {
    try {
      const { cases, asked } = await call("releases:gate", { release, trial: trial.value, dry_run: true });
      notify(t("gateWouldAsk", { cases: count(cases), asked: count(asked) }));
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="correct" onSubmit={submit}>
      <div class="fields">
        <label>
          {t("gateRule")}
          <select value={rule.value} onChange={(event) => (rule.value = event.currentTarget.value as Bar["rule"])}>
            {(Object.keys(RULES) as Bar["rule"][]).map((one) => (
              <option key={one} value={one}>
                {t(RULES[one])}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("gateLeast")}
          <input
            type="number"
            min="0"
            max="100"
            step="any"
            value={least.value}
            onInput={(event) => (least.value = event.currentTarget.valueAsNumber || 0)}
          />
        </label>
      </div>
      <label class="tick">
        <input
          type="checkbox"
          checked={trial.value}
          onChange={(event) => (trial.value = event.currentTarget.checked)}
        />
        {t("gateTrial")}
      </label>
      <div class="actions">
        <button type="submit" class="primary">
          <Icon name="shield" />
          {t("startGate")}
        </button>
        <button type="button" class="quiet" onClick={() => void rehearse()}>
          {t("rehearse")}
        </button>
        <button type="button" class="quiet" onClick={close}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

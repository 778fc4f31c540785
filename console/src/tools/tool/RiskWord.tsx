/** An administrator's word on how risky a tool is, whatever it says of itself. */

import type { Toolbox } from "../../api";
import { call } from "../../client";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";
import { RISKS } from "../names";
import type { Risk } from "../RiskBadge";

interface Properties {
  tool: string;
  box: Toolbox;
  changed: () => void;
}

export function RiskWord({ tool, box, changed }: Properties) {
  const said = box.risks[tool.slice(tool.indexOf(":") + 1)] ?? "own";
  const say = async (risk: Risk | "own") => {
    try {
      await call("tools:risk", { name: tool, risk });
      notify(t("riskSaid"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <div class="filters">
      <label>
        {t("riskWord")}
        <select value={said} onChange={(event) => void say(event.currentTarget.value as Risk | "own")}>
          <option value="own">{t("riskOwn")}</option>
          {(Object.keys(RISKS) as Risk[]).map((risk) => (
            <option key={risk} value={risk}>
              {t(RISKS[risk])}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

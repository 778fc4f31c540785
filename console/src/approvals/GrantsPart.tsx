/** Standing grants: what is done without asking, for whom, within what bounds, until when; taken back at once. */

import type { Grant } from "../api";
import { call } from "../client";
import { languageOf, when } from "../formats";
import { t } from "../i18n";
import { More, useListed } from "../listed";
import { complain, notify } from "../notices";
import { authorName } from "../status";
import { SureButton } from "../SureButton";
import { Trouble } from "../Trouble";
import { GrantForm } from "./GrantForm";
import { limitsOf } from "./limits";
import { plain } from "./plain";

export function GrantsPart() {
  const { rows, error, busy, more, reload } = useListed(
    async (portion, stop) => (await call("grants:list", portion, stop)).grants,
    [],
  );
  return (
    <>
      <details class="new">
        <summary>{t("newGrant")}</summary>
        <GrantForm given={reload} />
      </details>
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {rows?.map((grant) => (
          <Item key={grant.id} grant={grant} changed={reload} />
        ))}
      </ul>
      {rows?.length === 0 && <p class="none">{t("noGrants")}</p>}
      <More more={more} />
    </>
  );
}

function Item({ grant, changed }: { grant: Grant; changed: () => void }) {
  const over = grant.revoked_us !== null || grant.until_us / 1000 < Date.now();
  const limits = limitsOf(grant.limits);
  const revoke = async () => {
    try {
      await call("grants:revoke", { grant: grant.id });
      notify(t("grantRevoked"));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li class="card approval">
      <header>
        <h2>
          {grant.actor === "*" ? t("everybody") : authorName(grant.actor)} <span class="faint">→</span>{" "}
          <code>{grant.capability}</code>
        </h2>
        <span class={`state ${over ? "" : "ok"}`}>
          {t(grant.revoked_us !== null ? "revoked" : over ? "expired" : "standing")}
        </span>
        {!over && (
          <SureButton
            label={t("revokeGrant", { what: grant.capability })}
            title={t("revokeGrantTitle")}
            sure={t("revokeGrantSure")}
            icon="close"
            run={() => void revoke()}
          />
        )}
      </header>
      <p class="faint">
        {authorName(grant.given_by)} · {when(grant.given_us)} · {t("until", { day: when(grant.until_us) })}
        {grant.why && <span lang={languageOf(grant.why)}> · {grant.why}</span>}
      </p>
      {limits.length === 0 ? (
        <p class="caution">{t("unbounded")}</p>
      ) : (
        <ul class="limits" aria-label={t("grantBoundsShort")}>
          {limits.map((one) => (
            <li key={one}>
              <code>{plain(one)}</code>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Checks the whole ledger and says whether it is intact, or exactly where it is not. */

import { useSignal } from "@preact/signals";
import type { Verification } from "../api";
import { call } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain } from "../notices";

export function VerifyButton() {
  const result = useSignal<Verification | null>(null);
  const busy = useSignal(false);
  const verify = async () => {
    busy.value = true;
    try {
      result.value = await call("receipts:verify", {});
    } catch (error) {
      complain(error);
    }
    busy.value = false;
  };
  return (
    <div class="verify">
      <button type="button" class="quiet" disabled={busy.value} onClick={() => void verify()}>
        <Icon name="shield" />
        {busy.value ? t("verifying") : t("verify")}
      </button>
      <div role="status">{result.value && <Result result={result.value} />}</div>
    </div>
  );
}

function Result({ result }: { result: Verification }) {
  if (result.intact) return <p class="intact">{t("intact", { n: count(result.records) })}</p>;
  return (
    <div class="caution">
      <p>{t("notIntact", { n: count(result.faults.length) })}</p>
      <ul>
        {result.faults.map((fault, index) => (
          <li key={index}>
            <code>{fault.at}</code> {fault.kind}: {fault.detail}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Checks the whole ledger and says whether it is intact, or exactly where it is not. */

import { useSignal } from "@preact/signals";
import type { Verification } from "../api";
import { stream } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain } from "../notices";

export function VerifyButton() {
  const result = useSignal<Verification | null>(null);
  const percent = useSignal<number | null>(null);
  const busy = percent.value !== null;
  const verify = async () => {
    percent.value = 0;
    try {
      const item = (progress: unknown) => {
        const { done, total } = progress as { done: number; total: number };
        percent.value = Math.floor((100 * done) / Math.max(total, 1));
      };
      result.value = await stream("receipts:verify", {}, { item });
    } catch (error) {
      complain(error);
    }
    percent.value = null;
  };
  return (
    <div class="verify">
      <button type="button" class="quiet" disabled={busy} onClick={() => void verify()}>
        <Icon name="shield" />
        {busy ? t("verifying", { percent: percent.value! }) : t("verify")}
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

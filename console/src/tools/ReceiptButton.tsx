/** Leads to the receipt of a call. */

import { shortId } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { openReceipt } from "../route";

export function ReceiptButton({ id }: { id: string }) {
  if (id === "") return null;
  return (
    <button type="button" class="quiet receipt-of" onClick={() => openReceipt(id)}>
      <Icon name="receipts" />
      {t("receipt")} <code>{shortId(id)}</code>
    </button>
  );
}

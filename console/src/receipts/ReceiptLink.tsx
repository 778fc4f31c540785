/** A receipt by its short id, which opens it. */

import { shortId } from "../formats";
import { openReceipt } from "../route";

export function ReceiptLink({ id }: { id: string }) {
  return (
    <button type="button" class="link" title={id} onClick={() => openReceipt(id)}>
      <code>{shortId(id)}</code>
    </button>
  );
}

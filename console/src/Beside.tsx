/** The pane beside the main column; on narrow screens it covers it. */

import { t } from "./i18n";
import { PagePane } from "./page/PagePane";
import { ReceiptPane } from "./receipts/ReceiptPane";
import { beside } from "./route";

export function Beside() {
  const shown = beside.value;
  if (shown === null) return null;
  return (
    <aside class="beside" aria-label={shown.kind === "page" ? t("citedPage") : t("receipt")}>
      {shown.kind === "page" ? (
        <PagePane key={shown.document + shown.version} {...shown} />
      ) : (
        <ReceiptPane id={shown.id} />
      )}
    </aside>
  );
}

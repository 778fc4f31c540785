/** The pane beside the main column; on narrow screens it covers it. */

import { type Key, t } from "./i18n";
import { CardPane } from "./models/CardPane";
import { PagePane } from "./page/PagePane";
import { ReceiptPane } from "./receipts/ReceiptPane";
import { type Beside as Shown, beside } from "./route";

const NAMES: Record<Shown["kind"], Key> = { page: "citedPage", receipt: "receipt", card: "modelCard" };

export function Beside() {
  const shown = beside.value;
  if (shown === null) return null;
  return (
    <aside class="beside" aria-label={t(NAMES[shown.kind])}>
      <Pane shown={shown} />
    </aside>
  );
}

function Pane({ shown }: { shown: Shown }) {
  switch (shown.kind) {
    case "page":
      return <PagePane key={shown.document + shown.version} {...shown} />;
    case "receipt":
      return <ReceiptPane id={shown.id} />;
    case "card":
      return <CardPane key={shown.model} name={shown.model} />;
  }
}

/** The page: a rail, the view that the address names, and what stands open beside it. */

import type { ComponentType } from "preact";
import { ApprovalsView } from "./approvals/ApprovalsView";
import { AskView } from "./ask/AskView";
import { Beside } from "./Beside";
import { CapabilitiesView } from "./capabilities/CapabilitiesView";
import { CorrectionsView } from "./corrections/CorrectionsView";
import { DocumentsView } from "./documents/DocumentsView";
import { DropTarget } from "./documents/DropTarget";
import { t } from "./i18n";
import { ModelsView } from "./models/ModelsView";
import { Notices } from "./Notices";
import { Rail } from "./Rail";
import { ReceiptsView } from "./receipts/ReceiptsView";
import { ReleasesView } from "./releases/ReleasesView";
import { beside, type View, view } from "./route";
import { KeyDialog } from "./settings/KeyDialog";
import { SettingsView } from "./settings/SettingsView";
import { ShortcutDialog } from "./settings/Shortcuts";
import { ToolsView } from "./tools/ToolsView";
import { UsageView } from "./usage/UsageView";

const PAGES: Record<View, ComponentType> = {
  ask: AskView,
  models: ModelsView,
  tools: ToolsView,
  documents: DocumentsView,
  corrections: CorrectionsView,
  releases: ReleasesView,
  approvals: ApprovalsView,
  receipts: ReceiptsView,
  usage: UsageView,
  capabilities: CapabilitiesView,
  settings: SettingsView,
};

export function App() {
  const Page = PAGES[view.value];
  return (
    <div class={`shell ${beside.value === null ? "" : "with-beside"}`}>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        {t("skip")}
      </button>
      <Rail />
      <main id="main" tabIndex={-1}>
        <Page />
      </main>
      <Beside />
      <DropTarget />
      <KeyDialog />
      <ShortcutDialog />
      <Notices />
    </div>
  );
}

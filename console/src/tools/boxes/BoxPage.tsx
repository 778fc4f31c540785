/** One toolbox: where it came from, what it may do, who lets its calls in, and how its tools have been doing. */

import { plain } from "../../approvals/plain";
import type { Reply, Toolbox } from "../../api";
import { call } from "../../client";
import { languageOf, when } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { useLoaded } from "../../load";
import { Fact } from "../../receipts/Fact";
import { authorName, isAdmin } from "../../status";
import { told } from "../../told";
import { Trouble } from "../../Trouble";
import { ChangeList } from "../tool/ChangeList";
import { Limits } from "../limits/Limits";
import { Demos } from "../tool/Demos";
import { Reviews } from "../tool/Reviews";
import { ReceiptButton } from "../ReceiptButton";
import { BoxDeeds } from "./BoxDeeds";
import { Credentials } from "./Credentials";
import { SOURCES } from "../names";
import { TakeIn } from "./TakeIn";
import { ToolList } from "./ToolList";
import { VersionList } from "./VersionList";

export function BoxPage({ name }: { name: string }) {
  const loaded = useLoaded((stop) => call("tools:show", { name }, stop), [name]);
  const { value, error, busy } = loaded.value;
  return (
    <div class="part" aria-busy={busy}>
      <p>
        <a class="back" href="#/tools/boxes">
          <Icon name="left" />
          {t("toolboxes")}
        </a>
      </p>
      <Trouble error={error} />
      {value?.box && <Whole shown={value} box={value.box} changed={loaded.reload} />}
    </div>
  );
}

interface Properties {
  shown: Reply<"tools:show">;
  box: Toolbox;
  changed: () => void;
}

function Whole({ shown, box, changed }: Properties) {
  const { versions, changes, tools, records, demos, reviews } = shown;
  return (
    <>
      <Head box={box} />
      {isAdmin.value && <BoxDeeds box={box} changed={changed} />}
      {box.schemes.length > 0 && <Credentials box={box} />}
      {box.origin === "mcp" && tools.length === 0 && isAdmin.value && <TakeIn box={box} changed={changed} />}
      <ToolList tools={tools} records={records} />
      <Limits name={box.name} limits={shown.limits} changed={changed} />
      <Demos kind={box.name} demos={demos} changed={changed} />
      <Reviews reviews={reviews} />
      <VersionList box={box} versions={versions} changed={changed} />
      <ChangeList changes={changes} />
    </>
  );
}

function Head({ box }: { box: Toolbox }) {
  const [title, about] = [told(box.title), told(box.description)];
  return (
    <>
      <header class="box-head">
        <h2 lang={languageOf(title)}>{plain(title)}</h2>
        {box.pinned && <span class="state">{t("versionPinned")}</span>}
        <span class={`state ${box.state === "on" ? "ok" : ""}`}>{t(box.state === "on" ? "boxOn" : "boxOff")}</span>
      </header>
      {about !== title && (
        <p class="said" lang={languageOf(about)}>
          {plain(about)}
        </p>
      )}
      <dl class="facts">
        <Fact name={t("kind")}>{t(SOURCES[box.origin])}</Fact>
        <Fact name={t("cameFrom")}>
          <code>{plain(box.source)}</code>
        </Fact>
        {box.server && (
          <Fact name={t("calledAt")}>
            <code>{plain(box.server)}</code>
          </Fact>
        )}
        <Fact name={t("addedBy")}>
          {authorName(box.added_by)} · {when(box.added_us)} · {t("version", { n: box.version })}
        </Fact>
      </dl>
      <div class="actions">
        <ReceiptButton id={box.receipt} />
      </div>
    </>
  );
}

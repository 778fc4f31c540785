/** The toolboxes, one of them, or a tool of one: whichever the address names. */

import { languageOf } from "../../formats";
import { plain } from "../../approvals/plain";
import type { Toolbox } from "../../api";
import { t } from "../../i18n";
import { useLoaded } from "../../load";
import { thing } from "../../route";
import { isAdmin } from "../../status";
import { told } from "../../told";
import { Trouble } from "../../Trouble";
import { ToolPage } from "../tool/ToolPage";
import { AddBox } from "./AddBox";
import { BoxPage } from "./BoxPage";
import { loadBoxes } from "./boxes";
import { ImportBundle } from "./ImportBundle";
import { SOURCES } from "../names";

export function BoxesPart() {
  const name = thing.value;
  if (name === "") return <BoxList />;
  return name.includes(":") ? <ToolPage key={name} name={name} /> : <BoxPage key={name} name={name} />;
}

function BoxList() {
  const loaded = useLoaded(loadBoxes, []);
  const { value, error, busy } = loaded.value;
  return (
    <>
      {isAdmin.value && <AddBox added={loaded.reload} />}
      {isAdmin.value && <ImportBundle added={loaded.reload} />}
      <Trouble error={error} />
      <ul class="cards" aria-busy={busy}>
        {value?.map((box) => (
          <Item key={box.name} box={box} />
        ))}
      </ul>
      {value?.length === 0 && <p class="none">{t("noToolboxes")}</p>}
    </>
  );
}

function Item({ box }: { box: Toolbox }) {
  const [title, about] = [told(box.title), told(box.description)];
  return (
    <li class="card box">
      <header>
        <h2 lang={languageOf(title)}>
          <a href={`#/tools/boxes/${encodeURIComponent(box.name)}`}>{plain(title)}</a> <code>{box.name}</code>
        </h2>
        {box.pinned && <span class="state">{t("versionPinned")}</span>}
        <span class={`state ${box.state === "on" ? "ok" : ""}`}>{t(box.state === "on" ? "boxOn" : "boxOff")}</span>
      </header>
      {about !== title && (
        <p class="clipped" lang={languageOf(about)}>
          {plain(about)}
        </p>
      )}
      <p class="faint">
        {t(SOURCES[box.origin])} · {t("version", { n: box.version })}
        {box.server && (
          <>
            {" · "}
            <code>{plain(box.server)}</code>
          </>
        )}
      </p>
    </li>
  );
}

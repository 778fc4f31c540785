/** JSON as a person reads it: rows as a table, names with their values, the rest folded up. Text stays text. */

import { useMemo } from "preact/hooks";
import { plain } from "../../approvals/plain";
import { count, fileName, languageOf } from "../../formats";
import { t } from "../../i18n";
import { Icon } from "../../icons";
import { isObject } from "../../json";
import { bytesOf } from "../../save";
import { told } from "../../told";
import { FileView } from "./FileView";
import { filesIn, isWords, type MadeFile, tableOf } from "./shapes";
import { TableViews } from "./TableViews";

/** Lists are shown as far as this. */
const MOST_ITEMS = 100;
/** What lies deeper stands as JSON. */
const DEEPEST = 6;

export function Data({ value, depth = 0 }: { value: unknown; depth?: number }) {
  const files = filesIn(value);
  if (files !== null) return <Files files={files} />;
  const table = tableOf(value);
  if (table !== null) return <TableViews table={table} depth={depth} />;
  if (depth > DEEPEST) return <pre class="json">{plain(JSON.stringify(value, null, 2))}</pre>;
  if (isWords(value)) return <Scalar value={told(value)} />;
  if (Array.isArray(value)) return <Items values={value} depth={depth} />;
  if (isObject(value)) return <Names value={value} depth={depth} />;
  return <Scalar value={value} />;
}

function Files({ files }: { files: readonly MadeFile[] }) {
  const blobs = useMemo(
    () => files.map(({ content, media_type }) => new Blob([bytesOf(content)], { type: media_type })),
    files,
  );
  return (
    <>
      {files.map((file, index) => {
        const name = plain(fileName(file.name));
        return (
          <div key={index} class="kept-file">
            <p>
              <Icon name="documents" />
              {name} <span class="faint">{plain(file.media_type)}</span>
            </p>
            <FileView blob={blobs[index]!} name={name} />
          </div>
        );
      })}
    </>
  );
}

export function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string")
    return (
      <span class="said" lang={languageOf(value)}>
        {plain(value)}
      </span>
    );
  return value === null || value === undefined ? <span class="faint">–</span> : <span>{String(value)}</span>;
}

function Items({ values, depth }: { values: readonly unknown[]; depth: number }) {
  if (values.length === 0) return <span class="faint">{t("emptyList")}</span>;
  return (
    <>
      <ul class="data-items">
        {values.slice(0, MOST_ITEMS).map((one, index) => (
          <li key={index}>
            <Data value={one} depth={depth + 1} />
          </li>
        ))}
      </ul>
      {values.length > MOST_ITEMS && <p class="faint">{t("andMore", { n: count(values.length - MOST_ITEMS) })}</p>}
    </>
  );
}

function Names({ value, depth }: { value: Record<string, unknown>; depth: number }) {
  return (
    <dl class="data">
      {Object.entries(value).map(([name, inner]) => (
        <div key={name}>
          <dt>
            <code>{plain(name)}</code>
          </dt>
          <dd>
            <Inner value={inner} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What has parts of its own is folded up, below the first level. */
function Inner({ value, depth }: { value: unknown; depth: number }) {
  const parts = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  if (parts === 0 || depth < 2) return <Data value={value} depth={depth} />;
  return (
    <details>
      <summary>{t("partsCount", { n: count(parts) })}</summary>
      <Data value={value} depth={depth} />
    </details>
  );
}

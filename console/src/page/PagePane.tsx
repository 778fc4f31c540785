/** One page of one version of a document, beside the answer, with the cited passage marked. */

import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Citation, Page } from "../api";
import { call } from "../client";
import { MarkForm } from "../fixes/MarkForm";
import { ReplaceForm } from "../fixes/ReplaceForm";
import { fileName, languageOf } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { useLoaded } from "../load";
import { PaneHead } from "../PaneHead";
import { Trouble } from "../Trouble";
import { PageImage } from "./PageImage";
import { PageText } from "./PageText";

interface Properties {
  document: string;
  version: string;
  page: number | null;
  citation: Citation | null;
  label: string;
  receipt?: string | undefined;
}

/** Holds from one citation to the next. */
const asImage = signal(false);

export function PagePane({ document, version, page: firstPage, citation, label, receipt }: Properties) {
  const page = useSignal(firstPage);
  useEffect(() => {
    page.value = firstPage;
  }, [document, version, firstPage, citation]);
  const loaded = useLoaded(
    (stop) => call("knowledge:page", { document, version, page: page.value }, stop),
    [document, version, page.value],
  );
  const { value, error, busy } = loaded.value;
  const fixing = useSignal<"mark" | "replace" | null>(null);
  const selected = useSignal("");
  const close = () => (fixing.value = null);
  const start = (what: "mark" | "replace") => {
    selected.value = selectedText() || citation?.quote || "";
    fixing.value = what;
  };
  const here = citation !== null && page.value === citation.page ? citation : null;
  const path = value?.path ?? citation?.path ?? "";
  return (
    <>
      <PaneHead title={value?.title || fileName(path)} mark={label} detail={path} />
      {value && !value.current && (
        <p class="caution">
          <Icon name="warning" />
          {t("olderVersion")}
        </p>
      )}
      {value && (value.has_image || (value.pages ?? 1) > 1) && (
        <div class="pane-tools">
          <Pages page={page.value} pages={value.pages} go={(next) => (page.value = next)} />
          {value.has_image && <Views asImage={asImage.value} choose={(image) => (asImage.value = image)} />}
        </div>
      )}
      {value && fixing.value === null && (
        <div class="pane-tools">
          <button type="button" class="quiet" onClick={() => start("mark")}>
            <Icon name="corrections" />
            {t("markPassage")}
          </button>
          <button type="button" class="quiet" onClick={() => start("replace")}>
            <Icon name="again" />
            {t("replaceHere")}
          </button>
        </div>
      )}
      <div class="pane-body" tabIndex={0} aria-busy={busy}>
        {fixing.value === "mark" && (
          <MarkForm
            document={document}
            quote={selected.value}
            cited={receipt && selected.value === citation?.quote ? { receipt, citation: Number(label) } : undefined}
            done={loaded.reload}
            close={close}
          />
        )}
        {fixing.value === "replace" && (
          <ReplaceForm document={document} receipt={receipt} done={loaded.reload} close={close} />
        )}
        <Trouble error={error} />
        {value && page.value !== null && value.has_image && asImage.value ? (
          <PageImage document={document} version={version} page={page.value} boxes={boxes(value, here)} />
        ) : (
          value && (
            <PageText
              lines={value.lines}
              citation={here}
              amendments={value.amendments}
              lang={languageOf(sample(value))}
            />
          )
        )}
      </div>
    </>
  );
}

function Pages({ page, pages, go }: { page: number | null; pages: number | null; go: (page: number) => void }) {
  if (page === null || pages === null || pages < 2) return <span class="space" />;
  return (
    <div class="pages" role="group" aria-label={t("pages")}>
      <button type="button" class="bare" disabled={page <= 1} aria-label={t("pageBefore")} onClick={() => go(page - 1)}>
        <Icon name="left" />
      </button>
      <span>{t("pageOf", { n: page, all: pages })}</span>
      <button
        type="button"
        class="bare"
        disabled={page >= pages}
        aria-label={t("pageAfter")}
        onClick={() => go(page + 1)}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}

function Views({ asImage, choose }: { asImage: boolean; choose: (image: boolean) => void }) {
  return (
    <div class="switch" role="group" aria-label={t("viewAs")}>
      <button type="button" aria-pressed={!asImage} onClick={() => choose(false)}>
        {t("viewText")}
      </button>
      <button type="button" aria-pressed={asImage} onClick={() => choose(true)}>
        {t("viewImage")}
      </button>
    </div>
  );
}

/** The boxes of the cited lines; where lines have none, the citation's own. */
function boxes(page: Page, citation: Citation | null) {
  if (citation === null) return [];
  const cited = page.lines.filter(
    (line) => line.char_start < citation.char_end && line.char_end > citation.char_start && line.box !== null,
  );
  if (cited.length > 0) return cited.map((line) => line.box!);
  return citation.box === null ? [] : [citation.box];
}

function sample(page: Page): string {
  return page.lines
    .slice(0, 40)
    .map((line) => line.text)
    .join("");
}

/** What the person selected of the page's text. */
function selectedText(): string {
  const selection = getSelection();
  const within = selection?.anchorNode?.parentElement?.closest(".page-text");
  return within ? String(selection).trim() : "";
}

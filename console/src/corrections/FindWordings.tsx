/** Looks for other wordings: in the receipts, and, if a model is named, in what that writes. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Suggestion } from "../api";
import { stream } from "../client";
import { count } from "../formats";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { RouteChoice } from "../RouteChoice";

export function FindWordings({ done }: { done: (found: readonly Suggestion[]) => void }) {
  const receipts = useSignal(2_000);
  const least = useSignal(2);
  const route = useSignal("");
  const each = useSignal(0);
  const found = useSignal<number | null>(null);
  const stop = useRef(new AbortController());
  const find = async () => {
    stop.current = new AbortController();
    found.value = 0;
    const input = {
      receipts: receipts.value,
      least: least.value,
      route: route.value,
      each: route.value === "" ? 0 : each.value,
    };
    try {
      const item = () => void (found.value = (found.value ?? 0) + 1);
      const { suggestions } = await stream("corrections:suggest-aliases", input, { item }, stop.current.signal);
      notify(t("wordingsFound", { n: count(suggestions.length) }));
      done(suggestions);
    } catch (error) {
      // What was proposed before it was stopped waits all the same.
      if (stop.current.signal.aborted) done([]);
      else complain(error);
    }
    found.value = null;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void find();
  };
  return (
    <form class="filters" onSubmit={submit}>
      <Figure
        name={t("lookThrough")}
        least={1}
        most={20_000}
        value={receipts.value}
        set={(n) => (receipts.value = n)}
      />
      <Figure name={t("askedLeast")} least={1} most={1_000} value={least.value} set={(n) => (least.value = n)} />
      <RouteChoice
        name="modelAlso"
        none="withoutModel"
        value={route.value}
        choose={(chosen) => (route.value = chosen)}
      />
      {route.value !== "" && (
        <Figure name={t("writesEach")} least={0} most={10} value={each.value} set={(n) => (each.value = n)} />
      )}
      {found.value === null ? (
        <button type="submit" class="quiet outlined">
          <Icon name="none" />
          {t("findWordings")}
        </button>
      ) : (
        <button type="button" class="quiet outlined" onClick={() => stop.current.abort()}>
          <Icon name="stop" />
          {t("findingWordings", { n: count(found.value) })}
        </button>
      )}
    </form>
  );
}

interface FigureProperties {
  name: string;
  least: number;
  most: number;
  value: number;
  set: (value: number) => void;
}

function Figure({ name, least, most, value, set }: FigureProperties) {
  return (
    <label>
      {name}
      <input
        type="number"
        required
        min={least}
        max={most}
        value={value}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

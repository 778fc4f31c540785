/** Answers a question before anybody asks it. */

import { useSignal } from "@preact/signals";
import { call } from "../client";
import { t } from "../i18n";
import { complain, notify } from "../notices";

export function NewCorrection({ saved }: { saved: () => void }) {
  const question = useSignal("");
  const answer = useSignal("");
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    try {
      const input = { question: question.value.trim(), answer: answer.value.trim(), scope: "everyone" as const };
      const { status } = await call("corrections:propose", input);
      notify(status === "standing" ? t("correctionSaved") : t("correctionProposed"));
      question.value = answer.value = "";
      form.closest("details")?.removeAttribute("open");
      saved();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <details class="new">
      <summary>{t("newCorrection")}</summary>
      <form class="correct" onSubmit={(event) => void save(event)}>
        <label>
          {t("question")}
          <input required value={question.value} onInput={(event) => (question.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("rightAnswer")}
          <textarea
            required
            rows={3}
            value={answer.value}
            onInput={(event) => (answer.value = event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button type="submit" class="primary">
            {t("save")}
          </button>
        </div>
      </form>
    </details>
  );
}

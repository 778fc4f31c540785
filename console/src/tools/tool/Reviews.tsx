/** What people who called a tool say of it. */

import { useSignal } from "@preact/signals";
import { plain } from "../../approvals/plain";
import type { Review } from "../../api";
import { call } from "../../client";
import { count, day, languageOf } from "../../formats";
import { t } from "../../i18n";
import { complain, notify } from "../../notices";
import { authorName } from "../../status";

const STARS = [1, 2, 3, 4, 5] as const;

interface Properties {
  reviews: readonly Review[];
  /** What is reviewed here, and what to do once it is; a toolbox has only the reviews of its tools. */
  tool?: string;
  changed?: () => void;
}

export function Reviews({ reviews, tool, changed }: Properties) {
  return (
    <section>
      <h3>{t("reviews")}</h3>
      {reviews.length === 0 ? <p class="faint">{t("noReviews")}</p> : <Average reviews={reviews} />}
      <ul class="cards">
        {reviews.map((review) => (
          <li key={`${review.tool} ${review.actor}`} class="card review">
            <header>
              <Stars stars={review.stars} /> <strong>{authorName(review.actor)}</strong>{" "}
              <span class="faint">
                {day(review.at_us)}
                {tool === undefined && ` · ${review.tool}`}
              </span>
            </header>
            {review.words && (
              <p class="said" lang={languageOf(review.words)}>
                {plain(review.words)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {tool !== undefined && changed !== undefined && <ReviewForm tool={tool} changed={changed} />}
    </section>
  );
}

function Average({ reviews }: { reviews: readonly Review[] }) {
  const mean = reviews.reduce((sum, one) => sum + one.stars, 0) / reviews.length;
  return <p class="faint">{t("starsMean", { mean: count(Math.round(mean * 10) / 10), n: count(reviews.length) })}</p>;
}

function Stars({ stars }: { stars: number }) {
  return (
    <span class="stars" role="img" aria-label={t("starsOf", { n: stars })}>
      {"★".repeat(stars)}
      {"☆".repeat(STARS.length - stars)}
    </span>
  );
}

function ReviewForm({ tool, changed }: { tool: string; changed: () => void }) {
  const stars = useSignal(0);
  const words = useSignal("");
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await call("tools:review", { tool, stars: stars.value, words: words.value.trim() });
      notify(t("reviewKept"));
      [stars.value, words.value] = [0, ""];
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <form class="correct" onSubmit={(event) => void send(event)}>
      <fieldset class="star-choice">
        <legend>{t("yourReview")}</legend>
        {STARS.map((one) => (
          <label key={one} class="tick">
            <input
              type="radio"
              name="stars"
              required
              checked={stars.value === one}
              onChange={() => (stars.value = one)}
            />
            {t("starsOf", { n: one })}
          </label>
        ))}
      </fieldset>
      <label>
        {t("reviewWords")}
        <textarea
          rows={2}
          maxLength={2000}
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="primary" disabled={stars.value === 0}>
          {t("send")}
        </button>
        <span class="note">{t("reviewNote")}</span>
      </div>
    </form>
  );
}

import { expect, test } from "vitest";
import { type Portion, upTo } from "../src/listed";

const never = new AbortController().signal;

test.each([
  [50, 120, [50]],
  [120, 120, [120]],
  [2_500, 2_100, [1_000, 1_000, 500]],
  [Infinity, 2_000, [1_000, 1_000, 1_000]],
])("%s of %s rows are asked for in portions of at most a thousand", async (wanted, there, limits) => {
  const asked: Portion[] = [];
  const rows = Array.from({ length: there }, (_, row) => row);
  const given = await upTo(
    wanted,
    async (portion) => {
      asked.push(portion);
      return rows.slice(portion.skip, portion.skip + portion.limit);
    },
    never,
  );
  expect(given).toEqual(rows.slice(0, wanted));
  expect(asked.map(({ limit }) => limit)).toEqual(limits);
});

import { expect, test } from "vitest";
import type { CatalogueRow, UsageRow } from "../src/api";
import { daysOf, picture as timeline } from "../src/models/timeline";
import { priceOf } from "../src/models/prices";
import { csv } from "../src/save";
import { picture as bars } from "../src/usage/bars";
import { costs } from "../src/usage/UsageTable";

const model = (name: string, released: string, billions: number | null) =>
  ({ name, released, billions, active_billions: null }) as CatalogueRow;
const used = (part: Partial<UsageRow>) => ({ day: null, cost_microusd: null, unpriced: 0, ...part }) as UsageRow;

test("as much of a date as is known is a day", () => {
  expect(daysOf("2025")).toBe(daysOf("2025-01-01"));
  expect(daysOf("2025-04")).toBe(daysOf("2025-04-01"));
  expect(daysOf("2025-04-29")! - daysOf("2025-04")!).toBe(28);
  expect(["", "soon", "2025-13", "04/2025"].map(daysOf)).toEqual([null, null, null, null]);
});

test("later models stand further right, larger ones higher; what nobody knows stands nowhere", () => {
  const rows = [
    model("old-small", "2023-05", 0.5),
    model("new-large", "2025-02-01", 70),
    model("unknown-size", "2025", null),
    model("unknown-date", "", 7),
  ];
  const { dots, years, sizes } = timeline(rows);
  expect(dots.map(({ row }) => row.name)).toEqual(["old-small", "new-large"]);
  expect(dots[1]!.x).toBeGreaterThan(dots[0]!.x);
  expect(dots[1]!.y).toBeLessThan(dots[0]!.y);
  expect(years.map(({ words }) => words)).toEqual(["2023", "2024", "2025", "2026"]);
  expect(sizes.map(({ words }) => words)).toEqual(["100M", "1B", "10B", "100B"]);
  expect(timeline([model("unknown", "", null)])).toEqual({ dots: [], years: [], sizes: [] });
});

test("days without use have their place among the bars", () => {
  const rows = [used({ day: "2026-02-27", requests: 2 }), used({ day: "2026-03-01", requests: 4 })];
  const { bars: days, top } = bars(rows, "2026-02-27", "2026-03-01", (row) => row.requests);
  expect(top).toBe(4);
  expect(days.map(({ day, value }) => [day, value])).toEqual([
    ["2026-02-27", 2],
    ["2026-02-28", 0],
    ["2026-03-01", 4],
  ]);
  expect(days[2]!.height).toBeCloseTo(2 * days[0]!.height, 0);
});

test("a cost that nobody knows is never nothing", () => {
  expect(costs(used({ cost_microusd: 0 }))).toBe("no cost");
  expect(costs(used({ cost_microusd: null, unpriced: 3 }))).toBe("3 of unknown price");
  expect(costs(used({ cost_microusd: 0, unpriced: 3 }))).toBe("3 of unknown price");
  expect(costs(used({ cost_microusd: 20_000, unpriced: 3 }))).toBe("US$ 0.0200 + 3 of unknown price");
});

test("a deployment's own price comes before the list's of today", () => {
  const deployment = { provider: "deepseek", model: "chat", usd_per_million_in: null, usd_per_million_out: null };
  const row = (model: string, usd: number, holds = true) => ({ model, holds, usd_per_million_in: usd });
  const price = (own: object, ...list: object[]) =>
    priceOf({ ...deployment, ...own } as never, list as never)?.usd_per_million_in;
  expect(price({})).toBeUndefined();
  expect(price({}, row("deepseek/chat", 1, false))).toBeUndefined();
  expect(price({}, row("deepseek/*", 2), row("deepseek/chat", 1))).toBe(1);
  expect(price({}, row("deepseek/*", 2), row("other/chat", 1))).toBe(2);
  expect(price({ usd_per_million_in: 3 }, row("deepseek/chat", 1))).toBe(3);
});

test("CSV for spreadsheets: quoted where it must be, no formulas, what is not known left empty", () => {
  const rows = [
    { name: 'a "b", c', size: 1.5, licence: null, formats: ["gguf", "safetensors"], fits: true },
    { name: "=HYPERLINK(1)", size: -1, licence: "两\n行", formats: [], fits: false },
  ];
  expect(csv(rows)).toBe(
    '\uFEFFname,size,licence,formats,fits\r\n"a ""b"", c",1.5,,gguf safetensors,true\r\n' +
      '\'=HYPERLINK(1),-1,"两\n行",,false\r\n',
  );
});

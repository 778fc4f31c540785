import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { Data } from "../src/tools/result/Data";
import { around, WORLD } from "../src/tools/result/frame";
import { tableOf } from "../src/tools/result/shapes";
import { sorted } from "../src/tools/result/sorted";
import { pointsOf, seriesOf, viewsOf } from "../src/tools/result/views";

const CITIES = [
  { name: "Köln", lat: 50.9, lon: "6.96", people: 1_084_831 },
  { name: "北京", lat: 39.9, lon: 116.4, people: 21_890_000 },
];

test("rows are shown as what fits them", () => {
  const views = (rows: object[]) => viewsOf(tableOf(rows)!);
  expect(views(CITIES)).toEqual(["table", "chart", "map"]);
  expect(views([{ a: 1 }])).toEqual(["table"]);
  expect(views([{ title: "One", text: "long ".repeat(20) }])).toEqual(["table", "cards"]);
  expect(views([{ title: "long ".repeat(20) }])).toEqual(["table"]);
});

test("places are numbers on this earth, whoever wrote them", () => {
  expect(pointsOf(tableOf(CITIES)!)).toEqual([
    { name: "Köln", latitude: 50.9, longitude: 6.96 },
    { name: "北京", latitude: 39.9, longitude: 116.4 },
  ]);
  const odd = [
    { lat: 91, lng: 0 },
    { lat: "", lng: 0 },
    { lat: "x", lng: 0 },
    { lat: null, lng: 0 },
    { lat: 1, lng: -181 },
  ];
  expect(pointsOf(tableOf(odd)!)).toEqual([]);
});

test("the places of GeoJSON are rows with what is known of each", () => {
  const feature = (coordinates: unknown, type = "Point") => ({
    properties: { name: "a" },
    geometry: { type, coordinates },
  });
  expect(tableOf({ type: "FeatureCollection", features: [feature([7, 51])] })).toEqual({
    columns: ["name", "latitude", "longitude"],
    rows: [["a", 51, 7]],
  });
  for (const features of [[feature([[7, 51]], "LineString")], [null], "x", [feature([])], [{ geometry: 3 }], undefined])
    expect(tableOf({ type: "FeatureCollection", features })).toBeNull();
});

test("a chart has a column of numbers, by what they belong to", () => {
  expect(seriesOf(tableOf(CITIES)!)).toEqual([
    {
      name: "people",
      values: [
        { label: "Köln", value: 1_084_831 },
        { label: "北京", value: 21_890_000 },
      ],
    },
  ]);
  expect(seriesOf(tableOf([{ n: 1 }, { n: -2 }])!)[0]!.values.map((one) => one.label)).toEqual(["1", "2"]);
  expect(seriesOf(tableOf([{ n: 1 }, { n: null }])!)).toEqual([]);
});

test("a map shows all its places and never more than the earth", () => {
  for (const places of [
    [[0, 0]],
    [
      [90, 180],
      [-90, -180],
    ],
    [[-89, -179]],
    [
      [50.9, 7],
      [39.9, 116.4],
    ],
  ] as [number, number][][]) {
    const points = places.map(([latitude, longitude]) => ({ name: "", latitude, longitude }));
    const { left, top, width, height } = around(points);
    expect([left >= 0, top >= 0, left + width <= 720, top + height <= 360]).toEqual([true, true, true, true]);
    for (const { latitude, longitude } of points) {
      expect((longitude + 180) * 2 >= left && (longitude + 180) * 2 <= left + width).toBe(true);
      expect((90 - latitude) * 2 >= top && (90 - latitude) * 2 <= top + height).toBe(true);
    }
  }
  expect(WORLD.names).toBeGreaterThan(1e9);
});

test("a column is put in order by size or by name; what says nothing comes last, both ways", () => {
  const rows = [[10], [null], [9], [""], [2]];
  expect(sorted(rows, { at: 0, isDown: false })).toEqual([[2], [9], [10], [null], [""]]);
  expect(sorted(rows, { at: 0, isDown: true })).toEqual([[10], [9], [2], [null], [""]]);
  expect(sorted([["b10"], ["b9"]], { at: 0, isDown: false })).toEqual([["b9"], ["b10"]]);
  expect(sorted(rows, null)).toBe(rows);
});

test("names of strangers are text on a switch, in a head, in a cell", () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const shown = renderToString(<Data value={CITIES.map((one) => ({ ...one, [hostile]: hostile }))} />);
  expect(shown).not.toContain("<img");
  expect(shown).toContain('aria-pressed="true"');
});

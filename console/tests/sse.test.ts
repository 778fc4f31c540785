import { expect, test } from "vitest";
import { EventParser, type ServerEvent } from "../src/sse";

const STREAM =
  ': still here\n\nevent: delta\ndata: {"text":"年"}\r\n\r\nevent: delta\rdata: a\rdata:b\r\rid: 7\ndata\n\nevent: done\ndata: {}\n\n';

const EVENTS: ServerEvent[] = [
  { event: "delta", data: '{"text":"年"}' },
  { event: "delta", data: "a\nb" },
  { event: "message", data: "" },
  { event: "done", data: "{}" },
];

test("events are the same wherever the network cuts the stream", () => {
  for (let cut = 0; cut <= STREAM.length; cut++) {
    const parser = new EventParser();
    const events = [...parser.push(STREAM.slice(0, cut)), ...parser.push(STREAM.slice(cut))];
    expect(events, `cut at ${cut}`).toEqual(EVENTS);
  }
});

test("events are the same when every character comes alone", () => {
  const parser = new EventParser();
  expect(Array.from(STREAM).flatMap((character) => parser.push(character))).toEqual(EVENTS);
});

test("an event without its empty line is not there yet", () => {
  expect(new EventParser().push("event: done\ndata: {}\n")).toEqual([]);
});

test("an event name without data names nothing", () => {
  expect(new EventParser().push("event: delta\n\ndata: x\n\n")).toEqual([{ event: "message", data: "x" }]);
});

/** Server-sent events out of a stream of text, as the HTML standard reads them. */

export interface ServerEvent {
  event: string;
  data: string;
}

/** Takes text in any pieces and gives the events that are complete. */
export class EventParser {
  #buffer = "";
  #event = "";
  #data: string[] = [];

  push(text: string): ServerEvent[] {
    this.#buffer += text;
    const events: ServerEvent[] = [];
    for (let line = this.#line(); line !== null; line = this.#line()) {
      if (line !== "") this.#field(line);
      else if (this.#data.length > 0) events.push(this.#take());
      else this.#event = "";
    }
    return events;
  }

  /** The next whole line. A CR at the very end may be half of a CRLF, so it waits. */
  #line(): string | null {
    const found = /\r\n|\n|\r(?!$)/.exec(this.#buffer);
    if (found === null) return null;
    const line = this.#buffer.slice(0, found.index);
    this.#buffer = this.#buffer.slice(found.index + found[0].length);
    return line;
  }

  #field(line: string): void {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
  }

  #take(): ServerEvent {
    const event = { event: this.#event || "message", data: this.#data.join("\n") };
    this.#event = "";
    this.#data = [];
    return event;
  }
}

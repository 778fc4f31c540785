/** The toolboxes that were taken in: asked once, and again when one changes. */

import { signal } from "@preact/signals";
import type { Toolbox } from "../../api";
import { call } from "../../client";

export const boxes = signal<readonly Toolbox[] | null>(null);

export async function loadBoxes(): Promise<readonly Toolbox[]> {
  boxes.value = (await call("tools:list", {})).boxes;
  return boxes.value;
}

/** The toolbox that a tool is of; none for one that is built in. */
export async function boxOf(tool: string): Promise<Toolbox | undefined> {
  const name = tool.split(":")[0];
  return (boxes.value ?? (await loadBoxes())).find((box) => box.name === name);
}

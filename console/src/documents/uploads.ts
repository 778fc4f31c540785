/** Files on their way to the server: two at a time, each with its own progress and its own reason when it fails. */

import { signal } from "@preact/signals";
import type { FileEvent } from "../api";
import { asError, carried, route } from "../client";
import { t } from "../i18n";
import { keyFromPerson } from "../key";
import type { KnowledgeAdded } from "../schema";
import { refreshStatus } from "../status";
import type { NamedFile } from "./files";

export interface Upload {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  phase: "waiting" | "sending" | "reading" | "done" | "failed";
  report: FileEvent | null;
  reason: string;
}

export const uploads = signal<Upload[]>([]);

/** The knowledge base that dropped files go to. */
export const uploadBase = signal("main");

/** Grows with each file that has arrived, so that lists of documents know when to load again. */
export const arrived = signal(0);

const AT_ONCE = 2;
const queue: { id: number; file: File; base: string }[] = [];
let sending = 0;
let last = 0;

export function upload(files: readonly NamedFile[]): void {
  for (const { name, file } of files) {
    const id = ++last;
    uploads.value = [
      ...uploads.value,
      { id, name, bytes: file.size, sent: 0, phase: "waiting", report: null, reason: "" },
    ];
    queue.push({ id, file, base: uploadBase.value });
  }
  for (let free = AT_ONCE - sending; free > 0; free--) void work();
}

export function clearFinished(): void {
  uploads.value = uploads.value.filter((item) => item.phase !== "done" && item.phase !== "failed");
}

export function isBusy(item: Upload): boolean {
  return item.phase === "waiting" || item.phase === "sending" || item.phase === "reading";
}

async function work(): Promise<void> {
  sending++;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { id, file, base } = next;
    try {
      came(id, await post(id, file, base));
    } catch (error) {
      change(id, { phase: "failed", reason: (error as Error).message });
    }
    arrived.value++;
  }
  sending--;
  if (sending === 0) await refreshStatus();
}

/** What became of a file; of an archive, of each file in it, which then stands for itself. */
function came(id: number, reports: readonly FileEvent[]): void {
  const isOne = reports.length === 1;
  uploads.value = uploads.value.flatMap((item) => {
    if (item.id !== id) return [item];
    return reports.map((report) => ({
      ...item,
      id: isOne ? id : ++last,
      name: isOne ? item.name : report.path,
      bytes: isOne ? item.bytes : 0,
      phase: report.status === "failed" ? ("failed" as const) : ("done" as const),
      report,
      reason: report.reason ?? "",
    }));
  });
}

function isArchive(file: File): boolean {
  return file.name.toLowerCase().endsWith(".zip");
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
async function post(id: number, file: File, base: string): Promise<readonly FileEvent[]> {
  for (;;) {
    const request = await sent(id, file, base);
    if (request.status === 401 && (await keyFromPerson())) continue;
    const body: unknown = parsed(request.responseText);
    if (request.status === 200) return isArchive(file) ? (body as KnowledgeAdded).files : [body as FileEvent];
    throw asError(body);
  }
}

function sent(id: number, file: File, base: string): Promise<XMLHttpRequest> {
  const form = new FormData();
  form.append("name", uploads.value.find((item) => item.id === id)?.name ?? file.name);
  form.append("base", base);
  form.append("content", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", route(isArchive(file) ? "knowledge:unpack" : "knowledge:upload"));
  for (const [name, value] of Object.entries(carried())) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => change(id, { phase: "sending", sent: event.loaded });
  request.upload.onload = () => change(id, { phase: "reading" });
  return new Promise((resolve, reject) => {
    request.onload = () => resolve(request);
    request.onerror = () => reject(new Error(t("offline")));
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function change(id: number, part: Partial<Upload>): void {
  uploads.value = uploads.value.map((item) => (item.id === id ? { ...item, ...part } : item));
}

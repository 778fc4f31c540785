/** A stand-in for the real server, to work on the page without Python: canned answers in both languages, nothing kept.
 *
 *     node dev/server.mjs [port]       then `npm run dev`, or open the built page at the port itself
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { CAPABILITIES, openapi } from "./capabilities.mjs";
import { picture } from "./picture.mjs";

const STATIC = fileURLToPath(new URL("../../src/wainao/app/static", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; " +
  "frame-src blob:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

createServer(async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    json(response, error.status ?? 500, { error: { code: error.code ?? "internal", message: String(error.message) } });
  }
}).listen(Number(process.argv[2] ?? 8799), "127.0.0.1");

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/api/openapi.json") return json(response, 200, openapi());
  if (pathname === "/api/status")
    return json(response, 200, {
      version: "0.0.0-fake",
      language: "auto",
      sign_in: null,
      model: "fake-model",
      capabilities: Object.keys(CAPABILITIES),
      actor: { id: "owner", name: "owner", rights: ["read", "write", "act", "admin"] },
    });
  if (!pathname.startsWith("/api/")) return file(response, pathname);
  const name = pathname.slice("/api/".length).replace("/", ":");
  const raw = await body(request);
  if (name === "knowledge:image") return bytes(response, "image/png", picture());
  const made = CAPABILITIES[name];
  if (made === undefined)
    throw Object.assign(new Error(`There is no capability '${name}'.`), { status: 404, code: "not_found" });
  const multipart = request.headers["content-type"]?.startsWith("multipart/");
  const output = { ...envelope(), ...made(multipart ? form(raw) : JSON.parse(raw || "{}")) };
  if (!request.headers.accept?.includes("event-stream")) return json(response, 200, output);
  await stream(response, output);
}

let calls = 0;

function envelope() {
  const id = `01k9zq${String(++calls).padStart(20, "0")}`;
  const proof = {
    index: calls,
    leaf: "ab".repeat(32),
    size: calls + 1,
    root: "cd".repeat(32),
    origin: "fake",
    signature: "ef".repeat(64),
  };
  return { receipt: id, proof, labels: [], related: [], correction: null };
}

async function stream(response, output) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pieces = output.origin === "model" ? output.answer.match(/.{1,6}/gsu) : [];
  for (const text of pieces) {
    response.write(`event: delta\ndata: ${JSON.stringify({ text })}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  response.end(`event: done\ndata: ${JSON.stringify(output)}\n\n`);
}

async function file(response, pathname) {
  const path = normalize(join(STATIC, pathname === "/" ? "index.html" : pathname));
  if (!path.startsWith(STATIC)) throw Object.assign(new Error("Not here."), { status: 404 });
  response.setHeader("content-security-policy", POLICY);
  bytes(response, TYPES[extname(path)] ?? "application/octet-stream", await readFile(path));
}

function bytes(response, type, content, status = 200) {
  response.writeHead(status, { "content-type": type }).end(content);
}

function json(response, status, value) {
  bytes(response, "application/json", JSON.stringify(value), status);
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function form(raw) {
  return { name: /name="name"\r\n\r\n([^\r]*)/.exec(raw)?.[1] ?? "file" };
}

/** What the stand-in answers. The question decides: "model", "none", "related", "old", "hostile", "fail" make those answers. */

export const HOSTILE =
  '<img src=x onerror="document.title=1"> <script>alert(1)</script> [x](javascript:alert(1)) ![](http://evil.example/p.png)';

const HANDBOOK = `员工手册

第三章 休假

第一条 员工每年享有带薪年假。工作满一年不满十年的,年假五天;满十年不满二十年的,年假十天。
第二条 当年未休完的年假可以顺延到下一年,但须在次年 3 月 31 日前用完。
第三条 年假申请应至少提前三个工作日在系统中提交,由直接上级批准。😀𠮷

Chapter 4 Travel

Employees travelling abroad are reimbursed up to 120 EUR per night for a hotel.
Receipts must be handed in within 30 days after the journey ends.`.split("\n");

const DOCUMENTS = [
  ["d1", "handbook/员工手册.pdf", "员工手册", 12, 86, "live", null],
  ["d2", "policies/travel-policy-2026.docx", "Travel policy", 4, 21, "live", null],
  ["d3", "scans/合同 (扫描件).png", "", 1, 3, "live", null],
  ["d4", `notes/${HOSTILE}.md`, HOSTILE, null, 2, "live", null],
  [
    "d5",
    "archive/broken.pdf",
    "",
    null,
    0,
    "failed",
    "The file 'broken.pdf' is cut off after 4,096 bytes. Expected a whole PDF: fetch it again.",
  ],
].map(([id, path, title, pages, chunks, state, problem]) => ({
  id,
  path,
  title,
  pages,
  chunks,
  state,
  problem,
  base: "main",
  version: problem ? null : "9f".repeat(32),
  media_type: "application/pdf",
  updated_at: "2026-03-02T08:15:00Z",
}));

const corrections = [
  {
    id: "c1",
    question: "年假可以顺延到下一年吗?",
    answer: "可以,但须在 3 月 31 日前用完。",
    author: "李雷",
    scope: "everyone",
    base: null,
    state: "standing",
    written_at: "2026-02-11T03:00:00Z",
    expires_at: "2026-12-31T00:00:00Z",
    why: "制度自 2026 年起修订",
    source: "01k9zq00000000000000000child",
    pending: [],
    aliases: ["没休的年假能留到明年吗"],
    hits: 17,
  },
  {
    id: "c2",
    question: HOSTILE,
    answer: HOSTILE,
    author: HOSTILE,
    scope: "base",
    base: "main",
    state: "revoked",
    written_at: "2026-01-05T10:00:00Z",
    expires_at: null,
    why: HOSTILE,
    source: null,
    pending: [HOSTILE],
    aliases: [HOSTILE],
    hits: 0,
  },
  {
    id: "c3",
    question: "年假能不能顺延到下一年?",
    answer: "可以,但须在 6 月 30 日前用完。",
    author: "韩梅梅",
    scope: "team",
    team: "hr",
    state: "proposed",
    written_at: "2026-03-01T10:00:00Z",
    expires_at: null,
    why: "",
    source: null,
    pending: [],
    aliases: [],
    hits: 0,
  },
];

/** A call that waits; its text turns the reading direction around. */
const APPROVAL = {
  id: "a1",
  capability: "mail:send",
  actor: "lei",
  input: { to: "ann@example.org", subject: "年假", text: `Pay \u202Eeerht\u202C euros. ${HOSTILE}` },
  receipt: "r1",
  why: { zh: "「mail:send」会对外部产生作用", en: "'mail:send' acts on the world outside" },
  state: "waiting",
  requested_us: Date.now() * 1000,
  expires_us: (Date.now() + 7 * 86_400_000) * 1000,
  decided_by: null,
  decided_why: null,
};

const NOTHING_TAKEN = { rollback: null, revoked: 0, withdrawn: 0, restored: 0, undone: 0, left: 0, taken: [] };

const LINES = lines();

function lines() {
  let at = 0;
  let number = 0;
  return HANDBOOK.map((text) => {
    const start = at;
    const length = Array.from(text).length;
    at += length + 1;
    const y = 0.08 + 0.0404 * number;
    number++;
    return {
      text,
      char_start: start,
      char_end: start + length,
      page: 3,
      line: number,
      box: text ? [0.11, y, 0.85, y + 0.02] : null,
      heading: number < 4 || text.startsWith("Chapter"),
    };
  });
}

function citation(fragment, more = {}) {
  const line = LINES.find((one) => one.text.includes(fragment));
  const start = line.char_start + Array.from(line.text.slice(0, line.text.indexOf(fragment))).length;
  return {
    document: "d1",
    path: DOCUMENTS[0].path,
    version: "9f".repeat(32),
    page: 3,
    section: "第三章 休假",
    line_start: line.line,
    line_end: line.line,
    char_start: start,
    char_end: start + Array.from(fragment).length,
    box: line.box,
    quote: fragment,
    amendments: [],
    ...more,
  };
}

/** A fact that a person replaced in the handbook. */
const AMENDMENT = {
  fix: "f1",
  kind: "replaced",
  char_start: LINES[4].char_start,
  char_end: LINES[4].char_start + 3,
  author: "lei",
  at: "2026-11-20T08:00:00+00:00",
  text: "新规定",
  why: "制度修订",
};

const CARRY = citation("当年未休完的年假可以顺延到下一年,但须在次年 3 月 31 日前用完。");
const HOTEL = citation("Employees travelling abroad are reimbursed up to 120 EUR per night for a hotel.", {
  document: "d2",
  path: DOCUMENTS[1].path,
  version: "old",
});
const ASK = citation("由直接上级批准。😀𠮷");

function ruling({ id, question, answer, author, written_at, scope }) {
  return { id, question, answer, author, written_at, scope, why: "" };
}

function ask({ question }) {
  const fixed = corrections.find(
    (one) => one.state === "standing" && [one.question, ...one.aliases].includes(question),
  );
  if (fixed)
    return {
      answer: fixed.answer,
      origin: "human",
      sentences: [],
      citations: [],
      model: null,
      correction: ruling(fixed),
    };
  if (question.includes("fail"))
    throw Object.assign(
      new Error(
        "The model at 'http://127.0.0.1:9/v1' did not answer within 30 s. Expected a reply: check that it runs.",
      ),
      { status: 502, code: "engine" },
    );
  if (question.includes("none")) return { answer: "", origin: "none", sentences: [], citations: [], model: null };
  if (/model|hostile/.test(question)) return written(question.includes("hostile"));
  const related = question.includes("related") ? [{ ...ruling(corrections[0]), why: "differs in: 病假 / 年假" }] : [];
  const sentences = [CARRY, ASK, HOTEL].map((one, index) => ({ text: one.quote, supported: true, citations: [index] }));
  return {
    answer: sentences.map((one) => one.text).join("\n"),
    origin: "documents",
    sentences,
    citations: [CARRY, ASK, HOTEL],
    model: null,
    related,
  };
}

function written(hostile) {
  const parts = [
    "## 年假 Annual leave\n\n",
    "未休完的**年假可以顺延**到下一年,但须在 *3 月 31 日*前用完。",
    "\n\n- Hotels abroad: up to `120 EUR` per night.",
    "\n- Flights are always booked in business class.",
    "\n\n| 项目 | 上限 |\n| --- | --- |\n| 酒店 | 120 EUR |",
    hostile ? `\n\n${HOSTILE}` : "",
  ];
  const sentences = [
    { text: parts[1], supported: true, citations: [0] },
    { text: parts[2].trim(), supported: true, citations: [1] },
    { text: parts[3].trim(), supported: false, citations: [] },
  ];
  return {
    answer: parts.join(""),
    origin: "model",
    sentences,
    citations: [CARRY, HOTEL],
    model: "fake-model",
    labels: ["ai-generated"],
  };
}

function propose({ question, answer, scope = "base", expires_at = null }) {
  const id = `c${corrections.length + 1}`;
  const one = {
    id,
    question: question ?? lastQuestion,
    answer,
    author: "owner",
    scope,
    base: null,
    state: "standing",
    written_at: new Date().toISOString(),
    expires_at,
    why: "",
    source: null,
    pending: [],
    aliases: [],
    hits: 0,
  };
  corrections.unshift(one);
  return { correction: id, status: "standing" };
}

let lastQuestion = "";

function receipt(id) {
  return {
    id,
    capability: "knowledge:ask",
    capability_version: "1",
    risk: "read",
    actor: "owner",
    tenant: "local",
    parent: null,
    root: id,
    status: "ok",
    error: null,
    started_us: 1772438100000000,
    finished_us: 1772438100042000,
    input: { question: "年假可以顺延到下一年吗?", bases: null, strict: false },
    output: ask({ question: "x" }),
    verdicts: [
      { by: "policy", said: "allow", why: "owner: may do all" },
      { by: "support", said: "supported", why: "3 of 3 sentences" },
    ],
    versions: { policy: "1", "document:d1": "9f".repeat(32), index: "fts-1" },
    labels: [],
    correction: null,
    usage: { calls: 2, input_tokens: 812, output_tokens: 95, cost_microusd: 1250 },
    proof: {
      index: 41,
      leaf: "ab".repeat(32),
      size: 42,
      root: "cd".repeat(32),
      origin: "wainao/local",
      signature: "ef".repeat(64),
    },
    children: ["01k9zq00000000000000000child"],
    erased: false,
  };
}

export const CAPABILITIES = {
  "knowledge:ask": (input) => {
    lastQuestion = input.question;
    return ask(input);
  },
  "knowledge:bases": () => ({
    bases: [
      { name: "main", documents: 4, chunks: 112 },
      { name: "法务 legal", documents: 0, chunks: 0 },
    ],
  }),
  "knowledge:documents": () => ({ documents: DOCUMENTS }),
  "knowledge:remove": () => ({ removed: true }),
  "knowledge:page": ({ version, page }) => ({
    lines: page === 3 || page === null ? LINES : LINES.slice(0, 3),
    title: "员工手册",
    path: DOCUMENTS[0].path,
    pages: 12,
    has_image: true,
    current: version !== "old",
    amendments: [AMENDMENT],
  }),
  "knowledge:upload": ({ name }) =>
    name.endsWith(".exe")
      ? { path: name, status: "failed", reason: `Cannot read ${name}: nobody here knows this kind of file.`, chunks: 0 }
      : { path: name, status: "added", reason: null, chunks: 7 },
  "corrections:propose": propose,
  "corrections:alias": ({ correction, question }) => {
    corrections.find((one) => one.id === correction).aliases.push(question);
    return { correction, status: "standing" };
  },
  "corrections:revoke": ({ correction }) => {
    corrections.find((one) => one.id === correction).state = "revoked";
    return { correction, status: "revoked" };
  },
  "corrections:list": ({ state, query = "" }) => ({
    corrections: corrections.filter((one) => (!state || one.state === state) && one.question.includes(query)),
  }),
  "corrections:conflicts": () => ({
    corrections: [
      {
        correction: "c3",
        conflicts: [
          { ...corrections[0], correction: "c1", state: "standing", kind: "close", alike: 0.75 },
          { ...corrections[1], correction: "c2", state: "proposed", kind: "the same", alike: 1 },
        ],
      },
    ],
  }),
  "corrections:rollback": ({ dry_run }) => ({ ...NOTHING_TAKEN, rollback: dry_run ? null : "r1", revoked: 1 }),
  "corrections:undo": ({ rollback }) => ({ ...NOTHING_TAKEN, rollback, undone: 1 }),
  "corrections:dissatisfied": () => ({ item: "q1", status: "open" }),
  "corrections:dismiss": ({ item }) => ({ item, status: "dismissed" }),
  "corrections:queue": () => ({
    items: [
      {
        id: "q1",
        receipt: "01k9zq00000000000000000child",
        capability: "knowledge:ask",
        state: "open",
        by: HOSTILE,
        at: "2026-03-02T08:15:00Z",
        why: HOSTILE,
        question: HOSTILE,
        answer: HOSTILE,
        citations: [],
        correction: null,
        closed_by: null,
        closed_at: null,
        closed_why: "",
      },
    ],
  }),
  "corrections:match": ({ question }) => ({
    outcome: "beside",
    why: { zh: "相似度 75%", en: "75% alike" },
    score: 0.75,
    correction: { ...corrections[0], why: { zh: "相似度 75%", en: "75% alike" } },
    related: [],
  }),
  "corrections:judges": () => ({
    judges: [{ judge: "qwen3@2 qwen3-8b", language: "zh", passed: true, at_us: Date.now() * 1000, receipt: "r1" }],
  }),
  "fixes:list": () => ({ fixes: [] }),
  "approvals:list": ({ state }) => ({ approvals: state === "waiting" ? [APPROVAL] : [] }),
  "approvals:decide": ({ approval, approve }) => ({ approval, state: approve ? "approved" : "refused" }),
  "grants:list": () => ({ grants: [] }),
  "releases:list": () => ({ releases: [] }),
  "evaluations:sets": () => ({ sets: [] }),
  "evaluations:runs": () => ({ runs: [] }),
  "routes:list": () => ({ routes: [] }),
  "corrections:history": () => ({
    events: [
      {
        at: "2026-02-11T03:00:00Z",
        actor: "李雷",
        kind: "proposed",
        detail: "制度修订",
        receipt: "01k9zq00000000000000000child",
      },
    ],
  }),
  "receipts:show": ({ receipt: id }) => receipt(id),
  "receipts:list": ({ status }) => ({
    receipts: ["年假可以顺延到下一年吗?", "What is the hotel limit abroad?", null, HOSTILE].map((question, index) => ({
      id: `01k9zq0000000000000000000${index}`,
      capability: question === null ? "knowledge:upload" : "knowledge:ask",
      actor: "owner",
      status: status ?? ["ok", "ok", "failed", "denied"][index],
      started_us: 1772438100000000,
      finished_us: 1772438100042000 + index * 900000,
      parent: null,
      question,
    })),
  }),
  "receipts:verify": () => ({ intact: true, records: 1284, faults: [] }),
};

/** As much of a description as a form needs; the real server has one for each capability. */
export function openapi() {
  const properties = {
    question: { type: "string" },
    top: { type: "integer", default: 10 },
    scope: { enum: ["base", "everyone", "user"], default: "base" },
    strict: { type: "boolean", default: false },
  };
  const schema = { type: "object", properties, required: ["question"] };
  const about = {
    name: "knowledge:ask",
    title: { zh: "提问", en: "Ask" },
    description: { zh: "根据文档回答问题。", en: "Answer a question from the documents." },
    risk: "read",
    right: "read",
    secret: [],
  };
  const example = { question: "年假可以顺延到下一年吗?" };
  const post = { "x-wainao": about, requestBody: { content: { "application/json": { schema, example } } } };
  return { paths: { "/api/knowledge/ask": { post } }, components: { schemas: {} } };
}

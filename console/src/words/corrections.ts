/** The words about corrections: how they stand, what contradicts them, the queue, and why one fires. */

import type { Words } from "../i18n";

export const CORRECTION_WORDS = {
  scopeTeam: ["团队", "the team"],
  scopeCapability: ["此能力", "this capability"],
  author: ["作者", "Author"],
  onTrial: ["试用中", "On trial"],
  retired: ["已退役", "Retired"],
  lastHit: ["最近一次 {time}", "last on {time}"],
  coverage: [
    "最近 {asked} 次提问中，由更正作答 {answered} 次（{share}）。",
    "Of the latest {asked} questions, corrections answered {answered} ({share}).",
  ],
  tryOut: ["先试用", "Try it out"],
  nowOnTrial: ["开始试用：只有预览和评测看得到。", "On trial: only previews and evaluations see it."],
  retire: ["退役", "Retire"],
  correctionRetired: ["更正已退役；它的测试保留。", "The correction is retired. Its tests stay."],
  correctionRefused: ["已拒绝，不会生效。", "Refused. It does not take effect."],
  restore: ["恢复", "Restore"],
  correctionRestored: ["更正已恢复成之前的状态。", "The correction is what it was before."],
  didTried: ["开始试用", "put it on trial"],
  didRetired: ["让它退役", "retired it"],
  didRestored: ["恢复", "restored it"],

  // What contradicts a correction
  conflicts: ["冲突", "Conflicts"],
  conflictsCount: ["与 {n} 条更正冲突", "Contradicts other corrections: {n}"],
  contradicts: [
    "与另外 {n} 条更正冲突，请到「更正」查看。",
    "It contradicts other corrections ({n}). See them under Corrections.",
  ],
  thisOne: ["这一条", "This one"],
  conflictSame: ["同一个问题", "The same question"],
  conflictElsewhere: ["同一个问题，范围不同", "The same question, for others"],
  conflictClose: ["相近的问题（{alike}）", "A close question ({alike})"],
  bothHold: ["两条都成立", "Both hold"],
  takesPlace: ["由这一条取代那一条", "This one takes the other's place"],
  whatBecomes: ["如何处理「{question}」", "What becomes of “{question}”"],
  decideConflicts: ["先逐条说明如何处理冲突。", "First say what becomes of each one."],

  // Rolling back
  rollBack: ["回滚", "Roll back"],
  rollBackNote: [
    "一次撤回某人的全部更正和别问法，或某个时间以来的全部；被它们取代的恢复生效。",
    "Takes back all corrections and wordings of an author, or all since a time; what they replaced holds again.",
  ],
  since: ["自", "Since"],
  rehearse: ["先试算", "Rehearse"],
  rehearsed: ["试算结果", "What would happen"],
  wouldRollBack: [
    "将撤销 {revoked} 条，收回问法 {withdrawn} 种，恢复 {restored} 条，保留 {left} 条。",
    "Would revoke {revoked}, withdraw {withdrawn} wordings, restore {restored}, leave {left} alone.",
  ],
  rollBackNow: ["确认回滚", "Roll back now"],
  rolledBack: [
    "已撤销 {revoked} 条，收回问法 {withdrawn} 种，恢复 {restored} 条。",
    "Revoked {revoked}, withdrew {withdrawn} wordings, restored {restored}.",
  ],
  rollBackUndone: ["回滚已撤销：恢复原状 {undone} 项。", "The roll-back is undone: {undone} as they were before."],
  takenRevoked: ["撤销", "revoke"],
  takenWithdrawn: ["收回", "withdraw"],
  takenRestored: ["恢复", "restore"],
  takenUndone: ["复原", "undo"],
  takenLeft: ["保留", "leave"],

  // The queue
  notRight: ["不对", "Not right"],
  inQueue: ["已在队列", "In the queue"],
  whatIsWrong: ["哪里不对（可不填）", "What is wrong (optional)"],
  toQueue: ["放进队列", "Put it in the queue"],
  toQueueNote: ["不必知道正确答案，懂的人会处理。", "No need to know the right answer: somebody who does will see it."],
  queued: ["已记下，懂的人会处理。", "Noted. Somebody who knows will see it."],
  queue: ["待处理", "Queue"],
  queueLead: [
    "有人不满意的回答，旁边是引用的段落。更正，或不予更正。",
    "Answers that somebody was not satisfied with, their passages beside them. Correct or dismiss each.",
  ],
  queueOpen: ["待处理", "Open"],
  queueCorrected: ["已更正", "Corrected"],
  queueDismissed: ["不予更正", "Dismissed"],
  queueEmpty: ["没有待处理的回答。", "Nothing waits here."],
  shortcutQueue: ["在待处理的回答之间移动", "Move through the queue"],
  keysNext: ["上下移动", "next, previous"],
  dismiss: ["不予更正", "Dismiss"],
  dismissed: ["已关闭，未作更正。", "Closed without a correction."],
  erasedHere: ["（内容已抹除）", "(its content was erased)"],
  whatWasSaid: ["当时的回答", "What was said"],
  nothingSaid: ["（没有回答）", "(nothing)"],
  noPassages: ["没有引用段落。", "No passage was cited."],

  // Why did this fire
  whyFire: ["为何触发", "Why it fires"],
  whyFireLead: [
    "输入一个问题，看它会遇到哪条更正、由什么决定。不计入作答次数。",
    "Give a question to see which correction it meets and what decides. It is not counted as asked.",
  ],
  withTrial: ["含试用中的", "With those on trial"],
  explain: ["说明", "Explain"],
  outcomeFire: ["触发", "fires"],
  outcomeFireMeans: ["由一条更正作答", "A correction answers this question"],
  outcomeBeside: ["旁边显示", "beside"],
  outcomeBesideMeans: [
    "接近但不确定：照常回答，更正显示在旁边",
    "Close, not certain: shown beside the ordinary answer",
  ],
  outcomeSilent: ["沉默", "silent"],
  outcomeSilentMeans: ["没有更正参与", "No correction has a say in it"],
  decidedBy: ["决定因素：", "What decided:"],
  score: ["得分 {score}", "score {score}"],
  piecesOf: ["与更正的问题对照：相同的照写，不同的标出", "Beside its question: what agrees, and what differs"],
} as const satisfies Record<string, Words>;

/** The words about calls that wait for a person, and about what is allowed for a while. */

import type { Words } from "../i18n";

export const APPROVAL_WORDS = {
  approvals: ["审批", "Approvals"],
  approvalsLead: [
    "这些调用要由人点头才会做。下面就是它们要做的全部，一字不差。",
    "Calls that need a person's approval. Each is shown exactly as it would be made.",
  ],
  waitingCalls: ["等待中", "Waiting"],
  waitingCount: ["{n} 项等待审批", "waiting: {n}"],
  decidedCalls: ["已处理", "Decided"],
  decidedLead: ["谁批准、谁拒绝、为什么。", "Who approved or refused, and why."],
  nothingDecided: ["还没有处理过。", "Nothing has been decided yet."],
  noApprovals: ["没有等待审批的调用。", "No call waits for approval."],
  exactRequest: ["请求内容", "The request"],
  refuse: ["拒绝", "Refuse"],
  approvalGiven: ["已批准：同一调用再来一次即可进行。", "Approved. The same call goes through when it is sent again."],
  approvalApproved: ["已批准", "Approved"],
  approvalUsed: ["已批准并执行", "Approved and executed"],
  approvalRefused: ["已拒绝", "Refused"],
  grants: ["长期授权", "Grants"],
  grantsLead: [
    "在限定的参数和时间内不必每次审批。收回立即生效。",
    "Calls that need no approval each time, within bounds and until a given day. Revoking a grant takes effect at once.",
  ],
  newGrant: ["给出授权", "Give a grant"],
  giveGrant: ["给出授权", "Give it"],
  grantNote: [
    "符合全部条件的调用不再询问，包括由模型替此人发起的。",
    "Calls within all bounds are made without asking, including those that a model makes for this person.",
  ],
  grantUntil: ["有效至", "Until"],
  grantBounds: [
    "参数条件，每行一个（如 amount<=100、to=EUR|USD、path^=drafts/）",
    "Bounds of the input, one per line (amount<=100, to=EUR|USD, path^=drafts/)",
  ],
  grantBoundsShort: ["条件", "bounds"],
  unbounded: ["参数没有任何限制。", "Its input has no bounds."],
  grantGiven: ["已授权。", "The grant is given."],
  grantGivenWhy: ["已给出长期授权", "a grant was given"],
  grantRevoked: ["已收回授权。", "The grant is revoked."],
  revokeGrant: ["收回对 {what} 的授权", "Revoke the grant for {what}"],
  revokeGrantTitle: ["收回授权", "Revoke"],
  revokeGrantSure: ["确定收回？", "Really revoke it?"],
  noGrants: ["没有长期授权。", "There are no grants."],
  alwaysAllow: ["以后都允许…", "Always allow…"],
  everybody: ["所有人", "everybody"],
} as const satisfies Record<string, Words>;

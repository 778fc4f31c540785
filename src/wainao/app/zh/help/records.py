"""Receipts and approvals."""

from __future__ import annotations

RECORDS: dict[str, str] = {
    # receipts
    "Show one call: who, what, when, from which versions, and its proof.": (
        "显示一次调用：谁、何事、何时、依据什么，及其证明。"
    ),
    "The receipt's id.": "回执的编号。",
    "The ledger of all calls.": "全部调用的账本。",
    "List the latest calls.": "列出最近的调用。",
    "The maximum number to show, newest first.": "最多几条，新的在前。",
    "Only calls before this receipt.": "只看这张回执之前的。",
    "Only calls of this capability.": "只看对这项能力的调用。",
    "Only calls of this actor.": "只看这个使用者的调用。",
    "Only calls with this status.": "只看这一状态的调用。",
    "Verify the whole ledger. Exits with 1 if a record is not what was written.": (
        "核验整个账本。若有记录与当初写下的不符，以 1 退出。"
    ),
    "A checkpoint that was kept elsewhere.": "保存在别处的检查点。",
    "Print the proof that a receipt is in the ledger.": "打印一张回执确在账本之中的证明。",
    "Export every receipt with its proof, one JSON object on each line.": "写出每张回执及其证明，每行一个 JSON 对象。",
    "The file to write; by default standard output.": "写到哪个文件；默认为标准输出。",
    "Erase what was asked and answered, with every copy, for privacy. The proof stays.": (
        "为保护隐私抹去问与答及其所有副本。证明仍然保留。"
    ),
    "Confirm that an incident recorded by the ledger was investigated.": "确认账本记录的一次异常已经查明。",
    "Print a signed checkpoint, to be kept elsewhere.": "打印一个签名检查点，请保存到别处。",
    # approvals
    "Calls that wait for a person.": "等人审批的调用。",
    "List the calls that wait for a person.": "列出等人审批的调用。",
    "Approve a waiting call. It can then be sent once more.": "批准一次等待中的调用。之后可以再发一次。",
    "The approval's id.": "审批的编号。",
    # grants
    "Grants: calls that need no approval each time.": "授权：不必每次等人批准的调用。",
    "The actor's id; * for everybody.": "使用者的编号；* 表示所有人。",
    "What it may call; KIND:* for all.": "可以调用什么；KIND:* 表示该类全部。",
    "A bound on its input, such as amount<=100 or to=EUR|USD.": "对输入的限度，例如 amount<=100 或 to=EUR|USD。",
    "Let calls within bounds go through without approval each time.": "让限度之内的调用不必每次等人批准。",
    "List the grants, including those that have ended.": "列出长期授权，包括已结束的。",
    "The grant's id.": "授权的编号。",
    "Revoke a grant at once.": "立即收回一个授权。",
    "Refuse a waiting call.": "拒绝一次等待中的调用。",
}

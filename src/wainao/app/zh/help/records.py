"""Receipts and approvals."""

from __future__ import annotations

RECORDS: dict[str, str] = {
    # receipts
    "Show one call: who, what, when, on what, and its proof.": ("显示一次调用：谁、何事、何时、依据什么，及其证明。"),
    "The receipt's id.": "回执的编号。",
    "The ledger of all calls.": "全部调用的账本。",
    "Show the newest calls.": "列出最近的调用。",
    "At most so many, the newest first.": "最多几条，新的在前。",
    "Only those before this receipt.": "只看这张回执之前的。",
    "Only calls of this one.": "只看对它的调用。",
    "Only calls of this actor.": "只看这个使用者的调用。",
    "Only those that ended so.": "只看如此结束的。",
    "Read the whole ledger; exit with 1 where it is not what was written.": (
        "通读整个账本；若与当初写下的不符，以 1 退出。"
    ),
    "A checkpoint that was kept elsewhere.": "保存在别处的检查点。",
    "Print the proof that the ledger holds a receipt.": "打印一张回执确在账本之中的证明。",
    "Write every receipt with its proof, one JSON object on each line.": "写出每张回执及其证明，每行一个 JSON 对象。",
    "Where to write; standard output without it.": "写到哪里；不给则写到标准输出。",
    "Remove what was asked and answered, and every copy of it, for privacy; the proof stays.": (
        "为保护隐私抹去问与答及其所有副本；证明仍在。"
    ),
    "Say that an incident which the ledger recorded was looked into.": "确认账本记录的一次异常已有人查过。",
    "Print a signed checkpoint, to be kept elsewhere.": "打印一个签名检查点，请保存到别处。",
    # approvals
    "Calls that wait for a person.": "等人审批的调用。",
    "Show the calls that wait for a person.": "列出等人审批的调用。",
    "Allow a waiting call; it may then be sent once more.": "同意一次等待中的调用；之后可以再发一次。",
    "The approval's id.": "审批的编号。",
    # grants
    "What need not ask a person each time.": "不必每次等人批准的调用。",
    "The actor's id; * for everybody.": "使用者的编号；* 表示所有人。",
    "What it may call; KIND:* for all.": "可以调用什么；KIND:* 表示该类全部。",
    "What its input has to keep: amount<=100, to=EUR|USD.": "输入须守的限度：amount<=100、to=EUR|USD。",
    "Let calls within bounds go on without asking a person each time.": "让限度之内的调用不必每次等人批准。",
    "Show the standing grants, also those that are over.": "列出长期授权，包括已结束的。",
    "The grant's id.": "授权的编号。",
    "Take a grant back, at once.": "立即收回一个授权。",
    "Refuse a waiting call.": "拒绝一次等待中的调用。",
}

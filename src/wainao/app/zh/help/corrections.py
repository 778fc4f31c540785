"""Corrections."""

from __future__ import annotations

CORRECTIONS: dict[str, str] = {
    # corrections
    "Correct an answer. From then on, the correction answers.": "更正一个回答。此后由更正作答。",
    "The receipt of the wrong answer.": "那个错误回答的回执。",
    "The right answer.": "正确的回答。",
    "The question, if there is no receipt.": "没有回执时，写出问题。",
    "For whom it holds: base, everyone or user.": "base、everyone 或 user：对谁有效。",
    "The knowledge base it holds for.": "对哪个知识库有效。",
    "The day on which it ends.": "有效期至哪一天。",
    "Corrections: the right answers, given by people.": "人给出的正确答案。",
    "List the corrections.": "列出更正。",
    "Only those in this state.": "只看处于这一状态的。",
    "Only those with these words.": "只看含有这些词的。",
    "The maximum number to show.": "最多几条。",
    "Only documents with these words in their path or title.": "只看路径或标题含有这些词的。",
    "Of the calls made by it, only those after this one.": "下级调用只看这一个之后的。",
    "For whom it holds: user, team, base, capability or everyone.": (
        "user、team、base、capability 或 everyone：对谁有效。"
    ),
    "The team it holds for.": "对哪个团队有效。",
    "The capability it holds for.": "对哪项能力有效。",
    "Put a proposed correction on trial. Only previews and evaluations use it.": (
        "试用一条提议的更正：只有预览和评测看得到。"
    ),
    "Retire a correction that is no longer needed. Its tests are kept.": "让不再需要的更正退役；它的测试保留。",
    "Bring back a retired or revoked correction as it was.": "把退役或撤回的更正恢复原状。",
    "List corrections that contradict a given one, or those that wait.": "列出与某条更正（或等待中的更正）冲突的更正。",
    "Compare the corrections in force with each other.": "已生效的更正相互之间的冲突。",
    "How many to skip at the beginning.": "开头略过几条。",
    "Revoke everything that an author said, or that was said since a given time.": (
        "撤回某人的全部更正，或某时以来的全部更正。"
    ),
    "Only by this actor.": "只撤回这位使用者的。",
    "Only since this time.": "只撤回此后的。",
    "Do it. Without this, only show what would happen.": "真正执行；不写则只显示会发生什么。",
    "Undo a roll-back.": "撤销一次回滚。",
    "The receipt of the roll-back.": "那次回滚的回执。",
    "The queue of answers that were reported as not right.": "被报告为不对的回答的队列。",
    "The item's id.": "队列中一项的编号。",
    "Report an answer as not right, without knowing the right one.": "报告一个回答不对，不必知道正确答案。",
    "List the answers that wait for somebody who knows the right one.": "列出等待处理的回答。",
    "open, corrected or dismissed.": "open、corrected 或 dismissed。",
    "Show one item, with the passages that the answer cites.": "查看一项，连同回答引用的段落。",
    "Close an item by giving the right answer.": "给出正确答案，处理完一项。",
    "Close an item without a correction.": "关闭一项，不作更正。",
    "Revoke a correction, at once and everywhere.": "撤回一条更正，立即生效，处处生效。",
    "The correction's id.": "更正的编号。",
    "Show everything that ever happened to a correction.": "列出一条更正的全部经过。",
    "Confirm that another wording is the same question.": "确认另一种问法是同一个问题。",
    "The other wording.": "另一种问法。",
    "A conflicting correction that stays; may be repeated.": "与它冲突、仍然保留的更正；可写多次。",
    "A conflicting correction that ends; may be repeated.": "与它冲突、就此结束的更正；可写多次。",
    "Approve a proposed correction.": "批准一条提议的更正。",
    "Import a list of questions with their right answers.": "导入一份问题与正确答案的清单。",
    "JSON lines, CSV or XLSX.": "JSON 行、CSV 或 XLSX 文件。",
    "Put them into force at once, where you are allowed to.": "在你有权决定处立即生效。",
    "As if the corrections on trial were in force.": "当作试用中的更正已经生效。",
    "Show which correction a question would match, and why. Nothing is asked.": (
        "显示问题会匹配哪条更正及原因，不真正提问。"
    ),
    "A question.": "一个问题。",
    'Many questions, one {"id", "question"} on each line.': '多个：每行一个 {"id", "question"}。',
    "Only this alias of it.": "只针对它的这一种别问法。",
    "Measure whether a model may judge that two questions are the same.": "考核一个模型能否判断两个问题相同。",
    "The route to the model; by default that of the judge.": "通往该模型的路由；默认用裁判的。",
    'A set of your own, one {"question", "paraphrases", "near_misses"} on each line.': (
        '自己的题集：每行一个 {"question", "paraphrases", "near_misses"}。'
    ),
    "The number of calls made at the same time.": "同时进行几次调用。",
    "Discard an unfinished run and start again.": "丢弃未完成的，重新开始。",
    "Show which models were measured as judges, and where each may judge.": "列出考核过的裁判模型及其适用的语言。",
    "Propose other wordings of corrected questions. A person decides on each one.": (
        "提议更正的别问法；每一条由人决定。"
    ),
    "The route of a model that must also find each wording the same.": "还须由这条路由上的模型认定含义相同。",
    "The number of wordings that the model writes for each correction.": "该模型为每条更正写几种问法。",
    "The minimum number of times a question was asked.": "问题至少被问过几次。",
    "The number of latest receipts to read.": "读取最近多少张回执。",
}

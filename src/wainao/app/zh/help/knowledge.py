"""Documents, questions, and fixes of documents."""

from __future__ import annotations

KNOWLEDGE: dict[str, str] = {
    # add, documents
    "Read files and folders; what has not changed is left alone.": "读入文件和文件夹；没变的不动。",
    "Files and folders.": "文件和文件夹。",
    "The knowledge base to put them into.": "放进哪个知识库。",
    "Only say what would happen.": "只说会发生什么。",
    "What the brain has read.": "外脑读过的文档。",
    "Show every document, its state and its size.": "列出每个文档及其状态和大小。",
    "Only this knowledge base.": "只看这个知识库。",
    "Take documents out; what was cited from them stays readable.": "移除文档；曾被引用的内容依然可读。",
    "Ids of documents.": "文档的编号。",
    "All documents of this knowledge base instead.": "改为移除这个知识库的全部文档。",
    "Show the knowledge bases.": "列出知识库。",
    # ask, search
    "The question, in any words.": "问题，怎么说都行。",
    'Many questions, one {"id", "question"} on each line.': '许多问题，每行一个 {"id", "question"}。',
    "Only this knowledge base; may be repeated.": "只问这个知识库；可写多次。",
    "Leave out what no document supports.": "没有文档支撑的句子不写出来。",
    "Find the passages that fit a question best.": "找出与问题最相符的段落。",
    "How many passages.": "要几个段落。",
    # fixes
    "What people set right in documents.": "人对文档所作的订正。",
    "The source fix's id.": "订正的编号。",
    "The passage, in the document's words.": "那段话，照文档的原文。",
    "Mark a passage as wrong or outdated; nothing is answered from it any more.": (
        "把一段标为有误或过时；从此不再用它作答。"
    ),
    "The receipt of an answer that cites the passage.": "引用了这一段的回答的回执。",
    "The number of the citation.": "引文的序号。",
    "A document's id, instead of a receipt.": "文档的编号，代替回执。",
    "wrong or outdated.": "wrong（有误）或 outdated（过时）。",
    "Have an old value read as a new one, wherever it is cited.": "凡引用之处，都把旧值读作新值。",
    "What the documents say: 30 days.": "文档的说法，例如“30 天”。",
    "What is right: 45 days.": "正确的说法，例如“45 天”。",
    "Only in this document, by its id.": "只限这个文档（编号）。",
    "Only in this knowledge base.": "只限这个知识库。",
    "In all knowledge bases.": "在全部知识库里。",
    "Have a question answered from the right document.": "让一个问题由正确的文档来回答。",
    "The id of the document that answers.": "应当作答的文档的编号。",
    "The receipt of that question.": "那个问题的回执。",
    "mark, replace or point.": "mark（标记）、replace（替换）或 point（指引）。",
    "Show what was set right, and what has no effect because a document changed.": (
        "列出订正，以及因文档已变而不起作用的。"
    ),
    "Show a source fix, every place that it changes, and its history.": "查看一条订正、它改变的每一处和它的经过。",
    "Let a proposed source fix hold.": "让一条提议的订正生效。",
    "Take a source fix back, at once, everywhere.": "撤回一条订正，立即生效，处处生效。",
}

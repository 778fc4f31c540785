"""Documents, questions, and fixes of documents."""

from __future__ import annotations

KNOWLEDGE: dict[str, str] = {
    # add, documents
    "Read files and folders. Files that have not changed are skipped.": "读入文件和文件夹，没有变化的文件跳过。",
    "Files and folders.": "文件和文件夹。",
    "The knowledge base to put them into.": "放进哪个知识库。",
    "Only show what would happen.": "只显示会发生什么。",
    "The documents that have been read.": "已经读入的文档。",
    "Show every document, its state and its size.": "列出每个文档及其状态和大小。",
    "Only this knowledge base.": "只看这个知识库。",
    "Remove documents. Passages that were cited from them stay readable.": "移除文档。曾被引用的段落仍然可读。",
    "Ids of documents.": "文档的编号。",
    "Remove all documents of this knowledge base instead.": "改为移除这个知识库的全部文档。",
    "Show the knowledge bases.": "列出知识库。",
    # ask, search
    "The question, in any words.": "问题，怎么说都行。",
    'Many questions, one {"id", "question"} on each line.': '许多问题，每行一个 {"id", "question"}。',
    "Only this knowledge base; may be repeated.": "只问这个知识库；可写多次。",
    "Leave out sentences that no document supports.": "略去没有依据的句子。",
    "Find the passages that best match a question.": "找出与问题最相符的段落。",
    "The number of passages.": "要几个段落。",
    # fixes
    "Source fixes: what people set right in documents.": "人对文档所作的订正。",
    "The source fix's id.": "订正的编号。",
    "The passage, in the document's words.": "那段话，照文档的原文。",
    "Mark a passage as wrong or outdated. Answers no longer use it.": ("把一段标为有误或过时。此后不再用它作答。"),
    "The receipt of an answer that cites the passage.": "引用了这一段的回答的回执。",
    "The number of the citation.": "引文的序号。",
    "A document's id, instead of a receipt.": "文档的编号，代替回执。",
    "wrong or outdated.": "wrong（有误）或 outdated（过时）。",
    "Replace an old value with a new one wherever it is cited.": "凡引用之处，都用新值代替旧值。",
    'What the documents say, such as "30 days".': "文档的说法，例如“30 天”。",
    'What is right, such as "45 days".': "正确的说法，例如“45 天”。",
    "Only in this document, by its id.": "只限这个文档（编号）。",
    "Only in this knowledge base.": "只限这个知识库。",
    "In all knowledge bases.": "在全部知识库里。",
    "Answer a question from the right document.": "让一个问题由正确的文档来回答。",
    "The id of the document that answers.": "应当作答的文档的编号。",
    "The receipt of the question.": "那个问题的回执。",
    "mark, replace or point.": "mark（标记）、replace（替换）或 point（指引）。",
    "List source fixes, and those without effect because a document has changed.": (
        "列出订正，以及因文档已变而不起作用的。"
    ),
    "Show a source fix, every place that it changes, and its history.": "查看一条订正、它改变的每一处和它的经过。",
    "Approve a proposed source fix.": "批准一条提议的订正。",
    "Revoke a source fix, at once and everywhere.": "撤回一条订正，立即生效，处处生效。",
}

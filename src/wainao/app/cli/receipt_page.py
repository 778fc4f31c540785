"""One receipt as a page: who asked what, when, what came out, on which versions, who checked it, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wainao.app.cli.cells import NOTHING, cell, local_time, money, path_from_here, short_hash
from wainao.app.cli.session import printable
from wainao.app.cli.show import label, short

if TYPE_CHECKING:
    from wainao.app.cli.session import Session
    from wainao.features.receipts.types import Shown

Line = tuple[str, str]
"""A label, which is empty where the line above goes on, and what stands beside it."""

TEXT_CHARACTERS = 1_000
VALUE_CHARACTERS = 200


def show_receipt(session: Session, shown: Shown) -> None:
    """The page; nothing on it but what the receipt holds."""
    from rich.table import Table
    from rich.text import Text

    page = Table.grid(padding=(0, 2))
    page.add_column(no_wrap=True)
    page.add_column(overflow="fold")
    for name, told in _lines(session, shown):
        page.add_row(Text(name, "bold"), Text(printable(told)))
    session.show(page)


def _lines(session: Session, shown: Shown) -> Iterator[Line]:
    word = session.word
    yield word("回执", "receipt"), shown.id
    yield word("调用", "call"), f"{shown.capability} · {cell(session, 'status', shown.status)}"
    yield from _contents(session, shown)
    yield word("使用者", "by"), shown.actor
    yield word("时间", "when"), _when(session, shown)
    yield from _headed(word("文档", "documents"), _documents(session, shown))
    others = (f"{name} {version}" for name, version in shown.versions.items() if not name.startswith("document:"))
    yield from _headed(word("依据", "rests on"), others)
    yield from _headed(word("检查", "checks"), _checks(session, shown))
    if shown.correction:
        yield word("更正", "correction"), shown.correction
    if shown.labels:
        yield word("标识", "labels"), ", ".join(shown.labels)
    yield word("用量", "cost"), _cost(session, shown)
    if shown.parent:
        yield word("上级调用", "called by"), shown.parent
    yield from _headed(word("下级调用", "calls made"), _children(session, shown))
    yield word("证明", "proof"), _proof(session, shown)


def _contents(session: Session, shown: Shown) -> Iterator[Line]:
    if shown.erased:
        by = shown.erased_by
        yield "", session.word(f"内容已抹去（回执 {by}）；证明仍在。", f"The contents were erased (receipt {by}).")
        return
    if shown.question:
        yield session.word("问", "asked"), shown.question
    else:
        yield from _headed(session.word("输入", "input"), _values(session, shown.input))
    if isinstance(shown.output, Mapping) and isinstance(answer := shown.output.get("answer"), str):
        yield session.word("答", "answered"), answer[:TEXT_CHARACTERS]
        yield "", _origin(session, shown.output)
    else:
        yield from _headed(session.word("输出", "output"), _values(session, shown.output))
    if shown.error:
        yield session.word("错误", "error"), shown.error


def _origin(session: Session, answer: Mapping[str, Any]) -> str:
    model = answer.get("model") or ""
    said = {
        "documents": session.word("（引自文档）", "(quoted from documents)"),
        "model": session.word(f"（由模型 {model} 撰写）", f"(written by the model {model})"),
        "human": session.word("（由人写下）", "(written by a person)"),
        "none": session.word("（文档里没有答案）", "(the documents hold no answer)"),
    }
    return said.get(answer.get("origin", ""), "")


def _values(session: Session, told: Any) -> Iterator[str]:
    """One line for each field that says something; of a list of objects only how many they are."""
    for name, value in told.items() if isinstance(told, Mapping) else ():
        if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            yield f"{label(session, name)} × {len(value)}"
        elif value not in NOTHING and (said := cell(session, name, value)):
            yield f"{label(session, name)}{session.word('：', ': ')}{short(said, VALUE_CHARACTERS)}"


def _when(session: Session, shown: Shown) -> str:
    took = (shown.finished_us - shown.started_us) / 1e6
    lasted = f"{took * 1000:.0f} ms" if took < 1 else f"{took:.1f} s"
    return session.word(
        f"{local_time(shown.started_us)}，用时 {lasted}", f"{local_time(shown.started_us)}, took {lasted}"
    )


def _documents(session: Session, shown: Shown) -> Iterator[str]:
    """Every document that the answer rests on: its path where it is cited, its id where it is not."""
    cited = shown.output.get("citations") if isinstance(shown.output, Mapping) else None
    paths = {one.get("document"): one.get("path") for one in cited or () if isinstance(one, Mapping)}
    for name, version in shown.versions.items():
        kind, _, id = name.partition(":")
        if kind == "document":
            at = session.word("版本", "version")
            yield f"{path_from_here(paths.get(id) or id)} · {at} {short_hash(version)}"


def _checks(session: Session, shown: Shown) -> Iterator[str]:
    for verdict in shown.verdicts:
        said = cell(session, "said", verdict.said)
        why = session.told(verdict.why)
        yield f"{verdict.by} · {said}" + (f" · {why}" if why else "")


def _children(session: Session, shown: Shown) -> Iterator[str]:
    from wainao.features.receipts.service import MAX_CHILDREN

    yield from shown.children
    if len(shown.children) == MAX_CHILDREN:
        rest = f"wainao receipt {shown.id} --after {shown.children[-1]}"
        yield session.word(f"可能还有：{rest}", f"there may be more: {rest}")


def _cost(session: Session, shown: Shown) -> str:
    usage = shown.usage
    tokens = usage.input_tokens + usage.output_tokens
    price = session.word("价格未知", "price unknown") if usage.cost_microusd is None else money(usage.cost_microusd)
    return session.word(
        f"{usage.calls} 次调用，{tokens} 个词元，{price}",
        f"{usage.calls} {'call' if usage.calls == 1 else 'calls'}, {tokens} tokens, {price}",
    )


def _proof(session: Session, shown: Shown) -> str:
    proof = shown.proof
    return session.word(
        f"账本 {proof.origin} 的第 {proof.index + 1} 条（共 {proof.size} 条），叶 {short_hash(proof.leaf)}，已签名",
        f"record {proof.index + 1} of {proof.size} in {proof.origin}, leaf {short_hash(proof.leaf)}, signed",
    )


def _headed(head: str, lines: Any) -> Iterator[Line]:
    """The head beside the first line, nothing beside the others; nothing at all where there are no lines."""
    for line in lines:
        yield head, line
        head = ""

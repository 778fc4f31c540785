"""What must hold of a reply, decided by code: each check says why it does not hold, or nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from wainao.features.learn.types import Called, Expectation, Reply
from wainao.store.json_schema import draft, faults, reads_patterns
from wainao.text import digits, fold, is_cjk, terms
from wainao.text.wording import Item, items, normalise
from wainao.text.wording.chinese import in_chinese
from wainao.types import Told, Words, joined

MOST_WORDS = 0.6
"""The share of a person's words that an answer must have to say the same."""

_IS = Words("回答是「{said}」，不是「{wanted}」", "it is {said!r}, not {wanted!r}")
_LACKS_TEXT = Words("「{said}」里没有「{wanted}」", "{wanted!r} is not in {said!r}")
_HAS_TEXT = Words("「{said}」里有「{unwanted}」", "{unwanted!r} is in {said!r}")
_LACKS = Words("「{said}」缺 {what}", "{said!r} lacks {what}")
_HAS = Words("「{said}」有 {what}，而「{wanted}」没有", "{said!r} has {what} and {wanted!r} has not")
_FEW_WORDS = Words(
    "「{said}」只有「{wanted}」里 {share:.0%} 的词", "{said!r} has {share:.0%} of the words of {wanted!r}"
)
_NOT_CITED = Words("没有引用「{wanted}」，只引用了：{cited}", "{wanted!r} is not cited, only: {cited}")
_NOT_THE_PAGE = Words(
    "引用「{wanted}」的不是第 {page} 页，而是：{pages}", "{wanted!r} is not cited with page {page}, only with: {pages}"
)
_ANSWERED = Words("本该如实说没有，却回答「{said}」", "it answered {said!r}")
_NO_NUMBER = Words("「{said}」里没有数值 {value:g} ± {within:g}", "no number in {said!r} is {value:g} ± {within:g}")
_NO_JSON = Words("「{said}」不是 JSON：{error}", "{said!r} is no JSON: {error}")
_MISFIT = Words("「{said}」不符合模式：{error}", "{said!r} does not fit the schema: {error}")
_WRONG_SCHEMA = Words("模式本身有错：{error}", "the schema itself is wrong: {error}")
_UNREAD = Words(
    '模式里有 pattern，需要 wainao[guards] 才能检查：pip install "wainao[guards]"',
    'only wainao[guards] checks a pattern, which the schema has: pip install "wainao[guards]"',
)
_OTHER_CALLS = Words(
    "调用的是「{calls}」，不是 {tool}，参数 {wanted}", "it calls {calls!r}, not {tool!r} with {wanted}"
)
_CALLED = Words("调用了「{calls}」", "it calls {calls!r}")
_NO_CORRECTION = Words("没有由更正作答；回答是「{said}」", "no correction answered; it said {said!r}")
_OTHER_CORRECTION = Words(
    "由更正 {correction} 作答，不是 {wanted}", "the correction {correction} answered, not {wanted}"
)
_FALSE_CORRECTION = Words(
    "由更正 {correction} 作答，而那是另一个问题的", "the correction {correction} answered, which is of another question"
)
_UNJUDGED = Words(
    "没有裁判按「{rubric}」判定：请在 [learn] 下设置 judge",
    "nobody judged it by {rubric!r}: set the judge under [learn]",
)
_UNSCORED = Words(
    "只有 {harness} 能打分：wainao evaluations benchmark", "only {harness} scores it: wainao evaluations benchmark"
)
_SLOW = Words("用了 {seconds:.3f} 秒，超过 {most:g} 秒", "it took {seconds:.3f} s, more than {most:g}")
_UNPRICED = Words("不知道花了多少：请给模型设价格", "nobody knows what it cost: set a price for the model")
_DEAR = Words("花了 {cost} 百万分之一美元，超过 {most:g}", "it cost {cost} microdollars, more than {most:g}")


def missed(expected: Expectation, reply: Reply) -> Told:
    """Why the reply is not as expected, "" if it is. `judged` is not decided here."""
    return _CHECKS[expected.kind](expected, reply)


def _equals(expected: Expectation, reply: Reply) -> Told:
    same = _plain(reply.text).strip(" .。") == _plain(expected.text).strip(" .。")
    return "" if same else _IS.filled(said=_short(reply.text), wanted=expected.text)


def _contains(expected: Expectation, reply: Reply) -> Told:
    found = _plain(expected.text) in _plain(reply.text)
    return "" if found else _LACKS_TEXT.filled(wanted=expected.text, said=_short(reply.text))


def _excludes(expected: Expectation, reply: Reply) -> Told:
    found = _plain(expected.text) in _plain(reply.text)
    return _HAS_TEXT.filled(unwanted=expected.text, said=_short(reply.text)) if found else ""


def _says(expected: Expectation, reply: Reply) -> Told:
    if _plain(expected.text) in _plain(reply.text):
        return ""
    wanted, found = _items(expected.text), _items(reply.text)
    if lost := wanted - found:
        return _LACKS.filled(said=_short(reply.text), what=_named(lost))
    if negated := _negations(found - wanted):
        return _HAS.filled(said=_short(reply.text), what=_named(negated), wanted=expected.text)
    words = _words(expected.text)
    share = len(words & _words(reply.text)) / len(words) if words else 1.0
    if share >= MOST_WORDS:
        return ""
    return _FEW_WORDS.filled(said=_short(reply.text), share=share, wanted=expected.text)


def _items(text: str) -> Counter[Item]:
    """Numbers, dates and negations, each once: a date that is told twice is no other date."""
    found = items(normalise(text[:2_000]).core)
    return Counter({item: 1 for item in found if item.kind != "opposite"})


def _words(text: str) -> set[str]:
    """Stems and numbers, and Chinese characters one by one: two people seldom put them into the same pairs."""
    spelled = digits(fold(text))
    return {one for term in terms(spelled) for one in (term if is_cjk(term[0]) else (term,))}


def _negations(found: Counter[Item]) -> list[Item]:
    return [item for item in found if item.kind == "negation"]


def _named(items: Iterable[Item]) -> Words:
    return joined([Words(in_chinese(item), str(item)) for item in sorted(items)], Words("、", ", "))


def _cites(expected: Expectation, reply: Reply) -> Told:
    cited = [one for one in reply.citations if one.document == expected.text or _ends(one.path, expected.text)]
    if not cited:
        return _NOT_CITED.filled(wanted=expected.text, cited=", ".join(sorted({one.path for one in reply.citations})))
    pages = {one.page for one in cited}
    if expected.page is not None and expected.page not in pages:
        return _NOT_THE_PAGE.filled(wanted=expected.text, page=expected.page, pages=", ".join(sorted(map(str, pages))))
    return ""


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith(f"/{end.lstrip('/')}")


def _refuses(_: Expectation, reply: Reply) -> Told:
    return "" if reply.refused else _ANSWERED.filled(said=_short(reply.text))


_NUMBER = re.compile(r"(?:(?<!\d)[-−])?\d+(?:,\d{3})*(?:\.\d+)?")
"""Between two numbers the sign is none: 5-10, 2026-03-31."""


def _number(expected: Expectation, reply: Reply) -> Told:
    value = 0.0 if expected.value is None else expected.value
    found = [Decimal(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(digits(fold(reply.text)))]
    if any(abs(one - Decimal(str(value))) <= Decimal(str(expected.within)) for one in found):
        return ""
    return _NO_NUMBER.filled(said=_short(reply.text), value=value, within=expected.within)


def _json(expected: Expectation, reply: Reply) -> Told:
    schema = dict(expected.form or {})
    if _has_pattern(schema) and not reads_patterns():
        return _UNREAD
    try:
        value = json.loads(reply.text)
    except (ValueError, RecursionError) as error:
        return _NO_JSON.filled(said=_short(reply.text), error=error)
    try:
        misfit = next(faults(schema, value, kind=draft(schema)), None)
    except Exception as error:  # noqa: BLE001  # whoever wrote the case may have written anything as its schema
        return _WRONG_SCHEMA.filled(error=str(getattr(error, "message", error))[:200])
    return "" if misfit is None else _MISFIT.filled(said=_short(reply.text), error=misfit.message[:200])


def _has_pattern(schema: Any) -> bool:
    if isinstance(schema, list):
        return any(map(_has_pattern, schema))
    if not isinstance(schema, dict):
        return False
    return isinstance(schema.get("pattern"), str) or any(map(_has_pattern, schema.values()))


def _calls(expected: Expectation, reply: Reply) -> Told:
    made = [_arguments(call.arguments) for call in reply.calls if call.name == expected.text]
    wanted = dict(expected.form or {})
    if any(all(given.get(name) == value for name, value in wanted.items()) for given in made):
        return ""
    wanted_json = json.dumps(wanted, ensure_ascii=False)
    return _OTHER_CALLS.filled(calls=_named_calls(reply.calls), tool=expected.text, wanted=wanted_json)


def _not_calls(expected: Expectation, reply: Reply) -> Told:
    made = [call for call in reply.calls if expected.text in ("", call.name)]
    return _CALLED.filled(calls=_named_calls(made)) if made else ""


def _named_calls(calls: Iterable[Called]) -> str:
    return _short(", ".join(f"{call.name} {call.arguments}" for call in calls))


def _arguments(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _answered_by(expected: Expectation, reply: Reply) -> Told:
    if reply.correction is None:
        return _NO_CORRECTION.filled(said=_short(reply.text))
    if expected.text and reply.correction != expected.text:
        return _OTHER_CORRECTION.filled(correction=reply.correction, wanted=expected.text)
    return ""


def _not_answered_by(expected: Expectation, reply: Reply) -> Told:
    fired = reply.correction is not None and expected.text in ("", reply.correction)
    return _FALSE_CORRECTION.filled(correction=reply.correction) if fired else ""


def _judged(expected: Expectation, reply: Reply) -> Told:
    return _UNJUDGED.filled(rubric=expected.text)


def _scored(expected: Expectation, reply: Reply) -> Told:
    return _UNSCORED.filled(harness=expected.text)


def _seconds(expected: Expectation, reply: Reply) -> Told:
    most = expected.value or 0.0
    return "" if reply.seconds <= most else _SLOW.filled(seconds=reply.seconds, most=most)


def _cost(expected: Expectation, reply: Reply) -> Told:
    most = expected.value or 0.0
    if reply.cost_microusd is None:
        return _UNPRICED
    return "" if reply.cost_microusd <= most else _DEAR.filled(cost=reply.cost_microusd, most=most)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 120 else one_line[:119] + "…"


_CHECKS: Mapping[str, Callable[[Expectation, Reply], Told]] = {
    "equals": _equals,
    "contains": _contains,
    "excludes": _excludes,
    "says": _says,
    "cites": _cites,
    "refuses": _refuses,
    "number": _number,
    "json": _json,
    "calls": _calls,
    "not_calls": _not_calls,
    "answered_by": _answered_by,
    "not_answered_by": _not_answered_by,
    "judged": _judged,
    "scored": _scored,
    "seconds": _seconds,
    "cost": _cost,
}

"""What must hold of a reply, decided by code: each check says why it does not hold, or nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from wainao.features.learn.types import Expectation, Reply
from wainao.text import digits, fold, is_cjk, terms
from wainao.text.wording import Item, items, normalise

MOST_WORDS = 0.6
"""The share of a person's words that an answer must have to say the same."""


def missed(expected: Expectation, reply: Reply) -> str:
    """Why the reply is not as expected, "" if it is. `judged` is not decided here."""
    return _CHECKS[expected.kind](expected, reply)


def _equals(expected: Expectation, reply: Reply) -> str:
    same = _plain(reply.text).strip(" .。") == _plain(expected.text).strip(" .。")
    return "" if same else f"it is {_short(reply.text)}, not {expected.text!r}"


def _contains(expected: Expectation, reply: Reply) -> str:
    return "" if _plain(expected.text) in _plain(reply.text) else f"{expected.text!r} is not in {_short(reply.text)}"


def _excludes(expected: Expectation, reply: Reply) -> str:
    return f"{expected.text!r} is in {_short(reply.text)}" if _plain(expected.text) in _plain(reply.text) else ""


def _says(expected: Expectation, reply: Reply) -> str:
    if _plain(expected.text) in _plain(reply.text):
        return ""
    wanted, found = _items(expected.text), _items(reply.text)
    if lost := wanted - found:
        return f"{_short(reply.text)} lacks {', '.join(sorted(map(str, lost)))}"
    if negated := _negations(found - wanted):
        return f"{_short(reply.text)} has {', '.join(negated)} and {expected.text!r} has not"
    words = _words(expected.text)
    share = len(words & _words(reply.text)) / len(words) if words else 1.0
    return "" if share >= MOST_WORDS else f"{_short(reply.text)} has {share:.0%} of the words of {expected.text!r}"


def _items(text: str) -> Counter[Item]:
    """Numbers, dates and negations, each once: a date that is told twice is no other date."""
    found = items(normalise(text[:2_000]).core)
    return Counter({item: 1 for item in found if item.kind != "opposite"})


def _words(text: str) -> set[str]:
    """Stems and numbers, and Chinese characters one by one: two people seldom put them into the same pairs."""
    spelled = digits(fold(text))
    return {one for term in terms(spelled) for one in (term if is_cjk(term[0]) else (term,))}


def _negations(found: Counter[Item]) -> list[str]:
    return sorted(str(item) for item in found if item.kind == "negation")


def _cites(expected: Expectation, reply: Reply) -> str:
    cited = [one for one in reply.citations if one.document == expected.text or _ends(one.path, expected.text)]
    if not cited:
        return f"{expected.text!r} is not cited, only {sorted({one.path for one in reply.citations})!r}"
    pages = {one.page for one in cited}
    if expected.page is not None and expected.page not in pages:
        return f"{expected.text!r} is not cited with page {expected.page}, only with {sorted(map(str, pages))}"
    return ""


def _ends(path: str, end: str) -> bool:
    return path == end or path.endswith(f"/{end.lstrip('/')}")


def _refuses(_: Expectation, reply: Reply) -> str:
    return "" if reply.refused else f"it answered {_short(reply.text)}"


_NUMBER = re.compile(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?")


def _number(expected: Expectation, reply: Reply) -> str:
    value = 0.0 if expected.value is None else expected.value
    found = [float(text.replace(",", "").replace("−", "-")) for text in _NUMBER.findall(digits(fold(reply.text)))]
    if any(abs(one - value) <= expected.within for one in found):
        return ""
    return f"no number in {_short(reply.text)} is {value:g} ± {expected.within:g}"


def _json(expected: Expectation, reply: Reply) -> str:
    import jsonschema

    try:
        jsonschema.validate(json.loads(reply.text), dict(expected.form or {}))
    except ValueError as error:
        return f"{_short(reply.text)} is no JSON: {error}"
    except jsonschema.ValidationError as error:
        return f"{_short(reply.text)} does not fit the schema: {error.message[:200]}"
    except jsonschema.SchemaError as error:
        return f"the schema itself is wrong: {error.message[:200]}"
    return ""


def _calls(expected: Expectation, reply: Reply) -> str:
    made = [_arguments(call.arguments) for call in reply.calls if call.name == expected.text]
    wanted = dict(expected.form or {})
    if any(all(given.get(name) == value for name, value in wanted.items()) for given in made):
        return ""
    told = f"{expected.text!r} with {made!r}" if made else f"{sorted(call.name for call in reply.calls)!r}"
    return f"it calls {told}, not {expected.text!r} with {wanted!r}"


def _arguments(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _answered_by(expected: Expectation, reply: Reply) -> str:
    if reply.correction is None:
        return f"no correction answered; it said {_short(reply.text)}"
    if expected.text and reply.correction != expected.text:
        return f"the correction {reply.correction} answered, not {expected.text}"
    return ""


def _not_answered_by(expected: Expectation, reply: Reply) -> str:
    fired = reply.correction is not None and expected.text in ("", reply.correction)
    return f"the correction {reply.correction} answered, which is of another question" if fired else ""


def _judged(expected: Expectation, reply: Reply) -> str:
    return f"nobody judged it by {expected.text!r}: set the judge under [learn]"


def _seconds(expected: Expectation, reply: Reply) -> str:
    most = expected.value or 0.0
    return "" if reply.seconds <= most else f"it took {reply.seconds:.3f} s, more than {most:g}"


def _cost(expected: Expectation, reply: Reply) -> str:
    most = expected.value or 0.0
    if reply.cost_microusd is None:
        return "nobody knows what it cost: set a price for the model"
    return "" if reply.cost_microusd <= most else f"it cost {reply.cost_microusd} microdollars, more than {most:g}"


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return repr(one_line if len(one_line) <= 120 else one_line[:119] + "…")


_CHECKS: Mapping[str, Callable[[Expectation, Reply], str]] = {
    "equals": _equals,
    "contains": _contains,
    "excludes": _excludes,
    "says": _says,
    "cites": _cites,
    "refuses": _refuses,
    "number": _number,
    "json": _json,
    "calls": _calls,
    "answered_by": _answered_by,
    "not_answered_by": _not_answered_by,
    "judged": _judged,
    "seconds": _seconds,
    "cost": _cost,
}

"""On the first day, with no model: does a plain sentence find its tool, is the form filled, is it done at once?

    python bench/first_day.py [--half developed|kept] [--wrong]

The requests stand in tests/features/tools/first_day, a third of them for no tool at all; nobody looked at those of
`kept` while anything was made. Forms count as right where the tool gives the same to them as to what was meant.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from wainao import Wainao
from wainao.features.tools.choosing.filling import fill
from wainao.features.tools.offering import schema_of
from wainao.kernel import WainaoError
from wainao.text import is_cjk

HALVES = Path(__file__).parents[1] / "tests/features/tools/first_day"
TODAY, ANOTHER_DAY = date(2026, 11, 22), date(2026, 3, 3)
ASIDE = ("read", "unit", "place")
"""What a tool repeats of how it was asked."""
RATES = b"base,currency,rate\nUSD,CNY,7.1371\nUSD,EUR,0.92\nUSD,GBP,0.79\nUSD,JPY,151.2\nUSD,HKD,7.8\nUSD,CHF,0.88\n"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`tool` are the right ones, "|" between them, or nothing; `arguments` what was meant; `says` what an answer has
    to hold, "|" between two ways to say it; `call` whether the sentence holds all that a call needs."""

    request: str
    tool: str
    arguments: dict[str, Any]
    says: tuple[str, ...]
    call: bool

    @property
    def language(self) -> str:
        return "zh" if any(map(is_cjk, self.request)) else "en"

    def holds(self, answer: str) -> bool:
        """What an answer has to hold; of a feast without a year, that is another day each year."""
        if self.tool.startswith(("calendar:", "dates:")) and not re.search(r"\d{4}", self.request):
            return bool(answer)
        return all(any(way in answer for way in one.split("|")) for one in self.says)


def read(half: str) -> list[Asked]:
    lines = (HALVES / f"{half}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Asked) for line in lines]


def opened() -> Wainao:
    """A home without a model, with a table of rates."""
    home = tempfile.mkdtemp()
    brain = Wainao.open(Path(home) / "home", tools={"web": True, "search_url": "http://127.0.0.1:9"})
    brain.call("currency:rates", content=RATES, source="bench", on=TODAY.isoformat())
    brain.call("tools:embed")
    return brain


class Judge:
    def __init__(self, brain: Wainao) -> None:
        self._brain = brain

    def of(self, asked: Asked) -> dict[str, int]:
        used = self._brain.call("tools:use", request=asked.request).output
        names = [one.tool for one in used.proposals] or [step.tool for step in used.steps]
        found = {
            "requests": 1,
            "tool first": int(bool(asked.tool) and names[:1] in [[one] for one in asked.tool.split("|")]),
        }
        if asked.tool:
            found["form right"] = int(self._fits(asked, asked.arguments, self._form(asked)))
        done = [step for step in used.steps if not step.failed and not used.waiting]
        rightly = bool(done) and asked.call and done[0].tool in asked.tool.split("|") and asked.holds(used.text)
        rightly = rightly and (
            self._moves(asked) or done[0].tool != asked.tool or self._fits(asked, asked.arguments, done[0].arguments)
        )
        found |= {"done at once": int(bool(done)), "done rightly": int(rightly)}
        found |= {"done wrongly": int(bool(done) and not rightly)}
        if not asked.tool:
            found["none said"] = int(used.none_fits and not done)
        return found | {"meant": int(asked.call)}

    def _form(self, asked: Asked, today: date = TODAY) -> dict[str, Any]:
        schema = schema_of(self._brain.kernel.spec(asked.tool.split("|")[0]))
        return {one.field: one.value for one in fill(asked.request, schema, today=today)}

    def _moves(self, asked: Asked) -> bool:
        """Whether what is meant depends on the day of asking."""
        return self._form(asked) != self._form(asked, ANOTHER_DAY)

    def _fits(self, asked: Asked, meant: dict[str, Any], form: dict[str, Any]) -> bool:
        meant = {name.removesuffix("_"): value for name, value in meant.items()}
        if _plain(meant) == _plain(form):
            return True
        wanted = schema_of(self._brain.kernel.spec(asked.tool.split("|")[0])).get("required", ())
        return asked.call and set(wanted) <= form.keys() and self._gives(asked, meant) == self._gives(asked, form)

    def _gives(self, asked: Asked, form: dict[str, Any]) -> Any:
        spec = self._brain.kernel.spec(asked.tool.split("|")[0])
        names = {field: f"{field}_" for field in ("from",)}
        try:
            output = self._brain.call(
                spec.name, **{names.get(name, name): value for name, value in form.items()}
            ).output
        except WainaoError as error:
            return re.sub(r"\W.*", "", str(error)), id(form)
        return _without(msgspec.to_builtins(output))


def _plain(form: dict[str, Any]) -> dict[str, str]:
    """Singular and plural, 3 and 3.0, are one."""
    return {name: str(value).lower().removesuffix("s").replace(".0", "") for name, value in form.items()}


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(inner) for name, inner in value.items() if name not in ASIDE}
    return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("developed", "kept"), default="developed")
    parser.add_argument("--wrong", action="store_true", help="show what did not go right")
    given = parser.parse_args()
    with opened() as brain:
        judge = Judge(brain)
        judged = [(asked, judge.of(asked)) for asked in read(given.half)]
        for asked, found in judged if given.wrong else ():
            told(brain, asked, found)
    for row in rows(judged):
        print(row)


def told(brain: Wainao, asked: Asked, found: dict[str, int]) -> None:
    right = found.get("form right", 1) and found["done at once"] == found["done rightly"] == found["meant"]
    if right and found.get("none said", 1) and (found["tool first"] or not asked.tool):
        return
    used = brain.call("tools:use", request=asked.request).output
    print(asked.request, "|", asked.tool, asked.arguments if asked.tool else "")
    for one in used.proposals:
        print("   ", one.tool, round(one.score, 2), {item.field: item.value for item in one.filled}, one.missing)
    for step in used.steps:
        print("   ->", step.tool, dict(step.arguments), repr(used.text or step.text[:200]))
    print("   ", {name: value for name, value in found.items() if name != "requests"}, "none" * used.none_fits)


def rows(judged: list[tuple[Asked, dict[str, int]]]) -> Iterator[str]:
    yield "| | right tool first | form right | done at once, of those that say all | done wrongly | none said |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for language in ("en", "zh"):
        of = [(asked, found) for asked, found in judged if asked.language == language]
        total: Counter[str] = Counter()
        for _, found in of:
            total.update(found)
        tools = sum(bool(asked.tool) for asked, _ in of)
        cells = (
            f"{total['tool first']}/{tools}",
            f"{total['form right']}/{tools}",
            f"{total['done rightly']}/{total['meant']}",
            f"{total['done wrongly']}/{len(of)}",
            f"{total['none said']}/{len(of) - tools}",
        )
        yield f"| {language} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

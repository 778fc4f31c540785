"""What a conversation has been told so far, and by whom: what a machine may repeat outside, and what it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.features.tools.leaving.verbatim import has_address, is_part_of, leaves, stands, stands_as_address

MOST_UNASKED = 8
"""Calls that go out after something private was read, before a person is asked: choosing tells a little each time."""
MOST_LEAVES = 24
"""Values of one such call: so does each of them."""

RECKONS = frozenset({"calc", "units", "dates", "times", "calendar", "currency", "texts", "charts"})
"""Tools that give what they make of their input, and have nothing of their own to tell."""

_PAGE_OF = re.compile(r'\{"url":"([^"\\]+)"')


@dataclass(kw_only=True, slots=True)
class Trail:
    """`said` are the words of the person who asks, "" where a machine does.

    `public` is what came from the open web, or from a service that lets everybody in, or was made of nothing private.
    `given` is what each toolbox told itself, by its name. `read` names what may have told something private.
    """

    said: str
    public: list[str] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    """Tools whose answers anybody could have."""
    unasked: int = 0

    def heard(self, tool: str, text: str, *, is_inside: Callable[[str], bool]) -> None:
        """A tool said `text`; `is_inside` knows which addresses are the firm's own."""
        kind = tool.partition(":")[0]
        if kind in RECKONS:
            if not self.read:
                self.public.append(text)
        elif tool in self.open or (kind == "web" and not _is_from(text, is_inside)):
            self.public.append(text)
        else:
            self.given.setdefault(kind, []).append(text)
            self.read.append(tool)

    def may_visit(self, address: str) -> bool:
        """Whether a page may be asked for: it is one that was named, and not too many were after private reading."""
        return self.knows_address(address, "web") and not (self.read and self.unasked >= MOST_UNASKED)

    def knows_address(self, address: str, kind: str) -> bool:
        """Whether that very address was typed by the person, or listed by what is public or by `kind` itself."""
        return stands_as_address(address, (self.said, *self.public, *self.given.get(kind, ())))

    def may_tell(self, kind: str, arguments: Any, schema: Mapping[str, Any]) -> bool:
        """Whether toolbox `kind` learns nothing by `arguments` that was read in private elsewhere."""
        values = [value for value in leaves(arguments) if value is not None]
        addresses = [value for value in values if isinstance(value, str) and has_address(value)]
        if not all(self.knows_address(value, kind) for value in addresses):
            return False
        if all(one.partition(":")[0] == kind for one in self.read):
            return True  # nobody else has told anything in private
        if len(values) > MOST_LEAVES or self.unasked >= MOST_UNASKED:
            return False
        own, told = (
            {_plain(word) for word in leaves(dict(schema))},
            (self.said, *self.public, *self.given.get(kind, ())),
        )
        words = [_plain(value) for value in values if not isinstance(value, bool)]
        return all(word in own or stands(word, told) or is_part_of(word, self.said) for word in words)


def _is_from(text: str, is_inside: Callable[[str], bool]) -> bool:
    """Whether a page is the firm's own, or cannot be told from one."""
    if text.startswith('{"results":'):
        return False
    page = _PAGE_OF.match(text)
    return page is None or is_inside(page[1])


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

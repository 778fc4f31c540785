"""What a conversation has been told so far, and by whom: what a machine may repeat outside, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.features.tools.leaving.verbatim import has_address, is_part_of, leaves, stands, stands_as_address

MOST_UNASKED = 8
"""Calls that go out after something private was read, before a person is asked: choosing tells a little each time."""
MOST_LEAVES = 40
"""Values of one such call, with the names of its fields: so does each of them."""

INSIDE = ":inside"
"""Whose the firm's own pages are: no toolbox's."""


@dataclass(kw_only=True, slots=True)
class Trail:
    """`said` are the words of the person who asks, "" where a machine does.

    `public` is what came from the open web, or from a service that lets everybody in, or was made of nothing private.
    `given` is what may be private, by whose it is: a toolbox's, INSIDE. `read` names what told that.
    """

    said: str
    public: list[str] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    """Tools whose answers anybody could have."""
    unasked: int = 0

    def heard(self, tool: str, text: str, *, whose: str) -> None:
        """A tool said `text`, which may be somebody's secret: a toolbox's, INSIDE, or "" for nobody's."""
        if not whose:
            self.public.append(text)
            return
        self.given.setdefault(whose, []).append(text)
        self.read.append(tool)

    def may_visit(self, address: str) -> bool:
        """Whether a page may be asked for: it is one that was named, and not too many were after private reading."""
        return self.knows_address(address, INSIDE) and not (self.read and self.unasked >= MOST_UNASKED)

    def knows_address(self, address: str, kind: str) -> bool:
        """Whether that very address was typed by the person, or listed by what is public or by `kind` itself."""
        return stands_as_address(address, (self.said, *self.public, *self.given.get(kind, ())))

    def may_tell(self, kind: str, arguments: Any, schema: Mapping[str, Any]) -> bool:
        """Whether toolbox `kind` learns nothing by `arguments` that was read in private elsewhere."""
        values = [value for value in leaves(arguments) if value is not None]
        own = {_plain(word) for word in leaves(dict(schema))}
        made = [word for value in values if not isinstance(value, bool) and (word := _plain(value)) not in own]
        if not all(self.knows_address(word, kind) for word in made if has_address(word)):
            return False
        if self.given.keys() <= {kind}:
            return True  # nobody else has told anything in private
        if len(values) > MOST_LEAVES or self.unasked >= MOST_UNASKED:
            return False
        told = (self.said, *self.public, *self.given.get(kind, ()))
        return all(stands(word, told) or is_part_of(word, self.said) for word in made)


def _plain(value: Any) -> str:
    """With every digit: those behind the ones that were said could tell a secret."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

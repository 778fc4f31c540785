"""A part of a list that may be long: every list that grows with what people do is asked for in portions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from wainao.kernel.errors import UsageError

T = TypeVar("T")

MAX_LISTED = 1_000
"""Rows of one portion."""

_MAX_SKIPPED = 1_000_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """At most `limit` rows, 1 to 1000, after the first `skip`. One that is full may not be the last."""

    limit: int = 100
    skip: int = 0

    def of(self, rows: Iterable[T]) -> tuple[T, ...]:
        """Raises UsageError."""
        self._check()
        return tuple(islice(rows, self.skip, self.skip + self.limit))

    @property
    def sql(self) -> str:
        """What a SELECT of it ends with. Raises UsageError."""
        self._check()
        return f" LIMIT {self.limit:d} OFFSET {self.skip:d}"

    def _check(self) -> None:
        if not (1 <= self.limit <= MAX_LISTED and 0 <= self.skip <= _MAX_SKIPPED):
            raise UsageError(
                f"A list has no {self.limit!r} rows after the first {self.skip!r}. Expected a limit of 1 to "
                f"{MAX_LISTED} and a skip of 0 to {_MAX_SKIPPED}. Ask for the rest by skipping what you have."
            )

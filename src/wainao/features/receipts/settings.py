"""How long what was said is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

_DAYS = "_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsSettings:
    """After how many days something goes by itself; 0, as it is by default: never.

    `contents_days` is for what was asked and answered, with every copy of it; the receipt and its proof stay. The
    others are for copies that may go earlier: files that tools gave or took, demonstrations, reviews, jobs that have
    ended, requests by which tools are chosen, comparisons of models, approvals that were decided, remarks on answers.
    Every `sweep_every_s` seconds it is seen to.
    """

    contents_days: int = 0
    files_days: int = 0
    demonstrations_days: int = 0
    reviews_days: int = 0
    jobs_days: int = 0
    requests_days: int = 0
    comparisons_days: int = 0
    approvals_days: int = 0
    remarks_days: int = 0
    sweep_every_s: float = 3_600.0

    def __post_init__(self) -> None:
        for name, days in self._each():
            if days < 0:
                raise ValueError(f"{name}_days = {days!r}. Expected days, or 0 for ever.")
        if self.sweep_every_s <= 0.0:
            raise ValueError(f"sweep_every_s = {self.sweep_every_s!r}. Expected seconds, more than 0.")

    @property
    def of_copies(self) -> dict[str, int]:
        """The kinds of copies that go by their age, each with its days."""
        return {name: days for name, days in self._each() if days and name != "contents"}

    def _each(self) -> Iterator[tuple[str, int]]:
        return (
            (one.name.removesuffix(_DAYS), getattr(self, one.name)) for one in fields(self) if one.name.endswith(_DAYS)
        )

"""How long what was said is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

_DAYS = "_days"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptsSettings:
    """After how many days contents are erased automatically. 0, the default, means never.

    - `contents_days`: what was asked and answered, with every copy. The receipt and its proof stay.
    - The other `…_days` are for copies that may be erased earlier: `files` that tools gave or took,
      `demonstrations`, `reviews`, `jobs` that have ended, `requests` from which choosing tools is learnt,
      `comparisons` of models, decided `approvals`, and `remarks` on answers.
    - `sweep_every_s`: how often the server looks for expired contents.
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

"""Which threshold a cascade should have, by cases of which it is known whose answer was right. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FOLDS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """One case: how far the near answer was trusted (-1.0 where nothing told), whose answer was right, how long the
    question was, in characters."""

    trust: float
    near_right: bool
    far_right: bool
    chars: int = 0

    def right(self, threshold: float) -> bool:
        return self.near_right if self.trust >= threshold else self.far_right


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """What a threshold would do: the shares of requests that go far, and of answers that are right."""

    threshold: float
    far: float
    right: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """`chosen` is the threshold that sends least away and still keeps the wanted part of the far model's lead.

    `held_out` is what thresholds chosen in that way did to cases that they were not chosen by: expect that, and not
    what `chosen` promises. `recovered` is the average share of the lead that the trust recovers over all shares sent
    far (APGR; 0.5 is chance), `recovered_by_length` the same for sending the longest questions first.
    """

    near_right: float
    far_right: float
    chosen: Point
    held_out: Point
    recovered: float | None
    recovered_by_length: float | None
    curve: tuple[Point, ...]


def calibrate(cases: Sequence[Labelled], *, keep: float) -> Calibration:
    """`keep` is the part of the far model's lead that must be kept: 1.0 all of it, 0.0 none."""
    chosen = _choose(cases, keep)
    return Calibration(
        near_right=_share(case.near_right for case in cases),
        far_right=_share(case.far_right for case in cases),
        chosen=_point(cases, chosen),
        held_out=_held_out(cases, keep, chosen),
        recovered=_recovered(cases, [-case.trust for case in cases]),
        recovered_by_length=_recovered(cases, [float(case.chars) for case in cases]),
        curve=tuple(_point(cases, threshold) for threshold in _thresholds(cases)),
    )


def _choose(cases: Sequence[Labelled], keep: float) -> float:
    near, far = _share(case.near_right for case in cases), _share(case.far_right for case in cases)
    wanted = near + keep * max(far - near, 0.0)
    points = [_point(cases, threshold) for threshold in _thresholds(cases)]
    good = [point for point in points if point.right >= wanted - 1e-9]
    return min(good, key=lambda point: (point.far, point.threshold)).threshold if good else 1.0


def _thresholds(cases: Sequence[Labelled]) -> list[float]:
    """0, 1, and halfway between what was seen."""
    seen = sorted({min(max(case.trust, 0.0), 1.0) for case in cases})
    between = {round((one + other) / 2, 6) for one, other in pairwise(seen)}
    return sorted({0.0, 1.0, *between})


def _held_out(cases: Sequence[Labelled], keep: float, fallback: float) -> Point:
    """Each fifth of the cases judged by the threshold that the others choose."""
    far = right = 0.0
    for fold in range(FOLDS):
        others = [case for at, case in enumerate(cases) if at % FOLDS != fold]
        threshold = _choose(others, keep) if others else fallback
        for case in cases[fold::FOLDS]:
            far += case.trust < threshold
            right += case.right(threshold)
    return Point(threshold=fallback, far=far / len(cases), right=right / len(cases))


def _point(cases: Sequence[Labelled], threshold: float) -> Point:
    return Point(
        threshold=threshold,
        far=_share(case.trust < threshold for case in cases),
        right=_share(case.right(threshold) for case in cases),
    )


def _recovered(cases: Sequence[Labelled], doubts: Sequence[float]) -> float | None:
    """The area under the share of the lead that is recovered, the most doubtful going far first; ties go together."""
    lead = sum(case.far_right - case.near_right for case in cases)
    if not lead:
        return None
    area = gained = 0.0
    groups: dict[float, list[Labelled]] = {}
    for doubt, case in zip(doubts, cases, strict=True):
        groups.setdefault(doubt, []).append(case)
    for doubt in sorted(groups, reverse=True):
        more = sum(case.far_right - case.near_right for case in groups[doubt])
        area += len(groups[doubt]) * (gained + more / 2)
        gained += more
    return area / (len(cases) * lead)


def _share(flags: Iterable[bool]) -> float:
    counted = list(flags)
    return sum(counted) / len(counted) if counted else math.nan

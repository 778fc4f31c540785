"""Prometheus's text format, version 0.0.4: what `GET /metrics` answers with.

https://prometheus.io/docs/instrumenting/exposition_formats/. The reference library keeps counters of one process; ours
are rows that all processes share, so that what was left of it would be these lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Labels = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One number. `suffix` is what follows the family's name, such as "_bucket"; labels that are empty are left out."""

    value: float
    labels: Labels = field(default_factory=dict)
    suffix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """All samples of one name. Units are base units and in the name, as are counters: `wainao_cost_usd_total`."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: Iterable[Sample]


def histogram(labels: Labels, *, bounds: Iterable[float], counts: Iterable[int], total: float) -> Iterator[Sample]:
    """The samples of one histogram: `counts` has one number more than there are upper `bounds`, `total` is the sum."""
    below = 0
    for bound, count in zip((*map(_number, bounds), "+Inf"), counts, strict=True):
        below += count
        yield Sample(suffix="_bucket", labels={**labels, "le": bound}, value=below)
    yield Sample(suffix="_sum", labels=labels, value=total)
    yield Sample(suffix="_count", labels=labels, value=below)


def render(families: Iterable[Family]) -> str:
    """The page. A family without samples is left out."""
    return "".join(line for family in families for line in _lines(family))


def _lines(family: Family) -> Iterator[str]:
    lines = [_line(family.name + sample.suffix, sample) for sample in family.samples]
    if lines:
        yield f"# HELP {family.name} {_escaped(family.help)}\n# TYPE {family.name} {family.kind}\n"
    yield from lines


def _line(name: str, sample: Sample) -> str:
    labels = ",".join(f'{label}="{_quoted(value)}"' for label, value in sample.labels.items() if value)
    return f"{name}{{{labels}}} {_number(sample.value)}\n" if labels else f"{name} {_number(sample.value)}\n"


def _number(value: float) -> str:
    return repr(float(value)) if isinstance(value, float) and not value.is_integer() else str(int(value))


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    """A label's value. Nothing in it ends the quotes or the line; of readers that take more for the end of a line than
    the format does, none sees one either."""
    return _CONTROLS.sub("�", _escaped(text).replace('"', r"\""))


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

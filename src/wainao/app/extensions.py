"""Find the features that are installed, our own and strangers', all by the same door: entry points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from wainao.kernel import SettingsError
from wainao.store.extension import FEATURES, Feature

OWN = tuple(
    EntryPoint(name=name, value=f"wainao.features.{name}:feature", group=FEATURES)
    for name in ("knowledge", "corrections", "receipts", "access", "models", "safety", "learn", "tools", "telemetry")
)
"""The entry points that `pyproject.toml` declares, so that a bare source tree works too; a test compares the two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """`names` are all features that are installed, `features` those that were let in."""

    names: tuple[str, ...]
    features: tuple[Feature, ...]


def discover(*, allow: Iterable[str] = (), deny: Iterable[str] = ()) -> Found:
    """Load what `allow` (empty: all) and `deny` let in. Raises SettingsError for a feature that cannot be loaded."""
    installed = {point.name: point for point in _installed()}
    _refuse_unknown([*allow, *deny], installed)
    chosen = [name for name in installed if name not in deny and (not allow or name in allow)]
    return Found(names=tuple(installed), features=tuple(_load(installed[name]) for name in chosen))


def _installed() -> Iterator[EntryPoint]:
    yield from OWN
    own = {point.name: point.value for point in OWN}
    for point in sorted(entry_points(group=FEATURES), key=lambda point: point.name):
        if point.name not in own:
            yield point
        elif point.value != own[point.name]:
            raise SettingsError(
                f"{point.value!r} calls itself {point.name!r}, which is a feature of our own. Uninstall that package, "
                "or ask its author for another name."
            )


def _refuse_unknown(names: Iterable[str], installed: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(installed))
    if unknown:
        raise SettingsError(
            f"[extensions] names {', '.join(map(repr, unknown))}, which is not installed. Expected some of: "
            f"{', '.join(sorted(installed))}."
        )


def _load(point: EntryPoint) -> Feature:
    try:
        feature = point.load()
    except Exception as error:  # the edge of an extension: importing it may raise anything
        raise SettingsError(
            f"The feature {point.name!r} ({point.value}) cannot be loaded: {type(error).__name__}: {error}. Repair or "
            f'uninstall it, or put deny = ["{point.name}"] under [extensions].'
        ) from error
    if not isinstance(feature, Feature) or feature.name != point.name:
        raise SettingsError(
            f"The entry point {point.name!r} ({point.value}) is {feature!r}. Expected a wainao.Feature of that name. "
            "Correct its package, or deny it under [extensions]."
        )
    return feature

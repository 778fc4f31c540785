"""Where settings come from: a file, then the environment, then flags; each value with the name of its source."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from wainao.kernel import SettingsError

S = TypeVar("S")

Sections = Mapping[str, Mapping[str, Any]]

PREFIX = "WAINAO_"
NOT_SETTINGS = frozenset({"WAINAO_HOME", "WAINAO_CONFIG"})
"""Variables that say where settings are, and are none themselves."""


class Sources:
    """Layers of sections, the last one winning value by value."""

    def __init__(self) -> None:
        self._layers: list[tuple[str, bool, Sections]] = []

    def add_file(self, path: Path) -> None:
        try:
            parsed = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SettingsError(f"The settings file {str(path)!r} cannot be read: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} is not valid TOML: {error}. Correct it, or move it away.") from error
        for name, section in parsed.items():
            if not isinstance(section, dict):
                raise SettingsError(f"{path} sets {name!r} outside a section. Put it under one, such as [server].")
        self._layers.append((str(path), False, parsed))

    def add_environment(self, environ: Mapping[str, str]) -> None:
        sections: dict[str, dict[str, str]] = {}
        for variable, value in environ.items():
            if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
                continue
            section, two_underscores, field = variable.removeprefix(PREFIX).lower().partition("__")
            if not two_underscores:
                raise SettingsError(
                    f"The variable {variable} means nothing here. Expected {PREFIX}SECTION__FIELD, such as "
                    f"{PREFIX}SERVER__PORT. Rename or unset it."
                )
            sections.setdefault(section, {})[field] = value
        self._layers.append(("the environment", True, sections))

    def add_flags(self, flags: Sections) -> None:
        self._layers.append(("the command line", False, flags))

    def section(self, name: str, kind: type[S]) -> S:
        """The section as an instance of `kind`, a dataclass whose fields all have defaults."""
        hints = get_type_hints(kind)
        secret = {field.name for field in fields(kind) if not field.repr}  # type: ignore[arg-type]  # a dataclass
        values: dict[str, Any] = {}
        for source, text, sections in self._layers:
            given = sections.get(name, {})
            _refuse_unknown(given, hints, where=f"[{name}] in {source}")
            for field, value in given.items():
                shown = "***" if field in secret else repr(value)
                where = f"[{name}] {field} = {shown} in {source}"
                values[field] = _convert(value, hints[field], text=text, where=where)
        try:
            return kind(**values)
        except ValueError as error:
            raise SettingsError(f"The section [{name}] is wrong: {error}") from error

    def refuse_other_sections(self, known: Iterable[str]) -> None:
        for source, _, sections in self._layers:
            _refuse_unknown(sections, list(known), where=source)


def _refuse_unknown(given: Iterable[str], known: Iterable[str], *, where: str) -> None:
    known = list(known)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = (
                f"Did you mean {near[0]!r}?" if near else f"Expected one of: {', '.join(sorted(known)) or 'nothing'}."
            )
            raise SettingsError(f"{where} has {name!r}, which is no setting. {hint}")


def _convert(value: Any, kind: Any, *, text: bool, where: str) -> Any:
    import msgspec

    if text and kind is not str:
        value = _parsed(value, kind)
    _refuse_unknown_inside(value, kind, where=where)
    try:
        return msgspec.convert(value, kind, strict=not text, dec_hook=_from_text)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{where} is wrong: {error}. Correct it there.") from error


def _parsed(value: str, kind: Any) -> Any:
    """A variable's text as a list or table: JSON, or for plain lists words between commas."""
    if value.lstrip().startswith(("[", "{")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if getattr(kind, "__origin__", None) in (tuple, list, frozenset):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


def _refuse_unknown_inside(value: Any, kind: Any, *, where: str) -> None:
    if isinstance(value, dict) and is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        _refuse_unknown(value, hints, where=where)
        for name, inner in value.items():
            _refuse_unknown_inside(inner, hints[name], where=where)
    elif isinstance(value, (list, dict)):
        inner_kind = next((argument for argument in reversed(get_args(kind)) if is_dataclass(argument)), MISSING)
        if inner_kind is not MISSING:
            for inner in value if isinstance(value, list) else value.values():
                _refuse_unknown_inside(inner, inner_kind, where=where)


def _from_text(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    raise NotImplementedError(kind)

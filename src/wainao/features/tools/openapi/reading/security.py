"""By which schemes an API lets callers in, and which of its parameters are secrets that nobody else may fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.features.tools.openapi.document.references import BrokenReferenceError, References
from wainao.features.tools.openapi.document.shape import list_in, object_in
from wainao.features.tools.openapi.reading import swagger
from wainao.features.tools.openapi.reading.names import snake
from wainao.features.tools.openapi.wording import plain

Requirement = dict[str, tuple[str, ...]]
"""Scheme names to scopes; all of them together let a caller in."""

_TYPES = ("apiKey", "http", "oauth2", "openIdConnect", "mutualTLS")
_FLOWS = frozenset(("authorizationCode", "clientCredentials", "implicit", "password", "deviceAuthorization"))
_MAX_WAYS = 16
_KEPT = (
    *("type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl"),
    "description",
)

HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")
"""What a header may be called."""

_KEY_NAME = re.compile(r"authorization|.*(?:api|access|auth|app|sdk|subscription)_?(?:key|token|secret)")
_MAYBE_KEY_NAME = re.compile(r".*(?:key|token|auth|secret)")
_KEY_WORDS = re.compile(
    r"\b(?:api|access|auth\w*|registered|subscription|secret)[ -]?(?:key|token)\b|密钥|令牌", re.IGNORECASE
)
"""Parameters that are keys, though the description lists no scheme for them: by their name, or by what it says."""


@dataclass(kw_only=True, slots=True)
class Schemes:
    """The schemes of one description; parameters that turn out to be keys join them."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def secret(self, name: str, place: str, words: Any) -> str | None:
        """The scheme that a parameter is the key of, if it is one; `words` describe it."""
        for scheme, one in self.known.items():
            if one.get("type") == "apiKey" and one.get("in") == place and _same(str(one.get("name")), name, place):
                return scheme
        if place not in ("query", "header", "cookie") or not _is_key(snake(name), words):
            return None
        scheme = f"{place}_{snake(name)}"
        self.known[scheme] = {"type": "apiKey", "in": place, "name": name}
        return scheme


def schemes_in(document: Mapping[str, Any], references: References) -> tuple[Schemes, list[str]]:
    """The security schemes of a description as OpenAPI 3.1 writes them, and what is wrong with others."""
    old = "swagger" in document
    components = document if old else object_in(document.get("components"))
    listed = components.get("securityDefinitions" if old else "securitySchemes")
    schemes, problems = Schemes(), []
    for name, raw in object_in(listed).items():
        try:
            found = references.follow(raw)
            schemes.known[name] = _read(swagger.scheme(found) if old else found)
        except (BrokenReferenceError, ValueError, AttributeError) as error:
            problems.append(f"the security scheme {name!r}: {error}")
    return schemes, problems


def requirements(listed: Any) -> list[Requirement]:
    """The ways to be let in, as an operation or the whole description lists them."""
    return [
        {name: tuple(map(str, list_in(scopes))) for name, scopes in one.items()}
        for one in list_in(listed)
        if isinstance(one, dict)
    ]


def with_key(ways: list[Requirement], scheme: str, *, required: bool) -> list[Requirement]:
    """The same ways, each with the key of `scheme`; where it is not required, then those without."""
    if any(scheme in way for way in ways):
        return ways
    keyed = [{**way, scheme: ()} for way in ways or [{}]]
    return keyed if required else [*keyed, *(ways or [{}])][:_MAX_WAYS]


def _read(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One scheme, with nothing but what it needs. Raises ValueError with the reason why it is none."""
    if raw.get("type") not in _TYPES:
        raise ValueError(f"its type is {raw.get('type')!r}, which OpenAPI does not know")
    kept = {name: raw[name] for name in _KEPT if isinstance(raw.get(name), str)}
    kept |= {"description": plain(raw["description"], limit=1_000)} if "description" in kept else {}
    match raw["type"]:
        case "apiKey" if raw.get("in") not in ("query", "header", "cookie") or not kept.get("name"):
            raise ValueError("it does not say where its key goes")
        case "apiKey" if raw["in"] == "header" and not HEADER.fullmatch(kept["name"]):
            raise ValueError(f"{raw['name']!r:.80} is no name of a header")
        case "http" if not kept.get("scheme"):
            raise ValueError("it does not say which scheme of HTTP it is")
        case "oauth2":
            kept["flows"] = {name: one for name, one in object_in(raw.get("flows")).items() if name in _FLOWS}
    return kept


def _is_key(name: str, words: Any) -> bool:
    if _KEY_NAME.fullmatch(name):
        return True
    return isinstance(words, str) and bool(_MAYBE_KEY_NAME.fullmatch(name) and _KEY_WORDS.search(words))


def _same(one: str, other: str, place: str) -> bool:
    return one.lower() == other.lower() if place == "header" else one == other

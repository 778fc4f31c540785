"""From what a provider says of a person to who that is here. pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from wainao.app.sign_in.settings import ANY, Entry
from wainao.store.actors import MAX_ID

MAX_NAME = 100

_NO_ID = re.compile(r"[^a-z0-9._@-]+")


def entry_for(people: Iterable[Entry], claims: Mapping[str, Any]) -> Entry | None:
    """The first line that fits, if there is one."""
    return next((entry for entry in people if _fits(entry, claims)), None)


def id_for(claims: Mapping[str, Any], claim: str) -> str:
    """What an actor may be called after: of the claim, or else of `sub`, what an id can hold."""
    for told in (*sorted(values(claims, claim)), str(claims["sub"])):
        folded = unicodedata.normalize("NFKC", told[:MAX_ID]).lower()
        if id := _NO_ID.sub("-", folded)[:MAX_ID].strip("-._@"):
            return id
    return "person"


def name_for(claims: Mapping[str, Any]) -> str:
    """What people call them: without anything that does more than stand there."""
    told = claims.get("name")
    return "".join(filter(str.isprintable, told))[:MAX_NAME].strip() if isinstance(told, str) else ""


def values(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """All that a claim says. With dots it may lead into another one, as in "realm_access.roles".

    An address that nobody has verified says nothing: whoever made the account may have written any.
    """
    if claim == "email" and claims.get("email_verified") not in (True, "true"):
        return frozenset()
    found = claims[claim] if claim in claims else _inside(claims, claim.split("."))
    listed = found if isinstance(found, list) else [found]
    return frozenset(_text(one) for one in listed if isinstance(one, str | int))


def _inside(claims: Any, steps: list[str]) -> Any:
    for step in steps:
        if not isinstance(claims, Mapping):
            return None
        claims = claims.get(step)
    return claims


def _text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fits(entry: Entry, claims: Mapping[str, Any]) -> bool:
    told = values(claims, entry.claim)
    return bool(told) if entry.value == ANY else entry.value in told

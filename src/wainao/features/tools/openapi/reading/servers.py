"""The addresses at which an API says it can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any
from urllib.parse import urljoin, urlsplit

from wainao.features.tools.openapi.document.shape import list_in, object_in
from wainao.kernel.errors import UsageError
from wainao.store.egress import origin

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_MAX_SERVERS = 64
_NO_HOST = frozenset(("none", "null", "undefined"))


def servers_in(listed: Any, *, source: str) -> tuple[tuple[str, ...], list[str]]:
    """The base addresses in a list of Server Objects, encrypted ones first, and why others are left out.

    Variables take their default and then every other value that is listed. Relative addresses are read against
    `source`, where the description came from.
    """
    found: dict[str, None] = {}
    problems: list[str] = []
    for server in map(object_in, list_in(listed)):
        template = str(server.get("url"))
        for url in islice(_filled(template, server.get("variables")), _MAX_SERVERS - len(found)):
            try:
                found[_absolute(url, source)] = None
            except ValueError as error:
                problems.append(f"the server {template!r}: {error}")
                break
    return tuple(_encrypted_first(found)), problems


def _filled(template: str, variables: Any) -> Iterator[str]:
    """`template` with every combination of values, the defaults first; a variable without one stays."""
    names = list(dict.fromkeys(_VARIABLE.findall(template)))
    for values in product(*[_values(object_in(variables).get(name)) or [f"{{{name}}}"] for name in names]):
        chosen = dict(zip(names, values, strict=True))
        pieces = _VARIABLE.split(template)
        yield "".join(chosen[piece] if index % 2 else piece for index, piece in enumerate(pieces))


def _values(variable: Any) -> list[str]:
    known = object_in(variable)
    values = [known.get("default"), *list_in(known.get("enum"))]
    return list(dict.fromkeys(str(value) for value in values if value is not None))


def _absolute(url: str, source: str) -> str:
    """A base address without a slash at its end. Raises ValueError with the reason why it is none."""
    if "{" in url:
        raise ValueError("its variables have no values")
    url = urljoin(source, url.strip())
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc:
        raise ValueError("it is relative, and the description came from no address")
    try:
        origin(url)
    except UsageError:
        raise ValueError("no request can be sent there") from None
    if parts.hostname in _NO_HOST:
        raise ValueError("it names no host")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _encrypted_first(urls: Iterable[str]) -> list[str]:
    """The order they stand in, but that an address with TLS comes before the same one without."""
    given = list(urls)
    order: dict[str, None] = {}
    for url in given:
        secure = "https" + url.removeprefix("http")
        if secure in given:
            order[secure] = None
        order[url] = None
    return list(order)

"""Mail addresses, in which nobody can smuggle a line or a second recipient."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.utils import parseaddr

from wainao.kernel import UsageError

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LONGEST = 254
MOST = 50


def address(text: str) -> Address:
    """One: "ann@example.com", or "Ann <ann@example.com>". Raises UsageError."""
    name, found = parseaddr(text)
    local, _, domain = found.rpartition("@")
    alone = text.strip() == found or text.rstrip().endswith(f"<{found}>")
    if not printable(text) or len(found) > LONGEST or not _LOCAL.fullmatch(local) or not alone:
        raise _wrong(text)
    return Address(display_name=name, username=local, domain=_domain(domain, text))


def addresses(texts: tuple[str, ...]) -> tuple[Address, ...]:
    if len(texts) > MOST:
        raise UsageError(f"{len(texts)} recipients were given. Expected at most {MOST}: send several mails.")
    return tuple(map(address, texts))


def printable(text: str) -> bool:
    """Whether all of it may stand in one line."""
    return all(one.isprintable() for one in text)


def _domain(domain: str, text: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise _wrong(text) from error


def _wrong(text: str) -> UsageError:
    return UsageError(
        f"{text[:80]!r} is no mail address. Expected one such as ann@example.com or Ann <ann@example.com>. Correct it."
    )

"""What an authorization server publishes of itself: its metadata, and the keys that it signs with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wainao.kernel import EngineError, WainaoError
from wainao.store.egress import Egress, Limits, Routes, origin

if TYPE_CHECKING:
    from jwt import PyJWK

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those with a public key: one that is shared could be anybody's."""

LEEWAY_S = 30.0
KEPT_S = 3600.0
"""How long what the server says is believed; a key that is not in it is looked for at once, if not too often."""
AGAIN_S = 30.0
LIMITS = Limits(total_s=10.0, max_bytes=1024 * 1024)


class Issuer:
    """It is asked when it is first needed, and what it says is kept by each process.

    `name` is what it calls itself, and stands in the setting `where`; its metadata may be at any of `places`. Beyond
    its own origin it is followed to public addresses alone.
    """

    def __init__(self, name: str, *, where: str, places: Callable[[str], Iterable[str]]) -> None:
        self._name = name
        self._where = where
        self._places = places
        self._metadata: Mapping[str, Any] = {}
        self._keys: dict[str, dict[str, Any]] = {}
        self._asked_s = self._told_s = float("-inf")
        self._asking = asyncio.Lock()

    async def metadata(self) -> Mapping[str, Any]:
        """Raises EngineError where it says none that can be used."""
        await self._ask_unless(self._is_fresh)
        self._refuse_stale()
        return self._metadata

    async def key(self, id: str) -> PyJWK:
        """The key of that id; "" is the only one there is. Raises PyJWTError for one that it does not publish, and
        EngineError."""
        import jwt

        await self._ask_unless(lambda: self._is_fresh() and id in self._keys)
        self._refuse_stale()
        if id not in self._keys:
            raise jwt.InvalidTokenError(f"it names the key {id!r:.80}, which its server does not publish")
        return jwt.PyJWK(self._keys[id])  # made when it is used: of a million keys, none costs anything

    async def ask(
        self, method: str, url: str, *, headers: Mapping[str, str], content: bytes = b""
    ) -> tuple[int, bytes]:
        """Status and body of its reply. Raises what `Egress` raises."""
        own, host = origin(self._name), urlsplit(url).hostname or ""
        egress = Egress(Routes(configured=frozenset({own}), public=frozenset({host})), limits=LIMITS)
        try:
            async with egress.send(method, url, headers=headers, content=content) as reply:
                return reply.status, await reply.read()
        finally:
            egress.close()

    def _refuse_stale(self) -> None:
        """Raises EngineError for as long as it is not asked again: what it would say is not known."""
        if not self._is_fresh():
            raise self._silent("it gave none a moment ago")

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._told_s < KEPT_S

    async def _ask_unless(self, known: Callable[[], bool]) -> None:
        if known():
            return
        async with self._asking:  # one asks for all that wait
            if not known() and time.monotonic() - self._asked_s > AGAIN_S:
                self._asked_s = time.monotonic()
                self._metadata = await self._found()
                self._keys = _by_id(await self._read(str(self._metadata.get("jwks_uri", ""))))
                self._told_s = time.monotonic()

    async def _found(self) -> Mapping[str, Any]:
        """What the server says of itself; what another one says counts for nothing (RFC 8414, section 3.3)."""
        for place in self._places(self._name):
            try:
                told = await self._read(place)
                if told.get("issuer") == self._name:
                    return told
                failure = self._silent(f"it calls itself {told.get('issuer')!r:.200}")
            except EngineError as error:
                failure = error
        raise failure

    async def _read(self, url: str) -> dict[str, Any]:
        """The object at that address. Raises EngineError."""
        import msgspec

        try:
            status, body = await self.ask("GET", url, headers={"accept": "application/json"})
            told = msgspec.json.decode(body) if status == 200 else None
        except (WainaoError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._silent(str(error)) from error
        if not isinstance(told, dict):
            raise self._silent(f"{url!r:.200} answered {status}")
        return told

    def _silent(self, why: str) -> EngineError:
        return EngineError(
            f"The authorization server {self._name!r} does not say who it is: {why}. Expected metadata with that very "
            f"name, and a jwks_uri with keys. Check {self._where}."
        )


def _by_id(published: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    told = published.get("keys")
    keys = [key for key in told if isinstance(key, dict)] if isinstance(told, list) else []
    found = {str(key.get("kid", "")): key for key in keys if key.get("use") != "enc"}
    return found | ({"": next(iter(found.values()))} if len(found) == 1 else {})

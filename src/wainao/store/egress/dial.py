"""Opening a connection: look the name up, check every address, connect to the first that answers."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable

from wainao.kernel.errors import TimedOutError
from wainao.store.egress.connection import Connection
from wainao.store.egress.errors import UnreachableError
from wainao.store.egress.names import Names
from wainao.store.egress.policy import Address
from wainao.store.egress.target import Target
from wainao.store.egress.trust import system_trust


class Dialer:
    """Connects to checked addresses, while TLS verifies the name. `tls` is what to trust; None: see `system_trust`."""

    def __init__(self, names: Names, tls: ssl.SSLContext | None) -> None:
        self._names = names
        self._tls = tls

    async def open(self, target: Target, make: Callable[[], Connection], *, timeout_s: float) -> Connection:
        """A connection to the first address of `target` that answers.

        Raises EgressDeniedError, UnreachableError, TimedOutError.
        """
        addresses = await self._names.addresses(target, timeout_s=timeout_s)
        failure: Exception | None = None
        for address in addresses:
            try:
                async with asyncio.timeout(timeout_s):
                    return await self._connected(target, address, make)
            except (OSError, asyncio.IncompleteReadError) as error:
                failure = error
        self._names.forget(target)
        if isinstance(failure, TimeoutError):
            raise TimedOutError(
                f"{target.host!r} did not answer in time: no connection within {timeout_s:g} s. Try again, or allow it "
                "more time."
            ) from None
        # What the system says may quote what was sent; its kind is enough to go by.
        raise UnreachableError(
            f"{target.host!r} cannot be reached ({type(failure).__name__}). Check that it runs and that the address is "
            "right."
        ) from None

    async def _connected(self, target: Target, address: Address, make: Callable[[], Connection]) -> Connection:
        loop = asyncio.get_running_loop()
        if not target.tls:
            _, plain = await loop.create_connection(make, str(address), target.port)
            return plain
        trust = self._tls or await loop.run_in_executor(None, system_trust)
        _, secure = await loop.create_connection(
            make, str(address), target.port, ssl=trust, server_hostname=target.host
        )
        return secure

"""The front door: `Egress`."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Mapping

from wainao.store.egress.dial import Dialer
from wainao.store.egress.exchange import Exchange
from wainao.store.egress.limits import Limits, PoolLimits
from wainao.store.egress.loops import LoopPools
from wainao.store.egress.names import Resolve
from wainao.store.egress.policy import Routes
from wainao.store.egress.pool import Pool
from wainao.store.egress.proxy import Proxy
from wainao.store.egress.request import Request
from wainao.store.egress.target import Target, parse


class Egress:
    """Sends requests along `routes` and nowhere else.

    Names are looked up once per connection, every address is checked, and the connection goes to the checked address: a
    name that changes its address in between gains nothing. Redirects and compressed replies (which may unpack to
    anything) are refused; proxies in the environment are ignored, `proxy` is used. Connections are kept and used again,
    apart for each event loop: one Egress may serve several. `tls` is what to trust, by default the system's authorities
    and certifi's.
    """

    def __init__(
        self,
        routes: Routes,
        *,
        limits: Limits | None = None,
        pool: PoolLimits | None = None,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        self._routes = routes
        self._limits = limits or Limits()
        self._pool = pool or PoolLimits()
        self._dialer = Dialer(routes, tls=tls, resolve=resolve, proxy=proxy)
        self._loops: dict[asyncio.AbstractEventLoop, LoopPools] = {}
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        limits: Limits | None = None,
        redirects: int = 0,
    ) -> Exchange:
        """One request; `async with` sends it, and its reply, whatever its status, is read inside the block.

        `limits` replace those of this Egress. `redirects` is how many are followed, for GET and HEAD only: each is
        checked like a request of its own, and to another origin go no headers that may hold a secret.

        A request is sent again, once, only if the connection had been kept and closed before any byte of a reply came.

        Raises UsageError for what is no URL or no header; entering raises EgressDeniedError, UnreachableError and
        TimedOutError.
        """
        request = Request(method=method, target=parse(url), headers=headers or {}, content=content)
        return Exchange(self._find, request, limits=limits or self._limits, redirects=redirects)

    def close(self) -> None:
        """Close all connections, also those in use; from any thread. A later request opens new ones."""
        with self._lock:
            loops = list(self._loops.values())
            self._loops.clear()
        for pools in loops:
            pools.close()

    async def _find(self, target: Target) -> Pool:
        self._routes.refuse_unknown(target)
        loop = asyncio.get_running_loop()
        pools = self._loops.get(loop)
        if pools is None:
            pools = await self._started(loop)
        return pools.pool(target)

    async def _started(self, loop: asyncio.AbstractEventLoop) -> LoopPools:
        pools = LoopPools(loop, self._dialer, self._pool)
        with self._lock:
            for ended in [loop for loop in self._loops if loop.is_closed()]:
                del self._loops[ended]
            self._loops[loop] = pools
        await pools.start()
        return pools

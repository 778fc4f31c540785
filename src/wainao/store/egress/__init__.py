"""The one client for all outbound traffic: it knows where it may go, and connects only to addresses it has checked.

egress = Egress(Routes(configured=frozenset({origin("http://127.0.0.1:8000")})))
async with egress.send("POST", "http://127.0.0.1:8000/v1/chat/completions", content=body) as reply:
    async for piece in reply.chunks():
        ...
"""

from wainao.store.egress.client import Egress
from wainao.store.egress.errors import EgressDeniedError, ReplyTooLargeError, UnreachableError
from wainao.store.egress.exchange import Exchange
from wainao.store.egress.limits import Limits, PoolLimits
from wainao.store.egress.names import Resolve
from wainao.store.egress.policy import Routes
from wainao.store.egress.proxy import Proxy
from wainao.store.egress.reply import Reply
from wainao.store.egress.target import origin

__all__ = [
    "Egress",
    "EgressDeniedError",
    "Exchange",
    "Limits",
    "PoolLimits",
    "Proxy",
    "Reply",
    "ReplyTooLargeError",
    "Resolve",
    "Routes",
    "UnreachableError",
    "origin",
]

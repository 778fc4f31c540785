"""`GET /metrics`, for Prometheus and whatever else reads its format.

Not a call: a receipt for every look, four times a minute, would be most of the log of a quiet installation. Who may
look is asked all the same: an administrator, with a key that is bound to nothing or to this.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from wainao.app.exposition import MEDIA_TYPE
from wainao.app.http.gate import Gate
from wainao.app.metrics import Metrics
from wainao.app.wiring import Wainao
from wainao.kernel import DeniedError

PATH = "/metrics"
SCOPE = "metrics:read"
"""What a key is bound to that shall open this and nothing else: `wainao keys add ACTOR --capabilities metrics:read`."""


class MetricsPage:
    def __init__(self, brain: Wainao, gate: Gate) -> None:
        self._metrics = Metrics(brain)
        self._gate = gate

    async def show(self, request: Request) -> Response:
        """Raises UnauthenticatedError or DeniedError."""
        actor = self._gate.actor(request)
        if not (actor.may("admin") and actor.may_call(SCOPE)):
            raise DeniedError(
                f"{actor.id!r} may not read the metrics. Expected an administrator, with a key bound to nothing or to "
                f"{SCOPE!r}. Ask an administrator for such a key (wainao keys add ACTOR --capabilities {SCOPE})."
            )
        return Response(await run_in_threadpool(self._metrics.page, actor), media_type=MEDIA_TYPE)

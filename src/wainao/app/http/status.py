"""Is it up, can it work, and what does a console need to know before it shows anything."""

from __future__ import annotations

import shutil
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import wainao
from wainao.app.http.gate import Gate
from wainao.app.wire import to_json
from wainao.app.wiring import Wainao
from wainao.kernel import StoreError, UnauthenticatedError
from wainao.store.actor_keys import SESSION_PREFIX

AWAKE_WITH_A_MODEL = ("models:chat", "models:embed")

LEAST_FREE_BYTES = 16 * 1024 * 1024
"""Room for a few thousand receipts: enough to be seen by whoever watches, before calls are refused."""


class StatusPage:
    def __init__(self, brain: Wainao, gate: Gate) -> None:
        self._brain = brain
        self._gate = gate

    async def ready(self, _: Request) -> Response:
        """200 when the store answers and has room for what comes, 503 otherwise."""
        try:
            await run_in_threadpool(self._look)
        except StoreError as error:
            return PlainTextResponse(f"{error}\n", 503)
        return PlainTextResponse("ready\n")

    async def show(self, request: Request) -> Response:
        """What anyone may know; who is asking, if somebody is; and for them, what there is to ask."""
        told: dict[str, Any] = {
            "version": wainao.__version__,
            "language": self._brain.settings.interface.language,
            "actor": None,
            "sign_in": self._brain.settings.sign_in.label or None,
        }
        try:
            actor = self._gate.actor(request)
        except UnauthenticatedError:
            return Response(to_json(told), media_type="application/json")
        kernel = self._brain.kernel
        told |= {
            "actor": {"id": actor.id, "name": actor.name, "rights": sorted(actor.rights)},
            "session": (actor.key or "").startswith(SESSION_PREFIX),
            "model": self._brain.model_name,
            "asleep": [name for name in AWAKE_WITH_A_MODEL if name not in kernel],
            "capabilities": sorted(spec.name for spec in kernel),
        }
        return Response(to_json(told), media_type="application/json")

    def _look(self) -> None:
        free = shutil.disk_usage(self._brain.home.path).free
        if free < LEAST_FREE_BYTES:
            raise StoreError(
                f"The home's disk has {free} bytes left. At least {LEAST_FREE_BYTES} are expected, since no call is "
                "answered that cannot be recorded. Free some space there."
            )
        with self._brain.home.database("state").read() as connection:
            connection.execute("SELECT 1").fetchone()

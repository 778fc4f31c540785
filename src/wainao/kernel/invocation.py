"""The innermost layer: the capability at work, in the time it has."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from types import TracebackType
from typing import Any

from wainao.kernel.capability import Call
from wainao.kernel.errors import EngineError, TimedOutError, WainaoError
from wainao.kernel.ports import Match
from wainao.kernel.receipt import Outcome
from wainao.types import Delta

END = object()
"""What comes after the last item."""


class Invocation:
    """A block in which the capability's items are taken one by one. Whatever it raises becomes a WainaoError."""

    __slots__ = ("_call", "_deadline", "_items", "_start")

    def __init__(self, call: Call, start: Callable[[Call], AsyncIterator[Any]]) -> None:
        self._call = call
        self._start = start
        self._deadline = Deadline(call)
        self._items: AsyncIterator[Any] | None = None

    async def __aenter__(self) -> Invocation:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._deadline.clear()
        if isinstance(self._items, AsyncGenerator):
            try:
                await self._items.aclose()
            except BaseException as broken:
                if (failure := self._failure(broken)) is None:
                    raise
                raise failure from broken

    async def next(self) -> Any:
        """The next item, or END."""
        try:
            if self._items is None:
                self._items = aiter(self._start(self._call))
            self._deadline.enter()
            try:
                item = await anext(self._items)
            finally:
                self._deadline.leave()
        except StopAsyncIteration:
            return END
        except BaseException as error:
            if (failure := self._failure(error)) is None:
                raise
            raise failure from error
        if type(item) is not Delta:
            self._refuse_kernels_own(item)
        return item

    def _refuse_kernels_own(self, item: Any) -> None:
        if isinstance(item, (Match, Outcome)):
            raise EngineError(
                f"{self._call.spec.name!r} yielded a {type(item).__name__}, which only the kernel may. To pass on the "
                "answer of another call, yield its outcome.output."
            )

    def _failure(self, error: BaseException) -> EngineError | None:
        """What a caller gets to see instead of `error`, if it may not pass as it is: this is an extension's edge."""
        name = self._call.spec.name
        if isinstance(error, asyncio.CancelledError):
            if _is_cancelled():
                return None
            return EngineError(f"{name!r} failed: something that it waited for was cancelled.")
        return unexpected(self._call, error)


def unexpected(call: Call, error: BaseException) -> EngineError | None:
    """What a caller sees instead of an error that code of an extension did not mean to raise; None: `error` itself."""
    if isinstance(error, WainaoError) or not isinstance(error, Exception):
        return None
    return EngineError(f"{call.spec.name!r} failed: {type(error).__name__}: {error}")


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class Deadline:
    """Cancels the task that is between `enter` and `leave` when the call's time is over.

    What `asyncio.timeout_at` does, with one timer for all items: one for each would cost as much as all other layers.
    """

    __slots__ = ("_call", "_cancelling", "_is_over", "_struck", "_task", "_timer")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._timer: asyncio.Handle | None = None
        self._task: asyncio.Task[Any] | None = None
        self._cancelling = 0
        self._is_over = self._struck = False

    def enter(self) -> None:
        task = self._task = asyncio.current_task()
        assert task is not None, "a call runs in a task"
        self._cancelling = task.cancelling()
        if self._timer is None:
            self._timer = task.get_loop().call_at(self._call.deadline, self._strike)
        elif self._is_over:
            self._timer = task.get_loop().call_soon(self._strike)

    def leave(self) -> None:
        """Raises TimedOutError in place of the cancellation that came of the deadline, and of no other."""
        task, self._task = self._task, None
        if not self._struck or task is None:
            return
        self._struck = False
        if task.uncancel() <= self._cancelling and isinstance(sys.exception(), asyncio.CancelledError):
            spec = self._call.spec
            raise TimedOutError(
                f"{spec.name!r} took longer than the {spec.timeout_s:g} s it may take. Try again, ask for less, or "
                "raise its time-out."
            )

    def clear(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _strike(self) -> None:
        self._is_over = True
        if self._task is not None:
            self._struck = self._task.cancel()

"""How these capabilities are put together: a Spec, and work that gives its output or streams towards it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from wainao.kernel import Call, Capability, Spec
from wainao.types import Usage

S = TypeVar("S")


def free(_: object) -> Usage:
    """Reading and arranging costs nothing; what is asked in the course of it is charged by itself."""
    return Usage()


@dataclass(frozen=True, slots=True)
class _Capability:
    spec: Spec
    work: Callable[[Call], Awaitable[Any]]  # the output of its spec

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        yield await self.work(call)


@dataclass(frozen=True, slots=True)
class _Streaming:
    spec: Spec
    work: Callable[[Call], AsyncIterator[Any]]  # increments, then the output of its spec

    def invoke(self, call: Call) -> AsyncIterator[Any]:
        return self.work(call)


Whole = Callable[[S, Call], Awaitable[Any]]
Stepwise = Callable[[S, Call], AsyncIterator[Any]]


def at(service: S, works: Iterable[tuple[Spec, Whole[S]]]) -> tuple[Capability, ...]:
    return tuple(_Capability(spec, partial(work, service)) for spec, work in works)


def streaming(
    service: S, works: Iterable[tuple[Spec, Callable[[S, Call], AsyncIterator[Any]]]]
) -> tuple[Capability, ...]:
    return tuple(_Streaming(spec, partial(work, service)) for spec, work in works)

"""Capabilities put together of a Spec and a function over a service that several of them share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from wainao.kernel import Call, Capability, Spec
from wainao.types import Usage

S = TypeVar("S")


def free(_: object) -> Usage:
    """An estimate for what costs nothing: what is called in the course of it is charged by itself. So no budget that is
    used up keeps an administrator from raising it."""
    return Usage()


@dataclass(frozen=True, slots=True)
class _Whole:
    spec: Spec
    work: Callable[[Call], Awaitable[Any]]  # the output of its spec

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        yield await self.work(call)


@dataclass(frozen=True, slots=True)
class _Stepwise:
    spec: Spec
    work: Callable[[Call], AsyncIterator[Any]]  # increments, then the output of its spec

    def invoke(self, call: Call) -> AsyncIterator[Any]:
        return self.work(call)


def whole(service: S, works: Iterable[tuple[Spec, Callable[[S, Call], Awaitable[Any]]]]) -> tuple[Capability, ...]:
    """Each answers with what its function gives."""
    return tuple(_Whole(spec, partial(work, service)) for spec, work in works)


def stepwise(
    service: S, works: Iterable[tuple[Spec, Callable[[S, Call], AsyncIterator[Any]]]]
) -> tuple[Capability, ...]:
    """Each answers with what its function yields: increments, then the output."""
    return tuple(_Stepwise(spec, partial(work, service)) for spec, work in works)

"""Work ahead in threads, and hand out the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(
    threads: Executor,
    work: Callable[[T], R],
    items: Iterable[T],
    *,
    weigh: Callable[[T], int],
    max_items: int,
    max_weight: int,
    patience_s: float,
) -> Iterator[R | None]:
    """`work` of each item, in the order of `items`; None whenever the next one lets itself be waited for.

    At most `max_items` are under way at once, and together at most `max_weight` heavy unless it is a single one.
    """
    waiting = iter(items)
    under_way: deque[tuple[int, Future[R]]] = deque()
    weight = 0
    upcoming = next(waiting, None)
    try:
        while upcoming is not None or under_way:
            while upcoming is not None and (
                not under_way or (len(under_way) < max_items and weight + weigh(upcoming) <= max_weight)
            ):
                weight += weigh(upcoming)
                under_way.append((weigh(upcoming), threads.submit(work, upcoming)))
                upcoming = next(waiting, None)
            first_weight, first = under_way[0]
            try:
                result = first.result(timeout=patience_s)
            except TimeoutError:
                if first.done():
                    raise
                yield None
                continue
            under_way.popleft()
            weight -= first_weight
            yield result
    finally:
        for _, future in under_way:
            future.cancel()

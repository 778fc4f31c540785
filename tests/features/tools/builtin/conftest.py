"""One bench with the settings as they come."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from builtin_bench import Bench, bench


@pytest.fixture(scope="module")
def tools() -> Iterator[Bench]:
    with bench() as made:
        yield made

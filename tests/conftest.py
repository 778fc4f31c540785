"""Fixtures for every folder: the ones we ship."""

import pytest

pytest_plugins = ["wainao.testing.plugin"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"

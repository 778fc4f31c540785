"""Fixtures for every folder: the ones we ship."""

import pytest

pytest_plugins = ["wainao.testing.plugin"]


@pytest.fixture(autouse=True)
def no_offline_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package may lie on the machine of whoever runs the tests; a home without a model has none all the same."""
    monkeypatch.setattr("wainao.features.models.offline.is_installed", lambda: False)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"

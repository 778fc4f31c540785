from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from signing_in import Browser, settings

from identity_provider import Provider, open_provider
from wainao import Wainao
from wainao.testing import running


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as served:
        served.person["groups"] = ["readers"]
        yield served


@pytest.fixture
def brain(tmp_path: Path, provider: Provider) -> Iterator[Wainao]:
    with Wainao.open(tmp_path / "home", sign_in=settings(provider), server={"local_owner": False}) as opened:
        yield opened


@pytest.fixture
def url(brain: Wainao) -> Iterator[str]:
    with running(brain) as served:
        yield served


@pytest.fixture
def new_browser(request: pytest.FixtureRequest) -> Iterator[Callable[..., Browser]]:
    """A browser of the server at that address, by default `url`."""
    opened: list[Browser] = []

    def new(at: str = "") -> Browser:
        opened.append(Browser(at or request.getfixturevalue("url")))
        return opened[-1]

    yield new
    for one in opened:
        one.http.close()


@pytest.fixture
def browser(new_browser: Callable[..., Browser]) -> Browser:
    return new_browser()

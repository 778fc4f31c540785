"""Every address is in the reference, and none takes the place of a capability."""

from __future__ import annotations

import pytest

from wainao.app.gateway.formats import FORMATS
from wainao.app.reference import ROUTES


@pytest.mark.parametrize("path", FORMATS)
def test_every_format_is_in_the_reference(path):
    told = " ".join([*ROUTES, *(words.en for words in ROUTES.values())])
    assert path in told


def test_capabilities_and_formats_do_not_meet():
    """`/api/{kind}/{name}` has two parts after the first, the formats below `/api` one."""
    assert all(path.count("/") == 2 for path in FORMATS if path.startswith("/api/"))

"""The encoder that comes along: which weights they are, what it reads, and what it was taught."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from wainao.features.tools.choosing.encoder import MOST_TOKENS, PATH, encoder
from wainao.features.tools.choosing.index import asked_texts, sought
from wainao.features.tools.choosing.reading import MOST_CHARACTERS

DIGEST = "712b8e99d1e52e977883f2d65aa0f64021e3960bb1d0510e7c1316fde36e7583"
"""Of the weights. Whoever makes them anew gives them another NAME, too: vectors of two are not to be compared."""

TOOLS = ["flight search Finds flights between two airports", "exchange rates Converts money", "recipes Finds recipes"]
ASKED = {
    "My sister marries in Porto and I have no idea how to get there": 0,
    "How much is a hundred quid over here?": 1,
    "I've got leeks and two eggs left": 2,
}
"""Requests that share no word with the tool that serves them."""


def test_the_weights_are_those_that_were_measured() -> None:
    assert hashlib.sha256(PATH.read_bytes()).hexdigest() == DIGEST


def test_a_need_is_near_to_what_serves_it() -> None:
    tools, _ = encoder().embed(TOOLS)
    asked, _ = encoder().embed([sought(request) for request in ASKED])
    assert np.linalg.norm(tools, axis=1) == pytest.approx([1] * 3, abs=1e-4)
    assert np.argmax(asked @ tools.T, axis=1).tolist() == list(ASKED.values())


def test_chinese_has_no_direction() -> None:
    vectors, tokens = encoder().embed(["姐姐在波尔图结婚，我怎么去", "航班查询：查找两个机场之间的航班"])
    assert vectors.shape == (2, 384)
    assert (vectors.any(), tokens) == (False, 0)


def test_a_long_request_costs_no_more_than_its_beginning() -> None:
    request = "book a table. " * 100_000
    texts = asked_texts(request)
    assert max(map(len, texts)) <= len(sought("")) + MOST_CHARACTERS
    assert encoder().embed(texts)[1] <= len(texts) * MOST_TOKENS


def test_it_is_not_read_before_it_is_asked() -> None:
    program = (
        "import sys, wainao.features.tools.choosing.index, wainao.features.tools.embedding\n"
        "sys.exit('wainao.text.encoder' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

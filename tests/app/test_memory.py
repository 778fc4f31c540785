"""A server gives back the memory that large requests took, and keeps nothing of a request that is over."""

from __future__ import annotations

import gc
import http.client
import json
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from wainao import Wainao
from wainao.app import memory
from wainao.app.http.hot import Exchange
from wainao.testing import ModelServer, model_server, running

ASK = json.dumps({"model": "small", "messages": [{"role": "user", "content": "Hello?"}]})

USE_AND_FREE = """
import time
from wainao.app import memory

memory.LOOK_EVERY_S, memory.SELDOM_S = 0.05, 0.1
with memory.handed_back():
    blocks = [b"." * (100_000 + at % 7) for at in range(1_000)]
    time.sleep(0.3)  # as large as this for a while: that is not what it has to stay at
    full = memory.resident_bytes()
    last = blocks.pop()  # at the end of the heap: what lies before it does not go back by itself
    blocks.clear()
    deadline = time.monotonic() + 20
    while memory.resident_bytes() > full - 80_000_000 and time.monotonic() < deadline:
        time.sleep(0.05)
    print(full - memory.resident_bytes())
"""


@pytest.mark.skipif(sys.platform != "linux" or memory._trim() is None, reason="only glibc keeps it")
def test_what_is_free_again_goes_back():
    # In a process of its own: what other tests have left free here would be measured, too.
    done = subprocess.run([sys.executable, "-c", USE_AND_FREE], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 80_000_000


def test_nothing_of_a_request_waits_for_the_garbage_collector(tmp_path):
    with (
        ModelServer(["Hello."]) as upstream,
        Wainao.open(tmp_path / "home", models={"base_url": upstream.url, "model": "small"}) as brain,
        running(brain) as url,
    ):
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        gc.collect()
        gc.disable()
        try:
            for _ in range(5):
                connection.request("POST", "/v1/chat/completions", ASK, {"content-type": "application/json"})
                assert connection.getresponse().read()
            assert sum(isinstance(thing, Exchange) for thing in gc.get_objects()) <= 1  # the connection's last
        finally:
            gc.enable()
            connection.close()


def test_nothing_of_a_stream_is_held_once_its_client_has_left(tmp_path):
    says = model_server.says("Hello. " * 1_000, pause_s=0.05)
    with (
        ModelServer([says]) as upstream,
        Wainao.open(tmp_path / "home", models={"base_url": upstream.url, "model": "small"}) as brain,
        running(brain) as url,
    ):
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        ask = json.dumps({**json.loads(ASK), "stream": True})
        connection.request("POST", "/v1/chat/completions", ask, {"content-type": "application/json"})
        assert connection.getresponse().read(100)
        connection.close()
        assert upstream.wait_until_left()
        deadline = time.monotonic() + 5
        while (held := exchanges()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert held == 0


def exchanges() -> int:
    gc.collect()
    return sum(isinstance(thing, Exchange) for thing in gc.get_objects())

"""What replies say of work that goes on, of pieces to come, of how soon to come again: strangers' words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.tools.openapi import Lasting, Outgoing, Pieces, after_s, begun, rest_s, seen
from wainao.types import Progress

NOW = 1_795_000_000.0
ASKED = Outgoing(method="POST", url="https://api.example/v2/jobs?x=1")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "done", "status", "properties", "metadata", "progress", "error", "percentComplete", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
NAMES = (
    *("retry-after", "ratelimit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit-reset", "location"),
    *("operation-location", "preference-applied", "x-rate-limit-remaining-day", "x-rate-limit-reset-day"),
)
ODD = ("0", "1e999", "99999999999999999999", "6m0s", "-5", "http://[", '"a";r=0;t=9', "Thu, 99 Nov 2026", "\u00b2")
HEADERS = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(ODD) | st.text("0123456789:/;=rt, ", max_size=9), max_size=4
)


@pytest.mark.parametrize(
    ("status", "headers", "rest"),
    [
        (429, {"retry-after": "30"}, 30),
        (503, {"retry-after": "Thu, 19 Nov 2026 03:07:20 GMT"}, 1_795_057_640 - NOW),
        (429, {"ratelimit": '"hour";r=0;t=40, "day";r=5;t=600'}, 600),
        (200, {"ratelimit": '"hour";r=0;t=40, "day";r=5;t=600'}, 40),
        (200, {"ratelimit": "limit=10, remaining=0, reset=7"}, 7),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "9"}, 9),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 60)}, 60),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW + 60) * 1000)}, 60),
        (429, {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "6m1.5s"}, 361.5),
        (200, {"x-rate-limit-remaining": "4", "x-rate-limit-reset": "60"}, None),
        (202, {"retry-after": "5"}, None),
        (429, {}, None),
        (429, {"retry-after": "soon"}, None),
        (429, {"retry-after": "99999999"}, None),
    ],
)
def test_a_rest_is_what_the_headers_say(status, headers, rest):
    assert rest_s(status, headers, now_s=NOW) == (rest if rest is None else pytest.approx(rest))


@given(st.integers(100, 599), HEADERS)
def test_no_header_makes_a_rest_of_more_than_a_week(status, headers):
    for told in (rest_s(status, headers, now_s=NOW), after_s(headers, now_s=NOW)):
        assert told is None or 0 <= told <= 7 * 24 * 3600


@given(st.sampled_from([200, 201, 202]), HEADERS, JSON, st.booleans())
def test_whatever_a_reply_says_is_read(status, headers, data, again):
    work = begun(ASKED, status, headers, data, again=again)
    if work is not None:
        assert isinstance(work.url, str)
        found = seen(work, status, data)
        assert found.state in ("running", "done", "failed")
        assert found.progress is None or found.progress.done >= 0


def test_where_to_look_is_read_from_the_usual_places():
    def told(status=202, data=None, again=False, **headers):
        return begun(
            ASKED, status, {name.replace("_", "-"): value for name, value in headers.items()}, data, again=again
        )

    assert told(operation_location="/ops/1") == Lasting(kind="operation", url="https://api.example/ops/1")
    both = told(operation_location="/ops/1", location="/made/7")
    assert both is not None
    assert both.result == "https://api.example/made/7"
    assert told(location="x") == Lasting(kind="monitor", url="https://api.example/v2/x")
    ended = told(location="x", preference_applied="respond-async")
    assert ended is not None
    assert ended.can_end
    named = told(status=200, data={"name": "projects/p/operations/9", "metadata": {}})
    assert named == Lasting(kind="named", url="https://api.example/v2/projects/p/operations/9", can_end=True)
    for whole in ({"name": "Ann"}, {"name": "operations/9", "done": True}, {"name": "operations/9", "id": 1}, []):
        assert told(status=200, data=whole) is None
    assert told(again=True) is None  # a POST is not sent again
    assert begun(Outgoing(method="GET", url="https://a.example/s"), 202, {}, None, again=True) == Lasting(
        kind="again", url="https://a.example/s"
    )


@pytest.mark.parametrize(
    ("kind", "status", "data", "state"),
    [
        ("operation", 200, {"status": "Running"}, "running"),
        ("operation", 200, {"status": "Warming up"}, "running"),
        ("operation", 200, {"status": "Succeeded"}, "done"),
        ("operation", 200, {"properties": {"provisioningState": "Canceled"}}, "failed"),
        ("operation", 404, None, "failed"),
        ("monitor", 202, None, "running"),
        ("monitor", 200, {"status": "shipped"}, "done"),
        ("monitor", 200, {"state": "in progress"}, "running"),
        ("named", 200, {"name": "operations/1", "done": False}, "running"),
        ("named", 200, {"done": True, "error": {"code": 3}}, "failed"),
        ("named", 200, {"done": True, "response": {}}, "done"),
        ("again", 200, {"status": "pending"}, "done"),
    ],
)
def test_how_far_it_is_is_read_from_what_is_seen(kind, status, data, state):
    assert seen(Lasting(kind=kind, url="https://api.example/o/1"), status, data).state == state


def test_what_it_says_of_itself_has_no_hidden_signs():
    data = {"status": "Running", "percentComplete": 40, "message": "copying\x1b[2J \u202e<b>12</b> files"}
    found = seen(Lasting(kind="operation", url="https://api.example/o/1"), 200, data)
    assert found.progress == Progress(done=40, total=100, said="copying[2J 12 files")


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n\x1e", exclude_categories=["Cs"]), min_size=1).map(str.strip)
    ),
    st.data(),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_however_a_reply_is_cut_its_pieces_are_the_same(said, data, end, is_events):
    said = [one for one in said if one]
    media_type = "text/event-stream" if is_events else "application/x-ndjson"
    lines = [f"data: {one}{end}{end}" for one in said] if is_events else [f"{one}{end}" for one in said]
    whole = "".join(lines).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    pieces = Pieces(media_type)
    chunks = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert [*(one for chunk in chunks for one in pieces.push(chunk)), *pieces.end()] == said

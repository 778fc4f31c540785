"""charts:draw: pictures that say what they show, with marks at round numbers, and nothing smuggled in."""

from __future__ import annotations

import io
import struct
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.builtin import pictures
from wainao.features.tools.builtin.charts.png import draws_chinese
from wainao.features.tools.builtin.charts.scale import scale
from wainao.features.tools.builtin.pictures import Series, draw
from wainao.kernel import UsageError

SVG = "{http://www.w3.org/2000/svg}"
QUARTERS = ("一季度", "二季度", "三季度")


def tree(**given):
    return ElementTree.fromstring(draw.function(**given).content)


def test_bars_have_the_heights_of_their_numbers():
    root = tree(series=(Series(name="利润", values=(1.0, 2.0, -1.0)),), labels=QUARTERS, title="利润")
    bars = [one for one in root.iter(f"{SVG}rect") if one.find(f"{SVG}title") is not None]
    assert [bar.find(f"{SVG}title").text for bar in bars] == ["一季度 利润: 1", "二季度 利润: 2", "三季度 利润: -1"]
    first, second, third = (float(bar.get("height")) for bar in bars)
    assert (second, third) == pytest.approx((2 * first, first), abs=0.1)


def test_who_does_not_see_it_is_told():
    root = tree(series=(Series(name="利润", values=(1.0, 2.5, None)),), labels=QUARTERS, title="各季度利润")
    assert root.get("role") == "img"
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (
        "各季度利润",
        "利润: 一季度 1, 二季度 2.5.",
    )


def test_large_numbers_are_told_whole():
    told = draw.function(series=(Series(name="GDP", values=(1234567.0, 12345678.5, 0.1)),), labels=QUARTERS)
    assert told.description == "GDP: 一季度 1234567, 二季度 12345678.5, 三季度 0.1."


@pytest.mark.parametrize(("low", "high"), [(1.2601e14, 1.2606e14), (1.0000001, 1.0000002), (-3e-9, 2e-9)])
def test_marks_can_be_told_apart(low, high):
    axis = scale([low, high], start=0, end=100, zero=False)
    labels = [axis.label(mark) for mark in axis.marks()]
    assert len(set(labels)) == len(labels) > 2


def test_a_line_breaks_where_there_is_no_number():
    root = tree(kind="line", series=(Series(values=(1.0, 2.0, None, 4.0, 5.0)),), labels=tuple("abcde"))
    assert len([one for one in root.iter(f"{SVG}path") if one.get("fill") == "none"]) == 2


@pytest.mark.parametrize("kind", ["bar", "line", "scatter", "pie"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_is_drawn_on_light_and_dark(kind, theme):
    places = {"x": (1.0, 2.0)} if kind == "scatter" else {"labels": ("甲", "乙")}
    told = draw.function(kind=kind, theme=theme, format="png", series=(Series(values=(3.0, 4.0)),), **places)
    assert told.content.startswith(b"\x89PNG")
    assert struct.unpack(">II", told.content[16:24]) == (1520, 880)
    from PIL import Image

    with Image.open(io.BytesIO(told.content)) as picture:
        paper = picture.convert("RGB").getpixel((2, 2))
    assert (sum(paper) > 600) == (theme == "light")


HOSTILE = '</text><script>alert(1)</script><image href="file:///etc/passwd"/>&x;]]>\x00\ufffe'


def test_words_are_words():
    given = {"series": (Series(name=HOSTILE, values=(1.0,)), Series(name=HOSTILE, values=(2.0,)))}
    told = draw.function(labels=(HOSTILE,), title=HOSTILE, x_title=HOSTILE, y_title=HOSTILE, **given)
    names = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(told.content).iter()}
    assert names <= {"svg", "title", "desc", "rect", "line", "path", "circle", "text"}
    assert draw.function(labels=(HOSTILE,), title=HOSTILE, format="png", **given).content


def test_a_machine_without_chinese_characters_says_so(monkeypatch):
    monkeypatch.setattr(pictures, "draws_chinese", lambda: False)
    asked = {"series": (Series(values=(1.0,)),), "title": "利润", "labels": ("a",)}
    assert draw.function(format="png", **asked).notes == (pictures.NO_FONT,)
    assert draw.function(format="svg", **asked).notes == ()
    assert draw.function(format="png", **asked | {"title": "Profit"}).notes == ()


def test_whether_there_is_a_font_can_be_told():
    assert draws_chinese() in (True, False)


numbers = st.one_of(st.none(), st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))


@given(st.lists(numbers, min_size=1, max_size=30), st.sampled_from(["bar", "line", "scatter"]))
@settings(max_examples=60, deadline=None)
def test_whatever_numbers_there_are_stay_on_the_page(values, kind):
    if all(value is None for value in values):
        return
    places = {"x": tuple(map(float, range(len(values))))} if kind == "scatter" else {"labels": tuple(map(str, values))}
    root = tree(kind=kind, series=(Series(values=tuple(values)),), **places)
    for one in root.iter():
        for name in ("x", "y", "cx", "cy", "x1", "y2", "height"):
            assert -1 <= float((one.get(name) or "0").rstrip("%")) <= 761


@given(
    st.floats(min_value=-1e9, max_value=1e9, allow_nan=False),
    st.floats(min_value=1, max_value=1e9, allow_nan=False),
)
def test_marks_are_round_and_around_the_values(low, length):
    made = scale([low, low + length], start=0, end=100, zero=False)
    marks = made.marks()
    assert 2 <= len(marks) <= 9
    assert made.low <= low + 1e-6 * length
    assert made.high >= low + length - 1e-6 * length


def test_labels_of_marks_tell_them_apart():
    made = scale([0, 1], start=0, end=1, zero=True, marks=4)
    assert [made.label(mark) for mark in made.marks()] == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    made = scale([0, 4_000_000], start=0, end=1, zero=True, marks=4)
    assert made.label(4_000_000) == "4,000,000"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"series": ()}, "1 to 8 series"),
        ({"series": (Series(values=(1.0,)),) * 9, "labels": ("a",)}, "1 to 8 series"),
        ({"series": (Series(values=()),)}, "1 to 5000 places"),
        ({"series": (Series(values=(1.0, 2.0)),), "labels": ("a",)}, "2 values for 1 places"),
        ({"series": (Series(values=(float("nan"),)),), "labels": ("a",)}, "cannot be drawn"),
        ({"series": (Series(values=(None,)),), "labels": ("a",)}, "no number"),
        ({"series": (Series(values=(-1.0,)),), "labels": ("a",), "kind": "pie"}, "below 0"),
        ({"series": (Series(values=(1.0,)),), "labels": ("a",), "kind": "scatter"}, "places"),
    ],
)
def test_what_cannot_be_drawn_says_why(given, why):
    with pytest.raises(UsageError, match=why):
        draw.function(**given)


def test_it_is_a_capability(tools):
    told = tools.call("charts:draw", series=[{"values": [1, None, 3]}], labels=["a", "b", "c"])
    assert (told.media_type, told.name) == ("image/svg+xml", "chart.svg")

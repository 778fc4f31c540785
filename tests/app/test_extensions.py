"""Features come in by one door, and stay out when they are told to."""

import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

from wainao import Feature, Parts, WainaoError
from wainao.app import extensions
from wainao.app.extensions import OWN, discover

ROOT = Path(__file__).parents[2]


def test_our_own_features_are_declared_as_a_strangers_would_be():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"].get("entry-points", {})
    assert {point.name: point.value for point in OWN} == declared.get("wainao.features", {})


def install(monkeypatch, name: str, **members) -> None:
    module = ModuleType("stranger")
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, "stranger", module)
    point = EntryPoint(name=name, value="stranger:feature", group="wainao.features")
    monkeypatch.setattr(extensions, "entry_points", lambda group: (point,))


def feature(name: str) -> Feature:
    return Feature(name=name, open=lambda home, settings: Parts())


def test_a_strangers_feature_is_found_allowed_and_denied(monkeypatch):
    own = tuple(point.name for point in OWN)
    install(monkeypatch, "weather", feature=feature("weather"))
    assert discover().names == (*own, "weather")
    assert [found.name for found in discover(allow=["weather"]).features] == ["weather"]
    assert [found.name for found in discover(deny=own).features] == ["weather"]
    assert "weather" not in [found.name for found in discover(deny=["weather"]).features]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "AttributeError"),
        ({"feature": "not a feature"}, "Expected a wainao.Feature"),
        ({"feature": feature("another")}, "Expected a wainao.Feature of that name"),
    ],
)
def test_a_broken_feature_stops_the_start_and_says_how_to_go_on(monkeypatch, members, told):
    install(monkeypatch, "weather", **members)
    with pytest.raises(WainaoError, match=told) as failed:
        discover()
    assert failed.value.code == "settings"
    assert "deny" in str(failed.value)


def test_nobody_takes_the_place_of_our_own(monkeypatch):
    monkeypatch.setattr(extensions, "OWN", (EntryPoint("knowledge", "wainao.x:feature", "wainao.features"),))
    install(monkeypatch, "knowledge", feature=feature("knowledge"))
    with pytest.raises(WainaoError, match="a feature of our own"):
        discover()

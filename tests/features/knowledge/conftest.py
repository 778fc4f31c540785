"""A home with nothing in it, a folder for the files of one test, and what may not be installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from answering_house import AnsweringHouse
from knowledge_house import House

from wainao.features.knowledge.settings import KnowledgeSettings


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", KnowledgeSettings(max_seconds=20))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "files"
    path.mkdir()
    return path


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[AnsweringHouse]:
    opened = AnsweringHouse(tmp_path / "answering")
    yield opened
    opened.close()


@pytest.fixture
def ocr() -> None:
    pytest.importorskip("rapidocr_onnxruntime", reason='reading pictures needs pip install "wainao[ocr]"')

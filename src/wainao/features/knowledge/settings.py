"""What the knowledge feature can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class KnowledgeSettings:
    """Limits against hostile and runaway files, the size of passages, and who checks what a model writes.

    A chunk is measured in columns: a Latin letter counts 1, a Chinese character 2. `judge` lets the connected model
    check each sentence against what it cites, too; it can only withdraw support. `vectors` searches by meaning beside
    words, where an embedding model is connected or the offline one is installed. A question waits for its vector no
    longer than `vector_patience_s`; then words alone answer. `question_prefix` and `passage_prefix` are put before what
    is embedded, for models that were taught so ("query: ", "passage: "); changing the latter makes all vectors anew.
    `lexical` finds passages by their words: "fts5" inside the database; "tantivy" in copies beside it; "auto" in copies
    where tantivy is installed and a knowledge base has 100,000 passages or more. FTS5 answers while a copy is made.
    With `second_person`, what one administrator sets right in all documents holds once another one has approved it, as
    soon as there is another one. Whoever is no administrator may make `fixes_per_minute` source fixes a minute; 0 for
    any number.
    """

    max_file_bytes: int = 200 * MIB
    max_text_chars: int = 20_000_000
    max_pages: int = 5_000
    max_ocr_pages: int = 500
    max_pixels: int = 100_000_000
    max_unpacked_bytes: int = 512 * MIB
    max_unpack_ratio: int = 200
    max_seconds: float = 120.0
    max_worker_memory_bytes: int = 4096 * MIB
    workers: int = 2
    ocr: bool = True
    chunk_columns: int = 900
    max_chunk_columns: int = 1_700
    judge: bool = False
    vectors: bool = True
    vector_patience_s: float = 2.0
    question_prefix: str = ""
    passage_prefix: str = ""
    lexical: Literal["auto", "fts5", "tantivy"] = "auto"
    second_person: bool = True
    fixes_per_minute: int = 60

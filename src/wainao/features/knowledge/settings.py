"""What the knowledge feature can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class KnowledgeSettings:
    """Limits against hostile and runaway files, the size of passages, how passages are found, and who checks what a
    model writes.

    - `max_file_bytes`, `max_text_chars`, `max_pages`, `max_ocr_pages`, `max_pixels`: limits for one file.
    - `max_unpacked_bytes`, `max_unpack_ratio`: limits for archives and compressed parts.
    - `max_seconds`, `max_worker_memory_bytes`, `workers`: time and memory for reading a file, and the number of
      processes that read.
    - `ocr`: recognise text in images and scanned pages, if the extra is installed.
    - `chunk_columns`, `max_chunk_columns`: the usual and the maximum size of a chunk, in columns. A Latin letter
      counts 1, a Chinese character 2.
    - `judge`: the connected model also checks each sentence against what it cites. It can only withdraw support.
    - `vectors`: search by meaning as well as by words, if an embedding model is connected or the offline one is
      installed.
    - `vector_patience_s`: how long a question waits for its vector; then words alone decide.
    - `question_prefix`, `passage_prefix`: put before a text that is embedded, for models trained with them ("query:
      ", "passage: "). Changing `passage_prefix` computes all vectors again.
    - `lexical`: where passages are found by their words: "fts5" inside the database, "tantivy" in copies beside it,
      "auto" in copies if tantivy is installed and a knowledge base has 100,000 passages or more. FTS5 answers until
      a copy is complete.
    - `second_person`: a source fix for all documents by one administrator must be approved by another one, as soon
      as there are two.
    - `fixes_per_minute`: how many source fixes a person who is not an administrator may make a minute; 0 means any
      number.
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

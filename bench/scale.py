"""How adding and asking grow: python bench/scale.py --data DIR [--sizes 1000 10000 100000 500000] [--work DIR]

The knowledge base holds the paragraphs that 300 questions are about (from every other article of XQuAD and CMRC 2018),
and beside them as many passages as asked for, Chinese and English by turns, put together from sentences of the other
articles with one word in twelve replaced: ordinary words, much alike, no answer among them. Each step adds to the one
before, and asks in a process of its own; where tantivy is installed, once more in a copy, whose making is timed.
After the first asking, the paragraphs of every third question are taken out, those questions asked again, and the
paragraphs put back: `answered` is the share of the 300 that got an answer, `refused` that of these 100 that got none.
The line below has both for each set by itself.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean, median, quantiles

from knowledge_sets import Asked, Bench, Set, load_sets
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.sentences import sentences
from wainao.types import owner

QUESTIONS = 300
LEFT_OUT_EVERY = 3
PASSAGES_PER_FILE = 25
PASSAGE_COLUMNS = 500
REPLACED_SHARE = 1 / 12
COLUMNS = (
    *("engine", "chunks", "added/s", "copied/s", "file MB", "index MB", "add MB", "ask MB", "first s"),
    *("search p50", "p95", "ask p50", "p95 ms", "R@1", "R@5", "answered", "refused"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 500_000])
    parser.add_argument("--step", choices=STEPS, help="used by the bench itself")
    given = parser.parse_args()
    if given.step is not None:
        print(json.dumps(STEPS[given.step](given.data, given.work, *given.sizes)))
        return
    work = given.work or Path(tempfile.mkdtemp())
    print(" ".join(f"{column:>10}" for column in COLUMNS))
    before = 0
    for size in given.sizes:
        added = _child("add", given.data, work, before, size)
        for step in ("fts5", *(["tantivy"] if find_spec("tantivy") else [])):
            row = added | _child(step, given.data, work, size)
            print(" ".join(f"{row[column]:>10}" for column in COLUMNS), flush=True)
            print(f"    answered: {row['answered by set']}; refused: {row['refused by set']}", flush=True)
        before = size


def _child(step: str, data: Path, work: Path, *sizes: int) -> dict[str, str]:
    command = [sys.executable, __file__, "--data", data, "--work", work, "--step", step, "--sizes", *map(str, sizes)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, str] = json.loads(result.stdout)
    return row


def add(data: Path, work: Path, before: int, size: int) -> dict[str, str]:
    """Add the passages from number `before` to number `size`, and at first those that the questions are about."""
    sets = load_sets(data)
    with Bench(work) as bench:
        if not before:
            bench.add((_name(one, number), one.paragraphs[number]) for one, number in _gold(sets))
        began = time.perf_counter()
        chunks = bench.add(_files(sets, before, size))
        seconds = time.perf_counter() - began
    return {"added/s": f"{chunks / seconds:.0f}", "add MB": _peak_mb()}


def ask_database(data: Path, work: Path, size: int) -> dict[str, str]:
    """Ask with FTS5."""
    with Bench(work) as bench:
        with bench.database.read() as connection:
            (index,) = connection.execute("SELECT SUM(LENGTH(block)) FROM knowledge_fts_data").fetchone()
        asked = {"engine": "fts5", "copied/s": "", "index MB": f"{index / 1e6:.0f}"} | _ask(
            data, bench, bench.retriever
        )
        return asked | _left_out(data, bench)


def ask_copy(data: Path, work: Path, size: int) -> dict[str, str]:
    """Bring the copy up to date, then ask with it."""
    from wainao.features.knowledge.engines.large import LargeIndex

    folder = work / "lexical"
    with Bench(work) as bench:
        index = LargeIndex(bench.database, folder, least=1)
        before, began = _held(folder), time.perf_counter()
        while index.catch_up():
            pass
        seconds = time.perf_counter() - began
        files = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return {
            "engine": "tantivy",
            "copied/s": f"{(_held(folder) - before) / seconds:.0f}",
            "index MB": f"{files / 1e6:.0f}",
        } | _ask(data, bench, Retriever(bench.database, index))


def _held(folder: Path) -> int:
    """Passages in the copies."""
    from wainao.features.knowledge.engines.tantivy import Copy

    return sum(sum(Copy(copy).held().values()) for copy in folder.glob("*"))


STEPS = {"add": add, "fts5": ask_database, "tantivy": ask_copy}


def _ask(data: Path, bench: Bench, retriever: Retriever) -> dict[str, str]:
    sets = load_sets(data)
    questions = _questions(sets)
    began = time.perf_counter()
    retriever.answer(questions[0][1].text, actor=owner())
    first = time.perf_counter() - began
    searched, ranks, answered, origins = [], [], [], []
    for one, asked in questions:
        began = time.perf_counter()
        found = retriever.search(asked.text, actor=owner(), top=5).passages
        searched.append(1e3 * (time.perf_counter() - began))
        paths = list(dict.fromkeys(passage.path for passage in found))
        gold = _name(one, asked.paragraph)
        ranks.append(paths.index(gold) + 1 if gold in paths else 99)
        began = time.perf_counter()
        answer = retriever.answer(asked.text, actor=owner()).answer
        answered.append(1e3 * (time.perf_counter() - began))
        origins.append((one.name, answer.origin == "documents"))
    with bench.database.read() as connection:
        (chunks,) = connection.execute("SELECT SUM(chunks) FROM knowledge_bases").fetchone()
    return {
        "chunks": str(chunks),
        "file MB": f"{bench.database.path.stat().st_size / 1e6:.0f}",
        "ask MB": _peak_mb(),
        "first s": f"{first:.2f}",
        "search p50": f"{median(searched):.1f}",
        "p95": f"{quantiles(searched, n=20)[-1]:.1f}",
        "ask p50": f"{median(answered):.1f}",
        "p95 ms": f"{quantiles(answered, n=20)[-1]:.1f}",
        "R@1": f"{fmean(rank == 1 for rank in ranks):.3f}",
        "R@5": f"{fmean(rank <= 5 for rank in ranks):.3f}",
        "answered": f"{_share(origins):.3f}",
        "answered by set": _by_set(origins),
        "refused": "",
        "refused by set": "",
    }


def _left_out(data: Path, bench: Bench) -> dict[str, str]:
    """Ask what cannot be answered: questions whose paragraphs are taken out meanwhile."""
    questions = _questions(load_sets(data))[::LEFT_OUT_EVERY]
    gone = {_name(one, asked.paragraph): one.paragraphs[asked.paragraph] for one, asked in questions}
    for name in gone:
        bench.remove(name)
    refused = [(one.name, bench.answer(asked.text).origin == "none") for one, asked in questions]
    bench.add(gone.items())
    return {"refused": f"{_share(refused):.3f}", "refused by set": _by_set(refused)}


def _by_set(told: list[tuple[str, bool]]) -> str:
    names = dict.fromkeys(name for name, _ in told)
    return ", ".join(f"{name} {_share([one for one in told if one[0] == name]):.3f}" for name in sorted(names))


def _share(told: list[tuple[str, bool]]) -> float:
    return fmean(true for _, true in told)


def _peak_mb() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


def _name(one: Set, number: int) -> str:
    return f"{one.name}/{number:04}.txt"


def _gold(sets: list[Set]) -> list[tuple[Set, int]]:
    return [(one, number) for one in sets for number, article in enumerate(one.articles) if article % 2 == 0]


def _questions(sets: list[Set]) -> list[tuple[Set, Asked]]:
    every = [(one, asked) for one in sets for asked in one.questions if one.articles[asked.paragraph] % 2 == 0]
    return random.Random(1).sample(every, QUESTIONS)


def _files(sets: list[Set], before: int, size: int) -> Iterator[tuple[str, str]]:
    chinese = [one for one in sets if not one.name.endswith("-en")]
    english = [one for one in sets if one.name.endswith("-en")]
    makers = [_Maker(chinese, spaced=False), _Maker(english, spaced=True)]
    for number in range(before // PASSAGES_PER_FILE, size // PASSAGES_PER_FILE):
        lot = random.Random(number)
        maker = makers[number % 2]
        yield f"made/{number:06}.txt", "\n\n".join(maker.passage(lot) for _ in range(PASSAGES_PER_FILE))


class _Maker:
    """Passages put together from the sentences of the articles that no question is about."""

    def __init__(self, sets: list[Set], *, spaced: bool) -> None:
        texts = [
            text for one in sets for text, article in zip(one.paragraphs, one.articles, strict=True) if article % 2
        ]
        split = r"\s+" if spaced else r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])"
        self._glue = " " if spaced else ""
        self._sentences = [re.split(split, text[start:end]) for text in texts for start, end in sentences(text)]
        self._words = [word for sentence in self._sentences for word in sentence]
        self._columns = 1 if spaced else 2

    def passage(self, lot: random.Random) -> str:
        made: list[str] = []
        while self._columns * sum(map(len, made)) < PASSAGE_COLUMNS:
            sentence = lot.choice(self._sentences)
            words = [lot.choice(self._words) if lot.random() < REPLACED_SHARE else word for word in sentence]
            made.append(self._glue.join(words))
        return " ".join(made)


if __name__ == "__main__":
    main()

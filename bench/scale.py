"""How adding and asking grow with the collection: 1,000 to 500,000 passages of real text in Chinese and English.

    python bench/scale.py --data DIR --sizes 1000,10000,100000,500000

The gold paragraphs of XQuAD (en, zh) and CMRC 2018 (trial) are inside; the rest is drawn from the sentences of every
other text under DIR, one word in seven replaced by a word of another sentence. Everything goes through the public door:
files on disk, `knowledge:add`, `knowledge:ask` with its receipt. Each size is built on top of the one before, as a
collection grows.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from knowledge_sets import Asked, load_sets
from wainao import Wainao
from wainao.text import is_cjk

PARAGRAPHS_PER_FILE = 50
SENTENCES = 5
ASKED = 300


def sentences(folder: Path) -> list[str]:
    """Every longer text in the JSON files under `folder`, cut at full stops; not those that hold the answers."""
    found: set[str] = set()
    for path in sorted(set(folder.rglob("*.json*")) - set((folder / "knowledge").iterdir())):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[:20_000]:
            try:
                texts = strings(json.loads(line))
            except ValueError:
                continue
            for text in texts:
                found.update(piece.strip() for piece in text.replace("。", "。\n").replace(". ", ".\n").splitlines())
    return sorted(piece for piece in found if 40 <= len(piece) <= 200 or (len(piece) >= 20 and is_cjk(piece[0])))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def paragraph(lot: random.Random, pool: list[str]) -> str:
    chosen = [blurred(lot, lot.choice(pool), lot.choice(pool)) for _ in range(SENTENCES)]
    return " ".join(chosen)


def blurred(lot: random.Random, sentence: str, other: str) -> str:
    """`sentence` with one word (or pair of characters) in seven from `other`."""
    if is_cjk(sentence[0]):
        pieces = [sentence[i : i + 2] for i in range(0, len(sentence), 2)]
        spare = [other[i : i + 2] for i in range(0, len(other), 2)]
        return "".join(lot.choice(spare) if lot.random() < 1 / 7 else piece for piece in pieces)
    spare = other.split() or [other]
    return " ".join(lot.choice(spare) if lot.random() < 1 / 7 else word for word in sentence.split())


def write_files(folder: Path, paragraphs: Iterator[str], wanted: int) -> None:
    folder.mkdir()
    for number in range(-(-wanted // PARAGRAPHS_PER_FILE)):
        body = [next(paragraphs) for _ in range(min(PARAGRAPHS_PER_FILE, wanted - number * PARAGRAPHS_PER_FILE))]
        # A heading of its own before each keeps paragraphs apart: one passage each.
        text = "\n\n".join(f"## {number}.{at}\n\n{paragraph}" for at, paragraph in enumerate(body))
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")


def ask_all(brain: Wainao, questions: list[Asked]) -> tuple[list[float], float, float]:
    """Milliseconds of each ask, the share whose gold answer stands in a cited sentence, the share refused."""
    took, right, refused = [], 0, 0
    for question in questions:
        began = time.perf_counter()
        answer = brain.ask(question.text).output
        took.append((time.perf_counter() - began) * 1e3)
        right += any(gold in cited.quote for cited in answer.citations for gold in question.answers)
        refused += answer.origin == "none"
    return took, right / len(questions), refused / len(questions)


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def measure(home: Path, folder: Path, questions: list[Asked]) -> list[str]:
    with Wainao.open(home) as brain:
        began = time.perf_counter()
        added = brain.add(folder).output
        seconds = time.perf_counter() - began
        chunks = sum(event.chunks for event in added.files)
        (base,) = brain.call("knowledge:bases").output.bases
    with Wainao.open(home) as brain:  # the memory of who asks, not of who added
        ask_all(brain, questions[:1])  # measures the base for refusal, once
        took, right, refused = ask_all(brain, questions)
        rss = resident_mb()
    took.sort()
    size_mb = sum(path.stat().st_size for path in home.glob("knowledge.db*")) / 1e6
    return [
        f"{base.chunks:,}",
        f"{chunks / seconds:,.0f}",
        f"{statistics.median(took):.1f}",
        f"{took[int(len(took) * 0.95)]:.1f}",
        f"{right:.3f}",
        f"{refused:.3f}",
        f"{rss:.0f}",
        f"{size_mb:,.0f}",
        f"{size_mb * 1e3 / base.chunks:.2f}",
    ]


COLUMNS = "passages | added/s | ask p50 ms | p95 ms | gold cited | refused | RSS MB | knowledge.db MB | kB a passage"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", default="1000,10000,100000,500000")
    options = parser.parse_args()
    lot = random.Random(7)
    sets = load_sets(options.data / "knowledge")
    gold = [text for one in sets for text in one.paragraphs]
    questions = lot.sample([question for one in sets for question in one.questions], ASKED)
    pool = sentences(options.data)
    there = 0
    print(f"{len(pool):,} sentences to draw from, {len(gold):,} gold paragraphs, {ASKED} questions\n\n| {COLUMNS} |")
    print("|" + " --- |" * (COLUMNS.count("|") + 1))
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        paragraphs = iter(gold)
        for size in map(int, options.sizes.split(",")):
            rest = (paragraph(lot, pool) for _ in iter(int, 1))
            write_files(place / f"files{size}", chain(paragraphs, rest), size - there)
            print("| " + " | ".join(measure(place / "home", place / f"files{size}", questions)) + " |", flush=True)
            there = size
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak of the process that did all this: {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()

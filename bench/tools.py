"""Are the right tools chosen, is "none fits" said when none does, are forms filled rightly, and how fast?

    python bench/tools.py --data DIR --talk DIR [--vectors DIR] [--parts choosing abstaining speed learning filling]

DIR of `--data` holds the sets (see `tools_sets.py`), that of `--talk` XQuAD and CMRC, whose questions ask for no tool.
Everything was tuned on one half of each set and is measured on the other. The offline embedder is a baseline where it
is installed; `--vectors` keeps what the encoders computed for the next run.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools_sets import Asked, ToolSet, Vectoriser, indexed, load_sets, load_talk, signs
from wainao.features.tools.choosing import abstaining as abstaining_
from wainao.features.tools.choosing.described import Described, fields_of, split_name
from wainao.features.tools.choosing.filling import fill
from wainao.features.tools.choosing.index import ToolIndex, asked_texts
from wainao.features.tools.choosing.keeping import keep, kept
from wainao.text import fold, is_cjk, terms

TOPS = (1, 3, 5)
SEEN = 12
"""Tools that are looked at: two of one name count once."""
LOST = 0.05
SIZES = (50, 500, 5_000, 50_000)
SAMPLES = (0, 1, 2, 3, 5, 10, 20)
TODAY = date(2023, 6, 1)

Scores = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--talk", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    sets = [one.half(tuning=False) for one in load_sets(given.data)]
    readers = Readers(ours=Vectoriser.ours(given.vectors), plain=Vectoriser.plain(given.vectors))
    for part in given.parts:
        print(f"\n## {part}\n")
        PARTS[part](sets, given.talk, readers)
    for one in (readers.ours, readers.plain):
        if one is not None:
            one.keep()


@dataclass(frozen=True, kw_only=True)
class Readers:
    """`ours` comes along; `plain` is the offline embedder, by which the baseline is measured."""

    ours: Vectoriser
    plain: Vectoriser | None

    def of(self, one: ToolSet) -> tuple[Vectoriser | None, ...]:
        """Who takes part where the tools of a set are chosen: nobody, and the encoder if it reads them."""
        return (None, self.ours) if one.language == "en" else (None,)


def choosing(sets: Sequence[ToolSet], talk: Path, readers: Readers) -> None:
    """Recall at 1/3/5 (mean share of the right tools that is among the first) and all at 5 (share with all of them)."""
    print("| set | requests | BM25 | MiniLM | mix | by words | with the encoder | all@5: baseline, words, encoder |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for one in [*sets, together(sets)]:
        found = {"BM25": bm25(one)}
        if readers.plain is not None and one.language == "en":
            found |= embedded(one, readers.plain)
        found |= {"ours" if reads else "words": ours(one, reads) for reads in readers.of(one)}
        scored = {name: recalls(one, names) for name, names in found.items()}
        columns = [told(scored.get(name)) for name in ("BM25", "MiniLM", "mix", "words", "ours")]
        baselines = [scored[name][1] for name in ("BM25", "MiniLM", "mix") if name in scored]
        every = [max(baselines), scored["words"][1], *([scored["ours"][1]] if "ours" in scored else [])]
        together_ = "/".join(f"{100 * share:.1f}" for share in every)
        print(f"| {one.name} | {len(one.requests)} | {' | '.join(columns)} | {together_} |", flush=True)


def told(scored: tuple[list[float], float] | None) -> str:
    return "" if scored is None else "/".join(f"{100 * share:.1f}" for share in scored[0])


def recalls(one: ToolSet, found: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """For each of TOPS the mean share of the right tools among the first of `found`; the share with all in five."""
    shares = [
        [len(asked.tools & set(names[:top])) / len(asked.tools) for top in TOPS]
        for asked, names in zip(one.requests, found, strict=True)
    ]
    means = [statistics.mean(column) for column in zip(*shares, strict=True)]
    return means, statistics.mean(share[-1] == 1 for share in shares)


def ours(one: ToolSet, vectoriser: Vectoriser | None) -> list[list[str]]:
    index = indexed(one, vectoriser)
    return [[tool.name for tool in chosen(index, asked.text, vectoriser).tools] for asked in one.requests]


def chosen(index: ToolIndex, text: str, vectoriser: Vectoriser | None, top: int = 5) -> Any:
    if vectoriser is None:
        return index.choose(text, top=top)
    return index.choose(text, top=top, asked=vectoriser(asked_texts(text)), embedder=vectoriser.name)


def documents(one: ToolSet) -> list[str]:
    return [f"{split_name(tool.name)} {tool.description}" for tool in one.tools]


def best(one: ToolSet, scores: Scores) -> list[list[str]]:
    """Names of the tools with the highest scores [requests, tools]."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :SEEN]
    return [[one.tools[row].name for row in rows] for rows in order.tolist()]


def bm25(one: ToolSet) -> list[list[str]]:
    return best(one, bm25_scores(one))


def bm25_scores(one: ToolSet) -> Scores:
    """Lucene's BM25 (k1 1.2, b .75) of words as they stand, and of pairs of Chinese characters."""
    found = [Counter(plain(text)) for text in documents(one)]
    usual = statistics.mean(words.total() for words in found)
    having = Counter(word for words in found for word in words)
    postings: dict[str, list[tuple[int, float]]] = {}
    for row, words in enumerate(found):
        for word, count in words.items():
            worth = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * words.total() / usual))
            rare = math.log(1 + (len(found) - having[word] + 0.5) / (having[word] + 0.5))
            postings.setdefault(word, []).append((row, worth * rare))
    scores = np.zeros((len(one.requests), len(found)), np.float32)
    for number, asked in enumerate(one.requests):
        for word in plain(asked.text):
            for row, worth in postings.get(word, ()):
                scores[number, row] += worth
    return scores


def plain(text: str) -> list[str]:
    """Words without stemming; Chinese as `terms` gives it."""
    pieces = "".join(character if character.isalnum() else " " for character in fold(text)).split()
    return [term for piece in pieces for term in (terms(piece) if any(map(is_cjk, piece)) else [piece])]


def embedded(one: ToolSet, vectoriser: Vectoriser) -> dict[str, list[list[str]]]:
    """An embedder alone, and mixed with BM25: .7 and .3 of the standard scores."""
    cosines = vectoriser([asked.text for asked in one.requests]) @ vectoriser(documents(one)).T
    return {
        "MiniLM": best(one, cosines),
        "mix": best(one, 0.3 * standard(bm25_scores(one)) + 0.7 * standard(cosines)),
    }


def standard(scores: Scores) -> Scores:
    spread = scores.std(axis=1, keepdims=True) + 1e-9
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / spread, np.float32)


def together(sets: Sequence[ToolSet]) -> ToolSet:
    """All sets in one index, 100 requests of each."""
    tools: dict[str, Described] = {}
    for one in sets:
        for tool in one.tools:
            tools[tool.name] = tools[tool.name].and_also(tool) if tool.name in tools else tool
    requests = tuple(asked for one in sets for asked in one.requests[:100])
    name = f"all, en and zh together ({len(tools)})"
    return ToolSet(name=name, tools=tuple(tools.values()), requests=requests, language="zh")


def abstaining(sets: Sequence[ToolSet], talk: Path, readers: Readers) -> None:
    """Of requests for which there is no tool: the share recognised where 2, 5, 10 and 20 % of the others are lost."""
    print("| set | tools taken away, at 2/5/10/20 % lost | knowledge questions | as set: lost, away, knowledge |")
    print("| --- | --- | --- | --- |")
    questions = {language: load_talk(talk, language)[1::6] for language in ("zh", "en")}
    for one in sets:
        for reads in readers.of(one):
            rows = [judged(one, kind, reads) for kind in (one.requests[:300], questions[one.language])]
            (there, away), (talked, _) = rows
            none = [f"{100 * statistics.mean(not fits for _, fits in kind):.0f}" for kind in (there, away, talked)]
            name = f"{one.name}{', encoder' if reads else ''}"
            print(f"| {name} | {curve(there, away)} | {curve(there, talked)} | {' / '.join(none)} |", flush=True)


Judged = list[tuple[float, bool]]
"""Of each request: how sure it is that a tool fits, and whether that is enough."""


def judged(one: ToolSet, requests: Sequence[Asked | str], vectoriser: Vectoriser | None) -> tuple[Judged, Judged]:
    """Requests as they are, and with their tools taken away."""
    index = indexed(replace(one, requests=()), vectoriser)
    judge = abstaining_.BY_WORDS if vectoriser is None else abstaining_.EMBEDDED

    def look(text: str, without: frozenset[str] = frozenset()) -> tuple[float, bool]:
        confidence = judge.confidence(signs(index, text, vectoriser, without))
        return confidence, confidence >= judge.least

    texts = {(asked if isinstance(asked, str) else asked.text): asked for asked in requests}
    away = [look(text, asked.tools) for text, asked in texts.items() if not isinstance(asked, str)]
    return [look(text) for text in texts], away


def curve(there: Judged, none: Judged) -> str:
    sure = np.array([confidence for confidence, _ in there])
    unsure = np.array([confidence for confidence, _ in none])
    return "/".join(f"{100 * float(np.mean(unsure < np.quantile(sure, lost))):.0f}" for lost in (0.02, LOST, 0.1, 0.2))


def speed(sets: Sequence[ToolSet], talk: Path, readers: Readers) -> None:
    """Processor time; the tools of all sets, and made ones of their words. Vectors of 384 numbers are drawn by lot."""
    print("| tools | made, s | one more, ms | choose p50/p99, ms | with vectors | written, MB | read back, ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    lot = np.random.default_rng(5)
    everything = together(sets)
    for size in SIZES:
        tools = enough(everything.tools, size)
        began = time.process_time()
        index = ToolIndex(tools)
        index.choose("weather")
        made = time.process_time() - began
        more = took(lambda index=index, tool=tools[0]: (index.add([tool]), index.choose("weather")))
        texts = [asked.text for asked in everything.requests[::2]]
        times = sorted(took(lambda text=text, index=index: index.choose(text)) for text in texts)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "index.npz"
            keep(index, path, stamp="bench")
            megabytes = path.stat().st_size / 1e6
            back = took(lambda path=path: kept(path, stamp="bench"))
        rows = lot.standard_normal((size, 384)).astype(np.float32)
        index.place(dict(zip(index.names, rows, strict=True)))
        asked = [lot.standard_normal((len(asked_texts(text)), 384)).astype(np.float32) for text in texts]
        placed = sorted(
            took(lambda text=text, index=index, vectors=vectors: index.choose(text, asked=vectors))
            for text, vectors in zip(texts, asked, strict=True)
        )
        cells = f"{made:.2f} | {more:.0f} | {tails(times)} | {tails(placed)} | {megabytes:.1f} | {back:.0f}"
        print(f"| {size} | {cells} |", flush=True)


def tails(times: Sequence[float]) -> str:
    """The median and the 99th percentile of sorted `times`."""
    return f"{times[len(times) // 2]:.1f}/{times[len(times) * 99 // 100]:.1f}"


def took(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def enough(tools: Sequence[Described], size: int) -> list[Described]:
    """So many tools: real ones, then ones with the name of one, the description of another."""
    chance = random.Random(5)
    found = list(tools[:size])
    while len(found) < size:
        first, second = chance.choice(tools), chance.choice(tools)
        found.append(replace(first, name=f"{first.name}_{len(found)}", description=second.description))
    return found


def learning(sets: Sequence[ToolSet], talk: Path, readers: Readers) -> None:
    """Recall at 1/3/5 by samples per tool, of the requests of the half that is kept for samples: never those asked."""
    print("| samples per tool |", " | ".join(map(str, SAMPLES)), "|")
    print("| --- |", " --- |" * len(SAMPLES))
    for one in sets:
        if not one.name.startswith("MetaTool"):
            continue
        pool = [asked for asked in one.requests if asked.sampled]
        rest = tuple(asked for asked in one.requests if not asked.sampled)
        for reads in readers.of(one):
            cells = []
            for most in SAMPLES:
                taught = replace(one, tools=with_samples(one.tools, pool, most), requests=rest)
                cells.append(told(recalls(taught, ours(taught, reads))))
            print(f"| {one.name}{', encoder' if reads else ''} | {' | '.join(cells)} |", flush=True)


def with_samples(tools: Sequence[Described], pool: Sequence[Asked], most: int) -> tuple[Described, ...]:
    by_tool: dict[str, list[str]] = {}
    for asked in pool:
        by_tool.setdefault(min(asked.tools), []).append(asked.text)
    return tuple(replace(tool, samples=tuple(by_tool.get(tool.name, ())[:most])) for tool in tools)


def filling(sets: Sequence[ToolSet], talk: Path, readers: Readers) -> None:
    """Fields that a right call has: filled rightly, wrongly, left blank; and those filled that it has not."""
    print("| set | fields | right | wrong | blank | filled beside | right of all filled |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for one in sets:
        count = Counter[str]()
        tools = {tool.name: tool for tool in one.tools}
        for asked in one.requests:
            if len(asked.tools) == 1 and asked.arguments and "parallel" not in asked.id:
                count += graded(asked, tools[min(asked.tools)], asked.arguments[min(asked.tools)])
        fields = count["right"] + count["wrong"] + count["blank"]
        if fields:
            shares = " | ".join(f"{100 * count[kind] / fields:.1f} %" for kind in ("right", "wrong", "blank", "beside"))
            filled = count["right"] + count["wrong"] + count["beside"]
            print(f"| {one.name} | {fields} | {shares} | {100 * count['right'] / filled:.1f} % |")


def graded(asked: Asked, tool: Described, arguments: Mapping[str, list[Any]]) -> Counter[str]:
    filled = {one.field: one.value for one in fill(asked.text, tool.parameters, today=TODAY)}
    count = Counter[str]()
    for name in fields_of(tool.parameters):
        if name not in arguments:
            count["beside"] += name in filled
        elif name in filled:
            right = comparable(filled[name]) in [comparable(value) for value in arguments[name]]
            count["right" if right else "wrong"] += 1
        elif "" not in arguments[name]:
            count["blank"] += 1
    return count


def comparable(value: Any) -> Any:
    """Numbers and texts as a person would call them equal."""
    if isinstance(value, list):
        return [comparable(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    try:
        return float(value)
    except ValueError:
        return str(value).strip().rstrip(".").casefold()


PARTS: dict[str, Callable[[Sequence[ToolSet], Path, Readers], None]] = {
    "choosing": choosing,
    "abstaining": abstaining,
    "speed": speed,
    "learning": learning,
    "filling": filling,
}

if __name__ == "__main__":
    main()

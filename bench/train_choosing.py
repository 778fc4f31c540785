"""Learn the weights in `tools/choosing/ranking.py`: python bench/train_choosing.py --data DIR [--vectors DIR]

On the tuning halves only (`tools_sets.py`), each set counting alike. Prints the weights and, for each set, its recall
under weights that were learnt without it. Without the offline embedder's package only those of words are learnt.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools_sets import Asked, ToolSet, Vectoriser, load_sets
from wainao.features.tools.choosing import ToolIndex, asked_texts, tool_text
from wainao.features.tools.choosing.ranking import Evidence

Numbers = NDArray[np.float64]

NEGATIVES = 100
"""Tools beside the right ones that a request is learnt from: those that look best."""
STEPS, RATE, REGULARISATION = 400, 0.05, 3e-4
SAMPLES = 3
TEMPERATURE = 5.0
"""Scores are of order 1; the softmax over them has to be able to be sure."""

NAMES = [part.name for part in fields(Evidence)]
WORDS = ["words", "meaning", "label", "samples"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="where vectors are kept between runs")
    given = parser.parse_args()
    halves = [one.half(tuning=True) for one in load_sets(given.data)]
    vectoriser = Vectoriser(given.vectors)
    report("BY_WORDS", WORDS, {one.name: collect(one, None) for one in with_samples(halves)})
    if vectoriser.there:
        english = [one for one in with_samples(halves) if "zh" not in one.name]
        report("EMBEDDED", NAMES, {one.name: collect(one, vectoriser) for one in english})
        vectoriser.keep()


def with_samples(halves: Sequence[ToolSet]) -> list[ToolSet]:
    """The sets as they are, and those with many requests per tool once more, where each tool has samples."""
    found = list(halves)
    for one in halves:
        samples, rest = split_samples(one.requests, SAMPLES)
        if sum(map(len, samples.values())) > 2 * len(one.tools):
            tools = tuple(replace(tool, samples=samples.get(tool.name, ())) for tool in one.tools)
            found.append(replace(one, name=f"{one.name} + samples", tools=tools, requests=tuple(rest)))
    return found


def split_samples(requests: Sequence[Asked], most: int) -> tuple[dict[str, tuple[str, ...]], list[Asked]]:
    """Up to `most` requests of each tool, and the others."""
    samples: dict[str, tuple[str, ...]] = {}
    rest = []
    for asked in requests:
        name = min(asked.tools)
        if len(asked.tools) == 1 and len(samples.get(name, ())) < most:
            samples[name] = (*samples.get(name, ()), asked.text)
        else:
            rest.append(asked)
    return samples, rest


Choices = list[tuple[Numbers, NDArray[np.bool_]]]
"""Of each request: the evidence for the tools that look best [tools, kinds], and which of them are right."""


def collect(one: ToolSet, vectoriser: Vectoriser | None) -> Choices:
    index = ToolIndex(one.tools)
    if vectoriser is not None:
        texts = {tool.name: tool_text(tool) for tool in one.tools}
        index.place(dict(zip(texts, vectoriser(list(texts.values())), strict=True)))
        vectoriser([text for asked in one.requests for text in asked_texts(asked.text)])
    names = np.array(index.names)
    found: Choices = []
    for asked in one.requests:
        vectors = None if vectoriser is None else vectoriser(asked_texts(asked.text))
        evidence = index.evidence(index.read(asked.text), vectors)
        rows = np.stack([getattr(evidence, name) for name in NAMES], axis=1).astype(np.float64)
        right = np.isin(names, list(asked.tools))
        close = np.union1d(np.argsort(-rows.sum(1))[:NEGATIVES], np.flatnonzero(right))
        found.append((rows[close], right[close]))
    return found


def report(title: str, kinds: list[str], sets: dict[str, Choices]) -> None:
    columns = [NAMES.index(kind) for kind in kinds]
    cut = {name: [(rows[:, columns], right) for rows, right in choices] for name, choices in sets.items()}
    print(f"\n{title}:", ", ".join(f"{k}={w:.2f}" for k, w in zip(kinds, learn(list(cut.values())), strict=True)))
    weights = learn(list(cut.values()))
    for name, choices in cut.items():
        others = [found for other, found in cut.items() if other[:8] != name[:8]]
        print(f"  {name:32s} all sets {recalls(choices, weights)}   the other sets {recalls(choices, learn(others))}")


def learn(sets: Sequence[Choices]) -> Numbers:
    """Weights, none negative, under which a softmax over the scores is surest of the right tools (Adam)."""
    weight = np.ones(sets[0][0][0].shape[1])
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    packed = [_packed(choices) for choices in sets]
    for step in range(1, STEPS + 1):
        slope = sum(_slope(*one, weight) for one in packed) / len(packed) + REGULARISATION * weight
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weight = weight - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-9)
        weight = np.maximum(weight, 0)
    return weight


def _packed(choices: Choices) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Evidence [requests, tools, kinds], share of each right tool, and which places hold a tool."""
    longest = max(len(right) for _, right in choices)
    rows = np.zeros((len(choices), longest, choices[0][0].shape[1]))
    shares, there = np.zeros(rows.shape[:2]), np.zeros(rows.shape[:2], bool)
    for number, (evidence, right) in enumerate(choices):
        rows[number, : len(right)], there[number, : len(right)] = evidence, True
        shares[number, : len(right)] = right / max(right.sum(), 1)
    return rows, shares, there


def _slope(rows: Numbers, shares: Numbers, there: NDArray[np.bool_], weight: Numbers) -> Numbers:
    scores = np.where(there, TEMPERATURE * (rows @ weight), -np.inf)
    odds = np.exp(scores - scores.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    slope: Numbers = np.einsum("rt,rtk->k", odds - shares, rows) * TEMPERATURE / len(rows)
    return slope


def recalls(choices: Choices, weight: Numbers) -> str:
    shares = [right[np.argsort(-(rows @ weight), kind="stable")] / right.sum() for rows, right in choices]
    return "/".join(f"{100 * np.mean([one[:top].sum() for one in shares]):.1f}" for top in (1, 3, 5))


if __name__ == "__main__":
    main()

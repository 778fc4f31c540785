"""Learn the weights in `tools/choosing`: python bench/train_choosing.py --data DIR --talk DIR [--vectors DIR]

On the tuning halves only (`tools_sets.py`), each set counting alike. Prints the weights of `ranking.py` and, for each
set, its recall under weights that were learnt without it; then those of `abstaining.py`. `--talk` has XQuAD, whose
questions ask for no tool.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from dataclasses import astuple, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools_sets import Asked, ToolSet, Vectoriser, evidence_of, indexed, load_sets, load_talk, signs
from wainao.features.tools.choosing.abstaining import Signs
from wainao.features.tools.choosing.ranking import Weights

Numbers = NDArray[np.float64]

NEGATIVES = 100
"""Tools beside the right ones that a request is learnt from: those that look best."""
STEPS, RATE, REGULARISATION = 400, 0.05, 3e-4
SAMPLES = 3
TEMPERATURE = 5.0
"""Scores are of order 1; the softmax over them has to be able to be sure."""

MOST_READ, MOST_SEEN = 700, 150
LOST = 0.05
"""Share of the requests whose tool is there that may be told that none fits."""
JUDGE_REGULARISATION = 0.01
ANSWERS = (1.0, 0.0)

NAMES = [part.name for part in fields(Weights)]
WORDS = ["words", "meaning", "label", "samples", "served"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--talk", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, help="where vectors are kept between runs")
    given = parser.parse_args()
    halves = [one.half(tuning=True) for one in load_sets(given.data)]
    talk = {"zh": load_talk(given.talk, "zh")[::6], "en": load_talk(given.talk, "en")[::6]}
    vectoriser = Vectoriser.ours(given.vectors)
    report("ranking.BY_WORDS", WORDS, {one.name: collect(one, None) for one in with_samples(halves)})
    judge("abstaining.BY_WORDS", {one.name: seen(one, talk[one.language], None) for one in halves})
    english = [one for one in halves if one.language == "en"]
    report("ranking.EMBEDDED", NAMES, {one.name: collect(one, vectoriser) for one in with_samples(english)})
    judge("abstaining.EMBEDDED", {one.name: seen(one, talk["en"], vectoriser) for one in english})
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
    index = indexed(one, vectoriser)
    names = np.array(index.names)
    found: Choices = []
    for asked in one.requests[:: max(1, len(one.requests) // MOST_READ)]:
        evidence = evidence_of(index, asked.text, vectoriser)
        rows = np.stack([getattr(evidence, name) for name in NAMES], axis=1).astype(np.float64)
        right = np.isin(names, list(asked.tools))
        close = np.union1d(np.argsort(-rows.sum(1))[:NEGATIVES], np.flatnonzero(right))
        found.append((rows[close], right[close]))
    return found


def report(title: str, kinds: list[str], sets: dict[str, Choices]) -> None:
    columns = [NAMES.index(kind) for kind in kinds]
    cut = {name: [(rows[:, columns], right) for rows, right in choices] for name, choices in sets.items()}
    weights = learn(list(cut.values()))
    print(f"\n{title}:", ", ".join(f"{kind}={weight:.2f}" for kind, weight in zip(kinds, weights, strict=True)))
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


Seen = tuple[Numbers, Numbers]
"""Signs of the best tool: of requests whose tool is there, and of those for which there is none."""


def seen(one: ToolSet, talk: Sequence[str], vectoriser: Vectoriser | None) -> Seen:
    """Up to MOST_SEEN requests as they are, and, for none, with their tools taken away, and as much talk."""
    index = indexed(one, vectoriser)
    requests = one.requests[:: max(1, len(one.requests) // MOST_SEEN)]

    def look(text: str, without: Collection[str] = ()) -> list[float]:
        return [float(value) for value in astuple(signs(index, text, vectoriser, without))]

    there = [look(asked.text) for asked in requests]
    gone = [look(asked.text, asked.tools) for asked in requests]
    return np.array(there), np.array([*gone, *map(look, talk[: len(gone)])])


def judge(title: str, sets: dict[str, Seen]) -> None:
    names = [sign.name for sign in fields(Signs)]
    weight = judgement(list(sets.values()))
    confidence = {name: [_sigmoid(rows @ weight[:-1] + weight[-1]) for rows in found] for name, found in sets.items()}
    levels = np.linspace(0, 1, 1_001)
    lost = [np.mean([np.mean(there < level) for there, _ in confidence.values()]) for level in levels]
    least = float(levels[np.flatnonzero(np.array(lost) <= LOST)[-1]])
    told = ", ".join(f"{name}={value:.2f}" for name, value in zip([*names, "start"], weight, strict=True))
    print(f"\n{title}: {told}, least={least:.3f}")
    for name, (there, none) in confidence.items():
        print(f"  {name:32s} lost {np.mean(there < least):.3f}, none recognised {np.mean(none < least):.3f}")


def judgement(sets: Sequence[Seen]) -> Numbers:
    """Weights of a logistic regression and its start (Newton), both answers of each set counting alike."""
    rows = np.concatenate([part for found in sets for part in found])
    fits = np.concatenate(
        [np.full(len(part), answer) for found in sets for part, answer in zip(found, ANSWERS, strict=True)]
    )
    counts = np.concatenate([np.full(len(part), 1 / len(part)) for found in sets for part in found])
    middle, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.concatenate([(rows - middle) / spread, np.ones((len(rows), 1))], axis=1)
    weight = np.zeros(scaled.shape[1])
    for _ in range(30):
        odds = _sigmoid(scaled @ weight)
        slope = scaled.T @ (counts * (odds - fits)) + JUDGE_REGULARISATION * weight
        bend = (scaled * (counts * odds * (1 - odds))[:, None]).T @ scaled + JUDGE_REGULARISATION * np.eye(len(weight))
        weight -= np.linalg.solve(bend, slope)
    plain = weight[:-1] / spread
    return np.append(plain, weight[-1] - middle @ plain)


def _sigmoid(numbers: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-numbers))


if __name__ == "__main__":
    main()

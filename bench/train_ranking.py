"""Learn the weights in `rerank.py` and `quote.py`: python bench/train_ranking.py --data DIR

DIR holds XQuAD (`xquad.en.json`, `xquad.zh.json`) and CMRC 2018 (`cmrc2018.trial.json`). Every paragraph becomes a
document of its set, taken in by the real ingest. Prints what each article's questions gain under weights that were
learnt without that article (5 folds; the two XQuAD sets have the same articles), then the weights learnt from all.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_sets import Bench, Set, load_sets
from wainao.features.knowledge import quote, rerank
from wainao.features.knowledge.rerank import Ranked
from wainao.types import owner

FOLDS = 5
REGULARISATION = 3.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """One question: the features of each thing it could be answered with, and which of them are right.

    `right` is what the weights learn, `good` what counts as success.
    """

    group: str
    features: Numbers
    right: NDArray[np.bool_]
    good: NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    sets = load_sets(parser.parse_args().data)
    passages: dict[str, list[Choice]] = {}
    sentences: dict[str, list[Choice]] = {}
    for one in sets:
        with tempfile.TemporaryDirectory() as folder, Bench(Path(folder), one) as bench:
            passages[one.name], sentences[one.name] = collect(bench, one)
    report("passages (rerank.WEIGHTS)", list(rerank.WEIGHTS), passages, tops=(1, 5))
    report("sentences (quote.WEIGHTS)", list(quote.WEIGHTS), sentences, tops=(1, 2, 3))


def collect(bench: Bench, one: Set) -> tuple[list[Choice], list[Choice]]:
    """What the search offers for each question, as passages and as sentences."""
    passages, sentences = [], []
    with bench.database.read() as connection:
        for asked in one.questions:
            found = bench.retriever.find(connection, asked.text, actor=owner(), top=rerank.DEPTH)
            gold = [bench.number(ranked.evidence.located.path) == asked.paragraph for ranked in found]
            group = one.group(asked)
            passages.append(_passages(group, found, gold))
            sentences.append(_sentences(group, found, asked.answers, gold[: quote.PASSAGES]))
    return passages, sentences


def _passages(group: str, found: Sequence[Ranked], gold: Sequence[bool]) -> Choice:
    highest = max((ranked.evidence.bm25 for ranked in found), default=0.0)
    rows = [list(rerank.features(ranked.evidence, highest).values()) for ranked in found]
    right = np.array(gold, bool)
    return Choice(group, np.array(rows, float).reshape(-1, len(rerank.WEIGHTS)), right, right)


def _sentences(group: str, found: Sequence[Ranked], answers: Sequence[str], gold: Sequence[bool]) -> Choice:
    right_passages = {id(ranked.evidence) for ranked, is_gold in zip(found, gold, strict=False) if is_gold}
    offered = quote.quotables(found)
    good = np.array([any(a in one.evidence.text(one.said) for a in answers) for one in offered], bool)
    at_home = np.array([id(one.evidence) in right_passages for one in offered], bool)
    rows = [list(one.features.values()) for one in offered]
    return Choice(group, np.array(rows, float).reshape(-1, len(quote.WEIGHTS)), good & at_home, good)


def report(title: str, names: Sequence[str], sets: dict[str, list[Choice]], *, tops: Sequence[int]) -> None:
    print(f"\n{title}")
    every = [choice for choices in sets.values() for choice in choices]
    learnt = learn(every)
    fold = {group: number % FOLDS for number, group in enumerate(sorted({choice.group for choice in every}))}
    held_out = [learn([choice for choice in every if fold[choice.group] != number]) for number in range(FOLDS)]
    current = np.array(list((rerank if tuple(names) == tuple(rerank.WEIGHTS) else quote).WEIGHTS.values()))
    for name, choices in sets.items():
        cells = [
            success(choices, tops, weights)
            for weights in (lambda _: current, lambda choice: held_out[fold[choice.group]], lambda _: learnt)
        ]
        print(f"  {name:10} as written {cells[0]}   held out {cells[1]}   learnt from all {cells[2]}")
    print("  ", {name: round(float(weight), 1) for name, weight in zip(names, learnt, strict=True)})


def success(choices: Sequence[Choice], tops: Sequence[int], weights: Callable[[Choice], Numbers]) -> str:
    """Share of the questions with something good among the first so many, for each number of `tops`."""
    ranks = []
    for choice in choices:
        order = np.argsort(-(choice.features @ weights(choice)), kind="stable")
        good = np.flatnonzero(choice.good[order])
        ranks.append(good[0] if len(good) else np.inf)
    return " ".join(f"@{top} {np.mean(np.array(ranks) < top):.4f}" for top in tops)


def learn(choices: Sequence[Choice]) -> Numbers:
    """Weights under which what is right gets most of a softmax over what is offered (conditional logit, Newton)."""
    usable = [choice for choice in choices if choice.right.any()]
    rows = np.concatenate([choice.features for choice in usable])
    scale = rows.std(0)
    rows = rows / scale
    target = np.concatenate([choice.right / choice.right.sum() for choice in usable])
    sizes = np.array([len(choice.right) for choice in usable])
    starts = np.concatenate([[0], sizes.cumsum()[:-1]])
    owner_of = np.repeat(np.arange(len(sizes)), sizes)
    weights = np.zeros(rows.shape[1])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = rows @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner_of]
        odds = np.exp(scores)
        sums = np.add.reduceat(odds, starts)[owner_of]
        return float(REGULARISATION / 2 * weights @ weights - target @ (scores - np.log(sums))), odds / sums

    now, chance = loss(weights)
    for _ in range(50):
        gradient = rows.T @ (chance - target) + REGULARISATION * weights
        means = np.add.reduceat(rows * chance[:, None], starts)
        curvature = (rows * chance[:, None]).T @ rows - means.T @ means + REGULARISATION * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        while (after := loss(weights - step))[0] > now and np.abs(step).max() > 1e-9:
            step = step / 2
        weights, gained, (now, chance) = weights - step, now - after[0], after
        if gained < 1e-7 * abs(now):
            break
    return weights / scale


if __name__ == "__main__":
    main()

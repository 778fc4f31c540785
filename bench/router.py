"""Can the prompt alone say which model it needs? `python bench/router.py DATA.parquet` (pyarrow, numpy and scipy).

DATA has one prompt a row, with `bench`, `domain`, `prompt`, and whether the `weak` and the `strong` model answered it
rightly (0 or 1). A router orders the prompts by how much they need the strong model. Sending the first x of them there
recovers some share of the gap between the two models (PGR); the average over all x is the APGR (Ong et al., 2024,
arXiv:2406.18665): 0.50 is chance. Every router is fitted on other domains than those it is scored on: all others, or
only those of other fields, or of another benchmark. The bar is the length of the prompt, which needs no fitting; a
router that does not clear it on unseen domains is not worth its place.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

Scores = np.ndarray
REDRAWS = 1_000


@dataclass(frozen=True, kw_only=True)
class Prompts:
    """`gain` is 1 where only the strong model is right, -1 where only the weak one is."""

    domains: np.ndarray
    weak: np.ndarray
    strong: np.ndarray
    chars: np.ndarray
    traits: np.ndarray
    template: np.ndarray
    words: Any  # a sparse matrix

    @property
    def gain(self) -> np.ndarray:
        return self.strong - self.weak

    def at(self, chosen: np.ndarray) -> Prompts:
        return Prompts(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


def read(path: str) -> dict[str, Prompts]:
    """The prompts by benchmark, without those that a model had been trained on."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(path).to_pylist()
    rows = [row for row in rows if not row["contaminated"]]
    texts = [row["prompt"] for row in rows]
    everything = Prompts(
        domains=np.array([row["domain"] for row in rows]),
        weak=np.array([row["weak"] for row in rows], float),
        strong=np.array([row["strong"] for row in rows], float),
        chars=np.array([len(text) for text in texts], float),
        traits=traits(texts),
        template=np.array([len(re.findall(TEMPLATE, text)) for text in texts], float),
        words=words(texts),
    )
    benches = np.array([row["bench"] for row in rows])
    return {bench: everything.at(benches == bench) for bench in dict.fromkeys(benches.tolist())}


def apgr(scores: Scores, gain: np.ndarray) -> float:
    """The average share of the gap that is recovered, over all shares of calls that go to the strong model."""
    order = np.argsort(-scores, kind="stable")
    recovered = np.concatenate([[0.0], np.cumsum(gain[order])]) / gain.sum()
    return float(np.mean((recovered[:-1] + recovered[1:]) / 2))


def interval(scores: Scores, bar: Scores, prompts: Prompts) -> tuple[float, float]:
    """Between what 95 of 100 redraws of the prompts put the lead over the bar."""
    random, leads = np.random.default_rng(0), []
    for _ in range(REDRAWS):
        drawn = random.integers(0, len(scores), len(scores))
        gain = prompts.gain[drawn]
        leads.append(apgr(scores[drawn], gain) - apgr(bar[drawn], gain))
    low, high = np.quantile(leads, [0.025, 0.975])
    return float(low), float(high)


# Routers: from prompts to fit on (None: nothing to fit) and prompts to score, to scores.

Router = Callable[[Prompts, Prompts], Scores]


def length(_: Prompts, asked: Prompts) -> Scores:
    return asked.chars


def chance(_: Prompts, asked: Prompts) -> Scores:
    return np.random.default_rng(0).random(len(asked.chars))


_TRAITS = {
    "digits": r"\d",
    "numbers": r"\d+(?:[.,]\d+)?",
    "signs": r"[=+*/^<>%$\\]",
    "brackets": r"[()\[\]{}]",
    "lines": r"\n",
    "sentences": r"[.!?。！？](?:\s|$)",
    "commas": r"[,;:]",
    "capitals": r"\b[A-Z][a-z]+",
    "long words": r"\b\w{9,}\b",
    "negations": r"\b(?:not|no|never|none|except|neither|nor|without)\b",
    "conditions": r"\b(?:if|unless|when|whether|suppose|assume|given|because|therefore|then)\b",
    "asks how much": r"\b(?:how many|how much|what is the|calculate|find|compute|solve|total)\b",
    "asks which": r"\b(?:which|who|whom|where|what year)\b",
    "asks why": r"\b(?:why|explain|prove|show that|derive)\b",
    "compares": r"\b(?:more|less|most|least|than|best|greater|fewer|highest|lowest)\b",
    "quotes": r"[\"“”'‘’]",
}

TEMPLATE = r"\b(?:Statement|Scenario) [12]\b"
"""How whole domains of MMLU word all their questions: telling them apart by it is learning the benchmark."""

FIELDS = {
    "science": "abstract_algebra anatomy astronomy college_biology college_chemistry college_computer_science "
    "college_mathematics college_physics computer_security conceptual_physics electrical_engineering "
    "elementary_mathematics high_school_biology high_school_chemistry high_school_computer_science "
    "high_school_mathematics high_school_physics high_school_statistics machine_learning",
    "humanities": "formal_logic high_school_european_history high_school_us_history high_school_world_history "
    "international_law jurisprudence logical_fallacies moral_disputes moral_scenarios philosophy prehistory "
    "professional_law world_religions",
    "society": "econometrics high_school_geography high_school_government_and_politics high_school_macroeconomics "
    "high_school_microeconomics high_school_psychology human_sexuality professional_psychology public_relations "
    "security_studies sociology us_foreign_policy",
}
"""MMLU's own grouping of its domains; what is in none is "other"."""

_FIELD = {domain: field for field, domains in FIELDS.items() for domain in domains.split()}


def traits(texts: list[str]) -> np.ndarray:
    """Countable traits of each prompt, on a logarithmic scale, as such and per character."""
    rows = []
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in _TRAITS.values()]
    for text in texts:
        counts = [len(pattern.findall(text)) for pattern in patterns]
        size, said = len(text), text.lower().split()
        variety = len(set(said)) / max(len(said), 1)
        logs = [np.log1p(count) for count in [size, len(said), *counts]]
        rows.append([*logs, variety, size / max(len(said), 1), *(count / max(size, 1) * 100 for count in counts)])
    return np.array(rows)


def words(texts: list[str], size: int = 1 << 15) -> Any:
    """Hashed words and pairs of words, weighted down where many prompts have them; a unit vector for each prompt."""
    import scipy.sparse

    at, what = [], []
    for row, text in enumerate(texts):
        found = re.findall(r"\w+", text.lower())
        for term in {*found, *(f"{a} {b}" for a, b in pairwise(found))}:
            at.append(row)
            what.append(zlib.crc32(term.encode()) % size)
    matrix = scipy.sparse.csr_matrix((np.ones(len(at)), (at, what)), shape=(len(texts), size))
    rare = np.log(len(texts) / (1.0 + np.asarray((matrix > 0).sum(axis=0)).ravel())).clip(0.0)
    matrix = matrix.multiply(rare).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()).clip(1e-9)
    return scipy.sparse.diags(1 / norms) @ matrix


def ridge(rows: np.ndarray, gain: np.ndarray, penalty: float) -> np.ndarray:
    """Least squares for the gain, held back: stable with few rows and many traits alike."""
    if isinstance(rows, np.ndarray):
        return np.linalg.solve(rows.T @ rows + penalty * np.eye(rows.shape[1]), rows.T @ gain)
    from scipy.sparse.linalg import lsqr

    return lsqr(rows, gain, damp=np.sqrt(penalty))[0]


def by_traits(known: Prompts, asked: Prompts) -> Scores:
    mean, spread = known.traits.mean(axis=0), known.traits.std(axis=0).clip(1e-9)
    weights = ridge((known.traits - mean) / spread, known.gain - known.gain.mean(), penalty=300.0)
    return (asked.traits - mean) / spread @ weights


def by_words(known: Prompts, asked: Prompts) -> Scores:
    return asked.words @ ridge(known.words, known.gain - known.gain.mean(), penalty=30.0)


def by_traits_and_template(known: Prompts, asked: Prompts) -> Scores:
    both = [replace(one, traits=np.column_stack([one.traits, one.template])) for one in (known, asked)]
    return by_traits(*both)


def left_out(router: Router, prompts: Prompts, groups: np.ndarray) -> Scores:
    """Scores of each group's prompts by a router that was fitted on all other groups."""
    scores = np.empty(len(groups))
    for group in np.unique(groups):
        inside = groups == group
        scores[inside] = router(prompts.at(~inside), prompts.at(inside))
    return scores


ROUTERS: dict[str, Router] = {
    "chance": chance,
    "length (the bar)": length,
    "words, TF-IDF": by_words,
    "traits": by_traits,
    "traits and template": by_traits_and_template,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    sets = read(parser.parse_args().data)
    for name, prompts in sets.items():
        print(
            f"{name}: {len(prompts.chars)} prompts of {len(np.unique(prompts.domains))} domains; right: weak "
            f"{prompts.weak.mean():.3f}, strong {prompts.strong.mean():.3f}"
        )
    mmlu, gsm8k = sets["mmlu"], sets["gsm8k"]
    fields = np.array([_FIELD.get(domain, "other") for domain in mmlu.domains])
    unseen: dict[str, tuple[Prompts, Callable[[Router], Scores]]] = {
        "MMLU, other domains": (mmlu, lambda router: left_out(router, mmlu, mmlu.domains)),
        "MMLU, other fields": (mmlu, lambda router: left_out(router, mmlu, fields)),
        "GSM8K, from MMLU": (gsm8k, lambda router: router(mmlu, gsm8k)),
    }
    print(f"{'APGR':22}" + "".join(f"{name:>32}" for name in unseen))
    for title, router in ROUTERS.items():
        cells = []
        for prompts, score in unseen.values():
            scores = score(router)
            low, high = interval(scores, prompts.chars, prompts)
            cells.append(f"{apgr(scores, prompts.gain):>8.3f}  lead {low:+.3f} to {high:+.3f}")
        print(f"{title:22}" + "".join(f"{cell:>32}" for cell in cells))


if __name__ == "__main__":
    main()

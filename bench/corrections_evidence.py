"""Are two questions that lead to the same sentence, and ask it for the same kind of thing, likelier the same?

    python bench/corrections_evidence.py --data DIR

Two trials. On the half of the correction set that rules may be written on: each corrected question with its answer is a
document, among 240 paragraphs of XQuAD in each language. And on XQuAD: different questions about one paragraph, which
are never the same.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corrections import Group, read_groups
from wainao import Wainao
from wainao.features.corrections.closeness import closeness, weights
from wainao.features.knowledge.question import Question
from wainao.text.wording import items, normalise, veto

SQUAD = ("xquad.en.json", "xquad.zh.json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where a question leads without a model: the sentence quoted first, and what kind of thing is asked for."""

    place: tuple[str, int] | None
    quote: str
    kinds: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    groups = [group for group in read_groups(data) if not group.held_out]
    with (
        tempfile.TemporaryDirectory() as folder,
        Wainao.open(Path(folder) / "home", knowledge={"vectors": False}) as brain,
    ):
        documents = Path(folder) / "documents"
        documents.mkdir()
        for name, text in [*answers(data, groups), *paragraphs(data)]:
            (documents / name).write_text(text, encoding="utf-8")
        brain.add(documents)
        seen: dict[str, Evidence] = {}

        def evidence(question: str) -> Evidence:
            if question not in seen:
                seen[question] = found(brain, question)
            return seen[question]

        pairs(groups, evidence)
        neighbours(data, evidence)


def answers(data: Path, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    wanted = {group.id for group in groups}
    for line in (data / "corrections/correction_pairs.jsonl").read_bytes().splitlines():
        row = json.loads(line)
        if row["id"] in wanted:
            yield f"{row['id']}.md", f"# {row['question']}\n\n{row['answer']}\n"


def paragraphs(data: Path) -> Iterator[tuple[str, str]]:
    for file in SQUAD:
        for number, (context, _) in enumerate(contexts(data / "knowledge" / file)):
            yield f"{file}-{number}.md", context


def contexts(path: Path) -> Iterator[tuple[str, list[str]]]:
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for part in article["paragraphs"]:
            yield part["context"], [asked["question"] for asked in part["qas"]]


def found(brain: Wainao, question: str) -> Evidence:
    cited = brain.ask(question).output.citations
    first = cited[0] if cited else None
    place = None if first is None else (first.path, first.char_start)
    return Evidence(place=place, quote=first.quote if first else "", kinds=Question(question).kinds)


STEPS = ("same passage", "and same sentence", "and same kind asked for", "and no veto")


def agreement(one: str, two: str, ours: Evidence, theirs: Evidence) -> int:
    """How many of STEPS hold, one after the other."""
    if ours.place is None or theirs.place is None or ours.place[0] != theirs.place[0]:
        return 0
    if ours.place != theirs.place:
        return 1
    if ours.kinds != theirs.kinds:
        return 2
    return 3 if veto(items(normalise(one).core), items(normalise(two).core)) else 4


def pairs(groups: Sequence[Group], evidence: Callable[[str], Evidence]) -> None:
    print("\n## Pairs of the set\n\n| | pairs | " + " | ".join(STEPS) + " |\n| --- | --- | --- | --- | --- | --- |")
    same = [(group.question, text) for group in groups for text in group.paraphrases]
    other = [(group.question, text) for group in groups for _, text in group.near_misses]
    scored = {name: list(graded(which, evidence)) for name, which in (("paraphrases", same), ("near-misses", other))}
    for name, grades in scored.items():
        row(name, [level for level, _ in grades])
    print("\nFiring above a closeness, at the threshold that lets 1 % of these near-misses fire:")
    for least, what in ((0, "closeness alone"), (4, "and all of the evidence")):
        wrong = sorted((near for level, near in scored["near-misses"] if level >= least), reverse=True)
        threshold = wrong[len(other) // 100] if len(wrong) > len(other) // 100 else 0.0
        right = sum(level >= least and near > threshold for level, near in scored["paraphrases"])
        print(f"- {what}: {right / len(same):.1%} of the paraphrases, above {threshold:.2f}")


def graded(which: Sequence[tuple[str, str]], evidence: Callable[[str], Evidence]) -> Iterator[tuple[int, float]]:
    for stored, asked in which:
        near = closeness(weights(normalise(stored).key), weights(normalise(asked).key))
        yield agreement(stored, asked, evidence(stored), evidence(asked)), near


def neighbours(data: Path, evidence: Callable[[str], Evidence]) -> None:
    print("\n## Different questions about one paragraph of XQuAD\n")
    print("| | pairs | " + " | ".join(STEPS) + " |\n| --- | --- | --- | --- | --- | --- |")
    for file in SQUAD:
        asked = [questions for _, questions in contexts(data / "knowledge" / file)][::4]
        both = [two for questions in asked for two in itertools.combinations(questions, 2)]
        row(file, [agreement(one, two, evidence(one), evidence(two)) for one, two in both])


def row(name: str, levels: Sequence[int]) -> None:
    counts = Counter(levels)
    reached = [sum(counts[level] for level in counts if level >= least) for least in (1, 2, 3, 4)]
    print(f"| {name} | {len(levels)} | " + " | ".join(f"{count / len(levels):.1%}" for count in reached) + " |")


if __name__ == "__main__":
    main()

"""Do corrections fire when they should, and only then? And how fast, at how many?

    python bench/corrections.py --data DIR [--sizes 1000 10000 100000] [--parts outcomes sizes …]

DIR holds `corrections/*.jsonl` (the pairs and the list of added conditions), `knowledge/*.json` (XQuAD, CMRC) and
`safety/injection.dev.jsonl` (benign requests, as corrections on other matters). Rules were written on one half of the
groups; everything here is measured on the other half. The offline embedder takes part where it is installed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import statistics
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wainao.features.corrections.lifecycle import LifeCycle
from wainao.features.corrections.matcher import WordingMatcher
from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.types import Asker, Deed, Proposal, Space, Verdict
from wainao.features.models.offline import is_installed
from wainao.features.models.offline.minilm import MiniLM
from wainao.kernel import ConflictError
from wainao.store.home import Home
from wainao.text import fold, terms

TENANT = "bench"
ASKER = Asker(tenant=TENANT, user="asker")
SPACE = Space(tenant=TENANT, scope="everyone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One corrected question, wordings that mean the same, and wordings that only look alike."""

    id: str
    lang: str
    question: str
    paraphrases: tuple[str, ...]
    near_misses: tuple[tuple[str, str], ...]

    @property
    def held_out(self) -> bool:
        # zh-hr was read in full before the split was drawn.
        return zlib.crc32(self.id.encode()) % 2 == 1 and not self.id.startswith("zh-hr")


class Standing:
    """A home with corrections in it."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        CorrectionService(home)
        self._matcher = WordingMatcher(self._database)

    def add(self, questions: Iterable[str]) -> list[str]:
        deed = Deed(actor="bench", at_us=1)
        added = [
            self._database.write(
                lambda connection, question=question: LifeCycle(connection, deed).propose(
                    Proposal(space=SPACE, question=question, answer="-"), state="standing"
                )
            )
            for question in questions
        ]
        return [future.result() for future in added]

    def alias(self, aliases: Iterable[tuple[str, str]]) -> None:
        deed = Deed(actor="bench", at_us=1)
        added = [
            self._database.write(
                lambda connection, id=id, text=text: LifeCycle(connection, deed).add_alias(id, text, standing=True)
            )
            for id, text in aliases
        ]
        for future in added:
            with suppress(ConflictError):  # superseded by one whose question is equal, though spelt otherwise
                future.result()

    def match(self, question: str) -> Verdict:
        return self._matcher.match(question, ASKER)


@contextmanager
def standing() -> Iterator[Standing]:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), durable=False)
        try:
            yield Standing(home)
        finally:
            home.close()


PARTS = ("outcomes", "manners", "aliases", "baselines", "harm", "sizes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    given = parser.parse_args()
    groups = read_groups(given.data)
    written_on = [group for group in groups if not group.held_out]
    held_out = [group for group in groups if group.held_out]
    ordinary = read_ordinary(given.data)
    parts: dict[str, Callable[[], None]] = {
        "outcomes": lambda: outcomes(held_out, added_conditions(given.data), ordinary),
        "manners": lambda: manners(held_out),
        "aliases": lambda: alias_curve(held_out),
        "baselines": lambda: baselines(written_on, held_out),
        "harm": lambda: harm(given.data, groups, ordinary),
        "sizes": lambda: [at_size(size, held_out, ordinary) for size in given.sizes] and None,
    }
    for part in given.parts:
        parts[part]()


def read_groups(data: Path) -> list[Group]:
    rows = map(json.loads, (data / "corrections/correction_pairs.jsonl").read_text("utf-8").splitlines())
    return [
        Group(
            id=row["id"],
            lang=row["lang"],
            question=row["question"],
            paraphrases=tuple(row["paraphrases"]),
            near_misses=tuple((miss["kind"], miss["text"]) for miss in row["near_misses"]),
        )
        for row in rows
    ]


def added_conditions(data: Path) -> set[str]:
    """The near-misses that only add a condition, where the stored answer might hold by chance."""
    lines = (data / "corrections/added_condition.jsonl").read_text("utf-8").splitlines()
    return {json.loads(line)["text"] for line in lines}


def read_ordinary(data: Path) -> dict[str, list[str]]:
    """Questions that have nothing to do with the corrections."""
    files = {"XQuAD en": "xquad.en.json", "XQuAD zh": "xquad.zh.json", "CMRC": "cmrc2018.trial.json"}
    return {name: read_squad(data / "knowledge" / file) for name, file in files.items()}


def read_squad(path: Path) -> list[str]:
    found = json.loads(path.read_text("utf-8"))
    return [asked["question"] for article in found["data"] for part in article["paragraphs"] for asked in part["qas"]]


def outcomes(groups: Sequence[Group], conditions: set[str], ordinary: dict[str, list[str]]) -> None:
    print(f"\n## Outcomes: {len(groups)} corrections held out from writing the rules\n")
    print("For a paraphrase, its own correction is right. For a near-miss, to fire is wrong, whatever fires.\n")
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    with standing() as corrections:
        ids = corrections.add(group.question for group in groups)
        for group, own in zip(groups, ids, strict=True):
            for text in group.paraphrases:
                outcome = judged(corrections.match(text), own)
                rows["paraphrases"][outcome] += 1
                rows[f"paraphrases, {group.lang}"][outcome] += 1
            for kind, text in group.near_misses:
                outcome = judged(corrections.match(text), own)
                rows["near-misses"][outcome] += 1
                rows[f"near-misses, {kind}"][outcome] += 1
                if text not in conditions:
                    rows["near-misses, no condition only added"][outcome] += 1
        for name, questions in ordinary.items():
            rows[f"ordinary, {name}"].update(judged(corrections.match(text), None) for text in questions)
    table(rows)


OUTCOMES = ("fires own", "fires another", "shows own first", "shows own second or third", "shows others", "silent")


def judged(verdict: Verdict, own: str | None) -> str:
    """One of OUTCOMES."""
    if verdict.ruling is None:
        return "silent"
    if verdict.say == "fire":
        return "fires own" if verdict.ruling.id == own else "fires another"
    if verdict.ruling.id == own:
        return "shows own first"
    return "shows own second or third" if own in {ruling.id for ruling in verdict.related} else "shows others"


def table(rows: dict[str, Counter[str]]) -> None:
    print("| asked | n | " + " | ".join(OUTCOMES) + " |")
    print("| --- " * (len(OUTCOMES) + 2) + "|")
    for name, row in rows.items():
        cells = [f"{row[outcome]} ({row[outcome] / row.total():.1%})" for outcome in OUTCOMES]
        print(f"| {name} | {row.total()} | " + " | ".join(cells) + " |")


MANNERS = (
    "请问{}",
    "您好,{}",
    "你好,请问一下{}谢谢!",
    "麻烦问一下,{}",
    "我想咨询一下,{} 谢谢",
    "各位好,有个问题想请教一下:{}",
    "{},急,在线等",
    "{}?请尽快回复,谢谢",
    "不好意思打扰了,{}",
    "Hi, {}",
    "Hello there! {} Thanks in advance!",
    "Please, {}",
    "Excuse me, {}",
    "Good morning, quick question: {}",
    "{} Thanks!",
    "{} Please answer soon, thanks.",
    "{} Thank you very much",
    "Hope you are well. {} Best regards",
    "Sorry to bother you, {}",
)


def manners(groups: Sequence[Group]) -> None:
    """An opening or a closing must change nothing: neither for the question itself nor for what only looks alike."""
    print("\n## Manners put around every question and every near-miss\n")
    fired, wrong, asked = Counter[str](), Counter[str](), Counter[str]()
    with standing() as corrections:
        ids = corrections.add(group.question for group in groups)
        for group, own in zip(groups, ids, strict=True):
            for polite in MANNERS:
                if polite.isascii() != (group.lang == "en"):
                    continue
                asked[polite] += 1
                fired[polite] += judged(corrections.match(polite.format(group.question)), own) == "fires own"
                wrong[polite] += any(
                    corrections.match(polite.format(text)).say == "fire" for _, text in group.near_misses
                )
    print("| manners | questions | still fire | groups with a near-miss that fires |")
    print("| --- | --- | --- | --- |")
    for polite in MANNERS:
        print(f"| {polite.format('…')} | {asked[polite]} | {fired[polite]} | {wrong[polite]} |")


def alias_curve(groups: Sequence[Group]) -> None:
    """With some paraphrases confirmed as aliases, what of the remaining ones?"""
    print("\n## Aliases: so many paraphrases confirmed, the remaining ones asked\n")
    print("| aliases | asked | fire | fire or own shown | near-misses that fire |")
    print("| --- | --- | --- | --- | --- |")
    for aliases in range(4):
        row, misses = Counter[str](), 0
        with standing() as corrections:
            ids = corrections.add(group.question for group in groups)
            remaining = []
            for group, own in zip(groups, ids, strict=True):
                texts = random.Random(f"{group.id} {aliases}").sample(group.paraphrases, k=len(group.paraphrases))
                corrections.alias((own, text) for text in texts[:aliases])
                remaining += [(text, own) for text in texts[aliases:]]
            row.update(judged(corrections.match(text), own) for text, own in remaining)
            misses = sum(corrections.match(text).say == "fire" for group in groups for _, text in group.near_misses)
        total = row.total()
        print(f"| {aliases} | {total} | {row['fires own'] / total:.1%} | {found(row):.1%} | {misses} |")


Score = Callable[[str, str], float]


def baselines(written_on: Sequence[Group], held_out: Sequence[Group]) -> None:
    """Plain similarity that fires above a threshold: the one that lets 1 % of the other half's near-misses fire."""
    print("\n## Plain similarity, firing above the threshold that gave 1 % false firing on the other half\n")
    print(
        "| by | paraphrases that fire | near-misses that fire | its own best threshold at 1 %: paraphrases that fire |"
    )
    print("| --- | --- | --- | --- |")
    judges: dict[str, Score] = {"cosine of character 1-3-grams": gram_cosine, "BM25 of our terms": bm25(written_on)}
    if is_installed():
        judges["cosine of the offline embedder"] = embedder_cosine([*written_on, *held_out])
    for name, score in judges.items():
        for language in (None, "en"):
            ours = [group for group in written_on if language in (None, group.lang)]
            theirs = [group for group in held_out if language in (None, group.lang)]
            threshold = at_one_percent(scores(ours, score)[1])
            same, other = scores(theirs, score)
            cells = (share(same, threshold), share(other, threshold), share(same, at_one_percent(other)))
            print(f"| {name}{', English only' if language else ''} | {' | '.join(cells)} |")


def scores(groups: Sequence[Group], score: Score) -> tuple[list[float], list[float]]:
    same = [score(group.question, text) for group in groups for text in group.paraphrases]
    other = [score(group.question, text) for group in groups for _, text in group.near_misses]
    return same, other


def at_one_percent(other: list[float]) -> float:
    return sorted(other, reverse=True)[len(other) // 100]


def share(values: list[float], threshold: float) -> str:
    return f"{sum(value > threshold for value in values) / len(values):.1%}"


def gram_cosine(one: str, two: str) -> float:
    ours, theirs = grams(one), grams(two)
    dot = sum(count * theirs[gram] for gram, count in ours.items())
    return dot / math.sqrt(sum(n * n for n in ours.values()) * sum(n * n for n in theirs.values()))


def embedder_cosine(groups: Sequence[Group]) -> Score:
    """The offline embedder, which was taught English."""
    texts = [text for group in groups for text in (group.question, *group.paraphrases)]
    texts += [text for group in groups for _, text in group.near_misses]
    rows = dict(zip(texts, MiniLM().embed(texts)[0], strict=True))
    return lambda one, two: float(rows[one] @ rows[two])


def grams(text: str) -> Counter[str]:
    text = fold(text)
    return Counter(text[start : start + size] for size in (1, 2, 3) for start in range(len(text) - size + 1))


def bm25(groups: Sequence[Group]) -> Score:
    """BM25 of one question as the query and the other as the document, as a share of the query's score of itself."""
    documents = [set(terms(text)) for group in groups for text in (group.question, *group.paraphrases)]
    holding = Counter(term for document in documents for term in document)
    length = statistics.mean(map(len, documents))

    def points(query: list[str], document: list[str]) -> float:
        counts = Counter(document)
        norm = 1.2 * (0.25 + 0.75 * len(document) / length)
        return sum(
            math.log1p((len(documents) - holding[term] + 0.5) / (holding[term] + 0.5))
            * counts[term] * 2.2 / (counts[term] + norm)
            for term in set(query)
        )  # fmt: skip

    return lambda stored, asked: points(terms(asked), terms(stored)) / (points(terms(asked), terms(asked)) or 1.0)


HARM = 10_000


def harm(data: Path, groups: Sequence[Group], ordinary: dict[str, list[str]]) -> None:
    """Very many corrections on other matters, none of which an ordinary question may be answered with."""
    corrected = dict.fromkeys(text for group in groups for text in (group.question, *group.paraphrases))
    corrected |= dict.fromkeys(text for group in groups for _, text in group.near_misses)
    corrected |= dict.fromkeys(benign(data))
    chosen = list(corrected)[:HARM]
    print(f"\n## Harm: ordinary questions against {len(chosen):,} corrections on other matters\n")
    with standing() as corrections:
        corrections.add(chosen)
        print("| ordinary | asked | fire | shown something |")
        print("| --- | --- | --- | --- |")
        for name, questions in ordinary.items():
            said = Counter(corrections.match(text).say for text in questions)
            print(f"| {name} | {len(questions):,} | {said['fire']} | {said['beside'] / len(questions):.1%} |")
    held_out = [group for group in groups if group.held_out]
    with standing() as corrections:
        ids = corrections.add([*(group.question for group in held_out), *benign(data)])
        own = {text: id for group, id in zip(held_out, ids, strict=False) for text in group.paraphrases}
        row = Counter(judged(corrections.match(text), id) for text, id in own.items())
        print(f"\nHeld-out paraphrases among {len(ids):,}: own fires or is shown {found(row):.1%}")


def found(row: Counter[str]) -> float:
    """How often a question met its own correction."""
    return (row["fires own"] + row["shows own first"] + row["shows own second or third"]) / row.total()


def benign(data: Path) -> Iterator[str]:
    """What people asked of assistants: short requests without an attack, English and Chinese."""
    for line in (data / "safety/injection.dev.jsonl").read_bytes().splitlines():
        row = json.loads(line)
        if row["label"] == 0 and row["kind"] == "benign" and 5 <= len(row["text"]) <= 300:
            yield row["text"]


def at_size(size: int, held_out: Sequence[Group], ordinary: dict[str, list[str]]) -> None:
    """The held-out corrections among very many on questions of other articles than the ones asked about."""
    print(f"\n## {size:,} corrections, every other one with an alias\n")
    corrected = [text for group in held_out for text in (group.question, *group.paraphrases)]
    half = {name: len(texts) // 2 for name, texts in ordinary.items()}
    others = [text for name, texts in ordinary.items() for text in texts[: half[name]]]
    unrelated = [text for name, texts in ordinary.items() for text in texts[half[name] :]]
    with standing() as corrections:
        began = time.perf_counter()
        ids = corrections.add(group.question for group in held_out)
        texts = list(many(others, size - len(ids)))
        added, aliased = corrections.add(texts), [text.rstrip("?") for text in texts[::2]]
        corrections.alias((id, f"{text} again?") for id, text in zip(added[::2], aliased, strict=False))
        print(f"- added {size / (time.perf_counter() - began):,.0f} per second")
        groups = zip(held_out, ids, strict=True)
        own = {text: id for group, id in groups for text in (group.question, *group.paraphrases)}
        took, outcome = timed(corrections, corrected, own)
        print(f"- held-out questions and paraphrases: own fires or is shown {found(outcome):.1%}; {took}")
        took, outcome = timed(corrections, unrelated, {})
        shown, wrong = outcome["shows others"], outcome["fires another"]
        print(f"- {len(unrelated):,} questions on other articles: {wrong} fire, {shown / len(unrelated):.1%} are shown")
        print(f"  something; {took}")
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"- peak memory of this process so far: {peak_mib:,.0f} MiB")


def timed(corrections: Standing, questions: Sequence[str], own: dict[str, str]) -> tuple[str, Counter[str]]:
    """Match all; processor time, which other work on the machine does not blur as much as the clock's."""
    took, outcome = [], Counter[str]()
    for question in questions:
        began = time.thread_time()
        verdict = corrections.match(question)
        took.append((time.thread_time() - began) * 1000)
        outcome[judged(verdict, own.get(question))] += 1
    took.sort()
    return f"p50 {took[len(took) // 2]:.2f} ms, p99 {took[len(took) * 99 // 100]:.2f} ms", outcome


def many(questions: Sequence[str], size: int) -> Iterator[str]:
    """`size` different questions: the real ones, each again and again with a made-up project's name in it."""
    for number in range(size):
        text = questions[number % len(questions)].rstrip("?？")
        project = f"{chr(97 + number % 26)}{number // len(questions):x}proj"
        yield f"{text} ({project})?" if number >= len(questions) else f"{text}?"


if __name__ == "__main__":
    main()

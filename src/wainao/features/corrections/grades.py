"""What an exam says of a judge: per language how much it finds again, how much fires wrongly, whether it may fire."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wainao.features.corrections.judge import Pair
from wainao.types import Told, Usage, Words, joined

MOST_FALSE = 0.01
"""The share of near-misses that a judge which may fire lets fire at most."""
FEWEST = 100
"""Near-misses; fewer say too little about one in a hundred."""
NEVER = {
    "number": Words("数字", "number"),
    "date": Words("日期", "date"),
    "unit": Words("单位", "unit"),
    "negation": Words("否定", "negation"),
}
"""Where not one may fire: nothing does more harm than a wrong number, and rules can tell these."""
LANGUAGES: tuple[Pair, ...] = ("zh", "en", "mixed")

_TOO_FEW = Words(
    "近似问题只有 {misses} 个，看不出什么；至少要 {fewest} 个", "{misses} near-misses say too little; it takes {fewest}"
)
_TOO_OFTEN = Words(
    "{misses} 个近似问题中误触发 {wrong} 个；最多 {most} 个", "{wrong} of {misses} fired wrongly; it may be {most}"
)
_NEVER = Words("一个也不许误触发：{kinds}", "must not happen at all: {kinds}")
_ONE = Words("{kind} {wrong} 个", "{kind}: {wrong}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """One question: `kind` is "" for a paraphrase, else what is different. `seconds` and `usage` are the judge's."""

    language: Pair
    kind: str
    right: bool
    wrong: bool
    failed: bool = False
    by: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class KindResult:
    """Near-misses of one kind. `upper` is where the true share of `wrong` ends with 95 % confidence (Wilson)."""

    kind: str
    asked: int
    wrong: int
    upper: float


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageResult:
    """`recall` is the share of paraphrases whose own correction fires. `near_misses` are those that the judge did not
    fail on, `wrong` what fired falsely: near-misses, and paraphrases of another correction. `why` says what keeps it
    from passing."""

    language: Pair
    paraphrases: int
    recall: float
    near_misses: int
    wrong: int
    wrong_share: float
    wrong_upper: float
    kinds: tuple[KindResult, ...]
    passed: bool
    why: Told = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """`judge` is the deployment with its version, and the model. It was asked `asked` times, `kept` of them before this
    call, and failed `failed` times. Tokens, money (None: unknown) and times are those of all."""

    judge: str
    questions: int
    asked: int
    kept: int
    failed: int
    languages: tuple[LanguageResult, ...]
    input_tokens: int
    output_tokens: int
    cost_microusd: int | None
    usual_s: float
    late_s: float


def graded(grades: Sequence[Grade], *, kept: int) -> Report:
    """The report; `kept` of the papers were there before."""
    asked = [grade for grade in grades if grade.by]
    usage = sum((grade.usage for grade in asked), Usage())
    seconds = sorted(grade.seconds for grade in asked)
    return Report(
        judge=asked[0].by if asked else "",
        questions=len(grades),
        asked=len(asked),
        kept=kept,
        failed=sum(grade.failed for grade in grades),
        languages=tuple(_languages(grades)),
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_microusd=usage.cost_microusd,
        usual_s=_quantile(seconds, 0.5),
        late_s=_quantile(seconds, 0.95),
    )


def wilson_upper(wrong: int, asked: int) -> float:
    """The upper end of the 95 % interval of a share (Wilson, 1927).

    >>> round(wilson_upper(0, 100), 3), wilson_upper(0, 0)
    (0.037, 1.0)
    """
    if not asked:
        return 1.0
    z, share = 1.96, wrong / asked
    middle = share + z * z / (2 * asked)
    half = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return (middle + half) / (1 + z * z / asked)


def _languages(grades: Sequence[Grade]) -> Iterator[LanguageResult]:
    for language in LANGUAGES:
        here = [grade for grade in grades if grade.language == language]
        if here:
            yield _language(language, here)


def _language(language: Pair, grades: Sequence[Grade]) -> LanguageResult:
    same = [grade for grade in grades if not grade.kind]
    misses = [grade for grade in grades if grade.kind and not grade.failed]  # what was not judged may yet be wrong
    wrong = sum(grade.wrong for grade in grades)
    kinds = tuple(_kind(kind, misses) for kind in sorted({grade.kind for grade in misses}))
    why = _why_not(len(misses), wrong, kinds)
    return LanguageResult(
        language=language,
        paraphrases=len(same),
        recall=round(sum(grade.right for grade in same) / len(same), 4) if same else 0.0,
        near_misses=len(misses),
        wrong=wrong,
        wrong_share=round(wrong / len(misses), 4) if misses else 0.0,
        wrong_upper=round(wilson_upper(wrong, len(misses)), 4),
        kinds=kinds,
        passed=not why,
        why=why,
    )


def _kind(kind: str, misses: Sequence[Grade]) -> KindResult:
    here = [grade for grade in misses if grade.kind == kind]
    wrong = sum(grade.wrong for grade in here)
    return KindResult(kind=kind, asked=len(here), wrong=wrong, upper=round(wilson_upper(wrong, len(here)), 4))


def _why_not(misses: int, wrong: int, kinds: Sequence[KindResult]) -> Told:
    if misses < FEWEST:
        return _TOO_FEW.filled(misses=misses, fewest=FEWEST)
    if wrong > misses * MOST_FALSE:
        return _TOO_OFTEN.filled(wrong=wrong, misses=misses, most=math.floor(misses * MOST_FALSE))
    found = [kind for kind in kinds if kind.kind in NEVER and kind.wrong]
    never = [_ONE.filled(kind=NEVER[kind.kind], wrong=kind.wrong) for kind in found]
    return _NEVER.filled(kinds=joined(never, Words("、", ", "))) if never else ""


def _quantile(ordered: Sequence[float], share: float) -> float:
    return round(ordered[math.ceil(share * len(ordered)) - 1], 3) if ordered else 0.0

"""Fields that allow only certain values: which of them a request says; and whether it says yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wainao.features.tools.choosing.described import split_name
from wainao.features.tools.choosing.filling.fields import Field
from wainao.features.tools.choosing.filling.mentions import even
from wainao.features.tools.choosing.lexicon import lexicon
from wainao.text import is_cjk

_IDLE = re.compile(
    "includ|is|has|have|show|enabl|with|need|requir|want|check|use|return|get|allow|only|flag|whether|do"
)
"""Stems in the name of a yes-or-no field that say nothing of what it is about."""

TELLING = 0.5
"""What a word has to tell for one to be enough to say yes."""

_NOT = re.compile(
    r"\b(?:no|not|don't|dont|do not|doesn't|without|exclud\w+|never|skip|except|isn't|needn't)\b"
    "|不|无需|没有|别|除了|无须|免"
)
_CLAUSE = re.compile(r"[,.!?;，。！？；\n]|\bbut\b|但")


def chosen_option(request: str, field: Field) -> tuple[Any, str] | None:
    """The allowed value that is said, and by which words, if it is one; the longest where one is part of another."""
    said = [
        (option, piece)
        for option in field.choices
        for name in (option, *_names(field, option))
        if (piece := _saying(request, name))
    ]
    longest = max((len(piece) for _, piece in said), default=0)
    best = {str(option): (option, piece) for option, piece in said if len(piece) == longest}
    first = next(iter(best.values()), None)
    # Another name of the same value is no doubt.
    inside = first and all(piece.lower() in first[1].lower() or option == first[0] for option, piece in said)
    return first if len(best) == 1 and inside else None


def _names(field: Field, option: Any) -> list[str]:
    return str(field.names[option]).split("|") if isinstance(option, str) and field.names.get(option) else []


def _saying(request: str, option: Any) -> str:
    """The piece of the request that says `option`: its words in their order, in any of their forms; or nothing."""
    if isinstance(option, bool) or not isinstance(option, str | int | float):
        return ""
    text = even(str(option) if not isinstance(option, str) else split_name(option) or option)
    if any(map(is_cjk, text)):
        at = even(request).find(text)
        return request[at : at + len(text)] if at >= 0 else ""
    forms = [word.form for word in lexicon().words(text)]
    return next((piece for found, piece in _runs(request, len(forms)) if found == forms), "") if forms else ""


def _runs(request: str, length: int) -> Iterator[tuple[list[str], str]]:
    """Runs of words of the request, as forms and as written."""
    places = [(match.start(), match.end()) for match in re.finditer(r"[^\W_]+", even(request))]
    forms = [[word.form for word in lexicon().words(request[start:end])] for start, end in places]
    for first in range(len(places) - length + 1):
        run = [form for found in forms[first : first + length] for form in found]
        yield run, request[places[first][0] : places[first + length - 1][1]]


def said_yes(request: str, field: Field) -> tuple[bool, str] | None:
    """Yes where a clause says what the field is about, no where it does so with a negation; None where none does."""
    about = [word.form for word in lexicon().words(split_name(field.name)) if not _IDLE.fullmatch(word.form)]
    about = [form for form in about if lexicon().tells(form) >= TELLING]
    if not about:
        return None
    for clause in _CLAUSE.split(request):
        words = {word.form: word.written for word in lexicon().words(clause)}
        if all(form in words for form in about):
            return not _NOT.search(even(clause)), clause.strip()
    return None

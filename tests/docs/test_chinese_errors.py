"""Whatever tells a person what went wrong is there in Chinese, and nothing in the tables is dead."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

from test_chinese import wrong

from sentences import SOURCES, Said, blank, literals, sentences, template
from wainao.app.zh.errors import ERRORS, TABLES
from wainao.app.zh.errors.composed import COMPOSED
from wainao.app.zh.errors.foreign import FOREIGN
from wainao.app.zh.errors.licences import LICENCES
from wainao.app.zh.errors.words import WORDS
from wainao.app.zh.help import HELP
from wainao.features.models.catalogue.catalogue import catalogue

NOT_READ = {
    "__init__.py": "a mistake in a program: whoever reads its traceback reads Python",
    "app/gateway/": "the formats of OpenAI, Anthropic and Ollama speak English, as their clients expect",
    "app/http/openapi.py": "the OpenAPI description, which is in English",
    "app/metrics.py": "Prometheus's page, which is in English",
    "app/processes.py": "Prometheus's page, which is in English",
    "features/access/measures.py": "Prometheus's page, which is in English",
    "features/models/measures.py": "Prometheus's page, which is in English",
    "features/telemetry/measures.py": "Prometheus's page, which is in English",
    "features/models/catalogue/catalogue.py": "what our own data must not do; a test finds it",
    "features/tools/builtin/sandbox/jail.py": "said by a child process to its parent, which says it in its own words",
    "features/tools/conversation.py": "said to a model",
    "testing/": "said to those who write tests",
    "text/": "patterns",
}
"""Files, or folders of them, in which nothing is said to a person, and why."""

NOT_SAID = {
    "nobody sets that event": "an assertion",
    "That cannot be used: {problem}. Reply again, in the form that was asked for.": "said to a model",
    "Which model answers?": "asked of an embedder, to see which",
    "{name}: {error}": "no word of ours",
    "tool_choice {choice!r}": "the name of a field",
    "wainao": "the name of the program",
    "{subject}, {limit} at once": "a limit, which programs compare",
    "actor:{actor}, {per_minute} {what} per minute": "a limit, which programs compare",
    "has": "part of a sentence that Chinese says without it",
    "there are": "part of a sentence that Chinese says without it",
    "Can annual leave be carried over to the next year?": "the first question of the samples, asked in both languages",
    "Wainao {version} is ready.\n": "the greeting, which the command line says in both languages",
}
"""Single texts, and why nobody reads them, or not as they are."""


def is_read(said: Said) -> bool:
    unsaid = said.place.startswith(tuple(NOT_READ)) or blank(said.template) in map(blank, NOT_SAID)
    return said.has_words and not (unsaid or said.template in HELP or said.is_question)


def test_everything_that_is_said_is_said_in_chinese():
    known = {blank(english) for english in {**ERRORS, **WORDS}}
    missing = [
        f"{said.place}: {said.template}" for said in sentences() if is_read(said) and blank(said.template) not in known
    ]
    assert missing == [], "put them into a table of wainao.app.zh.errors"


def test_no_translation_is_dead():
    alive = {blank(template(one)) for file in SOURCES.rglob("*.py") for one in literals(file)}
    own = set(ERRORS) - set(COMPOSED) - set(FOREIGN) - set(LICENCES)
    assert [english for english in own if blank(english) not in alive] == []


def test_no_exception_is_dead():
    said = list(sentences())
    assert [place for place in NOT_READ if not any(one.place.startswith(place) for one in said)] == []
    assert set(map(blank, NOT_SAID)) - {blank(one.template) for one in said} == set()


def test_licences_are_told_as_in_the_catalogue_of_models():
    told = {licence.en: licence.zh for licence in catalogue().licences.values() if licence.restricts}
    assert told == LICENCES


def test_nothing_is_there_twice():
    counted = Counter(blank(english) for table in TABLES for english in table)
    assert [english for english, count in counted.items() if count > 1] == []


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# What Chinese says without: another verb for one and for many, a value that the sentence says twice.
LEFT_OUT = {"name2", "path2", "field2", "field3", "is_own", "number"}


def test_a_translation_has_the_values_of_its_sentence():
    strange = [english for english, chinese in ERRORS.items() if names(chinese) - names(english)]
    lost = [english for english, chinese in ERRORS.items() if names(english) - names(chinese) - LEFT_OUT]
    assert (strange, lost) == ([], [])


def test_chinese_sentences_end_as_the_english_ones_do():
    ends = {".": "。", "?": "？"}
    open_ended = [english for english, chinese in ERRORS.items() if ends.get(english[-1], chinese[-1]) != chinese[-1]]
    assert open_ended == []


def test_chinese_errors_have_chinese_punctuation():
    assert [found for chinese in ERRORS.values() for found in wrong(re.sub(r"\{\w+(![ars])?\}", "x", chinese))] == []

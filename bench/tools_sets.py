"""Sets of tools and of requests that ask for them, each split in two halves: one to tune on, one to report.

The folder has `metatool`, `seal`, `bfcl`, `toolalpaca` and `acebench`, each as its authors published it.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wainao.features.models import offline
from wainao.features.models.offline.minilm import MiniLM
from wainao.features.tools.choosing import encoder
from wainao.features.tools.choosing.abstaining import Signs
from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import ToolIndex, asked_texts, sought, tool_text
from wainao.features.tools.choosing.ranking import Evidence, weights_for
from wainao.text.encoder import Encoder


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, the names of the tools that serve it, and the arguments that a person would give each."""

    id: str
    text: str
    tools: frozenset[str]
    arguments: Mapping[str, Mapping[str, list[Any]]] = field(default_factory=dict)
    """By tool and field: the values that are right. An empty string among them says that blank is right, too."""

    @property
    def tuning(self) -> bool:
        """Which half it is in: fixed by its id, once."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0

    @property
    def sampled(self) -> bool:
        """Whether it may be a sample, where its half is parted once more: into samples and requests."""
        return hashlib.sha256(self.id.encode()).digest()[1] % 2 == 0


@dataclass(frozen=True, kw_only=True)
class ToolSet:
    name: str
    tools: tuple[Described, ...]
    requests: tuple[Asked, ...]
    language: str = "en"
    """ "zh" where any of it is Chinese, which the encoders do not read."""

    def half(self, *, tuning: bool) -> ToolSet:
        """The same tools, and half of the requests."""
        return replace(self, requests=tuple(asked for asked in self.requests if asked.tuning is tuning))


class Vectoriser:
    """An encoder that reads each text once; with a folder, once for all runs."""

    def __init__(self, name: str, opened: Callable[[], Encoder], folder: Path | None) -> None:
        self.name = name
        self._opened = opened
        self._file = None if folder is None else folder / f"{name}.npz"
        self._rows: dict[str, NDArray[np.float32]] = {}
        if self._file is not None and self._file.exists():
            with np.load(self._file, allow_pickle=False) as kept:
                self._rows = dict(zip(kept["texts"].tolist(), kept["rows"], strict=True))

    @classmethod
    def ours(cls, folder: Path | None) -> Vectoriser:
        """The encoder that comes along."""
        return cls(encoder.NAME, encoder.encoder, folder)

    @classmethod
    def plain(cls, folder: Path | None) -> Vectoriser | None:
        """The offline embedder, which learnt nothing of tools; None where its package is not installed."""
        return cls(offline.NAME, MiniLM, folder) if offline.is_installed() else None

    @cached_property
    def _encoder(self) -> Encoder:
        return self._opened()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A unit vector per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            self._rows |= dict(zip(new, self._encoder.embed(new)[0], strict=True))
        return np.array([self._rows[text] for text in texts])

    def keep(self) -> None:
        if self._file is not None:
            np.savez(self._file, texts=np.array(list(self._rows)), rows=np.array(list(self._rows.values())))


def indexed(one: ToolSet, vectoriser: Vectoriser | None) -> ToolIndex:
    """The tools of a set, with an embedder's vectors where one is given, which also reads the requests then."""
    if vectoriser is None:
        return ToolIndex(one.tools)
    index = ToolIndex(replace(tool, samples=()) for tool in one.tools)
    texts = {tool.name: tool_text(tool) for tool in one.tools}
    index.place(dict(zip(texts, vectoriser(list(texts.values())), strict=True)))
    for tool in one.tools:
        for sample in tool.samples:
            index.learn(tool.name, sample, vectoriser([sought(sample)])[0])
    vectoriser([text for asked in one.requests for text in asked_texts(asked.text)])
    return index


def signs(index: ToolIndex, text: str, vectoriser: Vectoriser | None, without: Collection[str] = ()) -> Signs:
    """Of the best tool for a request, as if those `without` were not there."""
    evidence = evidence_of(index, text, vectoriser)
    weights = weights_for(evidence)
    found = weights.score(evidence), weights.steady(evidence)
    gone = np.isin(np.array(index.names), list(without))
    for scores in found:
        scores[gone] = scores.min() - 1
    return Signs.of(evidence, *found)


def evidence_of(index: ToolIndex, text: str, vectoriser: Vectoriser | None) -> Evidence:
    if vectoriser is None:
        return index.evidence(index.read(text))
    return index.evidence(index.read(text), vectoriser(asked_texts(text)), vectoriser.name)


def load_talk(folder: Path, language: str) -> list[str]:
    """Questions of knowledge, which ask for no tool: XQuAD's."""
    data = json.loads((folder / f"xquad.{language}.json").read_text("utf-8"))["data"]
    return [asked["question"] for article in data for part in article["paragraphs"] for asked in part["qas"]]


def load_sets(data: Path) -> list[ToolSet]:
    return [
        _metatool(data / "metatool", merged_only=True),
        _metatool(data / "metatool", merged_only=False),
        _seal(data / "seal"),
        _bfcl(data / "bfcl"),
        _toolalpaca(data / "toolalpaca"),
        _acebench(data / "acebench", "en"),
        _acebench(data / "acebench", "zh"),
    ]


def _metatool(folder: Path, *, merged_only: bool) -> ToolSet:
    """The 47 tools that were made by merging plugins, or all 199."""
    described = json.loads((folder / "big_tool_des.json").read_text("utf-8"))
    if not merged_only:
        described = json.loads((folder / "plugin_des.json").read_text("utf-8")) | described
    with (folder / "dev.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = {row["Tool"] for row in rows}
    tools = {name: Described(name=name, description=text) for name, text in described.items() if name in wanted}
    return ToolSet(
        name=f"MetaTool ({len(tools)})",
        tools=tuple(tools.values()),
        requests=tuple(
            Asked(id=f"metatool-{row['Query']}", text=row["Query"], tools=frozenset({row["Tool"]}))
            for row in rows
            if row["Tool"] in tools
        ),
    )


def _seal(folder: Path) -> ToolSet:
    tools = [
        Described(
            name=row["api_name"],
            description=row["api_description"],
            parameters={"properties": row["parameters"], "required": row["required"]},
        )
        for row in _rows(folder / "tool.jsonl")
    ]
    requests = [
        Asked(
            id=row["id"],
            text=row["query"],
            tools=frozenset(call["api"] for call in row["calling"]),
            arguments={
                call["api"]: {name: [value] for name, value in call["parameters"].items()} for call in row["calling"]
            },
        )
        for row in _rows(folder / "dev.jsonl")
    ]
    return ToolSet(name=f"Seal-Tools ({len(tools)})", tools=tuple(tools), requests=tuple(requests))


def _bfcl(folder: Path) -> ToolSet:
    described: list[Described] = []
    requests = []
    for file in ("simple_python", "multiple", "parallel", "parallel_multiple"):
        truth = {row["id"]: row["ground_truth"] for row in _rows(folder / f"answer_{file}.jsonl")}
        for row in _rows(folder / f"{file}.jsonl"):
            described += map(_function, row["function"])
            if row["id"] in truth:
                calls: dict[str, Mapping[str, list[Any]]] = {}
                for call in truth[row["id"]]:
                    calls |= call
                text = " ".join(turn["content"] for turn in row["question"][0] if turn["role"] == "user")
                requests.append(Asked(id=f"bfcl-{row['id']}", text=text, tools=frozenset(calls), arguments=calls))
    tools = _merged(described)
    return ToolSet(name=f"BFCL ({len(tools)})", tools=tools, requests=tuple(requests))


def _toolalpaca(folder: Path) -> ToolSet:
    """A public API is a tool: one line on each of 1,412, and what was asked of ten of them."""
    entries = json.loads((folder / "public_apis.json").read_text("utf-8"))["entries"]
    tools = {row["API"]: Described(name=row["API"], description=row["Description"]) for row in entries}
    requests = [
        Asked(id=f"alpaca-{api['Name']}-{number}", text=text, tools=frozenset({api["Name"]}))
        for api in json.loads((folder / "eval_simulated.json").read_text("utf-8"))
        for number, text in enumerate(api["Instructions"])
    ]
    return ToolSet(name=f"ToolAlpaca ({len(tools)})", tools=tuple(tools.values()), requests=tuple(requests))


def _acebench(folder: Path, language: str) -> ToolSet:
    tools: dict[str, Described] = {}
    requests = []
    for file in sorted((folder / language).glob("*.jsonl")):
        truth = {row["id"]: row["ground_truth"] for row in _rows(folder / language / "answer" / file.name)}
        for row in _rows(file):
            tools |= {tool.name: tool for tool in map(_function, row["function"])}
            if row["id"] not in truth:
                continue
            answered = truth[row["id"]]
            calls = {
                _numberless(name, tools): fields
                for call in (answered if isinstance(answered, list) else [answered])
                for name, fields in call.items()
            }
            requests.append(
                Asked(
                    id=f"ace-{language}-{row['id']}",
                    text=_said(row["question"]),
                    tools=frozenset(calls),
                    arguments={tool: {name: [value] for name, value in call.items()} for tool, call in calls.items()},
                )
            )
    name = f"ACEBench {language} ({len(tools)})"
    return ToolSet(name=name, tools=tuple(tools.values()), requests=tuple(requests), language=language)


def _numberless(name: str, tools: Mapping[str, Described]) -> str:
    """The tool that is meant: where one is called several times, the answers number its name."""
    return name if name in tools else name.rpartition("_")[0]


def _said(question: str) -> str:
    """What the person said, of all turns."""
    turns = [line for line in question.splitlines() if line.strip() and not line.startswith("system:")]
    return "\n".join(line.removeprefix("user:").strip() for line in turns)


def _merged(described: Iterable[Described]) -> tuple[Described, ...]:
    """One tool of each name, as the import of a catalogue does it: several questions bring their own of that name."""
    tools: dict[str, Described] = {}
    for tool in described:
        known = tools.get(tool.name)
        tools[tool.name] = tool if known is None else known.and_also(tool)
    return tuple(tools.values())


def _function(row: Mapping[str, Any]) -> Described:
    return Described(
        name=row["name"],
        description=row["description"],
        parameters=row.get("parameters", row.get("arguments")) or {},
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from _parsed(path.read_text("utf-8").splitlines())


def _parsed(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines if line.strip())

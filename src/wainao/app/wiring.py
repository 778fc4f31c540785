"""Put it all together: settings, home, engines, features, kernel. The only place that knows every part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any

from wainao.app.live import Live
from wainao.app.loop import Loop
from wainao.app.settings import Settings, load
from wainao.app.wire import read_input
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import (
    Call,
    Capability,
    ConflictError,
    Corrections,
    Kernel,
    Match,
    Outcome,
    Ports,
    RightsPolicy,
    Stream,
)
from wainao.store.actors import Actors
from wainao.store.approvals import SqliteApprovals
from wainao.store.extension import Parts, Resource
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.types import owner


class Wainao:
    """One installation, open: its kernel, and the main job as plain calls.

        with Wainao.open("./home") as brain:
            brain.add("handbook")
            answer = brain.ask("Can annual leave be carried over?")
            brain.correct(answer.receipt, "Yes, until 31 March.")

    Inside a running event loop use `await brain.run(...)` and `async with brain.stream(...)`; they are what the plain
    calls wait for. Several processes may have the same home open.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        capabilities: Iterable[Capability] = (),
        resources: Iterable[Resource] = (),
        upgrade: bool = False,
    ) -> None:
        self.settings = settings
        self._loop = Loop()
        with ExitStack() as stack:
            self.home = Home(settings.home, durable=settings.store.durability == "each", upgrade=upgrade)
            stack.callback(self.home.close)
            self.actors = Actors(self.home)
            parts = _open_features(self.home, settings, stack)
            self.capabilities = (*(one for part in parts for one in part.capabilities), *capabilities)
            self.asking = frozenset(one.spec.name for one in self.capabilities if getattr(one, "asks", False))
            self.resources = (*(one for part in parts for one in part.resources), *resources)
            self.sources = tuple(source for part in parts for source in part.sources)
            self.measures = tuple(part.measures for part in parts if part.measures is not None)
            self.live = Live(self.home, [part.live_measures for part in parts if part.live_measures is not None])
            stack.callback(self.live.close)
            self.home.keepers.add(keeper for part in parts for keeper in part.keepers)
            self.kernel = Kernel(_ports(self.home, settings, parts), self.capabilities, sources=self.sources)
            stack.callback(self._loop.close)
            self._loop.start(self.live.work())
            for work in [part.work for part in parts if part.work is not None]:
                self._loop.start(work(self.kernel))
            self._open = stack.pop_all()

    @classmethod
    def open(
        cls,
        home: str | PathLike[str] | None = None,
        *,
        config: str | PathLike[str] | None = None,
        capabilities: Iterable[Capability] = (),
        resources: Iterable[Resource] = (),
        **flags: Mapping[str, Any],
    ) -> Wainao:
        """Open the home in that directory, by default the user's own, and make it if it is not there.

        `flags` are sections of settings that win over file and environment: `server={"port": 9000}`. Raises
        SettingsError when a setting is wrong.
        """
        settings = load(Path(home) if home else None, config=Path(config) if config else None, flags=flags)
        return cls(settings, capabilities=capabilities, resources=resources)

    @property
    def model_name(self) -> str | None:
        """The model that answers where none is named, if there is one."""
        chat = next((one for one in self.capabilities if one.spec.name == "models:chat"), None)
        name: str | None = getattr(chat, "default", None)
        return name

    def close(self) -> None:
        """End what is running, finish the writes under way, close the files."""
        self._open.close()

    def __enter__(self) -> Wainao:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    async def run(self, name: str, /, **fields: Any) -> Outcome:
        """Call any capability, as the owner: `await brain.run("knowledge:ask", question="…")`.

        Raises a WainaoError when it fails. To call as another actor, or with an approval, use `brain.kernel`.
        """
        return await self.kernel.run(name, self._input(name, fields), actor=owner())

    def stream(self, name: str, /, **fields: Any) -> AbstractAsyncContextManager[Stream]:
        """`run`, read as it comes: `async with brain.stream("knowledge:ask", question="…") as stream:`."""
        return self.kernel.stream(name, self._input(name, fields), actor=owner())

    def _input(self, name: str, fields: Mapping[str, Any]) -> Any:
        return read_input(self.kernel.spec(name, owner()), fields)

    def call(self, name: str, /, **fields: Any) -> Outcome:
        """`run` for plain code: waits for the whole answer."""
        return self._loop.run(self.run(name, **fields))

    def add(self, *paths: str | PathLike[str], base: str = "main") -> Outcome:
        """Read files and folders into a knowledge base; `output` says what became of each file."""
        return self.call("knowledge:add", paths=[str(Path(path).absolute()) for path in paths], base=base)

    def ask(self, question: str, **fields: Any) -> Outcome:
        """Ask the documents; `output` is an `Answer` with its citations."""
        return self.call("knowledge:ask", question=question, **fields)

    def search(self, question: str, *, top: int = 10, **fields: Any) -> Outcome:
        """Find passages; `output.passages` has the best first."""
        return self.call("knowledge:search", question=question, top=top, **fields)

    def correct(self, receipt: str, answer: str, **fields: Any) -> Outcome:
        """Say what the right answer is, to the question of that receipt."""
        return self.call("corrections:propose", receipt=receipt, answer=answer, **fields)

    def receipt(self, receipt: str) -> Outcome:
        """Everything about one call: who, what, when, on which versions, with which verdicts."""
        return self.call("receipts:show", receipt=receipt)

    def verify(self) -> Outcome:
        """Read the whole ledger; `output.intact` is True, or `output.faults` says where it is not."""
        return self.call("receipts:verify")


def model_name(settings: Settings) -> str | None:
    """The model that the settings name, if they do."""
    sections = [section for _, section in settings.features if isinstance(section, ModelsSettings)]
    return next((section.model or None for section in sections), None)


class NoCorrections:
    """Where no feature brings corrections, none stands."""

    async def match(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Match:
        return Match()


def _open_features(home: Home, settings: Settings, stack: ExitStack) -> tuple[Parts, ...]:
    opened = []
    for feature, section in settings.features:
        parts = feature.open(home, section)
        stack.callback(parts.close)
        opened.append(parts)
    return tuple(opened)


def _ports(home: Home, settings: Settings, parts: Iterable[Parts]) -> Ports:
    return Ports(
        receipts=home.ledger,
        policy=RightsPolicy(ask=frozenset(settings.policy.ask)),
        approvals=SqliteApprovals(home),
        meter=SqliteMeter(home),
        corrections=_corrections(parts),
        guards=tuple(guard for part in parts for guard in part.guards),
    )


def _corrections(parts: Iterable[Parts]) -> Corrections:
    brought = [part.corrections for part in parts if part.corrections is not None]
    if len(brought) > 1:
        raise ConflictError("Two features bring corrections. Only one may: put the other into [extensions] deny.")
    return brought[0] if brought else NoCorrections()

"""The one abstraction: a Capability is a Spec and one method, `invoke(call)`, that yields items."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Protocol

from wainao.kernel.errors import SettingsError, UsageError
from wainao.kernel.receipt import ONE_CALL, Draft, Outcome, Verdict
from wainao.types import Actor, Right, Ruling, Told, Usage, Words

Risk = Literal["read", "write", "act"]
Overlay = Literal["trial"] | bool
"""Whether corrections have a say: False, none; True, those that stand; "trial", those on trial, too."""

_NAME = re.compile(r"[a-z][a-z0-9_]*:[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correctable:
    """How a standing human answer takes the place of a capability's own.

    `question` and `bases` read the input: the text that is matched ("": there is none), the knowledge bases that are
    asked (None: all). `answer` makes the capability's output out of a ruling. With `inner=False`, questions that
    another capability asks are not matched, because no person asked them.
    """

    question: Callable[[Any], str]
    answer: Callable[[Ruling], Any]
    bases: Callable[[Any], tuple[str, ...] | None] = lambda _: None
    inner: bool = True

    def asked(self, input: Any, *, inner: bool) -> str:
        """The question that is matched, if there is one."""
        return self.question(input) if self.inner or not inner else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spec:
    """What a capability says about itself; every face (HTTP, MCP, command, form) is made from it.

    `input` and `output` are dataclasses. `right` is what an actor needs, by default the risk's own. `secret` names
    input fields that no receipt may hold, `estimate` is what to reserve before the call, `timeout_s` bounds all of it.
    `example` is an input that makes sense to a reader: forms, the reference and the contract suite use it. What comes
    from outside describes its input by `schema`, a JSON Schema of the object in the field `arguments`. `check` looks at
    an input before anybody is asked about the call, and raises UsageError for one that makes no sense.

    A `tool` is offered where a request in a person's words chooses what to call; `samples` are such requests.

    `deed` says, line by line, what a call does, where that can change under the capability's name: a standing grant
    holds as long as that stays the same.
    """

    name: str
    title: Words
    description: Words
    input: type
    output: type
    risk: Risk = "read"
    right: Right | None = None
    version: str = "1"
    timeout_s: float = 120.0
    correctable: Correctable | None = None
    secret: frozenset[str] = frozenset()
    estimate: Callable[[Any], Usage] = lambda _: ONE_CALL
    example: Any = None
    schema: Mapping[str, Any] | None = None
    check: Callable[[Any], None] | None = None
    tool: bool = False
    samples: tuple[str, ...] = ()
    deed: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise SettingsError(
                f"A capability cannot be called {self.name!r}. Expected kind:name in lower case, such as "
                "'tools:weather'. Rename it in its Spec."
            )

    @property
    def needs(self) -> Right:
        return self.right or self.risk


_NOTHING = object()


class Stream:
    """An answer while it comes, as a block: iterate for its increments, then read `outcome`.

    Leaving the block early ends the call, on record. The call has begun when the block is entered: a refusal is raised
    there, before anything was streamed.
    """

    __slots__ = ("_first", "_items", "_outcome", "receipt", "versions")

    def __init__(self, draft: Draft, items: AsyncGenerator[Any, None]) -> None:
        self.receipt = draft.id
        self.versions: Mapping[str, str] = draft.versions
        """What the answer depends on, as far as it is known by now."""
        self._first: Any = _NOTHING
        self._items = items
        self._outcome: Outcome | None = None

    async def __aenter__(self) -> Stream:
        self._first = await anext(self._items)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self._items.aclose()

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        item, self._first = self._first, _NOTHING
        if item is _NOTHING:
            item = await anext(self._items)
        if type(item) is Outcome:
            self._outcome = item
            raise StopAsyncIteration
        return item

    @property
    def correction(self) -> Ruling | None:
        """The standing correction that answers, if one does: its answer comes whole, so it is known from the start."""
        whole = self._outcome or self._first
        return whole.correction if isinstance(whole, Outcome) else None

    @property
    def outcome(self) -> Outcome:
        """The whole answer. Raises UsageError before the stream has been read to its end."""
        if self._outcome is None:
            raise UsageError(
                "This stream has not been read to its end, so it has no outcome yet. Iterate over it first."
            )
        return self._outcome


class Governor(Protocol):
    """The part of the kernel that a call can use to make further calls: the same door that everybody else uses."""

    @property
    def versions(self) -> Mapping[str, str]: ...

    def __contains__(self, name: str) -> bool: ...

    def spec(self, name: str, actor: Actor | None = None) -> Spec: ...

    def specs(self, actor: Actor) -> Iterator[Spec]: ...

    async def run(
        self,
        name: str,
        input: Any,
        *,
        actor: Actor,
        parent: Call | None = None,
        proved: bool = True,
        overlay: Overlay | None = None,
        tainted: bool = False,
    ) -> Outcome: ...

    def stream(
        self,
        name: str,
        input: Any,
        *,
        actor: Actor,
        parent: Call | None = None,
        proved: bool = True,
        overlay: Overlay | None = None,
        tainted: bool = False,
    ) -> Stream: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One invocation as its capability sees it. Who is calling is here and nowhere else.

    With `overlay` False no correction answers it or is shown to it, nor to what it calls; True: one may, even where the
    capability leaves them to whoever calls it; "trial": so may one on trial. An evaluation asks in all these ways.

    `tainted` says that a machine chose to make this call, or what goes into it: a model that had read what others
    wrote, say. So is all that it calls, and whatever of that writes or acts needs a person.

    `shown` says that somebody reads the answer while it comes, rather than wait for the whole of it.
    """

    spec: Spec
    actor: Actor
    input: Any
    draft: Draft
    kernel: Governor
    approval: str | None = None
    deadline: float
    related: tuple[Ruling, ...] = ()
    overlay: Overlay | None = None
    tainted: bool = False
    shown: bool = False

    @property
    def id(self) -> str:
        return self.draft.id

    async def run(self, name: str, input: Any, *, overlay: Overlay | None = None, tainted: bool = False) -> Outcome:
        """Call another capability on behalf of the same actor and wait for its whole answer."""
        return await self.kernel.run(
            name, input, actor=self.actor, parent=self, proved=False, overlay=overlay, tainted=tainted
        )

    def stream(self, name: str, input: Any, *, overlay: Overlay | None = None, tainted: bool = False) -> Stream:
        """Call another capability on behalf of the same actor and read its answer as it comes."""
        return self.kernel.stream(
            name, input, actor=self.actor, parent=self, proved=False, overlay=overlay, tainted=tainted
        )

    def used(self, usage: Usage) -> None:
        """Add to what this call has used; it is settled and recorded when the call ends. Nobody gets anything back."""
        self.draft.usage += usage.bounded()

    def depends(self, **versions: str) -> None:
        """Record a version that the answer depends on: `call.depends(model="qwen3-8b")`."""
        self.draft.versions.update(versions)

    def noted(self, by: str, said: str, why: Told = "") -> None:
        """Record a verdict."""
        self.draft.verdicts.append(Verdict(by=by, said=said, why=why))


class Capability(Protocol):
    """What every model, tool, knowledge base and voice is to the kernel.

    `invoke` yields any number of increments, such as `Delta`, and then exactly one value of `spec.output`: the whole
    answer. Reading the stream to its end and asking for the answer at once are therefore the same thing.

    One that waits for something to be connected has a property `awake`, too; while that is false, the kernel says that
    it is not there, and calling it all the same says what it waits for.
    """

    @property
    def spec(self) -> Spec: ...

    def invoke(self, call: Call) -> AsyncIterator[Any]: ...


class Source(Protocol):
    """Capabilities that come and go while the process runs, each tenant's apart."""

    def find(self, name: str, tenant: str) -> Capability | None: ...

    def all(self, tenant: str) -> Iterable[Capability]: ...

"""One call of a tool that a machine chose: how it goes, and what came of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from wainao.features.tools.offering import as_text, input_of
from wainao.features.tools.types import FollowUp, ToolOutput
from wainao.features.tools.used import Doing, Step, Waiting
from wainao.kernel import Call, IntegrityError, NeedsPersonError, Outcome, StoreError, WainaoError
from wainao.types import Delta, Progress


async def read(call: Call, name: str, input: Any, *, tainted: bool = False) -> AsyncGenerator[Any, None]:
    """What a further call gives while it comes, if somebody reads along, and last its `Outcome`.

    Where nobody does it is asked for whole, so that another deployment can take over until its last word.
    """
    if not call.shown:
        yield await call.run(name, input, tainted=tainted)
        return
    async with call.stream(name, input, tainted=tainted) as stream:
        async for item in stream:
            yield item
    yield stream.outcome


@dataclass(slots=True)
class Working:
    """The `number`-th call of a request. Afterwards there is a `step`, with its `output` unless that failed, or else a
    `waiting`."""

    call: Call
    number: int
    tool: str
    arguments: Any
    step: Step | None = None
    waiting: Waiting | None = None
    output: Any = None

    async def go(self) -> AsyncGenerator[Doing, None]:
        """How it goes. Raises StoreError and IntegrityError: every other failure is a step that failed."""
        doing = Doing(step=self.number, tool=self.tool)
        yield replace(doing, arguments=self._given())
        try:
            spec = self.call.kernel.spec(self.tool, self.call.actor)
            given = input_of(spec, self.arguments)
            async with aclosing(read(self.call, spec.name, given, tainted=True)) as items:
                async for item in items:
                    if isinstance(item, Progress):
                        yield replace(doing, far=item)
                    elif isinstance(item, Delta) and not item.of:
                        yield replace(doing, piece=item.text)
                    elif isinstance(item, Outcome):
                        self._ended(item)
        except NeedsPersonError as error:
            self.waiting = Waiting(tool=self.tool, arguments=self.arguments, approval=error.approval, why=str(error))
            yield replace(doing, state="waits", approval=error.approval)
            return
        except (StoreError, IntegrityError):
            raise
        except WainaoError as error:
            self._keep(str(error), failed=True, receipt=error.receipt or "")
        if (step := self.step) is not None:
            ended = replace(doing, state="done", receipt=step.receipt)
            yield replace(ended, state="failed", piece=step.text) if step.failed else ended

    def _ended(self, outcome: Outcome) -> None:
        self.output = outcome.output
        failed = isinstance(self.output, ToolOutput) and self.output.failed
        form = getattr(self.output, "form", None)
        self._keep(
            as_text(self.output),
            failed=failed,
            receipt=outcome.receipt,
            form=form if isinstance(form, FollowUp) else None,
        )

    def _keep(self, text: str, *, failed: bool, receipt: str, form: FollowUp | None = None) -> None:
        self.step = Step(tool=self.tool, arguments=self._given(), text=text, failed=failed, receipt=receipt, form=form)

    def _given(self) -> Any:
        """A model may give what is no object; a record of it is one all the same."""
        return self.arguments if isinstance(self.arguments, dict) else {"": self.arguments}

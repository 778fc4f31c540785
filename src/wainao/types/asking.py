"""What a capability may want to know of whoever called it, while it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wainao.types.message import ChatInput, Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A person is shown `message` and fills in `schema`: the JSON Schema of one object with plain fields."""

    message: str
    schema: Json


Want = Form | ChatInput
"""A person fills in a form, or the caller's own model writes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """An increment by which a capability asks; when it goes on, `answers` has what came back, by the same names.

        class Book:
            asks = True

            async def invoke(self, call):
                asking = Asking(wants={"seat": Form(message="Which seat?", schema=SEAT)})
                yield asking
                seat = asking.answers.get("seat")

    One that asks says so by `asks`: only then is somebody there to be asked.

    The answer to a form is the object that was filled in, to a chat its `ChatOutput`. One that is missing was declined,
    or nobody could be asked: most callers cannot. An answer is of the caller's own making, like every input. It never
    stands for an approval. A caller may call again from the start to give its answers, so ask before anything is done.
    """

    wants: Mapping[str, Want]
    answers: dict[str, Any] = field(default_factory=dict)

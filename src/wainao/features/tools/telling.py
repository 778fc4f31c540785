"""What a tool gave, as a sentence for the person who asked; and when it may be called for that without asking."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from wainao.features.tools.proposing import Proposal
from wainao.kernel import Spec
from wainao.types import Language


@runtime_checkable
class Telling(Protocol):
    """What a tool gives, if it is answer enough: no model is needed to say it."""

    def sentence(self, language: Language) -> str:
        """What was found, from what; shorter than the whole, and never rounded without saying so."""
        ...


def told(output: Any, language: Language) -> str:
    """The sentence, or nothing where the tool gave something else."""
    return output.sentence(language) if isinstance(output, Telling) else ""


def may_be_called_at_once(proposal: Proposal, spec: Spec) -> bool:
    """Without a model, and without asking: what only reads, is understood whole, and answers in a sentence."""
    return proposal.sure and spec.risk == spec.needs == "read" and hasattr(spec.output, "sentence")

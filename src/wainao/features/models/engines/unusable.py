"""A deployment that is in the book and cannot be used: its key does not open, its kind is not installed."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wainao.features.models.engines.backend import Piece, Result
from wainao.kernel import SettingsError, WainaoError
from wainao.types import ChatInput, EmbedInput, EmbedOutput


class Unusable:
    """Says why whenever it is asked, so that one bad deployment keeps nobody from the others."""

    def __init__(self, why: WainaoError) -> None:
        self._why = why

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        raise self._error()
        yield Piece()  # type: ignore[unreachable]  # what makes this a generator

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        raise self._error()

    async def models(self) -> tuple[str, ...]:
        raise self._error()

    def _error(self) -> SettingsError:
        return SettingsError(f"This deployment cannot be used: {self._why}")

"""How endpoints say that something went wrong: every one in its own way, some of them with a good status."""

from __future__ import annotations

from typing import Any

import msgspec

_BUSY = frozenset({"429", "503", "529", "rate_limit_exceeded", "rate_limit_error", "overloaded_error", "overloaded"})


class Error(msgspec.Struct):
    message: str | None = None
    code: str | int | None = None
    type: str | None = None


class BaseResp(msgspec.Struct):
    """MiniMax's, which comes with every reply; 0 is good."""

    status_code: int = 0
    status_msg: str = ""


class Told(msgspec.Struct, kw_only=True):
    """What every answer may hold, a good one too. `message` and `detail` stand alone where there is no `error`."""

    error: Error | str | None = None
    base_resp: BaseResp | None = None
    message: Any = None
    detail: Any = None

    @property
    def is_error(self) -> bool:
        return self.error is not None or (self.base_resp is not None and self.base_resp.status_code != 0)

    @property
    def is_busy(self) -> bool:
        return isinstance(self.error, Error) and not _BUSY.isdisjoint((str(self.error.code), self.error.type))

    @property
    def words(self) -> str:
        """Why it failed, in the endpoint's own words."""
        if isinstance(self.error, Error) and (self.error.message or self.error.code):
            return self.error.message or str(self.error.code)
        if isinstance(self.error, str):
            return self.error
        if self.base_resp is not None and self.base_resp.status_msg:
            return self.base_resp.status_msg
        plain = self.message or self.detail
        return plain if isinstance(plain, str) else repr(plain) if plain else "no reason given"

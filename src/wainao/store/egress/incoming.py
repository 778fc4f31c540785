"""A reply while it comes in: bytes in, a head and pieces of a body out."""

from __future__ import annotations

from functools import lru_cache

import httptools

MAX_HEAD_BYTES = 64 * 1024
FRAMING_PER_BYTE = 16
"""Chunks of one byte each carry five bytes of framing; far more than that is padding."""


class MalformedError(Exception):
    """These bytes are no reply; says why. Holds nothing of what came."""


class Incoming:
    """One reply. `feed` raises MalformedError; `headers` is None until the head came, `whole` says the body did.

    Stricter than the parser: exactly one way of framing, and nothing after the end.
    """

    __slots__ = (
        "_bodiless", "_framing", "_parser", "_pieces", "_taken",
        "buffered", "fields", "headers", "length", "reusable", "status", "surplus", "until_closed", "whole",
    )  # fmt: skip

    def __init__(self, *, bodiless: bool = False) -> None:
        self._bodiless = bodiless
        self._framing = 0
        self._taken = 0
        self._pieces: list[bytes] = []
        # The parser knows this object: as long as this one knows the parser, only the garbage collector frees the two.
        self._parser: httptools.HttpResponseParser | None = httptools.HttpResponseParser(self)
        self.status = 0
        self.fields: dict[str, str] = {}
        self.headers: dict[str, str] | None = None
        self.length: int | None = None
        """Bytes of the body, where the head says how many."""
        self.buffered = 0
        """Bytes of the body that are here and not taken."""
        self.whole = False
        self.reusable = False
        """Whether the connection may carry another exchange once this reply is whole."""
        self.surplus = False
        """Whether more came after the end of this reply: it may not pass for the next one."""
        self.until_closed = False
        """Whether the body ends where the connection does."""

    @property
    def begun(self) -> bool:
        """Whether any byte came."""
        return self._framing > 0 or self._taken + self.buffered > 0

    def feed(self, data: bytes) -> None:
        if self._parser is None:
            self._too_much()
            return
        self._framing += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError as error:
            raise error.__context__ or error from None
        except httptools.HttpParserUpgrade:
            raise MalformedError("it changes the protocol") from None
        except httptools.HttpParserError as error:
            if not self.whole:
                raise MalformedError(str(error)) from None
            self._too_much()
        if self._framing > MAX_HEAD_BYTES + FRAMING_PER_BYTE * (self._taken + self.buffered):
            raise MalformedError(f"more than {MAX_HEAD_BYTES} bytes of headers")

    def take(self) -> bytes:
        """What is here of the body."""
        piece = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self._taken += self.buffered
        self.buffered = 0
        return piece

    def end(self) -> None:
        """The body is whole."""
        self.whole, self._parser = True, None

    def abandon(self) -> None:
        """Nobody wants the rest, nor what is here."""
        self._parser = None
        self._pieces.clear()
        self.buffered = 0

    def on_message_begin(self) -> None:
        if self.whole:
            self._too_much()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.headers is not None:
            return  # trailers add nothing that was not promised in the head
        key, text = _lower(name), value.decode("latin-1")
        self.fields[key] = f"{self.fields[key]}, {text}" if key in self.fields else text

    def on_headers_complete(self) -> None:
        parser = self._parser
        if self.whole or parser is None or (status := parser.get_status_code()) < 200:
            return
        self.status, self.headers = status, self.fields
        self.reusable = parser.should_keep_alive()
        self._frame(self.fields, parser.get_http_version())

    def on_body(self, data: bytes) -> None:
        if self.whole:
            self._too_much()
            return
        self._pieces.append(data)
        self.buffered += len(data)
        self._framing -= len(data)

    def on_message_complete(self) -> None:
        if self.headers is None:
            self.fields.clear()  # it was an interim reply (1xx); the real one follows
        else:
            self.end()

    def _too_much(self) -> None:
        self.surplus, self.reusable = True, False

    def _frame(self, fields: dict[str, str], version: str) -> None:
        coding, length = fields.get("transfer-encoding"), fields.get("content-length")
        if coding is not None:
            if coding.lower() != "chunked" or length is not None or version == "1.0":
                raise MalformedError("its framing is ambiguous")
        elif length is not None:
            if not (length.isascii() and length.isdigit()):
                raise MalformedError("its length is no number")
            self.length = int(length)
        if self._bodiless or self.status in (204, 304):
            # The parser does not know what was asked, and may wait for a body that never comes.
            self.length = None
            self.end()
        else:
            self.until_closed = coding is None and length is None


@lru_cache(maxsize=1024)
def _lower(name: bytes) -> str:
    return name.decode("latin-1").lower()

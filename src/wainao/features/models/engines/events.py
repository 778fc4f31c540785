"""Server-sent events out of bytes, however these are cut: the part of the standard that model endpoints use."""

from __future__ import annotations

from wainao.features.models.errors import ModelError

MAX_EVENT_BYTES = 1024 * 1024

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class EventReader:
    """Feed it what arrives; it returns the data of the events that are complete.

    Takes all three line endings, several data lines in one event, comments (servers send them to keep a connection
    alive) and a byte order mark. As in the standard, an event at the very end that no empty line closes is dropped.

    >>> reader = EventReader()
    >>> reader.feed(b"data: a") + reader.feed(b"bc" + bytes([13, 10, 13])) + reader.feed(bytes([10]))
    [b'abc']
    """

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0
        self._after_cr = False

    def feed(self, piece: bytes) -> list[bytes]:
        """Raises ModelError for an event that is too large."""
        if not (self._rest or self._data or self._after_cr) and (events := _plain(piece)):
            return events
        found: list[bytes] = []
        for line in self._lines(piece):
            self._size += len(line)
            self._check_size(self._size)
            line = line.removeprefix(_BYTE_ORDER_MARK)
            if line.startswith(b"data:"):
                self._data.append(line[5:].removeprefix(b" "))
            elif not line:
                if self._data:
                    found.append(b"\n".join(self._data))
                self._data, self._size = [], 0
        return found

    def _lines(self, piece: bytes) -> list[bytes]:
        """The lines that are complete now; the last one waits for its end."""
        if self._after_cr and piece:  # a line ended with \r; a \n at the start of this piece belongs to it
            piece, self._after_cr = piece.removeprefix(b"\n"), False
        text = self._rest + piece
        self._after_cr = text.endswith(b"\r")
        lines = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = lines.pop()
        self._check_size(self._size + len(self._rest))
        return lines

    def _check_size(self, size: int) -> None:
        if size > MAX_EVENT_BYTES:
            raise ModelError(
                f"The endpoint sent an event of more than {MAX_EVENT_BYTES} bytes, which no model does. Check what "
                "answers at base_url."
            )


def _plain(piece: bytes) -> list[bytes] | None:
    """The events of a piece that holds whole ones, each of one data line: as nearly all pieces are."""
    if piece[:6] != b"data: " or piece[-2:] != b"\n\n" or b"\r" in piece or len(piece) > MAX_EVENT_BYTES:
        return None
    events = piece[6:-2].split(b"\n\ndata: ")
    return events if piece.count(b"\n") == 2 * len(events) else None

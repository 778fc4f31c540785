"""What can be wrong with a file.

UnreadableError
└── ReadError      one file could not be read; `fault` says why in one stable word
"""

from __future__ import annotations

from typing import Literal

from wainao.kernel.errors import UnreadableError

Fault = Literal[
    "missing",  # there is no such file
    "not-a-file",  # a pipe, a socket, a device
    "outside",  # a link that leads out of the folder being added, or a file of Wainao's own
    "permission",  # the operating system does not let us read it
    "changed",  # it was written to while it was being read
    "empty",  # 0 bytes
    "too-large",  # more bytes, pages, pixels or text than the settings allow
    "bomb",  # unpacks to far more than it should
    "archive",  # a zip, tar ... of files: not followed here
    "name",  # in an archive: a path that leads elsewhere, or a name that means something else
    "link",  # in an archive: a link or a device
    "twice",  # in an archive: another file has that name
    "encrypted",  # needs a password or a key
    "broken",  # cut off or damaged
    "binary",  # not text, and no format we know
    "unsupported",  # a format we recognise and do not read
    "encoding",  # text in an encoding that cannot be told
    "no-text",  # read without trouble, and there is no text in it
    "ocr-missing",  # a picture of text; reading it needs an extra package
    "timeout",  # took longer than the settings allow
    "crashed",  # took its reader process down
]


class ReadError(UnreadableError):
    """One file could not be read. The others are not touched by it."""

    def __init__(self, fault: Fault, reason: str) -> None:
        super().__init__(reason)
        self.fault = fault
        self.reason = reason

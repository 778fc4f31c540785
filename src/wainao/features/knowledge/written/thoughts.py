"""Leave out what a model thinks aloud before it answers."""

from __future__ import annotations

OPENING, CLOSING = "<think>", "</think>"


class Spoken:
    """A model's text without `<think>…</think>` at its beginning, the same however the text is cut into pieces.

    A thought that is never closed leaves nothing: a model that was cut short while it thought has not answered.
    """

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self._speaking = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what of the text so far is known to be said and was not returned before."""
        if self._speaking:
            return text
        self._held += text
        if not self._thinking:
            begun = self._held.lstrip()
            self._thinking = begun.startswith(OPENING)
            if not self._thinking:
                return "" if OPENING.startswith(begun) else self._speak(self._held)
        _, closed, said = self._held.partition(CLOSING)
        if closed:
            return self._speak(said)
        self._held = self._held[1 - len(CLOSING) :]
        return ""

    def end(self) -> str:
        """Nothing more is coming: return what only looked like the beginning of a thought."""
        return "" if self._thinking or self._speaking else self._held

    def _speak(self, text: str) -> str:
        self._speaking = True
        return text


def spoken(text: str) -> str:
    """What a whole reply says.

    >>> spoken("<think>The first one? No.</think>Yes.")
    'Yes.'
    """
    reader = Spoken()
    return reader.feed(text) + reader.end()

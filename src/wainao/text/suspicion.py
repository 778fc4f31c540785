"""What a person should look at before others, or a model, are told it as a fact."""

from __future__ import annotations

import re
import unicodedata

from wainao.text.injection import speaks_to_model

_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
"""What turns the order of letters round, or spells words that nobody sees and a model reads."""


def suspicion(*texts: str) -> str:
    """Why a person should look at what was proposed before it answers anybody; "" if nothing speaks for it.

    What people say is shown to models, too, as facts. One that gives orders to a model may still be right (a handbook
    about such attacks has to quote them), so it is not refused but waits.
    """
    for text in texts:
        if hidden := _HIDDEN.search(text):
            return f"it has the character {hidden.group()!r} in it, which shows people another text than there is"
        if speaks_to_model(_seen(text)):
            return f"it speaks to a model, beginning {text[:40]!r}"
    return ""


def _seen(text: str) -> str:
    """Without what has no width: one such character inside a word hides it from who looks for the word."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")

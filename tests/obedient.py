"""A model that does what it is told, by whomever: the user, a tool's output, a description, a document."""

from __future__ import annotations

import json
import re
from typing import Any

from wainao.testing import Said
from wainao.testing.model_server import Received

ORDER = re.compile(r"CALL (?P<tool>[\w:-]+) WITH (?P<arguments>\{[^}]*\})")


def order(tool: str, **arguments: Any) -> str:
    """Words that this model obeys wherever it reads them."""
    return f"CALL {tool} WITH {json.dumps(arguments)}"


def obeys(request: Received) -> Said:
    """Carries out every order that it reads, in order, once; then says what it was told last."""
    messages = request.body["messages"]
    told = [_words(message) for message in messages if message["role"] != "system"]
    about = [tool["function"].get("description", "") for tool in request.body.get("tools", ())]
    orders = [found for text in (*told, *about) for found in ORDER.finditer(text.replace('\\"', '"'))]
    done = sum(len(message.get("tool_calls") or ()) for message in messages)
    if done < len(orders):
        wanted = orders[done]
        return Said(tools=[(wanted["tool"].replace(":", "_"), json.loads(wanted["arguments"]))])
    return Said(text=f"Done. {told[-1]}"[:300])


def _words(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)

"""Work that an API does not finish at once: where to look how far it is (`begun`), and what is seen there (`seen`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import msgspec

from wainao.features.tools.openapi.calling.outgoing import Outgoing
from wainao.features.tools.openapi.wording import plain
from wainao.types import Progress

Kind = Literal["operation", "monitor", "named", "again"]
"""operation: a resource with a status (Operation-Location). monitor: an address that says 202 until it has the result
(RFC 7240, OData). named: an operation with a name and `done` (Google). again: the same question, asked again."""

State = Literal["running", "done", "failed"]

_ACCEPTED = 202
_OPERATION = ("operation-location", "azure-asyncoperation")
_NAMED = re.compile(r"(?:(?!\.+/)[\w.~-]+/){0,12}operations/(?!\.+$)[\w.~-]{1,200}", re.ASCII)
_VERSION = re.compile(r"/v\d[a-z0-9]*+(?=/|$)", re.ASCII)
_STATES: Mapping[str, State] = {
    **dict.fromkeys(
        ("notstarted", "not_started", "running", "inprogress", "in_progress", "pending", "queued", "processing"),
        "running",
    ),
    **dict.fromkeys(("accepted", "started", "submitted", "waiting", "scheduled", "working", "initializing"), "running"),
    **dict.fromkeys(("creating", "updating", "deleting", "provisioning"), "running"),
    **dict.fromkeys(
        ("succeeded", "success", "successful", "completed", "complete", "done", "finished", "ready"), "done"
    ),
    **dict.fromkeys(("failed", "failure", "error", "errored", "canceled", "cancelled", "aborted"), "failed"),
    **dict.fromkeys(("timedout", "timed_out", "expired", "rejected"), "failed"),
}
"""What APIs call where their work is, in lower case."""
_STATUS = ("status", "state", "provisioningState")
_PERCENT = ("percentComplete", "percent_complete", "progressPercent", "progress_percent", "percentage", "progress")
_SAID = ("message", "statusMessage", "status_message", "detail", "description")
_LONGEST_SAID = 200


class Lasting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Work under way at an API: `url` says how far it is, `result` is where what it gave will be, "" if there.

    `can_end` says that the API understands it when it is asked to stop.
    """

    kind: Kind
    url: str
    result: str = ""
    can_end: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is. Of what is done, `url` is where to fetch what it gave; "": `data` is it, or else the reply."""

    state: State
    progress: Progress | None = None
    url: str = ""
    data: Any = msgspec.UNSET


def begun(asked: Outgoing, status: int, headers: Mapping[str, str], data: Any, *, again: bool) -> Lasting | None:
    """What a reply says that is still to come; None of one that is whole. `again`: it does no harm to ask again.

    Every address in it is the API's word: whoever follows it makes sure first that it leads to the API's own servers.
    """
    operation = next((headers[name] for name in _OPERATION if headers.get(name)), "")
    location = headers.get("location", "")
    if operation:
        result = _joined(asked.url, location) if status == _ACCEPTED else ""
        return Lasting(kind="operation", url=_joined(asked.url, operation), result=result)
    if status == _ACCEPTED and location:
        told = headers.get("preference-applied", "")
        return Lasting(kind="monitor", url=_joined(asked.url, location), can_end="respond-async" in told.lower())
    if (name := _name(data)) and not data.get("done"):
        return Lasting(kind="named", url=_of_name(asked.url, name), can_end=True)
    if status == _ACCEPTED and again and asked.method == "GET":
        return Lasting(kind="again", url=asked.url)
    return None


def seen(work: Lasting, status: int, data: Any) -> Seen:
    """What one look at `work.url` shows."""
    if status >= 300:
        return Seen(state="failed")
    if work.kind == "named":
        return _of_named(data)
    state = _state(data)
    if status == _ACCEPTED or (state == "running" and work.kind != "again"):
        return Seen(state="running", progress=_progress(data))
    if work.kind != "operation":
        return Seen(state="done")
    if state is None and _word(data):  # a word of its own: all but the last ones are on the way
        return Seen(state="running", progress=_progress(data))
    if state == "failed":
        return Seen(state="failed")
    told = data.get("resourceLocation") if isinstance(data, dict) else None
    return Seen(state="done", url=_joined(work.url, told) if isinstance(told, str) and told else work.result)


def _of_named(data: Any) -> Seen:
    if not isinstance(data, dict) or not data.get("done"):
        return Seen(state="running", progress=_progress(data))
    if isinstance(data.get("error"), dict):
        return Seen(state="failed", data=data["error"])
    return Seen(state="done", data=data.get("response", data))


def _name(data: Any) -> str:
    """The name of an operation, of JSON that is one."""
    if not isinstance(data, dict) or not data.keys() <= {"name", "metadata", "done", "error", "response"}:
        return ""
    name = data.get("name")
    return name if isinstance(name, str) and _NAMED.fullmatch(name) else ""


def _of_name(asked: str, name: str) -> str:
    """`…/v1/{name}`, with the version that was called."""
    url = urlsplit(asked)
    version = _VERSION.search(url.path)
    return url._replace(path=f"{url.path[: version.end()] if version else ''}/{name}", query="", fragment="").geturl()


def _joined(base: str, told: str) -> str:
    try:
        return urljoin(base, told) if told else ""
    except ValueError:
        return ""


def _word(data: Any) -> str:
    """What a resource calls its status."""
    if not isinstance(data, dict):
        return ""
    holder = data["properties"] if isinstance(data.get("properties"), dict) else {}
    found = [part[name] for part in (data, holder) for name in _STATUS if isinstance(part.get(name), str)]
    return re.sub(r"[\s-]", "", found[0]).lower() if found else ""


def _state(data: Any) -> State | None:
    return _STATES.get(_word(data))


def _progress(data: Any) -> Progress | None:
    """What a status says of how far it is: a share of one, or a percentage."""
    if not isinstance(data, dict):
        return None
    parts = [data, *(data[name] for name in ("metadata", "properties") if isinstance(data.get(name), dict))]
    said = next((part[name] for part in parts for name in _SAID if isinstance(part.get(name), str)), "") or _word(data)
    number = next((part[name] for part in parts for name in _PERCENT if _is_share(part.get(name))), None)
    words = plain(said, limit=_LONGEST_SAID)
    if number is None:
        return Progress(done=0, said=words) if words else None
    return Progress(done=number * 100 if 0 < number < 1 else number, total=100, said=words)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100

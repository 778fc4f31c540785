"""How an operation is called: what importing writes down and calling reads. It stands in `Tool.how`, as JSON."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wainao.features.tools.types import Tool

Place = Literal["path", "query", "header", "cookie", "querystring"]
Style = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject", "cookie"
]
Form = Literal["json", "form", "multipart", "text", "file"]
"""How the bytes of a body are made."""

FILE_FORMAT = "file-digest"
"""The `format` of an argument that names a kept file by its SHA-256."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value beside the body: the argument it comes from, its own name and place, and how it is written there.

    With a `media_type` it is written as such a document, whatever the style. `value` is sent where nobody gives one.
    """

    argument: str
    name: str
    place: Place
    style: Style
    explode: bool = False
    reserved: bool = False
    media_type: str = ""
    value: Any = msgspec.UNSET


class Field(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of a body. `style` and `explode` are for forms; `media_type` is that of its part or of its text."""

    argument: str
    name: str
    style: Style | None = None
    explode: bool = True
    media_type: str = ""
    file: bool = False


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is sent in a body: the value of the argument `whole`, or an object of `fields`.

    `rest` says that arguments which belong nowhere else are fields, too. Where it is `required`, an object without any
    field is sent, too.
    """

    media_type: str
    form: Form
    required: bool = False
    whole: str = ""
    fields: tuple[Field, ...] = ()
    rest: bool = False


class How(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One operation. `path` is a template, `query` and `headers` are sent always; `servers` are its own, else the
    toolbox's serve.

    `security` lists the ways to be let in, each the schemes it takes with their scopes; empty means that none is
    needed. `accept` is the header of this name. `lasts` says that the API can tell where to look for work that goes on.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    accept: str = "*/*"
    servers: tuple[str, ...] | None = None
    security: tuple[dict[str, tuple[str, ...]], ...] = ()
    lasts: bool = False


def how_of(tool: Tool) -> How:
    """How an imported tool is called."""
    return msgspec.convert(tool.how, How)

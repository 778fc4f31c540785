"""What a sentence says for the fields that name their part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wainao.features.tools.choosing.filling.fields import Field
from wainao.features.tools.choosing.filling.mentions import even
from wainao.features.tools.choosing.filling.readers import READERS, Parts, Piece
from wainao.features.tools.types import Filled


def said(request: str, wanted: Iterable[Field], today: date) -> dict[str, Filled]:
    """By name of the field. Each reader is asked once, and what it says of a part fills that part's field."""
    text = even(request)
    read: dict[str, Parts] = {}
    found = {}
    for field in wanted:
        reader, _, part = field.reads.partition(".")
        if reader not in READERS:
            continue
        if reader not in read:
            read[reader] = READERS[reader](text, today)
        piece = read[reader].get(part)
        if piece is not None and (value := _value(request, text, piece, field)) is not None:
            found[field.name] = Filled(field=field.name, value=value, said=request[piece.start : piece.end].strip())
    return found


def _value(request: str, text: str, piece: Piece, field: Field) -> Any:
    """As the field's type has it, and in the request's own letters."""
    value = _as_written(request, text, piece)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value) if field.type == "string" else _number(value, field)
    kinds: Mapping[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list}
    return value if isinstance(value, kinds.get(field.type, object)) else None


def _number(value: Decimal, field: Field) -> Any:
    if field.type == "integer" or value == int(value):
        return int(value) if value == int(value) else None
    return float(value)


def _as_written(request: str, text: str, piece: Piece) -> Any:
    if isinstance(piece.value, str):
        at = text.find(piece.value, piece.start, piece.end)
        return request[at : at + len(piece.value)] if at >= 0 else piece.value
    if isinstance(piece.value, list):
        return [_as_written(request, text, piece._replace(value=one)) for one in piece.value]
    return piece.value

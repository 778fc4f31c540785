"""OpenAPI 3.1, made from the specs: what a call takes, answers and may fail with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import msgspec

from wainao.app.faces import FACES
from wainao.app.http.calls import bytes_field
from wainao.app.wire import plain
from wainao.kernel import Proof, Spec
from wainao.types import Delta, Ruling

REF = "#/components/schemas/{name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What comes with every answer. A field of the output takes the place of one here with the same name."""

    receipt: str
    proof: Proof
    labels: list[str]
    related: list[Ruling]
    correction: Ruling | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """`code` is stable; `message` says what happened, what was expected and what to do."""

    code: str
    message: str
    receipt: str | None = None
    approval: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorBody:
    error: Failure


def document(specs: Iterable[Spec], *, version: str) -> dict[str, Any]:
    """The whole description, ready to be JSON."""
    specs = sorted(specs, key=lambda spec: spec.name)
    kinds = [kind for spec in specs for kind in (spec.input, spec.output)]
    schemas, components = msgspec.json.schema_components([Envelope, ErrorBody, Delta, *kinds], ref_template=REF)
    envelope, failure, delta = components["Envelope"], *schemas[1:3]
    paths = {
        "/api/" + spec.name.replace(":", "/"): {"post": _operation(spec, *pair, envelope, failure, delta)}
        for spec, pair in zip(specs, zip(schemas[3::2], schemas[4::2], strict=True), strict=True)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wainao", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}, {}],
    }


def _operation(spec: Spec, input: Any, output: Any, envelope: Any, failure: Any, delta: Any) -> dict[str, Any]:
    bodies = {"application/json": {"schema": input}}
    if spec.example is not None:
        bodies["application/json"]["example"] = plain(spec.example)
    if file := bytes_field(spec):
        bodies["multipart/form-data"] = {"schema": input, "encoding": {file: {"contentType": "*/*"}}}
    return {
        "operationId": spec.name.replace(":", "_"),
        "tags": [spec.name.partition(":")[0]],
        "summary": spec.title.en,
        "description": f"{spec.description.en}\n\n{spec.description.zh}",
        "x-wainao": {
            "name": spec.name,
            "title": plain(spec.title),
            "description": plain(spec.description),
            "risk": spec.risk,
            "right": spec.needs,
            "correctable": spec.correctable is not None,
            "secret": sorted(spec.secret),
            "timeout_s": spec.timeout_s,
        },
        "parameters": [
            {
                "name": "Wainao-Approval",
                "in": "header",
                "schema": {"type": "string"},
                "description": "The approval that a person gave for exactly this call.",
            },
            {
                "name": "Wainao-Chosen-By",
                "in": "header",
                "schema": {"type": "string", "enum": ["person", "machine"]},
                "description": "Who chose this call; if a machine did, whatever writes or acts waits for a person.",
            },
        ],
        "requestBody": {"required": True, "content": bodies},
        "responses": {"200": _answer(spec, output, envelope, delta), **_failures(failure)},
    }


def _answer(spec: Spec, output: Any, envelope: Any, delta: Any) -> dict[str, Any]:
    if {"content", "media_type"} <= {item.name for item in fields(spec.output)}:
        content: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    else:
        content = {
            "application/json": {"schema": {"allOf": [_beside(spec.output, envelope), output]}},
            "text/event-stream": {
                "schema": {"type": "string"},
                "description": "Events: 'delta' (a Delta), 'item' (another increment), then 'done' (as "
                "application/json) or 'error'.",
                "x-delta": delta,
            },
        }
    receipt = {"schema": {"type": "string"}, "description": "The receipt of this call."}
    return {"description": "The answer.", "headers": {"Wainao-Receipt": receipt}, "content": content}


def _beside(output: type, envelope: dict[str, Any]) -> dict[str, Any]:
    """The schema of what comes with this output: of the envelope, the fields whose places it does not take."""
    taken = {item.name for item in fields(output)} & envelope["properties"].keys()
    if not taken:
        return {"$ref": REF.format(name="Envelope")}
    left = {name: schema for name, schema in envelope["properties"].items() if name not in taken}
    return envelope | {"properties": left, "required": [name for name in envelope["required"] if name in left]}


def _failures(failure: Any) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind, face in FACES.items():
        by_status.setdefault(face.status, []).append(kind.code)
    return {
        str(status): {
            "description": "Failed: " + ", ".join(codes) + ".",
            "content": {"application/json": {"schema": failure}},
        }
        for status, codes in sorted(by_status.items())
    }

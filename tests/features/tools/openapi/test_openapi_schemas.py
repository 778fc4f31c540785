"""Whatever a description takes for a schema becomes one: JSON Schema 2020-12, by its own metaschema."""

from __future__ import annotations

from typing import Any

import pytest
from descriptions import body_of, imported, one_tool
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wainao.features.tools.types import Tool


def property_of(schema: Any, *, version: str = "3.0.3", **schemas: Any) -> Any:
    """What the schema of a field becomes."""
    whole = body_of({"type": "object", "properties": {"field": schema}})
    _, tool = one_tool(whole, method="post", version=version, components={"schemas": schemas})
    Draft202012Validator.check_schema(tool.input)
    return tool.input["properties"]["field"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"nullable": True, "allOf": [{"minLength": 1}]}, {"anyOf": [{"allOf": [{"minLength": 1}]}, {"type": "null"}]}),
        (
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False},
            {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
        ),
        ({"type": "integer", "minimum": "0", "required": True}, {"type": "integer"}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"type": "string", "examples": {"one": {"value": "a"}}}, {"type": "string", "examples": ["a"]}),
        ({"type": "int"}, {"type": "integer"}),
        ({"type": "any"}, {}),
        ({"type": ["string", "nothing"]}, {}),
        ({"type": "string", "enum": [1, 2, True]}, {"type": "string", "enum": ["1", "2", "true"]}),
        ({"type": "integer", "enum": ["1", "2"]}, {"type": "integer", "enum": [1, 2]}),
        ({"type": "string", "pattern": "[[a]"}, {"type": "string", "pattern": "[[a]"}),  # Python warns of it
        ({"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "pattern": "^[a-z]+$"}),
        ({"type": "string", "pattern": r"^\p{L}+$"}, {"type": "string"}),
        ({"type": "string", "pattern": "/^a$/i"}, {"type": "string"}),
        ({"type": "string", "pattern": "(["}, {"type": "string"}),
        ({"type": "array", "items": [{"type": "string"}]}, {"type": "array", "prefixItems": [{"type": "string"}]}),
        ({"x-mine": 1, "xml": {}, "externalDocs": {}}, {}),
        ("a text", {}),
        ({"type": "string", "description": "<p>Ask\u200b <b>me</b></p>"}, {"type": "string", "description": "Ask me"}),
    ],
)
def test_old_dialects_say_the_same_in_the_new(old: Any, new: Any) -> None:
    assert property_of(old) == new


def test_in_3_1_the_new_dialect_stays() -> None:
    schema = {"type": ["string", "null"], "const": "a", "if": {"minLength": 1}, "then": {"maxLength": 2}}
    assert property_of(schema, version="3.1.0") == schema


def test_plain_values_stand_where_they_are_used_and_objects_once() -> None:
    currency = {"type": "string", "enum": ["USD", "CNY"]}
    pet = {"type": "object", "properties": {"name": {"type": "string"}, "friend": {"$ref": "#/components/schemas/Pet"}}}
    assert property_of({"$ref": "#/components/schemas/Currency"}, Currency=currency) == currency

    _, tool = one_tool(
        body_of({"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/Pet"}}}),
        method="post",
        components={"schemas": {"Pet": pet}},
    )

    assert tool.input["properties"] == {"pet": {"$ref": "#/$defs/Pet"}}
    assert tool.input["$defs"]["Pet"]["properties"]["friend"] == {"$ref": "#/$defs/Pet"}
    validator = Draft202012Validator(tool.input)
    assert validator.is_valid({"pet": {"name": "a", "friend": {"friend": {"name": "b"}}}})
    assert not validator.is_valid({"pet": {"friend": {"name": 1}}})


def test_beside_a_reference_words_count_and_since_3_1_all_does() -> None:
    field = {"$ref": "#/components/schemas/Name", "description": "Whose", "maxLength": 3}
    name = {"type": "string", "description": "A name"}
    assert property_of(field, Name=name) == {"type": "string", "description": "Whose"}
    assert property_of(field, version="3.1.0", Name=name) == {"type": "string", "description": "Whose", "maxLength": 3}


def test_what_is_only_read_is_not_sent_and_what_is_only_written_does_not_come_back() -> None:
    pet = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "name": {"type": "string"},
            "secret": {"type": "string", "writeOnly": True},
        },
    }
    ref = {"$ref": "#/components/schemas/Pet"}
    answer = {"responses": {"201": {"description": "", "content": {"application/json": {"schema": ref}}}}}
    _, tool = one_tool(body_of(ref) | answer, method="post", components={"schemas": {"Pet": pet}})

    assert tool.input["properties"].keys() == {"name", "secret"}
    assert tool.input["required"] == ["name"]
    assert tool.output is not None
    assert tool.output["$defs"]["Pet"]["properties"].keys() == {"id", "name"}


def test_a_discriminator_tells_the_branches_apart() -> None:
    cat = {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}}
    dog = {"type": "object", "properties": {"kind": {"type": "string"}}}
    refs = {"cat": "#/components/schemas/Cat", "dog": "Dog"}
    choice = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": refs},
    }
    body = body_of({"type": "object", "properties": {"pet": choice}})
    _, tool = one_tool(body, method="post", components={"schemas": {"Cat": cat, "Dog": dog}})

    validator = Draft202012Validator(tool.input)
    assert validator.is_valid({"pet": {"kind": "cat", "lives": 9}})
    assert validator.is_valid({"pet": {"kind": "dog"}})
    assert not validator.is_valid({"pet": {"kind": "cow"}})


CIRCLES: list[dict[str, Any]] = [
    {"A": {"$ref": "#/components/schemas/A"}},
    {"A": {"allOf": [{"$ref": "#/components/schemas/A"}]}},
    {"A": {"anyOf": [{"$ref": "#/components/schemas/B"}]}, "B": {"oneOf": [{"$ref": "#/components/schemas/A"}]}},
    {"A": {"not": {"$ref": "#/components/schemas/B"}}, "B": {"if": {"$ref": "#/components/schemas/A"}}},
    {
        "A": {"properties": {"a": {"allOf": [{"$ref": "#/components/schemas/A"}]}}, "$ref": "#/components/schemas/B"},
        "B": {},
    },
    {"A": {"dependentSchemas": {"a": {"$ref": "#/components/schemas/A"}}}},
    {"A": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}},
]


@pytest.mark.parametrize("schemas", CIRCLES)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_no_circle_of_references_goes_round_for_ever(schemas: dict[str, Any], version: str) -> None:
    ref = {"$ref": "#/components/schemas/A"}
    operation = body_of({"type": "object", "properties": {"field": ref}})
    operation["parameters"] = [{"name": "q", "in": "query", "schema": ref}]
    operation["responses"] = {"200": {"description": "", "content": {"application/json": {"schema": ref}}}}
    found = imported(
        {"/x": {"post": operation}, "/y": {"post": body_of(ref)}}, version=version, components={"schemas": schemas}
    )

    for tool in found.toolbox.tools:
        _check(tool, {"field": {"a": [{"a": 1}]}, "q": [[[]]], "body": {"a": {}}})


def _check(tool: Tool, value: Any) -> None:
    """Both schemas are such, and looking at a value with them ends."""
    for schema in (tool.input, tool.output or {}):
        Draft202012Validator.check_schema(schema)
        list(Draft202012Validator(schema).iter_errors(value))


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
refs = st.sampled_from(["A", "B", "C"]).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
KEYWORDS = (
    *(
        "type",
        "enum",
        "const",
        "default",
        "example",
        "examples",
        "title",
        "description",
        "format",
        "pattern",
        "nullable",
    ),
    *("minimum", "exclusiveMinimum", "multipleOf", "maxLength", "uniqueItems", "required", "readOnly", "discriminator"),
    *("dependencies", "dependentRequired", "$ref", "$dynamicRef", "$defs", "$id", "xml"),
)
FIELDS = ("allOf", "anyOf", "oneOf", "prefixItems", "items")
INNER = ("not", "if", "then", "items", "additionalProperties", "contains", "propertyNames", "unevaluatedProperties")


def schemas() -> st.SearchStrategy[Any]:
    """Schemas that nobody should write: right keywords with wrong values, and right ones in circles."""
    leaf = refs | st.dictionaries(st.sampled_from(KEYWORDS), junk, max_size=4) | st.booleans()
    leaf |= st.fixed_dictionaries({"type": st.sampled_from(["string", "integer", "array", "object", "file"])})
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.dictionaries(st.sampled_from(FIELDS), st.lists(inner, max_size=3), min_size=1, max_size=2),
            st.dictionaries(st.sampled_from(INNER), inner, min_size=1, max_size=2),
            st.builds(
                lambda one: {"properties": one, "required": list(one)}, st.dictionaries(st.text(max_size=3), inner)
            ),
            st.builds(lambda one, two: {**one, **two} if isinstance(one, dict) else two, inner, junk_schema),
        ),
        max_leaves=8,
    )


junk_schema = st.dictionaries(st.sampled_from(KEYWORDS), junk, max_size=3)


@settings(max_examples=80, deadline=None)
@given(st.lists(schemas(), min_size=3, max_size=3), schemas(), st.sampled_from(["3.0.3", "3.1.0"]))
def test_any_schema_becomes_one(named: list[Any], schema: Any, version: str) -> None:
    operation = body_of(schema)
    operation["responses"] = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    paths = {"/x": {"post": operation}, "/ok": {"get": {}}}
    components = {"schemas": dict(zip("ABC", named, strict=True))}

    for tool in imported(paths, version=version, components=components).toolbox.tools:
        _check(tool, {"body": {"a": [1, {}]}, "a": "a"})

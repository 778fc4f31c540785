"""From a description to tools: every operation once, by a clean name, with one flat object to fill."""

from __future__ import annotations

import json
from typing import Any

import pytest
from descriptions import SERVER, body_of, described, imported, one_tool
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.tools.openapi import UnsupportedError, outgoing, read
from wainao.features.tools.openapi.reading.names import MAX_NAME, tool_name
from wainao.features.tools.openapi.reading.risk import risk_of
from wainao.kernel.errors import NotFoundError
from wainao.types import Words

LIMIT = {"name": "limit", "in": "query", "description": "How many", "schema": {"type": "integer", "maximum": 9}}
PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}

NEW = {
    "openapi": "3.1.0",
    "info": {"title": "Pet store", "version": "2", "description": "All <b>pets</b>"},
    "servers": [{"url": "https://{place}.example/v1", "variables": {"place": {"default": "eu", "enum": ["eu", "us"]}}}],
    "security": [{"key": []}],
    "components": {
        "schemas": {"Pet": PET},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
    "paths": {
        "/pets": {
            "get": {"operationId": "listPets", "summary": "List pets", "parameters": [LIMIT]},
            "post": {
                "operationId": "addPet",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                },
                "responses": {
                    "201": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "delete": {"operationId": "deletePet", "security": []},
        },
    },
}
OLD = {
    "swagger": "2.0",
    "info": NEW["info"],
    "host": "eu.example",
    "basePath": "/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "security": [{"key": []}],
    "securityDefinitions": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    "definitions": {"Pet": PET},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "summary": "List pets",
                "parameters": [
                    {"name": "limit", "in": "query", "description": "How many", "type": "integer", "maximum": 9}
                ],
            },
            "post": {
                "operationId": "addPet",
                "parameters": [
                    {"name": "pet", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}}
                ],
                "responses": {"201": {"description": "", "schema": {"$ref": "#/definitions/Pet"}}},
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "delete": {"operationId": "deletePet", "security": []},
        },
    },
}


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.1", "3.2.0", "3.1"])
def test_every_version_of_a_description_gives_the_same_tools(version: str) -> None:
    expected = read(json.dumps(NEW).encode()).toolbox

    found = read(json.dumps({**NEW, "openapi": version}).encode()).toolbox

    assert (found.tools, found.servers, found.security) == (expected.tools, expected.servers, expected.security)


def test_swagger_2_gives_the_tools_of_openapi_3() -> None:
    new, old = read(json.dumps(NEW).encode()).toolbox, read(json.dumps(OLD).encode()).toolbox

    assert old.tools == new.tools
    assert old.security == new.security
    assert old.servers == ("https://eu.example/v1", "http://eu.example/v1")


def test_a_toolbox_says_what_the_description_says() -> None:
    box = read(json.dumps(NEW).encode(), source="https://pets.example/openapi.json").toolbox

    assert (box.name, box.origin, box.version) == ("pet_store", "openapi", "2")
    assert box.title == Words("Pet store", "Pet store")
    assert box.description.en == "All pets"
    assert box.servers == ("https://eu.example/v1", "https://us.example/v1")
    assert len(box.digest) == 64
    assert read(json.dumps(NEW).encode(), name="My Pets!").toolbox.name == "my_pets"
    listing, adding, deleting = box.tools
    assert listing.title.zh == "List pets"
    assert listing.input == {
        "type": "object",
        "properties": {"limit": {"type": "integer", "maximum": 9, "description": "How many"}},
        "additionalProperties": False,
    }
    assert adding.input["properties"].keys() == {"name", "tag"}
    assert adding.input["required"] == ["name"]
    assert adding.output is not None
    assert [(tool.name, tool.risk, tool.idempotent) for tool in box.tools] == [
        ("list_pets", "read", True),
        ("add_pet", "write", False),
        ("delete_pet", "act", True),
    ]
    assert deleting.how.get("security", []) == []


# Names


@pytest.mark.parametrize(
    ("operation_id", "method", "path", "name"),
    [
        ("getPetById", "GET", "/pets/{id}", "get_pet_by_id"),
        ("GET_/pets", "GET", "/pets", "get_pets"),
        ("HTTPServer.list", "GET", "/x", "http_server_list"),
        ("", "GET", "/pets/{petId}/toys", "get_pets_by_pet_id_toys"),
        ("Récupérer", "GET", "/x", "recuperer"),
        ("查询天气", "GET", "/weather", "get_weather"),
        ("查询a", "GET", "/weather", "get_weather"),
    ],
)
def test_names_are_clean(operation_id: str, method: str, path: str, name: str) -> None:
    assert tool_name(operation_id, method, path, ()) == name


@given(st.text(max_size=200), st.sampled_from(["GET", "POST"]), st.text(max_size=200).map(lambda end: f"/{end}"))
def test_any_name_fits_where_names_go(operation_id: str, method: str, path: str) -> None:
    name = tool_name(operation_id, method, path, ())

    other = tool_name(operation_id, method, path + "/other", {name})

    for one in (name, other):
        assert one.replace("_", "a").isalnum()
        assert one.isascii()
        assert one == one.lower()
        assert len(one) <= MAX_NAME
    assert name != other


def test_operations_of_one_id_are_told_apart_and_stay_so() -> None:
    paths = {"/a": {"get": {"operationId": "same"}}, "/b": {"get": {"operationId": "same"}}}

    names = [tool.name for tool in imported(paths).toolbox.tools]

    assert names[0] == "same"
    assert names[1].startswith("same_")
    assert names == [tool.name for tool in imported({**paths, "/c": {"get": {}}}).toolbox.tools][:2]


# Arguments


def test_arguments_of_one_name_are_told_apart() -> None:
    operation = {
        "parameters": [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "id", "in": "query", "schema": {"type": "integer"}},
            {"name": "filter[size]", "in": "query", "schema": {"type": "integer"}},
            {"name": "城市", "in": "query", "schema": {"type": "string"}},
        ],
        **body_of({"type": "object", "properties": {"id": {"type": "boolean"}}}),
    }
    _, tool = one_tool(operation, path="/x/{id}", method="put")

    assert {name: schema["type"] for name, schema in tool.input["properties"].items()} == {
        "id": "string",
        "id_query": "integer",
        "filter_size": "integer",
        "城市": "string",
        "id_body": "boolean",
    }
    assert tool.input["properties"]["filter_size"]["title"] == "filter[size]"


def test_fields_come_out_of_all_of_and_stay_together_where_they_depend_on_each_other() -> None:
    named = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    both = {"allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"age": {"type": "integer"}}}]}
    either = {"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
    parts = {"components": {"schemas": {"Named": named}}}

    _, flat = one_tool(body_of(both), method="post", **parts)
    _, whole = one_tool(body_of(either), method="post", **parts)
    _, rows = one_tool(body_of({"type": "array", "items": {"type": "integer"}}), method="post")

    assert flat.input["properties"].keys() == {"name", "age"}
    assert flat.input["required"] == ["name"]
    assert whole.input["properties"].keys() == {"body"}
    assert rows.input["properties"] == {"body": {"type": "array", "items": {"type": "integer"}}}


def test_other_fields_are_let_in_where_the_description_lets_them_in() -> None:
    closed, open_ = {"type": "object", "properties": {"a": {}}}, {"additionalProperties": {"type": "integer"}}

    assert one_tool(body_of(closed), method="post")[1].input["additionalProperties"] is False
    assert one_tool(body_of({**closed, **open_}), method="post")[1].input["additionalProperties"] == {"type": "integer"}


@pytest.mark.parametrize(
    ("media_types", "form"),
    [
        (["text/plain", "application/json"], "json"),
        (["application/vnd.pets+json"], "json"),
        (["multipart/form-data", "application/x-www-form-urlencoded"], "form"),
        (["image/png", "multipart/form-data"], "multipart"),
        (["application/xml"], "text"),
        (["application/pdf"], "file"),
        (["*/*"], "json"),
    ],
)
def test_of_several_media_types_the_one_that_shows_most_is_sent(media_types: list[str], form: str) -> None:
    operation = {"requestBody": {"content": {one: {"schema": PET} for one in media_types}}}

    assert one_tool(operation, method="post")[1].how["body"]["form"] == form


def test_examples_are_inputs_that_fit() -> None:
    id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "p1"}
    good = {"parameters": [id], **body_of(PET, example={"name": "Rex", "tag": "dog", "more": 1})}
    bad = {"parameters": [id], **body_of(PET, example={"name": 7})}

    assert one_tool(good, path="/pets/{id}", method="put")[1].examples == ({"id": "p1", "name": "Rex", "tag": "dog"},)
    assert one_tool(bad, path="/pets/{id}", method="put")[1].examples == ()


# Risk, secrets, servers


@pytest.mark.parametrize(
    ("method", "said", "risk", "warned"),
    [
        ("get", {}, "read", False),
        ("patch", {}, "write", False),
        ("delete", {}, "act", False),
        ("get", {"x-openai-isConsequential": True}, "write", False),
        ("post", {"x-openai-isConsequential": True}, "act", False),
        ("post", {"x-openai-isConsequential": False}, "read", True),
        ("delete", {"x-openai-isConsequential": False}, "act", False),
        ("get", {"x-wainao-risk": "act"}, "act", False),
        ("delete", {"x-wainao-risk": "read"}, "read", True),
        ("delete", {"x-wainao-risk": ["read"]}, "act", False),
    ],
)
def test_risk_is_that_of_the_method_unless_the_description_says_so_and_is_reported(
    method: str, said: dict[str, Any], risk: str, warned: bool
) -> None:
    found = imported({"/x": {method: said}})

    assert found.toolbox.tools[0].risk == risk
    assert any("check that this is so" in warning for warning in found.warnings) == warned


def test_methods_of_3_2() -> None:
    found = imported({"/x": {"query": {}, "additionalOperations": {"COPY": {}, "bad method": {}}}}, version="3.2.0")

    assert [(tool.name, tool.risk) for tool in found.toolbox.tools] == [("query_x", "read"), ("copy_x", "act")]
    assert [one.where for one in found.refused] == ["bad method /x"]


@pytest.mark.parametrize(
    ("parameter", "scheme"),
    [
        ({"name": "x-key", "in": "header"}, "key"),
        ({"name": "Authorization", "in": "header"}, "header_authorization"),
        ({"name": "api_key", "in": "query"}, "query_api_key"),
        ({"name": "key", "in": "query", "description": "Your API key"}, "query_key"),
    ],
)
def test_keys_are_no_arguments(parameter: dict[str, Any], scheme: str) -> None:
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    operation = {"parameters": [{"required": True, "schema": {"type": "string"}, **parameter}], "security": []}

    box, tool = one_tool(operation, components={"securitySchemes": schemes})

    assert tool.input["properties"] == {}
    assert [list(way) for way in tool.how["security"]] == [[scheme]]
    assert box.security[scheme]["type"] == "apiKey"


def test_page_tokens_are_arguments() -> None:
    parameter = {
        "name": "page_token",
        "in": "query",
        "description": "The token of the page",
        "schema": {"type": "string"},
    }
    assert one_tool({"parameters": [parameter]})[1].input["properties"].keys() == {"page_token"}


@pytest.mark.parametrize(
    ("servers", "source", "found"),
    [
        ([{"url": "/v2"}], "https://a.example/docs/openapi.json", ("https://a.example/v2",)),
        ([{"url": "./v2/"}], "https://a.example/docs/openapi.json", ("https://a.example/docs/v2",)),
        ([], "https://a.example/openapi.json", ("https://a.example",)),
        ([{"url": "http://a.example"}, {"url": "https://a.example"}], "", ("https://a.example", "http://a.example")),
        ([{"url": "https://{tenant}.example"}], "", ()),
        ([{"url": "https://user:pw@a.example"}, {"url": "file:///etc/passwd"}, {"url": 7}, "x"], "", ()),
        ([{"url": "https://a.example\\@evil.example/"}, {"url": "javascript:alert(1)"}], "", ()),
        ([{"url": "https://*.a.example"}, {"url": "https://a.example:99999"}, {"url": "http://[x"}], "", ()),
    ],
)
def test_servers(servers: list[Any], source: str, found: tuple[str, ...]) -> None:
    document = {"openapi": "3.1.0", "servers": servers, "paths": {"/x": {"get": {}}}}

    imported = read(json.dumps(document).encode(), source=source)

    assert imported.toolbox.servers == found
    assert any("give one" in warning for warning in imported.warnings) == (not found)


def test_an_operation_may_have_servers_of_its_own() -> None:
    box = imported({"/x": {"get": {"servers": [{"url": "https://other.example"}]}}, "/y": {"get": {}}}).toolbox

    assert box.servers == (SERVER, "https://other.example")
    assert [tool.how.get("servers") for tool in box.tools] == [("https://other.example",), None]


# What is wrong


def test_what_is_wrong_with_one_operation_is_that_ones_alone() -> None:
    missing = {"$ref": "#/components/parameters/None"}
    found = imported(
        {
            "/good": {"get": {}},
            "/a": {"get": {"parameters": [missing]}},
            "/b": {"post": body_of({"$ref": "#/components/schemas/None"})},
            "/c": {"post": body_of({"type": "object", "properties": {"deep": {"$ref": "#/nowhere"}}})},
            "/d": {"get": {"parameters": [{"name": "x", "in": "nowhere"}]}},
            "/e": 7,
            "/f": {"trace": {}},
            "/g": {"get": {"parameters": [{"name": "X-Forwarded-Host", "in": "header", "required": True}]}},
            "/h": {"$ref": "#/paths/~1h"},
            "/i": {"get": {"parameters": [{"in": "query"}]}},
        }
    )

    assert [tool.name for tool in found.toolbox.tools] == ["get_good"]
    assert {one.where: one.why for one in found.refused} == {
        "GET /a": "the reference '#/components/parameters/None' leads to nothing: there is no 'components'",
        "POST /b": "the reference '#/components/schemas/None' leads to nothing: there is no 'components'",
        "POST /c": "the reference '#/nowhere' leads to nothing: there is no 'nowhere'",
        "GET /d": "the parameter 'x' is in 'nowhere', which is no place for one",
        "/e": "the path holds 7 and not an object of operations",
        "TRACE /f": "the method 'TRACE' is not called",
        "GET /g": "it needs the header 'X-Forwarded-Host', which no argument may set",
        "/h": "the reference '#/paths/~1h' leads back to itself",
        "GET /i": "the parameter {'in': 'query'} has no name",
    }


def meaning(schema: Any, *, name: str = "X-HTTP-Method-Override", required: bool = True) -> dict[str, Any]:
    """A parameter that says which method is meant, as Amadeus has it."""
    return {"parameters": [{"name": name, "in": "header", "required": required, "schema": schema}]}


@pytest.mark.parametrize("method", ["post", "put", "delete", "get"])
@pytest.mark.parametrize("schema", [{"default": "GET"}, {"const": "get"}, {"enum": ["GET"]}, {"default": "HEAD"}])
def test_a_method_that_is_meant_is_said_where_it_can_do_no_more(method: str, schema: Any) -> None:
    found = imported({"/flights": {method: meaning(schema)}})
    (tool,) = found.toolbox.tools
    ((name, said),) = tool.how["headers"]
    assert (name, said) == ("x-http-method-override", str(next(iter(schema.values()))).strip("[]'").upper())
    assert tool.input["properties"] == {}
    assert tool.risk == risk_of(method.upper(), {})[0], "it is of no lower risk for that"
    assert outgoing(found.toolbox, tool, {"x-http-method-override": "DELETE"}).headers[name] == said
    assert "always" in found.warnings[0]


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "x-method-override", "X-HTTP-Method", "X-Method"])
@pytest.mark.parametrize(
    "schema",
    [{"default": "DELETE"}, {"enum": ["GET", "DELETE"]}, {"default": "PURGE"}, {"const": "GET\r\nx: y"}, {"default": 7},
     {"enum": 7}, {"type": "string"}, True, None, {"default": "CONNECT"}],
)  # fmt: skip
def test_and_nowhere_else(name: str, schema: Any) -> None:
    found = imported({"/flights": {"post": meaning(schema, name=name)}, "/good": {"get": {}}})
    assert [tool.name for tool in found.toolbox.tools] == ["get_good"]
    assert "by which POST would become" in found.refused[0].why
    left = imported({"/flights": {"post": meaning(schema, name=name, required=False)}}).toolbox.tools[0]
    assert "headers" not in left.how


def test_what_can_be_mended_is_and_is_reported() -> None:
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/none"}}}}}
    found = imported({"/x/{id}": {"get": {"responses": answer, "parameters": [{**LIMIT, "in": "path"}]}}})

    assert found.toolbox.tools[0].input["required"] == ["id"]
    assert found.toolbox.tools[0].output is None
    assert found.warnings == (
        "GET /x/{id}: its path parameter 'id' is not declared: taken as a text",
        "GET /x/{id}: its path has no place for the parameter 'limit', which is left out",
        "GET /x/{id}: what it gives is not known: the reference '#/none' leads to nothing: there is no 'none'",
    )


def test_a_path_with_a_query_keeps_it_apart() -> None:
    _, tool = one_tool({}, path="/find?term={term}&all=1")

    assert tool.name == "get_find_by_term"
    assert tool.input["required"] == ["term"]
    assert tool.how["query"] == (("all", "1"),)


# Other documents


PARTS = {
    "https://a.example/parts/pets.yaml": b"Pet: {type: object, properties: {owner: {$ref: 'people.json#/Person'}}}",
    "https://a.example/parts/people.json": json.dumps(
        {"Person": {"type": "object", "properties": {"pet": {"$ref": "pets.yaml#/Pet"}, "name": {"$ref": "#/Name"}}}}
        | {"Name": {"type": "string"}}
    ).encode(),
}


def fetch(url: str) -> bytes:
    if url not in PARTS:
        raise NotFoundError(f"{url!r} is not there. Expected another. Check it.")
    return PARTS[url]


def test_references_lead_to_other_documents_and_back() -> None:
    operation = body_of({"$ref": "parts/pets.yaml#/Pet"})
    data = described({"/x": {"post": operation}, "/y": {"post": body_of({"$ref": "other.json#/X"})}})

    found = read(data, source="https://a.example/openapi.json", fetch=fetch)

    (tool,) = found.toolbox.tools
    assert tool.input["properties"] == {"owner": {"$ref": "#/$defs/Person"}}
    assert tool.input["$defs"]["Person"]["properties"] == {"pet": {"$ref": "#/$defs/Pet"}, "name": {"type": "string"}}
    assert found.refused[0].why.startswith("the reference to 'https://a.example/other.json' could not be read: ")
    with pytest.raises(UnsupportedError, match="leads out of the document, and nothing is fetched"):
        read(data, source="https://a.example/openapi.json")


def test_a_description_in_pieces_is_put_together() -> None:
    pieces = {
        "https://a.example/paths.yaml": b"/x: {get: {$ref: get.yaml}}",
        "https://a.example/get.yaml": b"operationId: getX\nparameters: [{$ref: 'q.json#/q'}]",
        "https://a.example/q.json": b'{"q": {"name": "q", "in": "query"}}',
    }
    document = {"openapi": "3.0.3", "paths": {"$ref": "paths.yaml"}}

    (tool,) = read(json.dumps(document).encode(), source="https://a.example/", fetch=pieces.__getitem__).toolbox.tools

    assert (tool.name, list(tool.input["properties"])) == ("get_x", ["q"])
    with pytest.raises(UnsupportedError, match=r"paths: the reference to 'paths\.yaml' leads out"):
        read(json.dumps(document).encode())


def test_what_is_not_there_is_asked_for_once() -> None:
    asked = []

    def fail(url: str) -> bytes:
        asked.append(url)
        raise NotFoundError(f"{url!r} is not there. Expected another. Check it.")

    paths: dict[str, Any] = {f"/x{n}": {"post": body_of({"$ref": f"other.json#/X{n}"})} for n in range(20)}
    paths["/bad"] = {"$ref": "http://[x"}

    found = read(described({**paths, "/ok": {"get": {}}}), source="https://a.example/openapi.json", fetch=fail)

    assert asked == ["https://a.example/other.json", "http://[x"]
    assert len(found.refused) == 21


def test_a_schema_that_was_written_for_itself_points_into_itself() -> None:
    schema = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"type": "string"}}}

    assert one_tool(body_of(schema), method="post")[1].input["properties"] == {"a": {"type": "string"}}


def test_anchors_and_embedded_addresses() -> None:
    schemas = {
        "A": {"$anchor": "name", "type": "string"},
        "B": {"$id": "https://a.example/b", "type": "integer"},
    }
    fields = {"a": {"$ref": "#name"}, "b": {"$ref": "https://a.example/b"}}
    _, tool = one_tool(
        body_of({"type": "object", "properties": fields}), method="post", components={"schemas": schemas}
    )

    assert [one["type"] for one in tool.input["properties"].values()] == ["string", "integer"]


# Size


def test_many_operations_over_one_large_schema_take_no_more_than_each_needs() -> None:
    """The schemas that others refer to grow with their number, if each of them stood wherever it is used."""
    schemas = {
        f"S{n}": {
            "type": "object",
            "properties": {f"p{m}": {"$ref": f"#/components/schemas/S{(n + m) % 60}"} for m in range(60)},
        }
        for n in range(60)
    }
    ref = {"$ref": "#/components/schemas/S0"}
    answer = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": ref}}}}}
    paths = {f"/x{n}": {"post": body_of({"type": "object", "properties": {"s": ref}}) | answer} for n in range(40)}

    tools = imported(paths, components={"schemas": schemas}).toolbox.tools

    assert len(tools) == 40
    assert all(len(json.dumps(tool.input)) < 160_000 for tool in tools)
    assert all(len(json.dumps(tool.output)) < 40_000 for tool in tools)


def test_parts_that_multiply_are_counted_once() -> None:
    schemas: dict[str, Any] = {f"S{n}": {"allOf": [{"$ref": f"#/components/schemas/S{n + 1}"}] * 10} for n in range(30)}
    schemas["S30"] = {"type": "object", "properties": {"a": {}}}

    _, tool = one_tool(body_of({"$ref": "#/components/schemas/S0"}), method="post", components={"schemas": schemas})

    assert tool.input["properties"].keys() == {"a"}

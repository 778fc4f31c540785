"""A home in which every capability has something to work on."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import wainao
from fault_server import playing, replies
from mail_server import Post, certificate
from tiny_gguf import write_tiny_gguf
from wainao import Wainao
from wainao.app.wire import read_input
from wainao.features.tools.bundle import Signing
from wainao.features.tools.jobs import Jobs
from wainao.features.tools.openapi import Lasting
from wainao.features.tools.types import Surface, Tool, Toolbox
from wainao.kernel import Capability, Kernel, NeedsPersonError, Spec, new_id
from wainao.store.egress import origin
from wainao.store.ledger.record import INCIDENT
from wainao.testing import ModelServer, in_memory_ports
from wainao.testing.model_server import Received, reply_json
from wainao.types import Actor, Words, owner
from zip_files import Part, zip_of

SAMPLES = Path(wainao.__file__).parent / "samples"
QUESTION = "Can annual leave be carried over to the next year?"


OTHER_WORK = ["complete", "rerank", "speech", "transcribe", "image", "moderate"]


def model_settings(url: str) -> dict[str, Any]:
    return {"base_url": url, "model": "scripted-1", "embedding_model": "scripted-1"}


@dataclass(frozen=True, kw_only=True)
class World:
    brain: Wainao
    folder: Path
    url: str

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        return self.brain.capabilities

    def input(self, spec: Spec) -> Any:
        """An input with which the capability succeeds here: made for this world, or the spec's own example."""
        make = INPUTS.get(spec.name)
        return spec.example if make is None else read_input(spec, make(self))


Fields = dict[str, Any]


def _document(world: World, name: str = "leave.md", content: bytes = b"# Leave\n\nFive days may be moved.\n") -> Fields:
    """A document of its own: what is removed for one test is not missing for the next."""
    uploaded = world.brain.call("knowledge:upload", name=f"{new_id()}/{name}", content=content)
    assert uploaded.output.status == "added", uploaded.output
    return {"document": uploaded.output.document}


def _picture(world: World) -> Fields:
    sample = next(SAMPLES.rglob("*.pdf"))
    return _document(world, sample.name, sample.read_bytes())


def _folder(world: World) -> Fields:
    folder = world.folder / "handbook"
    folder.mkdir(exist_ok=True)
    (folder / f"{new_id()}.md").write_text("Five days may be moved.")
    return {"paths": [str(folder)]}


def _passage(world: World) -> Fields:
    return {**_document(world), "quote": "Five days may be moved."}


def _fix(world: World, **more: Any) -> Fields:
    return {"fix": world.brain.call("fixes:mark", **_passage(world), **more).output.fix}


def _receipt(world: World) -> Fields:
    return {"receipt": world.brain.call("budgets:list").receipt}


def _incident(world: World) -> Fields:
    found = world.brain.call("receipts:list", capability=INCIDENT).output.receipts
    return {"receipt": found[0].id, "why": "a test"}


def _correction(world: World) -> Fields:
    proposed = world.brain.call("corrections:propose", question=f"{QUESTION} ({new_id()})", answer="Yes.")
    return {"correction": proposed.output.correction}


def _proposed(world: World) -> Fields:
    """What somebody proposed who may not decide."""
    kernel, writer = world.brain.kernel, Actor(id="writer", rights=frozenset({"read", "write"}))
    given = read_input(kernel.spec("corrections:propose"), {"question": QUESTION, "answer": "No.", "scope": "everyone"})
    proposed = asyncio.run(kernel.run("corrections:propose", given, actor=writer))
    assert proposed.output.status == "proposed"
    return {"correction": proposed.output.correction}


def _retired(world: World) -> Fields:
    correction = _correction(world)
    world.brain.call("corrections:retire", **correction)
    return correction


def _doubted(world: World) -> Fields:
    """The receipt of an answer of its own: an answer is in the queue only once."""
    return {"receipt": world.brain.call("knowledge:ask", question=f"{QUESTION} ({new_id()})").receipt}


def _item(world: World) -> Fields:
    return {"item": world.brain.call("corrections:dissatisfied", **_doubted(world)).output.item}


def _rolled_back(world: World) -> Fields:
    return {"rollback": world.brain.call("corrections:rollback", author="nobody").output.rollback}


def _actor(world: World) -> str:
    return world.brain.call("actors:add", id=f"ann-{new_id()}").output.id


def _team(world: World) -> str:
    return world.brain.call("teams:add", id=f"sales-{new_id()}").output.id


def _member(world: World) -> Fields:
    joined = {"team": _team(world), "actor": _actor(world)}
    world.brain.call("teams:join", **joined)
    return joined


def _plan(world: World) -> str:
    return world.brain.call("plans:set", id=f"plan-{new_id()}").output.id


def _price(world: World) -> Fields:
    set_ = world.brain.call("prices:set", model=f"lab/{new_id()}", usd_per_million_in=1.0).output
    return {"model": set_.model, "since": set_.since}


def _grant(world: World) -> str:
    given = world.brain.call("grants:give", actor="ann", capability="models:chat", until_at="2999-01-01")
    id: str = given.output.id
    return id


def _waiting(world: World) -> Fields:
    """A call that waits for a person: see the policy of this world."""
    with pytest.raises(NeedsPersonError) as waiting:
        world.brain.call("models:list")
    return {"approval": waiting.value.approval, "approve": True}


def _deployment(world: World) -> Fields:
    """Where the scripted server is that the settings name, too."""
    name, url = f"d-{new_id()}", world.url
    world.brain.call("deployments:add", name=name, model="scripted-1", base_url=url)
    return {"name": name}


def _changed_deployment(world: World) -> Fields:
    deployment = _deployment(world)
    world.brain.call("deployments:add", **deployment, model="scripted-2", base_url="http://127.0.0.1:9/v1")
    return deployment


def _model_file(world: World) -> Fields:
    name = f"m-{new_id()}"
    return {"source": str(write_tiny_gguf(world.folder / f"{name}.gguf", layers=1)), "name": name}


def _model(world: World) -> Fields:
    return {"name": world.brain.call("models:add", **_model_file(world)).output.name}


def _pair(world: World) -> Fields:
    return {"question": QUESTION, "models": [_deployment(world)["name"], _deployment(world)["name"]]}


def _comparison(world: World) -> Fields:
    told = world.brain.call("models:compare", **_pair(world)).output
    return {"comparison": told.comparison, "chosen": told.answers[0].receipt}


def _route(world: World) -> Fields:
    name = f"r-{new_id()}"
    world.brain.call("routes:set", name=name, targets=[{"deployment": _deployment(world)["name"]}])
    return {"name": name}


def _changed_route(world: World) -> Fields:
    route = _route(world)
    world.brain.call("routes:set", **route, targets=[{"deployment": _deployment(world)["name"]}], attempts=1)
    return route


def _cascade(world: World) -> Fields:
    near, far, name = _deployment(world)["name"], _deployment(world)["name"], f"c-{new_id()}"
    world.brain.call("routes:set", name=name, cascade={"near": near, "far": far})
    cases = [{"question": f"{QUESTION} {n}", "near_right": n % 2 == 0, "far_right": True} for n in range(10)]
    return {"route": name, "cases": cases}


def _case(**more: Any) -> Fields:
    return {"name": "a", "question": QUESTION, "expect": [{"kind": "excludes", "text": "nonsense"}], **more}


def _answered(world: World) -> str:
    """A capability that has answered a question, and whose receipts say so."""
    world.brain.call("models:chat", messages=[{"role": "user", "content": f"What is {new_id()}?"}])
    return "models:chat"


def _set(world: World) -> Fields:
    return {"name": world.brain.call("evaluations:add", name=f"s-{new_id()}", cases=[_case()]).output.name}


def _run(world: World) -> str:
    return world.brain.call("evaluations:run", sets=[_set(world)["name"]]).output.run


def _release(world: World) -> str:
    made = world.brain.call("releases:create", name=f"r-{new_id()}", sets=[_set(world)["name"]]).output
    return f"{made.name}@{made.version}"


def _gated(world: World) -> Fields:
    world.brain.call("releases:gate", release=(named := _release(world)))
    return {"release": named}


def _blocked(world: World) -> Fields:
    impossible = _case(expect=[{"kind": "seconds", "value": -1.0}], must=True)
    name = world.brain.call("evaluations:add", name=f"s-{new_id()}", cases=[impossible]).output.name
    made = world.brain.call("releases:create", name=f"r-{new_id()}", sets=[name]).output
    world.brain.call("releases:gate", release=made.name)
    return {"release": made.name, "why": "a test"}


def _unguarded(world: World, name: str, fields: Fields) -> Any:
    kernel = Kernel(in_memory_ports(), world.capabilities)
    return asyncio.run(kernel.run(name, read_input(kernel.spec(name), fields), actor=owner())).output


def _passed(world: World, named: str | None = None) -> Fields:
    """Gated where it will be promoted: in the suite's kernel, which has no guards, and a release pins those. What
    corrections other tests made here may block it."""
    gated = {"release": named or _release(world)}
    if _unguarded(world, "releases:gate", gated).verdict == "blocked":
        world.brain.call("releases:override", **gated, why="a test")
    return gated


def _twice_promoted(world: World) -> Fields:
    name = _release(world).partition("@")[0]
    for _ in range(2):
        world.brain.call("releases:create", name=name, sets=[_set(world)["name"]])
        _unguarded(world, "releases:promote", _passed(world, name))
    return {"name": name}


WEATHER = b"""{"openapi": "3.1.0", "info": {"title": "Weather", "version": "1"},
"servers": [{"url": "https://weather.example"}],
"components": {"securitySchemes": {"api_key": {"type": "apiKey", "in": "header", "name": "key"}}},
"paths": {"/today": {"get": {"operationId": "today", "summary": "Weather of a city",
"parameters": [{"name": "city", "in": "query", "schema": {"type": "string"}}],
"responses": {"200": {"description": "ok"}}}}}}"""


def _toolbox(world: World, **more: Any) -> str:
    name = f"box_{new_id()}"
    world.brain.call("tools:add", source="weather.json", document=WEATHER, name=name)
    if more:
        world.brain.call("tools:credential", box=name, scheme="api_key", **more)
    return name


def _served(world: World) -> str:
    """A tool that answers: the models that the scripted server has."""
    name = f"box_{new_id()}"
    description = WEATHER.replace(b"https://weather.example", world.url.encode()).replace(b"/today", b"/models")
    description = description.replace(b'"parameters"', b'"security": [], "parameters"')
    world.brain.call("tools:add", source="served.json", document=description, name=name)
    return f"{name}:today"


def _demo(world: World) -> Fields:
    return {"demo": world.brain.call("tools:demonstrate", tool=_served(world)).output.id}


def _called(world: World) -> Fields:
    """A tool that whoever runs this suite has called, in the ledger."""
    world.brain.call(tool := _served(world))
    return {"tool": tool, "stars": 4}


def _file(world: World) -> Fields:
    return {"digest": world.brain.call("tools:upload", content=b"hello").output.digest}


def _archive(world: World) -> dict[str, Any]:
    return {"digest": world.brain.call("tools:upload", content=zip_of(Part(b"a.txt"))).output.digest}


def _job(world: World) -> Fields:
    """Work that was left while it went on, and has ended since: the list of the scripted server's models."""
    jobs = Jobs(world.brain.home)
    call: Any = SimpleNamespace(id=new_id(), actor=owner(), spec=SimpleNamespace(name=_served(world)))
    work = Lasting(kind="monitor", url=f"{world.url}/models")
    job = world.brain._loop.run(jobs.begin(call, work, (), wait_s=0.0))
    assert job is not None
    jobs.let_go(job, "unwatched")
    return {"job": job.id}


def _bundle(world: World) -> Fields:
    told = world.brain.call("tools:export", box=_toolbox(world)).output
    return {"content": told.content, "trust": told.signer, "name": f"box_{new_id()}"}


def _surface(world: World) -> Fields:
    """A tool of a toolbox that came with a page, as from an MCP server."""
    words, page = Words("天气", "Weather"), "<title>Weather</title>"
    surface = Surface(uri="ui://weather/today", digest=hashlib.sha256(page.encode()).hexdigest(), html=page)
    tool = Tool(name="today", title=words, description=words, input={}, how={"name": "today"}, surface=surface.digest)
    box = Toolbox(
        name=f"box_{new_id()}", title=words, description=words, origin="mcp", source="", digest="", tools=(tool,)
    )
    signing = Signing(world.brain.home)
    content = signing.write(replace(box, surfaces=(surface,)))
    world.brain.call("tools:import-bundle", content=content, trust=signing.fingerprint)
    return {"tool": f"{box.name}:today"}


def _account(world: World) -> Fields:
    flows = b'"oauth": {"type": "oauth2", "flows": {"authorizationCode": {"scopes": {}, '
    flows += b'"authorizationUrl": "https://weather.example/in", "tokenUrl": "%s/token"}}}, ' % world.url.encode()
    description = WEATHER.replace(b'"api_key": {', flows + b'"api_key": {', 1)
    description = description.replace(b'"url": "https://weather.example"', b'"url": "%s"' % world.url.encode())
    name = f"box_{new_id()}"
    world.brain.call("tools:add", source="weather.json", document=description, name=name)
    world.brain.call("tools:credential", box=name, scheme="oauth", client_id="us")
    return {"box": name, "scheme": "oauth", "redirect_uri": "http://127.0.0.1/"}


def _returned(world: World) -> Fields:
    """Somebody signed in elsewhere, and was sent back."""
    begun = world.brain.call("tools:sign-in", **_account(world)).output
    return {"returned": f"http://127.0.0.1/?code=good&state={parse_qs(urlsplit(begun.url).query)['state'][0]}"}


def _rates(world: World) -> Fields:
    rates = b"date,base,currency,rate\n2026-07-01,USD,CNY,7.1234\n"
    world.brain.call("currency:rates", content=rates, source="a test")
    return {"amount": "30", "from_": "USD", "to": "CNY"}


def _program(world: World) -> Fields:
    if "code:run" not in world.brain.kernel:
        pytest.skip("the sandbox does not prove itself on this machine")
    return {"program": "1 + 1"}


def _page(world: World) -> Fields:
    section = next(section for name, section in world.brain.settings.features if name.name == "tools")
    return {"url": section.intranet[0]}


def _canary(world: World) -> Fields:
    chat = {"target": {"capability": "models:chat", "route": "scripted-1"}, "sets": [_set(world)["name"]]}
    name = world.brain.call("releases:create", name=f"r-{new_id()}", door="door", **chat).output.name
    _unguarded(world, "releases:promote", _passed(world, name))
    world.brain.call("releases:create", name=name, door="door", **chat)
    _unguarded(world, "releases:promote", {**_passed(world, name), "share": 0.1})
    return {"name": name}


DESCRIPTION = {
    "title": {"zh": "天气", "en": "Weather"},
    "description": {"zh": "一个城市的天气。", "en": "The weather of a city."},
    "samples": {"zh": ["杭州冷吗"], "en": ["is it cold in Oslo"]},
}


def _said(asked: Received) -> str:
    """What the model says: a description, where one is asked for."""
    form = (asked.body.get("response_format") or {}).get("json_schema", {}).get("name")
    return json.dumps(DESCRIPTION) if form == "description" else "Hello."


INPUTS: dict[str, Callable[[World], Fields]] = {
    "code:run": _program,
    "currency:convert": _rates,
    "web:read": _page,
    "tools:add": lambda world: {"source": "weather.json", "document": WEATHER, "name": f"box_{new_id()}"},
    "tools:prefer": lambda world: {"request": "how far is it to the moon", "tool": "units:convert"},
    "tools:demonstrate": lambda world: {"tool": _served(world)},
    "tools:replay": lambda world: {"box": _served(world).partition(":")[0]},
    "tools:forget-demonstration": _demo,
    "tools:review": _called,
    "tools:file": _file,
    "tools:unpack": _archive,
    "tools:export": lambda world: {"box": _toolbox(world)},
    "tools:import-bundle": _bundle,
    "tools:sign-in": _account,
    "tools:signed-in": _returned,
    "tools:show": lambda world: {"name": f"{_toolbox(world)}:today"},
    "tools:change": lambda world: {"name": _toolbox(world), "pinned": True},
    "tools:risk": lambda world: {"name": f"{_toolbox(world)}:today", "risk": "write"},
    "tools:describe": lambda world: {"name": f"{_toolbox(world)}:today", "title": Words("天气", "Weather")},
    "tools:suggest-description": lambda world: {"name": f"{_toolbox(world)}:today"},
    "tools:surface": _surface,
    **{f"tools:{name}": _job for name in ("job", "follow", "cancel")},
    "tools:result": lambda world: {"receipt": world.brain.call(_served(world)).receipt},
    "tools:limit": lambda world: {"name": _toolbox(world), "calls_per_minute": 60, "calls_at_once": 4},
    "tools:remove": lambda world: {"name": _toolbox(world)},
    "tools:preview": lambda world: {"tool": f"{_toolbox(world)}:today", "arguments": {"city": "Köln"}},
    "tools:credential": lambda world: {"box": _toolbox(world), "scheme": "api_key", "value": "secret"},
    "tools:forget-credential": lambda world: {"box": _toolbox(world, value="secret"), "scheme": "api_key"},
    "releases:create": lambda world: {"name": f"r-{new_id()}", "sets": [_set(world)["name"]]},
    "releases:show": lambda world: {"release": _release(world)},
    "releases:gate": lambda world: {"release": _release(world)},
    "releases:report": _gated,
    "releases:override": _blocked,
    "releases:promote": _passed,
    "releases:rollback": _twice_promoted,
    "releases:watch": _canary,
    "evaluations:benchmark": lambda world: {"harness": "scripted", "task": "sums"},
    "evaluations:add": lambda world: {"name": f"s-{new_id()}", "cases": [_case()]},
    "evaluations:from-receipts": lambda world: {"name": f"s-{new_id()}", "capability": _answered(world)},
    "evaluations:from-corrections": lambda world: {"name": f"s-{new_id()}", "note": str(_correction(world))},
    "evaluations:agreement": lambda world: {
        "opinions": [{"question": "Q?", "reply": "A.", "rubric": "It is an answer.", "good": True}],
        "judge": "scripted-1",
    },
    "evaluations:show": _set,
    "evaluations:remove": _set,
    "evaluations:run": lambda world: {"sets": [_set(world)["name"]]},
    "evaluations:results": lambda world: {"run": _run(world)},
    "evaluations:compare": lambda world: {"before": _run(world), "after": _run(world)},
    "knowledge:add": _folder,
    "knowledge:remove": _document,
    "knowledge:page": _document,
    "knowledge:image": _picture,
    "fixes:mark": _passage,
    "fixes:point": lambda world: {**_passage(world), "question": f"{QUESTION} ({new_id()})"},
    "fixes:show": _fix,
    "fixes:approve": lambda world: _fix(world, hold=True),
    "fixes:revoke": _fix,
    "receipts:show": _receipt,
    "receipts:prove": _receipt,
    "receipts:erase": lambda world: {**_receipt(world), "why": "a test"},
    "receipts:acknowledge": _incident,
    "corrections:alias": lambda world: {**_correction(world), "question": "May leave be moved to next year?"},
    "corrections:revoke": _correction,
    "corrections:history": _correction,
    "corrections:approve": _proposed,
    "corrections:trial": _proposed,
    "corrections:conflicts": _proposed,
    "corrections:retire": _correction,
    "corrections:restore": _retired,
    "corrections:undo": _rolled_back,
    "corrections:dissatisfied": _doubted,
    "corrections:dismiss": _item,
    "actors:add": lambda world: {"id": f"ann-{new_id()}"},
    "keys:add": lambda world: {"actor": _actor(world)},
    "keys:rotate": lambda world: {"prefix": world.brain.call("keys:add", actor=_actor(world)).output.prefix},
    "keys:revoke": lambda world: {"prefix": world.brain.call("keys:add", actor=_actor(world)).output.prefix},
    "teams:join": lambda world: {"team": _team(world), "actor": _actor(world)},
    "teams:leave": _member,
    "teams:remove": lambda world: {"team": _team(world)},
    "budgets:set": lambda world: {"actor": _actor(world), "calls": 5},
    "prices:remove": _price,
    "plans:assign": lambda world: {"plan": _plan(world), "team": _team(world)},
    "limits:set": lambda world: {"team": _team(world), "calls_at_once": 100},
    "approvals:decide": _waiting,
    "grants:revoke": lambda world: {"grant": _grant(world)},
    "models:add": _model_file,
    "models:remove": _model,
    "models:compare": _pair,
    "models:vote": _comparison,
    **{f"deployments:{name}": _deployment for name in ("show", "remove", "check", "warm", "drain", "resume")},
    "deployments:rollback": _changed_deployment,
    "routes:set": lambda world: {
        "name": f"r-{new_id()}",
        "targets": [{"deployment": _deployment(world)["name"], "weight": 2.0}, {"tag": "cloud", "order": 1}],
    },
    "routes:remove": _route,
    "routes:calibrate": _cascade,
    "routes:rollback": _changed_route,
}
"""By capability, where an example cannot name what is there: ids, paths."""


def _settings(url: str, outside: dict[str, Any]) -> dict[str, Any]:
    return {
        "telemetry": {"endpoint": "http://127.0.0.1:9", "every_s": 3600.0},
        "models": model_settings(url),
        "policy": {"ask": ["models:list"]},
        "tools": {"private": [origin(url)], **outside},
    }


@contextmanager
def _outside(folder: Path) -> Iterator[dict[str, Any]]:
    """A page, a search engine and a mail server; the settings by which they are reached."""
    context, trust = certificate(folder)
    found = b'{"results": [{"title": "Leave", "url": "https://example.com/", "content": "Five days."}]}'
    head = f"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {len(found)}\r\n\r\n"
    with playing(replies(head.encode() + found)) as web, playing(Post(), tls=context) as post:
        smtp = {"host": "127.0.0.1", "port": post.port, "sender": "ai@example.com", "authorities": trust}
        yield {"intranet": [origin(web.url)], "search_url": web.url, "smtp": smtp}


@contextmanager
def opened_world(folder: Path) -> Iterator[World]:
    home = folder / "home"
    with Wainao.open(home) as brain:
        brain.call("budgets:list")
    (home / "ledger.head").unlink()  # the ledger finds out when it is opened, and records an incident
    tokens = {"token": lambda _: reply_json({"access_token": "a", "token_type": "bearer"})}
    with (
        ModelServer(_said, others=tokens) as server,
        _outside(folder) as outside,
        Wainao.open(home, **_settings(server.url, outside)) as brain,
    ):
        everything = {"name": "everything", "model": "scripted-1", "base_url": server.url}
        brain.call("deployments:add", **everything, serves=OTHER_WORK)
        yield World(brain=brain, folder=folder, url=server.url)

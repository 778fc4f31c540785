"""What a new version of a toolbox changes, and which of that lets it do more than before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.oauth import SERVER
from wainao.features.tools.risks import higher
from wainao.features.tools.types import Tool, Toolbox
from wainao.store.egress import origin
from wainao.types import Words

_DOORS = ("authorizationUrl", "tokenUrl", "refreshUrl", "registrationUrl")
"""What a flow of OAuth 2 names, and what its server says of itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Names of tools; `wider` says each thing that the new version may do and the old one could not.

    `held` says which tools call themselves safer than before, and are not believed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    wider: tuple[Words, ...]
    held: tuple[Words, ...]


def difference(old: Toolbox | None, new: Toolbox) -> Difference:
    """Both with their tools. Where there were none, every tool is new and none of them wider."""
    before = {} if old is None else {tool.name: tool for tool in old.tools}
    after = {tool.name: tool for tool in new.tools}
    both = before.keys() & after.keys()
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(name for name in both if before[name] != after[name])),
        wider=()
        if old is None
        else (*_places(old, new), *_doors(old, new), *(_risks(before, after) if before else ())),
        held=tuple(_held(before, after)),
    )


def not_lowered(old: Toolbox | None, new: Toolbox) -> Toolbox:
    """`new`, whose tools have no lower risk than in `old`: an update alone never lets one do with less than before."""
    before = {} if old is None else {tool.name: tool.risk for tool in old.tools}
    risks = {tool.name: higher(tool.risk, before.get(tool.name, tool.risk)) for tool in new.tools}
    return replace(new, tools=tuple(replace(tool, risk=risks[tool.name]) for tool in new.tools))


def _places(old: Toolbox, new: Toolbox) -> Iterable[Words]:
    for place in sorted(set(map(_place, new.servers)) - set(map(_place, old.servers))):
        yield Words(f"会调用新的地址 {place}", f"it calls {place}, which it did not before")


def _place(server: str) -> str:
    """The origin of an address; a program on this machine as it is."""
    return origin(server) if urlsplit(server).scheme in ("http", "https") else server


def _doors(old: Toolbox, new: Toolbox) -> Iterable[Words]:
    """Where people and clients sign in is where their secrets, codes and tokens go."""
    for place in sorted(_signs_in(new) - _signs_in(old)):
        yield Words(f"会在新的地址 {place} 登录", f"it signs in at {place}, which it did not before")


def _signs_in(toolbox: Toolbox) -> set[str]:
    schemes = list(map(object_in, toolbox.security.values()))
    flows = [flow for scheme in schemes for flow in object_in(scheme.get("flows")).values()]
    told = map(object_in, [*flows, *(scheme.get(SERVER) for scheme in schemes)])
    return {str(one[name]) for one in told for name in _DOORS if one.get(name)}


def _risks(before: Mapping[str, Tool], after: Mapping[str, Tool]) -> Iterable[Words]:
    for name, tool in sorted(after.items()):
        risk = before[name].risk if name in before else "read"
        if higher(tool.risk, risk) != risk:
            yield Words(f"{name} 的风险为 {tool.risk}（原为 {risk}）", f"{name} is of risk {tool.risk}, up from {risk}")


def _held(before: Mapping[str, Tool], after: Mapping[str, Tool]) -> Iterable[Words]:
    for name in sorted(before.keys() & after.keys()):
        risk, says = before[name].risk, after[name].risk
        if higher(risk, says) != says:
            yield Words(
                f"{name} 自称风险为 {says}，仍按 {risk} 对待；要降低，请管理员用 wainao tools risk 说明",
                f"{name} says of itself {says}, and stays {risk}; an administrator lowers it: 'wainao tools risk'",
            )

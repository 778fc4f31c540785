"""providers:list."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.models.capabilities.desk import Desk, Nothing, at, spec
from wainao.features.models.providers import PROVIDERS
from wainao.features.models.routing.deployment import Kind
from wainao.kernel import Call, Capability
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderRow:
    """`base_url` is empty where everyone has an address of their own; `local` ones run on your own machines.

    `keyed`: it wants a key. `offers` is what it does, `docs` the page that says so.
    """

    name: str
    zh: str
    en: str
    base_url: str
    offers: tuple[Kind, ...]
    local: bool
    keyed: bool
    docs: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderList:
    providers: tuple[ProviderRow, ...]


LIST = spec(
    "providers:list",
    Words("提供者列表", "Providers"),
    Words("列出可以直接填名字的模型提供者。", "List the providers that a deployment can name."),
    Nothing,
    ProviderList,
    risk="read",
    example=Nothing(),
)


async def _list(_: Desk, call: Call) -> ProviderList:
    return ProviderList(
        providers=tuple(
            ProviderRow(
                name=one.name,
                zh=one.title.zh,
                en=one.title.en,
                base_url=one.base_url,
                offers=one.offers,
                local=one.local,
                keyed=not one.local and one.auth != "none",
                docs=one.docs,
            )
            for one in PROVIDERS.values()
        )
    )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return at(desk, ((LIST, _list),))

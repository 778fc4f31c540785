"""A typed function becomes a capability."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
import pytest
from small_tools import Place

from wainao import Call, Wainao, WainaoError, capability
from wainao.store.function import means
from wainao.types import Words


def test_ten_lines_make_a_capability(brain):
    assert brain.call("tools:echo", text="ab", times=2).output.result == "abab"
    assert brain.call("tools:visit", place=Place(city="Köln"), tags=["a", "b"]).output.result == "Köln/None/a+b"
    assert brain.call("tools:whoami").output.result == "owner"


def test_its_spec_says_what_the_function_says():
    @capability("tools:vat", zh="增值税", en="Value added tax", risk="act", example={"net": 1.0})
    def vat(net: float, percent: float = 19.0) -> float:
        """The tax on a net amount."""
        return net * percent / 100

    spec = vat.spec
    assert (spec.name, spec.risk, spec.needs) == ("tools:vat", "act", "act")
    assert (spec.title, spec.description.en) == (Words("增值税", "Value added tax"), "The tax on a net amount.")
    assert spec.example == spec.input(net=1.0, percent=19.0)
    assert vat.function(50.0) == 9.5


def test_it_says_in_both_languages_what_it_and_its_parameters_are():
    @capability("tools:vat", en="VAT", about=Words("税款。", "The tax."), samples=("VAT on 200",))
    def vat(net: Annotated[float, means("净额", "The net amount", ge=0)]) -> float:
        return net * 0.19

    assert (vat.spec.description, vat.spec.samples) == (Words("税款。", "The tax."), ("VAT on 200",))
    (parameter,) = msgspec.json.schema(vat.spec.input)["$defs"]["ToolsVatInput"]["properties"].values()
    assert parameter == {
        "type": "number",
        "minimum": 0,
        "description": "The net amount 净额",
        "x-wainao": {"description": {"zh": "净额", "en": "The net amount"}},
    }


def test_one_that_sleeps_is_there_for_nobody(tmp_path):
    awake = []

    @capability("tools:nap", en="Nap", when=lambda: bool(awake))
    def nap() -> str:
        return "z"

    with Wainao.open(tmp_path, capabilities=[nap]) as brain:
        assert "tools:nap" not in brain.kernel
        awake.append(True)
        assert "tools:nap" in brain.kernel


def test_a_dataclass_result_is_the_output_itself():
    @dataclass(frozen=True)
    class Sum:
        total: int

    @capability("tools:sum", en="Sum")
    def total(numbers: list[int] = []) -> Sum:  # noqa: B006  # what people write
        return Sum(sum(numbers))

    assert total.spec.output is Sum
    assert total.spec.input().numbers == []
    assert total.spec.input().numbers is not total.spec.input().numbers


def untyped(text) -> str: ...
def unreturned(text: str): ...
def many(*texts: str) -> str: ...


@pytest.mark.parametrize("function", [untyped, unreturned, many])
def test_a_function_that_says_too_little_is_refused(function):
    with pytest.raises(WainaoError, match="'tools:x'") as failed:
        capability("tools:x")(function)
    assert failed.value.code == "settings"


def test_a_function_may_call_others_through_its_call(tmp_path):
    @capability("tools:inner", en="Inner")
    def inner(text: str) -> str:
        return text.upper()

    @capability("tools:outer", en="Outer")
    async def outer(call: Call, text: str) -> str:
        answered = await call.run("tools:inner", inner.spec.input(text=text))
        return answered.output.result + "!"

    with Wainao.open(tmp_path, capabilities=[inner, outer]) as brain:
        assert brain.call("tools:outer", text="hi").output.result == "HI!"

"""Turn a typed function into a capability: the ten lines that a developer writes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass, make_dataclass
from functools import partial
from typing import Any, get_type_hints

from msgspec import Meta

from wainao.kernel import Call, Risk, SettingsError, Spec
from wainao.types import Language, Right, Words

Function = Callable[..., Any]


def means(zh: str, en: str, *, reads: str = "", names: Mapping[str, str] | None = None, **bounds: Any) -> Meta:
    """A line about a parameter or field, for forms and models: `amount: Annotated[str, means("金额", "How much")]`.

    `reads` is which part of a request in words it takes, where that is more than its type says: "conversion.amount".
    `names` are what people call its values, "|" between them: {"line": "折线|lines"}. `bounds` are those of msgspec
    (`ge`, `max_length`, …), checked where input comes in from outside.
    """
    about: dict[str, Any] = {"description": {"zh": zh, "en": en}}
    about |= ({"reads": reads} if reads else {}) | ({"names": dict(names)} if names else {})
    return Meta(description=f"{en} {zh}", extra_json_schema={"x-wainao": about}, **bounds)


def _always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionCapability:
    """A capability whose `invoke` calls a function. The function itself stays at hand as `function`."""

    spec: Spec
    function: Function
    wants_call: str | None
    wraps: bool
    when: Callable[[], bool] = _always

    @property
    def awake(self) -> bool:
        return self.when()

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        arguments = {item.name: getattr(call.input, item.name) for item in fields(call.input)}
        if self.wants_call is not None:
            arguments[self.wants_call] = call
        if inspect.iscoroutinefunction(self.function):
            result = await self.function(**arguments)
        else:
            result = await asyncio.to_thread(self.function, **arguments)
        yield self.spec.output(result=result) if self.wraps else result


def capability(
    name: str,
    *,
    zh: str = "",
    en: str = "",
    about: Words | None = None,
    risk: Risk = "read",
    right: Right | None = None,
    timeout_s: float = 120.0,
    example: dict[str, Any] | None = None,
    tool: bool = True,
    samples: tuple[str, ...] = (),
    when: Callable[[], bool] = _always,
) -> Callable[[Function], FunctionCapability]:
    """Make a capability out of a function, sync or async, whose parameters and result have types.

        @capability("sums:add", zh="相加", en="Add")
        def add(a: int, b: int = 1) -> int:
            "Add two whole numbers."
            return a + b

    The parameters become the input's fields, a result that is no dataclass becomes the output's field `result`, and the
    docstring the description, unless `about` has one in both languages. A parameter of type `Call` gets the call
    itself. It is a `tool` that a request in a person's words may choose; `samples` are such requests. While `when` says
    no, it is there for nobody. Raises SettingsError for a parameter or result without a type.
    """

    def make(function: Function) -> FunctionCapability:
        hints = get_type_hints(function, include_extras=True)
        wants_call = next((parameter for parameter, hint in hints.items() if hint is Call), None)
        output = _output(function, hints, name)
        input = _input(function, hints, name, skip=wants_call)
        spec = Spec(
            name=name,
            title=Words(zh or en or name, en or zh or name),
            description=about or Words(*[inspect.getdoc(function) or en or zh or name] * 2),
            input=input,
            output=output,
            risk=risk,
            right=right,
            timeout_s=timeout_s,
            example=None if example is None else input(**example),
            tool=tool,
            samples=samples,
        )
        return FunctionCapability(
            spec=spec, function=function, wants_call=wants_call, wraps=output is not hints["return"], when=when
        )

    return make


def _input(function: Function, hints: dict[str, Any], name: str, *, skip: str | None) -> type:
    made = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == skip:
            continue
        if parameter.name not in hints or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise SettingsError(
                f"The parameter {parameter.name!r} of {name!r} has no type to make a field of. Write it as "
                f"{parameter.name}: str, or whatever it is."
            )
        made.append((parameter.name, hints[parameter.name], _field(parameter.default)))
    return _made(_camel(name) + "Input", made, function)


def _field(default: Any) -> Any:
    if default is inspect.Parameter.empty:
        return field()
    if isinstance(default, (list, dict, set)):
        return field(default_factory=partial(copy, default))
    return field(default=default)


def _output(function: Function, hints: dict[str, Any], name: str) -> type:
    if "return" not in hints:
        raise SettingsError(f"{name!r} does not say what it returns. Write def {function.__name__}(...) -> str:, say.")
    result: Any = hints["return"]
    if isinstance(result, type) and is_dataclass(result):
        return result
    plain = {"sentence": _sentence} if result in (str, int, float, bool) else {}
    return _made(_camel(name) + "Output", [("result", result)], function, **plain)


def _sentence(output: Any, language: Language) -> str:
    """A result that is one plain value says all there is."""
    return str(output.result)


def _made(name: str, parts: list[Any], function: Function, **methods: Function) -> type:
    """A dataclass that looks as if it had been written beside the function."""
    namespace = {"__module__": function.__module__, **methods}
    return make_dataclass(name, parts, frozen=True, kw_only=True, slots=True, namespace=namespace)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace(":", "_").replace(".", "_").replace("-", "_").split("_"))

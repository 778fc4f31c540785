"""Whether arguments fit what a tool says it takes, before anybody is asked about them and anything leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wainao.features.tools.types import ToolInput
from wainao.kernel import UsageError
from wainao.store.json_schema import MOST_STEPS, MazeError, faults

LONGEST_SHOWN = 80


def checks(name: str, schema: Mapping[str, Any]) -> Callable[[ToolInput], None]:
    """What raises UsageError, with the place of the first fault, for arguments that do not fit `schema`."""

    def check(input: ToolInput) -> None:
        try:
            fault = min(faults(schema, dict(input.arguments)), key=_depth, default=None)
        except MazeError as error:
            raise UsageError(
                f"Checking the input takes more than {MOST_STEPS} steps, so it was given up. Expected less at once: "
                "send fewer items. If it is short already, the tool's schema is a maze; tell whoever made it."
            ) from error
        except Exception as error:  # the edge: a stranger's schema may be anything
            raise UsageError(
                f"What {name!r} takes cannot be told: its schema is not sound ({error!r:.100}). Expected one of JSON "
                "Schema 2020-12. Tell whoever made the tool."
            ) from error
        if fault is not None:
            raise UsageError(_told(name, fault))

    return check


def _depth(fault: Any) -> tuple[int, str]:
    return len(fault.path), str(fault.json_path)


def _told(name: str, fault: Any) -> str:
    place = fault.json_path.removeprefix("$.")
    if fault.validator == "required":
        missing = next((field for field in fault.validator_value if field not in fault.instance), "?")
        where = "" if place == "$" else f" in {place!r}"
        return f"{name!r} needs the field {missing!r}{where}. 'wainao tools show {name}' shows what it takes."
    shown = repr(fault.instance)
    given = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 3] + "..."
    if place == "$":
        wanted = _expected(fault)
        return f"What {name!r} was given does not fit: {wanted}. 'wainao tools show {name}' shows what it takes."
    return f"The field {place!r} of {name!r} is wrong: {given} was given. Expected {_expected(fault)}."


def _expected(fault: Any) -> str:
    wanted = fault.validator_value
    match fault.validator:
        case "type":
            return " or ".join(wanted) if isinstance(wanted, list) else str(wanted)
        case "enum":
            return f"one of {', '.join(map(repr, wanted[:20]))}"
        case "additionalProperties":
            return f"no other fields than {', '.join(sorted(fault.schema.get('properties', {}))) or 'none'}"
        case "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems" | "format" | "const":
            return f"{fault.validator} {wanted!r}"
        case _:
            return str(fault.message)[:200]

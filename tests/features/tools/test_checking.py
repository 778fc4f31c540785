"""Arguments against a stranger's schema."""

from __future__ import annotations

import pytest

from wainao.features.tools.checking import checks
from wainao.features.tools.types import ToolInput
from wainao.kernel import UsageError

pytest.importorskip("re2")


def check(pattern: str, value: str) -> None:
    schema = {"type": "object", "properties": {"code": {"type": "string", "pattern": pattern}}}
    checks("box:tool", schema)(ToolInput(arguments={"code": value}))


def test_a_pattern_holds():
    check("^[A-Z]{2}$", "DE")
    with pytest.raises(UsageError, match="code"):
        check("^[A-Z]{2}$", "de")


@pytest.mark.parametrize("pattern", ["^(?!aws:).+$", "[\\u0020-\\u00FF]+", "[a-z]{1,5000}", "("])
def test_what_no_linear_engine_reads_is_left_to_the_tool_in_silence(pattern, capfd):
    check(pattern, "aws:x")
    assert capfd.readouterr() == ("", "")

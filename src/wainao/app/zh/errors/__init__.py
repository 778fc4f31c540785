"""What errors say, in Chinese, by the English sentences: a table for each part of the sources.

`{name}` is a place for a value; in English `{name!r}` says that its `repr` stands there, in Chinese `{name!s}` that
it is words, which `WORDS` and `VALUES` say in Chinese, `{name!a}` that it is a list of names, which stay with what
stands beside them said, and `{name!r}` that it stays as it is.
"""

from __future__ import annotations

from wainao.app.zh.errors.access import ACCESS
from wainao.app.zh.errors.builtin import BUILTIN
from wainao.app.zh.errors.calculator import CALCULATOR
from wainao.app.zh.errors.command_line import COMMAND_LINE
from wainao.app.zh.errors.composed import COMPOSED
from wainao.app.zh.errors.corrections import CORRECTIONS
from wainao.app.zh.errors.deployments import DEPLOYMENTS
from wainao.app.zh.errors.egress import EGRESS
from wainao.app.zh.errors.foreign import FOREIGN
from wainao.app.zh.errors.kernel import KERNEL
from wainao.app.zh.errors.knowledge import KNOWLEDGE
from wainao.app.zh.errors.learn import LEARN
from wainao.app.zh.errors.licences import LICENCES
from wainao.app.zh.errors.local_models import LOCAL_MODELS
from wainao.app.zh.errors.mcp import MCP
from wainao.app.zh.errors.models import MODELS
from wainao.app.zh.errors.openapi import OPENAPI
from wainao.app.zh.errors.reading import READING
from wainao.app.zh.errors.records import RECORDS
from wainao.app.zh.errors.safety import SAFETY
from wainao.app.zh.errors.server import SERVER
from wainao.app.zh.errors.sign_in import SIGN_IN
from wainao.app.zh.errors.store import STORE
from wainao.app.zh.errors.telemetry import TELEMETRY
from wainao.app.zh.errors.tools import TOOLS

TABLES = (
    KERNEL,
    STORE,
    RECORDS,
    EGRESS,
    ACCESS,
    CORRECTIONS,
    KNOWLEDGE,
    READING,
    LEARN,
    MODELS,
    DEPLOYMENTS,
    LOCAL_MODELS,
    LICENCES,
    SAFETY,
    TOOLS,
    BUILTIN,
    CALCULATOR,
    OPENAPI,
    MCP,
    TELEMETRY,
    SERVER,
    SIGN_IN,
    COMMAND_LINE,
    COMPOSED,
    FOREIGN,
)

ERRORS: dict[str, str] = {english: chinese for table in TABLES for english, chinese in table.items()}
"""All of them; a test finds what is missing, what is dead and what is there twice."""

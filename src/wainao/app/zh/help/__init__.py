"""Help texts of the command line in Chinese, by the English ones: a table for each subject."""

from __future__ import annotations

from wainao.app.zh.help.access import ACCESS
from wainao.app.zh.help.corrections import CORRECTIONS
from wainao.app.zh.help.everywhere import EVERYWHERE
from wainao.app.zh.help.knowledge import KNOWLEDGE
from wainao.app.zh.help.learn import LEARN
from wainao.app.zh.help.models import MODELS
from wainao.app.zh.help.records import RECORDS
from wainao.app.zh.help.tools import TOOLS

HELP: dict[str, str] = {
    **EVERYWHERE,
    **KNOWLEDGE,
    **CORRECTIONS,
    **RECORDS,
    **ACCESS,
    **TOOLS,
    **MODELS,
    **LEARN,
}

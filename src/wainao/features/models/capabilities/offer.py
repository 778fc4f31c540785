"""models:list."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wainao.features.models.routing.table import Table
from wainao.features.models.types import ListInput, ListOutput
from wainao.kernel import Call, Spec
from wainao.types import Words


class ListModels:
    """What may be put into `model`: the names of the routes."""

    spec = Spec(
        name="models:list",
        title=Words("可用模型", "Available models"),
        description=Words(
            "列出可以使用的模型：填进 model 的名字。",
            "List the models that you may use, by the names to put into 'model'.",
        ),
        input=ListInput,
        output=ListOutput,
        example=ListInput(),
    )

    def __init__(self, table: Table) -> None:
        self._table = table

    async def invoke(self, call: Call) -> AsyncGenerator[ListOutput, None]:
        yield ListOutput(models=tuple(filter(call.actor.may_use, self._table.now().names())))

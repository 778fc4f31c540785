"""models:list."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wainao.features.models.engines.backend import Backend
from wainao.features.models.types import ListInput, ListOutput
from wainao.kernel import Call, Spec
from wainao.types import Words


class ListModels:
    """Asks the endpoint what it has."""

    def __init__(self, endpoint: Backend) -> None:
        self._endpoint = endpoint
        self.spec = Spec(
            name="models:list",
            title=Words("可用模型", "Available models"),
            description=Words("列出所连接的服务提供的模型。", "List the models that the connected endpoint offers."),
            input=ListInput,
            output=ListOutput,
            example=ListInput(),
        )

    async def invoke(self, call: Call) -> AsyncGenerator[ListOutput, None]:
        yield ListOutput(models=await self._endpoint.models())

"""OpenAI's Agents SDK against the gateway: a tool is called, its result goes back, the answer comes."""

from __future__ import annotations

import agents
import openai
import pytest
from gateway_world import Served
from pydantic import BaseModel

from wainao.testing import Said

pytestmark = pytest.mark.anyio

SCRIPT = [Said(tools=[("weather", {"city": "北京"})]), Said(text='{"city": "北京", "sunny": true}')]


class Report(BaseModel):
    city: str
    sunny: bool


@agents.function_tool
def weather(city: str) -> str:
    """How the weather is."""
    return f"{city}: sunny"


def agent(served: Served, kind: type[agents.Model]) -> agents.Agent:
    agents.set_tracing_disabled(True)
    client = openai.AsyncOpenAI(base_url=f"{served.url}/v1", api_key="unused", max_retries=0)
    return agents.Agent(
        name="Reporter",
        instructions="Report the weather.",
        model=kind(model="small", openai_client=client),
        tools=[weather],
        output_type=Report,
    )


@pytest.mark.parametrize("kind", [agents.OpenAIChatCompletionsModel, agents.OpenAIResponsesModel])
@pytest.mark.parametrize("streams", [False, True])
async def test_an_agent_uses_a_tool_and_answers_in_the_shape_it_should(serve, kind, streams):
    served = serve(list(SCRIPT))
    reporter = agent(served, kind)
    if streams:
        result = agents.Runner.run_streamed(reporter, "How is it in Beijing?")
        async for _ in result.stream_events():
            pass
    else:
        result = await agents.Runner.run(reporter, "How is it in Beijing?")
    assert result.final_output == Report(city="北京", sunny=True)
    first, second = (request.body for request in served.upstream.received)
    assert first["tools"][0]["function"]["name"] == "weather"
    assert first["response_format"]["type"] == "json_schema"
    assert second["messages"][-1] == {"role": "tool", "content": "北京: sunny", "tool_call_id": "call_0"}
    await reporter.model._client.close()

"""Inspect, of the UK AI Security Institute: tasks as Python files or packages. A program of its own."""

from __future__ import annotations

import asyncio
import os
import tempfile
from importlib.metadata import version
from typing import Any

from wainao.features.learn.engines.pipe import Done, Pipe, Sample, serve

ASK = "ask"
"""Where the number of a question stands in the metadata of its answer."""


def run(pipe: Pipe) -> Done:
    from inspect_ai import eval as evaluate
    from inspect_ai.model import get_model, modelapi

    job = pipe.job
    modelapi(name="wainao")(lambda: _route(pipe))
    if job.path:
        os.chdir(job.path)  # task files are named by relative paths
    with tempfile.TemporaryDirectory() as logs:  # from which a log's samples are read when they are asked for
        (log,) = evaluate(
            job.task,
            model=get_model("wainao/route"),
            limit=job.limit,
            log_dir=logs,
            display="none",
            fail_on_error=False,
            score_display=False,
        )
        return _told(pipe, log)


def _told(pipe: Pipe, log: Any) -> Done:
    if log.status != "success" or log.results is None:
        raise RuntimeError(log.error.message if log.error else f"the evaluation ended as {log.status!r}")
    metric = ""
    for one in log.samples or []:
        metric, score = next(iter((one.scores or {}).items()), (metric, None))
        pipe.send(_sample(one, None if score is None else score.value))
    figures = {
        f"{score.name} {name}": float(one.value) for score in log.results.scores for name, one in score.metrics.items()
    }
    return Done(version=version("inspect-ai"), metric=metric, figures=figures)


def _sample(one: Any, score: Any) -> Sample:
    from inspect_ai.scorer import value_to_float

    asked = [event.output.metadata for event in one.events if event.event == "model"]
    return Sample(
        name=f"{one.id}" if one.epoch == 1 else f"{one.id}-{one.epoch}",
        question=one.input if isinstance(one.input, str) else "\n".join(turn.text for turn in one.input),
        target=str(one.target),
        score=value_to_float()(score) if isinstance(score, (str, int, float)) else None,
        asks=[given[ASK] for given in asked if given],
    )


def _route(pipe: Pipe) -> Any:
    """A model behind the pipe. It takes words and gives words: tools are not offered to it."""
    from inspect_ai.model import ModelAPI, ModelOutput

    class Route(ModelAPI):
        async def generate(self, input: list[Any], tools: list[Any], tool_choice: Any, config: Any) -> Any:
            if tools:
                raise NotImplementedError("this task offers tools, which are not passed on. Expected one without")
            number, answer = pipe.ask(
                [{"role": one.role, "content": one.text} for one in input],
                max_tokens=config.max_tokens,
                temperature=config.temperature,
                stop=list(config.stop_seqs or [])[:4],  # what OpenAI's protocol takes at most
            )
            output = ModelOutput.from_content(self.model_name, await asyncio.wrap_future(answer))
            output.metadata = {ASK: number}
            return output

        def should_retry(self, ex: Exception) -> bool:
            return False  # the router behind the pipe has tried what can be tried

        def max_connections(self) -> int:
            return pipe.job.at_once

    return Route


if __name__ == "__main__":
    serve(run)

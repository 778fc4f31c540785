"""lm-evaluation-harness, of EleutherAI: tasks that generate text. A program of its own."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from typing import Any

from wainao.features.learn.engines.pipe import Done, Pipe, Sample, serve

Asks = dict[tuple[str, int], list[int]]
"""The numbers of the questions that were asked for each document of a task."""


def run(pipe: Pipe) -> Done:
    import lm_eval
    from lm_eval.tasks import TaskManager

    job, asks = pipe.job, defaultdict[tuple[str, int], list[int]](list)
    told: Any = lm_eval.simple_evaluate(
        model=_route(pipe, asks),
        tasks=[job.task],
        task_manager=TaskManager(include_path=job.path or None),
        limit=job.limit,
        bootstrap_iters=0,
        log_samples=True,
    )
    metric = ""
    for task, samples in told["samples"].items():
        for one in samples:
            metric = one["metrics"][0] if one.get("metrics") else ""
            pipe.send(_sample(task, one, one.get(metric), asks))
    figures = {
        f"{task} {name.partition(',')[0]}": float(value)
        for task, values in told["results"].items()
        for name, value in values.items()
        if isinstance(value, (int, float)) and "stderr" not in name and name != "sample_len"
    }
    return Done(version=version("lm-eval"), metric=metric, figures=figures)


def _sample(task: str, one: dict[str, Any], score: Any, asks: Asks) -> Sample:
    return Sample(
        name=f"{task}-{one['doc_id']}",
        question=str(one["arguments"][0][0]),
        target=str(one["target"]),
        score=float(score) if isinstance(score, (int, float)) else None,
        asks=asks[task, one["doc_id"]],
    )


def _route(pipe: Pipe, asks: Asks) -> Any:
    """A model behind the pipe. It tells no likelihoods, so tasks that compare those cannot be asked of it."""
    from lm_eval.api.model import LM

    class Route(LM):
        def generate_until(self, requests: list[Any], disable_tqdm: bool = False) -> list[str]:
            answers = []
            for one in requests:
                context, settings = one.args
                until = settings.get("until") or []
                stops = [until] if isinstance(until, str) else list(until)
                number, answer = pipe.ask(
                    [{"role": "user", "content": context}],
                    max_tokens=settings.get("max_gen_toks"),
                    temperature=settings.get("temperature", 0.0),
                    stop=stops[:4],  # what OpenAI's protocol takes at most
                )
                asks[one.task_name, one.doc_id].append(number)
                answers.append((answer, stops))
            return [_cut(_said(answer), stops) for answer, stops in answers]

        def loglikelihood(self, requests: list[Any], disable_tqdm: bool = False) -> list[Any]:
            raise NotImplementedError(
                "this task compares likelihoods, which a chat does not tell. Expected one with output_type: "
                "generate_until; many benchmarks have such a variant, often named …_generative or …_cot"
            )

        loglikelihood_rolling = loglikelihood

    return Route()


def _said(answer: Any) -> str:
    """ "" where the model could not be asked: the sample fails, and its receipt says why."""
    try:
        return str(answer.result())
    except RuntimeError:
        return ""


def _cut(text: str, stops: list[str]) -> str:
    for stop in filter(None, stops):
        text = text.split(stop)[0]
    return text


if __name__ == "__main__":
    serve(run)

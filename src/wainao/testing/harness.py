"""A harness made of a script, a program of its own as real ones are: three sums, one without a score, one asked twice
where the answer is no number. Its task "broken" fails, "crash" ends it."""

from __future__ import annotations

import os
import sys

from wainao.features.learn.engines.pipe import Done, Pipe, Sample, serve

print("what a harness prints does not disturb the pipe")


def run(pipe: Pipe) -> Done:
    if pipe.job.task == "broken":
        raise ValueError("no such task")
    if pipe.job.task == "crash":
        sys.stderr.write("out of memory")
        sys.stderr.flush()
        os._exit(1)
    asked = {n: pipe.ask([{"role": "user", "content": f"{n}+{n}?"}], max_tokens=5, stop=["\n"]) for n in (2, 3, 4)}
    for n, (number, answer) in asked.items():
        try:
            said = answer.result()
        except RuntimeError:
            said = ""
        asks = [number]
        if not said.isdigit():
            again, answer = pipe.ask([{"role": "user", "content": f"Sure? {n}+{n}?"}])
            asks.append(again)
        score = None if n == 4 else float(said == str(2 * n))
        pipe.send(Sample(name=f"sum-{n}", question=f"{n}+{n}?", target=str(2 * n), score=score, asks=asks))
    return Done(version="1.0", metric="exact", figures={"exact": 0.5})


if __name__ == "__main__":
    serve(run)

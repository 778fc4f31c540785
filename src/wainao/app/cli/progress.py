"""A bar for work that tells how many of how many are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wainao.app.cli.session import Session
    from wainao.kernel import Stream


async def follow(session: Session, stream: Stream) -> Any:
    """Read a stream to its end and return its output; a bar on standard error shows its `Progress`, unless for JSON."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=session.json) as bar:
        tasks: dict[str, Any] = {}
        async for item in stream:
            if not hasattr(item, "done"):
                continue
            if item.of not in tasks:
                tasks[item.of] = bar.add_task("", total=item.total)
            failed = session.word(f"{item.failed} 未通过", f"{item.failed} failed")
            bar.update(tasks[item.of], completed=item.done, total=item.total, description=f"{item.of} {failed}".strip())
    return stream.outcome.output

"""A bar for work that tells how far it is."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from wainao.app.cli.session import printable
from wainao.types import Progress as Far

if TYPE_CHECKING:
    from wainao.app.cli.session import Session
    from wainao.kernel import Stream


class Bar:
    """A block with a bar on standard error, from the first `show` on; none for JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Take it away; the next `show` begins another one."""
        if self._bar is not None:
            self._bar.stop()
            self._bar, self._tasks = None, {}

    def show(self, item: Any) -> None:
        """`item` has `done` and `total`, and may say what it is a part `of`."""
        if self._bar is None:
            self._bar = self._begun()
        of = getattr(item, "of", "")
        if of not in self._tasks:
            self._tasks[of] = self._bar.add_task("", total=item.total)
        self._bar.update(self._tasks[of], completed=item.done, total=item.total, description=self._said(item))

    def _begun(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=self._session.json)
        bar.start()
        return bar

    def _said(self, item: Any) -> str:
        """Beside the bar: what the work says of itself, or how much of it failed."""
        if isinstance(item, Far):
            return printable(item.said)
        failed = self._session.word(f"{item.failed} 未通过", f"{item.failed} failed")
        return f"{item.of} {failed}".strip()


async def follow(session: Session, stream: Stream) -> Any:
    """Read a stream to its end and return its output, with a bar for what it tells of its progress."""
    with Bar(session) as bar:
        async for item in stream:
            if hasattr(item, "done"):
                bar.show(item)
    return stream.outcome.output

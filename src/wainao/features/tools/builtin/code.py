"""code:run: a Python program, in a sandbox that has proved itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from wainao.features.tools.builtin.kept import kept as kept_file
from wainao.features.tools.builtin.sandbox import jail, papers
from wainao.features.tools.builtin.sandbox.child import Ended, ended
from wainao.features.tools.builtin.sandbox.room import MOST_BYTES, Room
from wainao.features.tools.files import Files
from wainao.features.tools.types import ToolFile
from wainao.kernel import Call, Capability, EngineError, SettingsError, UsageError
from wainao.store.function import capability, means
from wainao.types import Words

LONGEST = 100_000
"""Characters of a program."""
MOST_S = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenFile:
    name: Annotated[str, means("文件名，如 sales.csv", "Its name, such as sales.csv")]
    content: Annotated[bytes, means("文件内容", "What is in it")]


@dataclass(frozen=True, kw_only=True, slots=True)
class MadeFile:
    """A file that the program wrote."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What it printed, and what it complained; `status` 0: it came to its end. `files` are those that it wrote, or
    `kept_files` where they are kept by their digests.

    `stopped` says why it was ended before: "time", "output" (it printed more than 64 KiB, or wrote more than 16 MiB),
    "memory", or empty.
    """

    output: str
    errors: str
    status: int
    stopped: str
    files: tuple[MadeFile, ...]
    kept_files: tuple[ToolFile, ...] = ()


def capabilities(room: Room, files_: Files, *, on: bool) -> tuple[Capability, ...]:
    @capability(
        "code:run",
        zh="运行 Python 程序",
        en="Run a Python program",
        about=Words(
            "在沙箱里运行一段 Python（标准库、numpy、Pillow）：没有网络，没有环境变量，只能打开交给它的文件，"
            "时间与内存有限。返回打印的内容和它写出的文件。",
            "Run a Python program (standard library, numpy, Pillow) in a sandbox: no network, no environment, no files "
            "but those it is given, so much time and memory. Gives what it prints, and the files that it writes.",
        ),
        right="write",
        timeout_s=MOST_S + 30,
        example={"program": "print(sum(n * n for n in range(10)))"},
        samples=(
            "用 Python 算一下前 100 个质数的和",
            "运行这段代码",
            "Run this Python code",
            "simulate 10,000 dice rolls in Python",
        ),
        when=lambda: on and not room.flaw,
    )
    async def run(
        call: Call,
        program: Annotated[str, means("Python 程序", "The program, in Python")],
        files: Annotated[
            tuple[GivenFile, ...], means("程序可以打开的文件", "Files that the program may open, by their names")
        ] = (),
        kept: Annotated[
            tuple[str, ...],
            means("工具给出的或上传的文件，用摘要指明", "Files that a tool gave or that were uploaded, by digest"),
        ] = (),
        keep: Annotated[
            bool,
            means("留存它写出的文件，返回摘要，不返回内容", "Keep what it writes, and give digests instead of content"),
        ] = False,
        seconds: Annotated[int, means("最多运行几秒", "How many seconds it may take", ge=1, le=MOST_S)] = 10,
    ) -> Ran:
        _refuse(room, on)
        if len(program) > LONGEST or not 1 <= seconds <= MOST_S:
            raise UsageError(
                f"A program of {len(program)} characters for {seconds} seconds was given. Expected at most "
                f"{LONGEST}, and 1 to {MOST_S} seconds: make it shorter."
            )
        given = papers.handed_in(program, await _named(call, files, kept))
        limits = {"most_bytes": MOST_BYTES, "most_given": papers.MOST_BYTES}
        told = await ended(room.child(cpu_s=seconds), given, within_s=seconds + 1.0, **limits)
        if told.status == jail.NO_JAIL:
            raise EngineError(
                f"The sandbox did not close: {_text(told.err)}. Nothing was run. Restart Wainao, which tries it."
            )
        keeps = keep or call.tainted  # a model has no use for bytes
        return await _ran(call, told, files_ if keeps else None)

    return (run,)


async def _named(call: Call, files: tuple[GivenFile, ...], kept: tuple[str, ...]) -> dict[str, bytes]:
    """What the program may open: the files that came with the call, then those that are kept. Raises UsageError."""
    named = [(one.name, one.content) for one in files]
    _refuse_files(named)
    for digest in kept:
        named.append(await kept_file(call, digest, other="file"))
        _refuse_files(named)  # before the next one is read, too
    return dict(named)


async def _ran(call: Call, told: Ended, keep: Files | None) -> Ran:
    """What came of the program; what it wrote is kept there, or else comes along."""
    errors, made = _text(told.err), {} if told.stopped else papers.handed_out(told.gave)
    if made is None:
        made, errors = {}, f"{errors}\n{_STRANGE}".lstrip()
    whole = [MadeFile(name=name, media_type=papers.media_type(name), content=made[name]) for name in made]
    return Ran(
        output=_text(told.out),
        errors=errors,
        status=told.status,
        stopped=_stopped(told.stopped, told.status, errors),
        files=tuple(whole) if keep is None else (),
        kept_files=() if keep is None else tuple([await _kept(keep, call, one) for one in whole]),
    )


def _refuse(room: Room, on: bool) -> None:
    if not on:
        raise SettingsError("Programs are not run here: [tools] code is false. To allow them, set it to true.")
    if room.flaw:
        raise SettingsError(
            f"Programs are not run here, because the sandbox did not prove itself: {room.flaw}. Expected Linux 5.13 "
            "or newer with Landlock and seccomp, and a Python that may start child processes. Run Wainao on such a "
            "machine."
        )


_STRANGE = (
    f"The files that the program wrote cannot be taken. Expected at most {papers.MOST_FILES}, with plain names of at "
    f"most {papers.LONGEST_NAME} characters. Write fewer, or name them otherwise."
)


async def _kept(files: Files, call: Call, made: MadeFile) -> ToolFile:
    return await files.keep(
        made.content,
        tenant=call.actor.tenant,
        actor=call.actor.id,
        media_type=made.media_type,
        receipt=call.id,
        name=made.name,
    )


def _refuse_files(files: list[tuple[str, bytes]]) -> None:
    size, names = sum(len(content) for _, content in files), [name for name, _ in files]
    if len(files) > papers.MOST_FILES or size > papers.MOST_BYTES or len(set(names)) < len(names):
        raise UsageError(
            f"{len(files)} files of {size} bytes were given: {', '.join(names)[:200]!r}. Expected at most "
            f"{papers.MOST_FILES} with names of their own, of {papers.MOST_BYTES} bytes together. Give fewer."
        )
    for name in names:
        if not papers.is_name(name):
            raise UsageError(f"{name[:200]!r} is no name of a file here. Expected one such as 'sales.csv': no path.")


def _stopped(limit: str, status: int, errors: str) -> str:
    if limit or status >= 0:
        return limit or ("memory" if errors.rstrip().endswith("MemoryError") else "")
    # Processor time is ended by a signal of the kernel.
    return "time"


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")

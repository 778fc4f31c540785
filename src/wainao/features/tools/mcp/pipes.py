"""A program's standard input and output as a transport of the SDK."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
from mcp.client import Transport
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter
from pydantic import ValidationError

from wainao.features.tools.mcp.errors import ProgramError, ServerError
from wainao.features.tools.mcp.programs import Program
from wainao.features.tools.openapi.wording import plain

LEASH = Path(__file__).with_name("leash.py")
MOST_COMPLAINED = 4_096
"""Bytes of what it writes to its standard error that are kept."""

LONGEST_COMPLAINT = 300
"""Characters of that which are told."""

GRACE_S = 1.0
"""How long a program has to end by itself once its input is closed."""


def piped(program: Program, *, max_bytes: int) -> Transport:
    """Starts the program inside the block and ends it, and all that it has started, at the end.

    It is what the administrator pinned, or raises ProgramError. A line of more than `max_bytes` breaks it off.
    """
    return _piped(program, max_bytes)


@asynccontextmanager
async def _piped(program: Program, max_bytes: int) -> AsyncGenerator[Any, None]:
    await asyncio.to_thread(program.check)
    if os.name != "posix":
        raise ProgramError(
            f"The program {program.name!r} is not started: on this system nothing would end what it starts. Expected "
            "Linux or macOS. Run it elsewhere, with streamable HTTP, and add its address."
        )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(LEASH)),
        *(program.command, *program.arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", **program.environment},
        cwd=tempfile.gettempdir(),
        start_new_session=True,
        limit=max_bytes,
    )
    try:
        to_us, from_it = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        to_it, from_us = anyio.create_memory_object_stream[SessionMessage](0)
        async with to_us, from_it, to_it, from_us, anyio.create_task_group() as tasks:
            tasks.start_soon(_read, process, to_us, program)
            tasks.start_soon(_write, process, from_us)
            try:
                yield from_it, to_it
            finally:
                tasks.cancel_scope.cancel()
    finally:
        with anyio.CancelScope(shield=True):
            await _ended(process)


async def _read(process: Process, told: Any, program: Program) -> None:
    """Hand on what it says, until it says no more: then it has ended by itself, which nobody asked it to."""
    assert process.stdout is not None
    complaints = bytearray()
    heard = asyncio.create_task(_hear(process, complaints))
    async with told:
        try:
            while line := await _line(process.stdout, program.name):
                try:
                    await told.send(SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False)))
                except ValidationError as error:
                    await told.send(error)
            with contextlib.suppress(TimeoutError):  # what it started may hold its pipes, and go on
                async with asyncio.timeout(GRACE_S):
                    await process.wait()
                    await heard
            raise _left(program, complaints)
        finally:
            heard.cancel()


async def _hear(process: Process, complaints: bytearray) -> None:
    """Keep the end of what it writes to its standard error, which is read for as long as it writes."""
    assert process.stderr is not None
    while piece := await process.stderr.read(MOST_COMPLAINED):
        complaints += piece
        del complaints[:-MOST_COMPLAINED]


def _left(program: Program, complaints: bytearray) -> ServerError:
    said = complaints.decode(errors="replace")
    for secret in program.environment.values():
        said = said.replace(secret, "***") if secret else said
    last = plain(next((line for line in reversed(said.splitlines()) if line.strip()), ""), limit=LONGEST_COMPLAINT)
    return ServerError(
        f"The program {program.name!r} ended by itself. The last it said is {last!r}. Expected a server of "
        "the Model Context Protocol, which goes on for as long as it is asked. Start it by hand to see what is wrong."
    )


async def _line(out: asyncio.StreamReader, name: str) -> bytes:
    try:
        return await out.readline()
    except ValueError as error:  # what StreamReader says of a line beyond its limit
        raise ServerError(
            f"The program {name!r} sent a line longer than is taken from it. Ask it for less, or raise [tools] "
            "max_bytes."
        ) from error


async def _write(process: Process, asked: Any) -> None:
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):  # it has ended: whoever waits for an answer is told by its output's end
        async for message in asked:
            line = message.message.model_dump_json(by_alias=True, exclude_unset=True)
            process.stdin.write(line.encode() + b"\n")
            await process.stdin.drain()


async def _ended(process: Process) -> None:
    """Close its input; what has not ended by itself a moment later is ended with its whole group."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), GRACE_S)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), GRACE_S)
    # One that has left the group may hold the pipe, and a process counts as ended only once its pipes are. Nothing
    # public closes them.
    process._transport.close()  # type: ignore[attr-defined]  # asyncio's own, as said

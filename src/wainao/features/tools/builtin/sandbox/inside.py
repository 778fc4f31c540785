"""What runs in the child: the program that comes on standard input, behind doors that are shut for good.

This file is started by its path, in an interpreter without site packages: it imports nothing but the standard library.
The program's files are kept in memory: `open` finds those that were handed in, and what it writes is handed out.
"""

from __future__ import annotations

import builtins
import importlib.util
import io
import json
import os
import sys
from typing import Any, NoReturn

GIVES = 3
"""The pipe into which the files that the program wrote are put, in the end."""

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # nothing more is loaded


def _beside(name: str) -> Any:
    """The module in the file of that name beside this one."""
    spec: Any = importlib.util.spec_from_file_location(name, f"{_HERE}/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


jail = _beside("jail")


class Files:
    """By name, in memory: those that were handed in, and those that the program wrote."""

    def __init__(self, given: dict[str, bytes]) -> None:
        self._contents = dict(given)
        self._given = given
        self._opened: list[Written] = []
        self._open, self._exists, self._isfile = io.open, os.path.exists, os.path.isfile

    def put_in_place(self) -> None:
        """For the program, and for libraries that open files by name."""
        builtins.open = io.open = self.open
        os.path.exists = lambda path: self._name(path) in self._contents or self._exists(path)
        os.path.isfile = lambda path: self._name(path) in self._contents or self._isfile(path)

    def open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        *more: Any,
        **named: Any,
    ) -> Any:
        """As Python's own, which what is no plain name is left to. Text is UTF-8 where nothing else is said."""
        name = self._name(file)
        writes = any(sign in mode for sign in "wax+")
        if name is None or not (writes or name in self._contents):
            return self._open(file, mode, buffering, encoding, errors, newline, *more, **named)
        if "x" in mode and name in self._contents:
            raise FileExistsError(17, os.strerror(17), name)
        before = b"" if "w" in mode or "x" in mode else self._contents.get(name, b"")
        raw = Written(before) if writes else io.BytesIO(before)
        if isinstance(raw, Written):
            raw.keeps(self._contents, name)
            self._opened.append(raw)
            raw.seek(0, io.SEEK_END if "a" in mode else io.SEEK_SET)
        if "b" in mode:
            return raw
        return io.TextIOWrapper(raw, "utf-8" if encoding in (None, "locale") else encoding, errors, newline)

    def made(self) -> dict[str, bytes]:
        """What the program wrote, or changed."""
        for one in self._opened:
            if not one.closed:
                one.keep()
        return {name: content for name, content in self._contents.items() if self._given.get(name) != content}

    def _name(self, file: Any) -> str | None:
        """A plain name, or None for what is none of ours: a number, or a path to somewhere."""
        if not isinstance(file, str | os.PathLike):
            return None
        name = os.fspath(file)
        return name.removeprefix("./") if isinstance(name, str) and "/" not in name.removeprefix("./") else None


class Written(io.BytesIO):
    """A file that is kept when it is closed."""

    def keeps(self, contents: dict[str, bytes], name: str) -> None:
        self._contents, self.name = contents, name
        contents[name] = self.getvalue()

    def keep(self) -> None:
        self._contents[self.name] = self.getvalue()

    def close(self) -> None:
        if not self.closed:
            self.keep()
        super().close()


class Packages:
    """Finds the few packages that may be imported, and whose folders may be read; by name."""

    def __init__(self, folders: dict[str, str]) -> None:
        self._folders = folders

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        folder = self._folders.get(name)
        if folder is None:
            return None
        # numpy asks both; there is one thread here, and nobody's name of the machine.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        os.uname = lambda: os.uname_result((sys.platform, "", "", "", jail.platform.machine()))
        return importlib.util.spec_from_file_location(
            name, f"{folder}/__init__.py", submodule_search_locations=[folder]
        )


def _readable(folders: dict[str, str]) -> list[str]:
    """Python's own library, what it loads from the system, those packages; no configuration, nobody's files."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120  # nothing more is loaded
    system = ["/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache"]
    beside = [f"{os.path.dirname(one)}/{name.lower().replace('pil', 'pillow')}.libs" for name, one in folders.items()]  # noqa: PTH120
    return [library, *system, *folders.values(), *beside]


def _handed_in(given: bytes) -> tuple[str, dict[str, bytes], dict[str, str]]:
    """The program; behind a NUL, which no program holds, its files and where packages are."""
    source, _, rest = given.partition(b"\0")
    head, _, contents = rest.partition(b"\0")
    told = json.loads(head or b"{}")
    files, at = {}, 0
    for name, size in told.get("files", ()):
        files[name] = contents[at : at + size]
        at += size
    return source.decode("utf-8"), files, told.get("packages", {})


def _hand_out(made: dict[str, bytes]) -> None:
    head = json.dumps([[name, len(content)] for name, content in made.items()])
    left = memoryview(b"\0".join((head.encode(), b"".join(made.values()))) if made else b"")
    while left:
        left = left[os.write(GIVES, left) :]


def _run(source: str) -> None:
    """As a notebook does: the value of a last line that is an expression is printed."""
    import ast

    tree = ast.parse(source, "<program>")
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(tree, "<program>", "exec"), names)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), "<program>", "eval"), names)
        if value is not None:
            print(repr(value))


def _told(error: BaseException) -> None:
    """The fault, from the program's own lines on."""
    import traceback

    first = error.__traceback__
    while first is not None and first.tb_frame.f_code.co_filename != "<program>":
        first = first.tb_next
    traceback.print_exception(type(error), error, first)


def main() -> NoReturn:
    import linecache

    os.dup2(int(sys.argv[3]), GIVES)
    os.close(int(sys.argv[3]))
    source, given, folders = _handed_in(sys.stdin.buffer.read())
    try:
        jail.shut(memory_bytes=int(sys.argv[1]), cpu_s=int(sys.argv[2]), readable=_readable(folders))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.stderr.flush()
        os._exit(jail.NO_JAIL)
    linecache.cache["<program>"] = (len(source), None, source.splitlines(keepends=True), "<program>")
    sys.meta_path.append(Packages(folders))
    files = Files(given)
    files.put_in_place()
    status = 0
    try:
        _run(source)
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    except BaseException as error:  # noqa: BLE001  # the edge of somebody's program
        status = 1
        if isinstance(error, ModuleNotFoundError):
            error.add_note(f"Here are Python's own modules and {', '.join(folders)}; nothing can be installed.")
        _told(error)
    sys.stdout.flush()
    sys.stderr.flush()
    _hand_out(files.made())
    os._exit(1 if status == jail.NO_JAIL else status & 0x7F)


if __name__ == "__main__":
    main()

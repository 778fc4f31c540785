"""What becomes of real descriptions of APIs: python bench/openapi.py FOLDER [--peers] [--work DIR]

Imports every file of FOLDER: how many are imported, which are refused and why, how many operations become tools and how
many do not, and what it takes. Then the same written as YAML, which has to give the same tools. `--peers` does with the
parsers of others what they are made for, each in an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

PEERS = {
    "fastmcp": ("fastmcp", "httpx"),
    "openapi-spec-validator": ("openapi-spec-validator>=0.8",),
    "prance": ("prance[osv]",),
    "openapi-core": ("openapi-core>=0.23",),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--peer", choices=sorted(PEERS), help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help="where the peers' environments are kept; default: thrown away")
    given = parser.parse_args()
    files = sorted(path for path in given.folder.iterdir() if path.is_file())
    if given.peer:
        print(json.dumps(of_peer(given.peer, files)))
        return
    print(f"{len(files)} documents, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB\n")
    show(import_all(files))
    if given.peers:
        show_peers(files, given.folder, given.work or Path(tempfile.mkdtemp()))


def import_all(files: list[Path]) -> list[dict[str, Any]]:
    """One row for each document, with its reason where it is refused."""
    import yaml

    from wainao.features.tools.openapi import read
    from wainao.features.tools.openapi.document.parse import parse
    from wainao.kernel.errors import UsageError

    rows = []
    for path in files:
        data = path.read_bytes()
        row: dict[str, Any] = {"name": path.name}
        start = time.perf_counter()
        try:
            imported = read(data)
        except UsageError as error:
            rows.append({**row, "why": str(error), "s": time.perf_counter() - start})
            continue
        row |= {"s": time.perf_counter() - start, "tools": len(imported.toolbox.tools), "refused": imported.refused}
        text = yaml.safe_dump(parse(data), allow_unicode=True, sort_keys=False).encode()
        start = time.perf_counter()
        same = read(text).toolbox.tools == imported.toolbox.tools
        rows.append({**row, "yaml_s": time.perf_counter() - start, "same": same, "warnings": len(imported.warnings)})
    return rows


def show(rows: list[dict[str, Any]]) -> None:
    taken = [row for row in rows if "tools" in row]
    print(f"imported {len(taken)} of {len(rows)}, refused {len(rows) - len(taken)}")
    for row in rows:
        if "why" in row:
            print(f"  {row['name']}: {row['why']}")
    print(
        f"operations: {sum(row['tools'] for row in taken)} tools, {sum(len(row['refused']) for row in taken)} refused"
    )
    for row in taken:
        for one in row["refused"]:
            print(f"  {row['name']} {one.where}: {one.why}")
    print(f"warnings: {sum(row['warnings'] for row in taken)}")
    times, yaml_times = [row["s"] for row in rows], [row["yaml_s"] for row in taken]
    print(f"JSON: {_times(times)}")
    print(f"YAML: {_times(yaml_times)}; the same tools from {sum(row['same'] for row in taken)} of {len(taken)}")


def show_peers(files: list[Path], folder: Path, work: Path) -> None:
    for name in PEERS:
        python = _environment(name, work)
        done = subprocess.run([python, __file__, folder, "--peer", name], check=True, stdout=subprocess.PIPE)
        told = json.loads(done.stdout.splitlines()[-1])
        print(f"\n{name}: {told['taken']} of {len(files)}; {_times(told['s'])}")
        for why, count in told["why"]:
            print(f"  {count} x {why}")


def of_peer(name: str, files: list[Path]) -> dict[str, Any]:
    """How many documents a peer takes, how long each takes it, and its commonest reasons for others."""
    load = _loader(name)
    load(json.loads(files[0].read_bytes()))  # imports and schemas are no part of the time
    times, reasons = [], Counter[str]()
    for path in files:
        document = json.loads(path.read_bytes())
        start = time.perf_counter()
        try:
            load(document)
        except Exception as error:  # noqa: BLE001 - a peer may raise whatever it likes
            reasons[f"{type(error).__name__}: {str(error).splitlines()[0][:90]}"] += 1
        times.append(time.perf_counter() - start)
    return {"taken": len(files) - reasons.total(), "s": times, "why": reasons.most_common(5)}


def _loader(name: str) -> Callable[[Any], Any]:
    match name:
        case "fastmcp":
            import httpx
            from fastmcp import FastMCP

            client = httpx.AsyncClient(base_url="http://127.0.0.1")
            return lambda document: FastMCP.from_openapi(openapi_spec=document, client=client)
        case "openapi-spec-validator":
            from openapi_spec_validator import validate

            return validate
        case "prance":
            from prance import ResolvingParser
            from prance.util.resolver import RESOLVE_INTERNAL

            return lambda document: ResolvingParser(
                spec_string=json.dumps(document), backend="openapi-spec-validator", resolve_types=RESOLVE_INTERNAL
            )
    from openapi_core import OpenAPI

    return OpenAPI.from_dict


def _environment(name: str, work: Path) -> Path:
    """The Python of the peer's own environment, made on first use."""
    folder = work.absolute() / name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[name]], check=True, stdout=sys.stderr)
    return python


def _times(seconds: list[float]) -> str:
    return f"median {median(seconds) * 1e3:.1f} ms, longest {max(seconds) * 1e3:.0f} ms, all {sum(seconds):.2f} s"


if __name__ == "__main__":
    main()

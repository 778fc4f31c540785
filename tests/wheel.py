"""Look into the wheel: what a user needs is in it, what is ours alone is not. `python -m tests.wheel dist/*.whl`"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

NEEDED = (
    "wainao/py.typed",
    "wainao/app/static/index.html",
    "wainao/samples/handbook/",
    ".dist-info/entry_points.txt",
    ".dist-info/licenses/LICENSE",
    ".dist-info/licenses/NOTICE",
)
UNWANTED = ("tests/", "bench/", "console/", "node_modules/", "__pycache__/", ".pyc")
MAX_BYTES = 24_000_000
"""15.3 MB of it are the encoder by which tools are chosen in English, 4.3 MB the lexicon for either language."""


def faults(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    found = [f"{needed} is missing" for needed in NEEDED if not any(needed in name for name in names)]
    found += [f"{name} does not belong in it" for name in names if any(word in name for word in UNWANTED)]
    if wheel.stat().st_size > MAX_BYTES:
        found.append(f"it has {wheel.stat().st_size:,} bytes, more than {MAX_BYTES:,}")
    if "License-Expression: Apache-2.0" not in metadata:
        found.append("its metadata does not say Apache-2.0")
    return found


if __name__ == "__main__":
    (path,) = sys.argv[1:]
    problems = faults(Path(path))
    print("\n".join(f"{path}: {problem}" for problem in problems) or f"{path}: complete")
    sys.exit(bool(problems))

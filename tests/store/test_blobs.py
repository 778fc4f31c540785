"""A blob is there completely or not at all, and is what its name says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wainao.kernel.errors import IntegrityError, NotFoundError, StoreError
from wainao.store.blobs import Blobs

DATA = b"some bytes"
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_put_get_and_put_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    blobs.put(DATA, DIGEST)
    blobs.put(DATA, DIGEST)
    blobs.sync()
    assert Blobs(tmp_path / "blobs").get(DIGEST) == DATA
    assert [path.name for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == [DIGEST]


def test_a_write_that_fails_leaves_no_blob(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = Blobs(tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left on device\. Check free space"):
        blobs.put(DATA, DIGEST)
    monkeypatch.undo()
    with pytest.raises(NotFoundError):
        blobs.get(DIGEST)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
def test_a_disk_that_takes_only_a_part_leaves_no_blob(tmp_path: Path) -> None:
    """The system then says that it wrote less than was given, which is no error of its own."""
    worker = Path(__file__).with_name("blob_worker.py")
    done = subprocess.run([sys.executable, worker, tmp_path, "100000"], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_changed_blob_is_found_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blobs.put(DATA, DIGEST)
    blobs.path(DIGEST).write_bytes(b"other bytes")
    with pytest.raises(IntegrityError, match=DIGEST):
        blobs.get(DIGEST)

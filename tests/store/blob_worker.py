"""A process that may write no file beyond so many bytes, as on a disk that is nearly full."""

from __future__ import annotations

import hashlib
import resource
import sys
from pathlib import Path

from wainao.kernel import StoreError
from wainao.store.blobs import Blobs

if __name__ == "__main__":
    most = int(sys.argv[2])
    blobs, data = Blobs(Path(sys.argv[1])), bytes(2 * most)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        blobs.put(data, hashlib.sha256(data).hexdigest())
    except StoreError:
        print("refused")

"""A process of its own that keeps a file, erases it, and is killed on the way:
`python erasing_worker.py HOME WHERE TEXT`."""

import os
import signal
import sys

from wainao import Wainao
from wainao.features.tools.files import FileKeeper
from wainao.store.blobs import Blobs


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    home, where, text = sys.argv[1:]
    brain = Wainao.open(home)
    kept = brain.call("tools:upload", content=text.encode(), name="note.txt")
    print(kept.receipt, flush=True)
    discard = Blobs.discard
    match where:
        case "forgetting":
            FileKeeper.forget = die
        case "finishing":
            FileKeeper.finish = die
        case "discarded":
            Blobs.discard = lambda blobs, digest: (discard(blobs, digest), die())
    brain.call("receipts:erase", receipt=kept.receipt, why="she asked for it")
    brain.close()


if __name__ == "__main__":
    main()

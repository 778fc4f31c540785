"""`python -I leash.py COMMAND…`: runs a program, and ends with it all that it has started, also when we are gone.

Started as the first of its own process group, by its path, without the rest of Wainao.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress

LOOK_S = 0.25


def main() -> None:
    parent = os.getppid()
    with subprocess.Popen(sys.argv[1:]) as program:
        while os.getppid() == parent:  # it is another one once whoever started us was killed
            with suppress(subprocess.TimeoutExpired):
                program.wait(LOOK_S)
                break
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()

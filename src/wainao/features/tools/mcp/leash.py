"""`python -I leash.py COMMAND…`: runs a program, and ends it with all that it has started when we are gone.

Started as the first of its own process group, by its path, without the rest of Wainao.
"""

import os
import signal
import subprocess
import sys
import time

LOOK_S = 0.25


def main() -> int:
    parent = os.getppid()
    with subprocess.Popen(sys.argv[1:]) as program:
        while program.poll() is None:
            if os.getppid() != parent:  # whoever started us was killed
                os.killpg(0, signal.SIGKILL)
            time.sleep(LOOK_S)
    return program.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Run a command on a terminal of its own, wait for its first screen, quit it with ctrl+q.

Exit 0 when the screen came and the command ended with 0.
"""

import os
import pty
import re
import select
import sys
import time

EXPECTED = rb"EX-0\d"
LIMIT_S = 60.0


def main() -> int:
    """Drive the command given as arguments."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execv(sys.argv[1], sys.argv[1:])
    seen, sent, begun = b"", False, time.monotonic()
    while time.monotonic() - begun < LIMIT_S:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        try:
            seen += os.read(terminal, 65536) if ready else b""
        except OSError:
            break
        if not sent and re.search(EXPECTED, seen):
            os.write(terminal, b"\x11")
            sent = True
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    print(f"{' '.join(sys.argv[1:])}: first screen {'seen' if sent else 'NOT seen'}, exit {code}")
    return 0 if sent and code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

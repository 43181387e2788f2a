"""Runs a command on a terminal of its own: terminal.py EXPECT SEND ... -- COMMAND...

Each SEND is typed once the EXPECT before it was seen; escapes such as \\x1d are read. Prints what the command wrote.
"""

import os
import pty
import select
import sys
import time

words, command = sys.argv[1 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]
steps = [word.encode().decode("unicode_escape").encode("latin-1") for word in words]

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)

seen, at, end = b"", 0, time.monotonic() + 30
while time.monotonic() < end:
    if not select.select([terminal], [], [], 0.2)[0]:
        continue
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    seen += piece
    # Steps are pairs: wait for one, type the other.
    while len(steps) >= 2 and (found := seen.find(steps[0], at)) >= 0:
        at = found + len(steps[0])
        os.write(terminal, steps[1])
        steps = steps[2:]

sys.stdout.buffer.write(seen)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) or (3 if steps else 0))

"""Runs a program at a terminal and types: terminal.py '[["Password: ", "secret\\r"], …]' PROGRAM ARGUMENT…

Each pair is what the screen must show, and what is typed then. Prints {"screen": …, "code": …}: all that the terminal
showed, what it echoed included, and the program's exit code."""

import json
import os
import pty
import select
import sys

PATIENCE = 60


def main():
    dialogue = json.loads(sys.argv[1])
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    screen, seen = b"", 0
    while True:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        try:
            chunk = os.read(terminal, 65536) if ready else b""
        except OSError:  # Linux: the other side is closed
            chunk = b""
        if not chunk:
            break
        screen += chunk
        if dialogue and dialogue[0][0].encode() in screen[seen:]:
            seen = len(screen)
            os.write(terminal, dialogue.pop(0)[1].encode())
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    print(json.dumps({"screen": screen.decode("utf-8", "replace"), "code": os.waitstatus_to_exitcode(status), "untyped": dialogue}))


main()

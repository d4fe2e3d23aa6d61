"""The program loaded once, and a process of it forked for each command, for most take less time than to load it."""

import io
import marshal
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What a shell finds as the program: it hands over its words, its folder, its variables and its streams.
STAND_IN = """#!{python} -IS
import marshal, os, socket, sys
program = socket.socket(socket.AF_UNIX)
program.connect({place!r})
socket.send_fds(program, [b"."], [0, 1, 2])
program.sendall(marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ))))
program.shutdown(socket.SHUT_WR)
sys.exit(program.recv(1)[0])
"""


@contextmanager
def loaded(folder: Path) -> Iterator[Path]:
    """A folder for the PATH of a shell, in which the program stands."""
    place, program = folder / "place", folder / "complaintctl"
    program.write_text(STAND_IN.format(python=sys.executable, place=str(place)))
    program.chmod(0o755)
    with subprocess.Popen([sys.executable, "-P", __file__, place], stdout=subprocess.PIPE) as serving:
        assert serving.stdout and serving.stdout.readline() == b"loaded\n"
        try:
            yield folder
        finally:
            serving.terminate()


def serve(place: str) -> None:
    """Fork for each who comes; the one forked does what he asks, and sends the status."""
    from complaintctl.front import session  # noqa: F401 - what every command loads

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen()
        print("loaded", flush=True)
        while True:
            shell, _address = door.accept()
            if os.fork() == 0:
                door.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                shell.sendall(bytes([do_for(shell)]))
                os._exit(0)
            shell.close()


def do_for(shell: socket.socket) -> int:
    """Do a command with the words, folder, variables and streams of a shell; its status."""
    from complaintctl import cli

    _sign, streams, _flags, _address = socket.recv_fds(shell, 1, 3)
    words, folder, variables = marshal.loads(shell.makefile("rb").read())
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, mode), "utf-8", write_through=True) for number, mode in enumerate("rww")
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = [str(Path(sys.executable).with_name("complaintctl")), *words]
    try:
        cli.main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    serve(sys.argv[1])

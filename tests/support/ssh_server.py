"""A server of OpenSSH on a free port of this machine, with keys of its own; its account is whoever runs the tests."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_PRIVATE = Path("/run/sshd")  # without which it does not start as root
PATIENCE = float(os.environ.get("PATIENCE", "60"))


class Server:
    """The folder of a server that runs: its host key, the officers' keys, the file of authorized keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authorized_keys = folder / "authorized_keys"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def key(self, name: str) -> Path:
        """A private key, made when it is first asked for; the public one lies beside it."""
        file = self.folder / name
        if not file.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)
        return file

    def line(self, officer: str, *words: str, options: Sequence[str] = (), program: str = "ssh") -> list[str]:
        """The line by which an officer reaches the server."""
        settings = {
            "IdentityFile": self.key(officer), "IdentitiesOnly": "yes", "BatchMode": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts", "LogLevel": "ERROR",
            "ControlPath": self.folder / f"{officer}.open",
        }  # fmt: skip
        given = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        port = ["-p" if program == "ssh" else "-P", str(self.port)]
        host = [f"{getpass.getuser()}@127.0.0.1"] if program == "ssh" else []
        end = ["--"] if program == "ssh" and words else []
        return [program, "-F", "none", *port, *given, *options, *host, *end, *words]

    def __call__(
        self, officer: str, *words: str, options: Sequence[str] = (), sent: bytes | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a line over the connection that is kept for an officer, if there is one, else over one of its own."""
        source = {"stdin": subprocess.DEVNULL} if sent is None else {"input": sent}
        line = self.line(officer, *words, options=options)
        return subprocess.run(line, capture_output=True, timeout=120, **source)  # type: ignore[call-overload,no-any-return]

    @contextmanager
    def kept(self, officer: str) -> Iterator[None]:
        """A connection of an officer that stays; raises LookupError where the account may not log in."""
        if subprocess.run(self.line(officer, options=["-M", "-N", "-f"]), timeout=120).returncode != 0:
            raise LookupError(f"no key opens this account: {(self.folder / 'log').read_text()}")
        try:
            yield
        finally:
            subprocess.run(self.line(officer, options=["-O", "exit"]), capture_output=True)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server; raises LookupError, saying why, where none can be had."""
    if not SSHD or not shutil.which("ssh"):
        raise LookupError("there is no OpenSSH here")
    if os.geteuid() == 0:
        with suppress(OSError):
            _PRIVATE.mkdir(mode=0o755, exist_ok=True)
    # A path of its own: that of a connection which is kept must be short.
    with tempfile.TemporaryDirectory(prefix="sshd-") as folder:
        server = Server(Path(folder))
        public = server.key("host").with_name("host.pub").read_text().split()
        (server.folder / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {' '.join(public[:2])}\n")
        server.authorized_keys.touch()
        (server.folder / "sshd_config").write_text(
            f"""Port {server.port}
ListenAddress 127.0.0.1
HostKey {server.folder}/host
AuthorizedKeysFile {server.authorized_keys}
PidFile none
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
StrictModes no
MaxStartups 100
MaxSessions 100
AcceptEnv COMPLAINTCTL_* PYTHON*
SetEnv XDG_STATE_HOME={folder}/state
Subsystem sftp internal-sftp
"""
        )
        log = server.folder / "log"
        process = subprocess.Popen([SSHD, "-D", "-f", server.folder / "sshd_config", "-E", log])
        try:
            _wait(server, process, log)
            yield server
        finally:
            process.terminate()
            process.wait()


def _wait(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return
        if process.poll() is not None:
            raise LookupError(f"no server of OpenSSH starts here: {log.read_text()}")
        time.sleep(0.05)
    raise LookupError("the server of OpenSSH does not answer")

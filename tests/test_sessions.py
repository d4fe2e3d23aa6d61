"""The terminal sessions of the pages and examples/: what they show is what the program does, to the letter.

`python tests/test_sessions.py --write` writes down anew what the commands print, to be read before it is committed;
with the names of sessions after it, of those alone.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.loaded_program import loaded
from support.mail_server import Authority, serving
from support.session_text import pieces, steps

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "docs" / "reliability.md"]
# A real case file, with the time and the names of the machine: … stands for what these are.
OF_A_MACHINE = [ROOT / "docs" / "administration.md", ROOT / "docs" / "administration.zh.md"]
SESSIONS = [*PAGES, *OF_A_MACHINE, *sorted((ROOT / "examples").glob("*.session"))]
MARK = "\x1e"
INSTALLED = Path(sys.executable).parent


def shows(written: list[str], actual: str, is_of_a_machine: bool) -> bool:
    """Tell whether what is written is what was printed."""
    if not is_of_a_machine:
        return written == actual.splitlines()
    text, said = "\n".join(written), "\n".join(actual.splitlines())
    is_as_well = ("complaintctl: " in said) == ("complaintctl: " in text)  # no failure hides behind …
    return is_as_well and re.fullmatch(re.escape(text).replace("…", ".*"), said, re.DOTALL) is not None


def run_administration(commands: list[str], folder: Path) -> list[str]:
    """As run, by the administrator of a bank that has a mail server, its certificates and a place for backups."""
    authority = Authority(folder)
    authority.file.rename(folder / "bank-ca.pem")
    (folder / "mail-password").write_text("s3cret\n", "utf-8")
    (folder / "disk").mkdir(mode=0o700)
    with serving(authority, login=True) as (_inbox, port):
        names = {"mail.bank.example": "127.0.0.1", "587": str(port), "/mnt/backup": f"{folder}/disk",
                 "/home/complaint": str(folder)}  # fmt: skip
        for called, name in names.items():
            commands = [command.replace(called, name) for command in commands]
        return run(["unset COMPLAINTCTL_ACTOR COMPLAINTCTL_CONFIG", *commands], folder)[1:]


def run(commands: list[str], folder: Path, program: Path = INSTALLED) -> list[str]:
    """What each command prints, standard output and error together, in one shell in an empty folder."""
    environment = {"PATH": f"{program}:{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder),
                   "COMPLAINTCTL_ACTOR": "li",
                   "LC_ALL": "C.UTF-8", "COMPLAINTCTL_CONFIG": str(folder / "config.toml")}  # fmt: skip
    script = "\n".join(f"printf '{MARK}'\n{command}" for command in commands)
    done = subprocess.run(["bash"], input=script, cwd=folder, env=environment, text=True, encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)  # fmt: skip
    return [output.strip("\n") for output in done.stdout.split(MARK)[1:]]


@pytest.fixture(scope="module")
def loaded_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with loaded(tmp_path_factory.mktemp("program")) as folder:
        yield folder


@pytest.mark.requirement("A5.3")
@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name)
def test_session(path: Path, loaded_program: Path, tmp_path: Path) -> None:
    expected = steps(path.read_text("utf-8"), path.suffix == ".md")
    assert expected, f"{path.name} shows no session"
    if path in OF_A_MACHINE and not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not installed: tools/install-programs.sh")
    commands = [command for command, _ in expected]
    is_of_a_machine = path in OF_A_MACHINE
    outputs = run_administration(commands, tmp_path) if is_of_a_machine else run(commands, tmp_path, loaded_program)
    for (command, lines), actual in zip(expected, outputs, strict=True):
        assert shows(lines, actual, path in OF_A_MACHINE), f"$ {command}\n{actual}"


def rewrite(path: Path) -> None:
    """Put what the commands print now in the place of what is written."""
    text, is_page = path.read_text("utf-8"), path.suffix == ".md"
    with tempfile.TemporaryDirectory() as folder:
        commands = [command for command, _ in steps(text, is_page)]
        by = run_administration if path.resolve() in OF_A_MACHINE else run
        outputs = iter(by(commands, Path(folder)))
    lines: list[str] = []
    expected = iter(steps(text, is_page))
    for kind, written in pieces(text, is_page):
        if kind != "output":
            lines += written
        if kind == "command":
            (_command, before), actual = next(expected), next(outputs)
            stays = path.resolve() in OF_A_MACHINE and shows(before, actual, True)
            lines += [*(before if stays else actual.splitlines()), *([] if is_page else [""])]
    path.write_text("\n".join(lines).rstrip("\n") + "\n", "utf-8")


if __name__ == "__main__" and sys.argv[1:2] == ["--write"]:
    for session in [Path(name) for name in sys.argv[2:]] or SESSIONS:
        rewrite(session)

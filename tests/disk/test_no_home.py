"""Staff whom the system does not know: no entry among its users, no home folder, no variable that names them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pexpect
import pytest
from conftest import ANONYMOUS
from support.every_command import every_command

NUMBER = 54321  # of a user without an entry
# The interpreter may lie in a folder of root's: it may be read, and nothing else is allowed.
UNKNOWN = (
    *("setpriv", f"--reuid={NUMBER}", f"--regid={NUMBER}", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)
# Runs command lines one after the other, and prints the status of each and what it said.
ONE_BY_ONE = """
import json, sys
from typer.testing import CliRunner
from complaintctl.cli import app
runs = [CliRunner().invoke(app, words) for words in json.load(sys.stdin)]
print(json.dumps([(run.exit_code, run.output) for run in runs]))
"""


def missing() -> str:
    """What this machine lacks for acting as an unknown user; empty if nothing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can act as an unknown user"
    if not shutil.which("setpriv"):
        return "setpriv is not installed"
    tried = subprocess.run([*UNKNOWN, sys.executable, "-c", "import typer"], capture_output=True)
    return tried.stderr.decode() if tried.returncode else ""


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the unknown user's, and whoever's may pass that are above it."""
    if problem := missing():
        pytest.skip(problem)
    folder = tmp_path_factory.mktemp("unknown")
    for above in (folder.parent, folder.parent.parent):
        above.chmod(0o755)
    os.chown(folder, NUMBER, NUMBER)
    return folder


def environment(**variables: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path), **variables}


def run(folder: Path, *words: str, expect: int = 0, **variables: str) -> str:
    """A command of the unknown user's; all that it says."""
    done = subprocess.run(
        [*UNKNOWN, sys.executable, "-m", "complaintctl", *words],
        cwd=folder, env=environment(**variables), capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == expect, (words, done.stdout, done.stderr)
    return done.stdout + done.stderr


def made(folder: Path) -> set[str]:
    """What lies in a folder, by the first part of its name."""
    return {path.name.partition(".")[0] for path in folder.iterdir()}


def test_he_works_as_any_other_with_a_case_file_named(folder: Path) -> None:
    def work(*words: str, expect: int = 0) -> str:
        return run(folder, "--db", "bank.db", *words, expect=expect)

    assert f"You are {NUMBER} of 监察室" in work("init")
    assert "TS-" in work(*ANONYMOUS)
    assert str(NUMBER) in work("show", "1")
    work("slip", "1", "register", "-o", "page.docx")
    work("ledger", "-o", "register.xlsx")
    assert "proven sound" in work("backup")
    work("nightly")
    assert "sound" in work("verify")
    assert "disk space" in work("doctor", expect=6)
    actor = next(row for row in json.loads(work("config", "show", "--json")) if row["setting"] == "actor")
    assert actor["value"] == str(NUMBER)
    assert "~" not in made(folder)


def test_every_command_says_a_sentence_or_does_its_work(folder: Path) -> None:
    run(folder, "--db", "bank.db", "init")
    names = [words.split()[1:] for words, command in every_command() if not getattr(command, "commands", None)]
    lines = [["--db", "bank.db", *name, *more] for name in names for more in ([], ["1"]) if name != ["desk"]]
    lines += [name for name in names if name != ["demo"]]  # without --db
    done = subprocess.run(
        [*UNKNOWN, sys.executable, "-c", ONE_BY_ONE],
        cwd=folder, env=environment(), input=json.dumps(lines), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    runs = dict(zip(map(tuple, lines), json.loads(done.stdout), strict=True))
    assert {words: said for words, (status, said) in runs.items() if status == 1 or "internal error" in said} == {}
    assert "name the case file with --db" in runs["list",][1]
    assert "~" not in made(folder)


@pytest.mark.parametrize("variables", [{"HOME": ""}, {"HOME": "here"}, {"HOME": "~"}, {"XDG_DATA_HOME": "here"}])
def test_a_home_that_is_none_counts_as_none(folder: Path, variables: Mapping[str, str]) -> None:
    run(folder, "--db", "bank.db", "init", **variables)
    assert "name the case file with --db" in run(folder, "init", expect=2, **variables)
    assert made(folder) == {"bank"}


@pytest.mark.parametrize("words", [("config", "path"), ("--install-completion",)])
def test_what_needs_a_home_says_so(folder: Path, words: Sequence[str]) -> None:
    assert "You have no home folder" in run(folder, *words, expect=2, SHELL="/bin/bash")


def test_a_tilde_is_no_folder_of_that_name(folder: Path) -> None:
    (folder / "config.toml").write_text('database = "~/bank.db"\n[backup]\nfolder = "~nobody-here/backups"\n', "utf-8")
    variables = {"COMPLAINTCTL_CONFIG": "config.toml"}
    assert "~/bank.db is in no home folder" in run(folder, "init", expect=2, **variables)
    run(folder, "--db", "bank.db", "init", **variables)
    assert "~nobody-here/backups is in no home folder" in run(
        folder, "--db", "bank.db", "backup", expect=2, **variables
    )
    assert made(folder) == {"bank", "config"}


def test_he_is_who_has_his_number_for_a_login(folder: Path) -> None:
    run(folder, "--db", "bank.db", "--actor", "officer", "init")
    run(folder, "--db", "bank.db", *ANONYMOUS)
    run(folder, "--db", "bank.db", "staff", "set", "officer", "--login", "another")
    said = run(folder, "--db", "bank.db", *ANONYMOUS, expect=4)
    assert f"No member of staff has your login '{NUMBER}'" in said


def test_the_desk_keeps_no_history_without_a_home(folder: Path) -> None:
    run(folder, "--db", "bank.db", "init")
    words = [*UNKNOWN[1:], sys.executable, "-m", "complaintctl", "--db", "bank.db", "desk"]
    child = pexpect.spawn(
        UNKNOWN[0], words, cwd=str(folder), env=environment(TERM="xterm-256color"), timeout=60, dimensions=(50, 100)
    )
    child.expect(">")
    child.send("\x1b[1;1R")  # where the cursor is, if it asks
    child.send("list\r")
    child.expect("No cases")
    child.send("exit\r")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and made(folder) == {"bank"}

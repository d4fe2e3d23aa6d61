"""The one door for files that are written: what must not be replaced is not, and the rest is whole or not there."""

import os
import sqlite3
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Desk, cases, made_once
from support.case_file import unchanged
from support.every_command import COMMANDS
from support.killing import killed_at
from support.long_runs import STEP
from support.terminal import Terminal

from complaintctl.disk import new_file

Program = Callable[..., "subprocess.CompletedProcess[str]"]


WRITERS = {
    tuple(words.split()): command
    for words, command in COMMANDS.items()
    if any("--output" in parameter.opts for parameter in command.params)
}
# What a command needs besides: found to be missing by the test itself.
FURTHER = {
    ("slip",): ("1", "receipt"), ("escalate",): ("--due",), ("backup",): ("--list",), ("nightly",): ("--log",),
    ("schedule",): ("--cron",), ("find",): ("1",), ("attachments",): ("1",), ("attachment",): ("1",),
}  # fmt: skip
ENDINGS = {("slip",): ".docx", ("ledger",): ".csv"}
FOUND = {("check", "missing"): 6}  # nobody is named for a check
each_writer = pytest.mark.parametrize("words", WRITERS, ids=" ".join)


@made_once
def handled(desk: Desk) -> None:
    desk.register()
    desk("attach", "1", __file__)


def everything(folder: Path) -> dict[str, bytes]:
    """The files of a folder with what they hold, the lock, and what SQLite keeps beside the case file, left out."""
    return {
        file.name: file.read_bytes()
        for file in folder.iterdir()
        if file.is_file() and not file.name.endswith((".lock", "-wal", "-shm"))
    }


def writes(desk: Desk, words: tuple[str, ...], file: Path | str, *more: str, expect: int = 0) -> str:
    return desk.run(*words, *FURTHER.get(words, ()), "-o", str(file), *more, expect=expect).stderr


def test_there_are_commands_that_write() -> None:
    assert len(WRITERS) >= 17 and {("list",), ("check",), ("config", "sample"), ("check", "list")} < WRITERS.keys()
    for words, command in WRITERS.items():
        assert any("--force" in parameter.opts for parameter in command.params), words


# ---- What is never replaced ----


@pytest.mark.long
@each_writer
def test_no_command_writes_over_the_case_file_or_what_belongs_to_it(
    handled: Desk, words: tuple[str, ...], tmp_path: Path
) -> None:
    handled("backup")
    config = Path(os.environ["COMPLAINTCTL_CONFIG"])
    config.write_text('lang = "en"\n')
    other = tmp_path / "figures.csv"
    sqlite3.connect(other).execute("CREATE TABLE sold (day)").connection.close()
    (tmp_path / "link").symlink_to(handled.path)
    (tmp_path / "folder").symlink_to(tmp_path)
    (tmp_path / "second").hardlink_to(other)
    (tmp_path / "dangling").symlink_to("bank.db-journal")
    (backup,) = (tmp_path / "backups").iterdir()
    before = everything(tmp_path), everything(backup.parent)
    places = [
        *("bank.db", "bank.db-wal", "bank.db-shm", "bank.db-journal", "bank.db.lock", "bank.db.nightly.lock"),
        *("link", "link-wal", "folder/bank.db", "folder/bank.db-journal", "../" + tmp_path.name + "/bank.db"),
        *("dangling", "second", "figures.csv", "figures.csv-journal", "config.toml", "folder/config.toml"),
        *(f"backups/{backup.name}", f"backups/{backup.name}-wal", "backups/bank-2027-01-01T0130.db"),
    ]
    writes(handled, words, handled.path, expect=3)
    # Each command at two places or three, each place by as many commands, unless in a long run: one door guards all.
    apart = STEP**2
    for place in places[[*WRITERS].index(words) % apart :: apart]:
        assert "left as it is" in writes(handled, words, tmp_path / place, "--force", expect=3), place
    assert (everything(tmp_path), everything(backup.parent)) == before
    assert "sound" in handled("verify")


@each_writer
def test_no_command_replaces_another_file_unless_forced(handled: Desk, words: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / f"mine{ENDINGS.get(words, '.txt')}"
    file.write_text("mine")
    before = everything(tmp_path)
    assert "exists already" in writes(handled, words, file, expect=2)
    assert everything(tmp_path) == before
    writes(handled, words, file, "--force", expect=FOUND.get(words, 0))
    assert file.read_bytes() != b"mine"
    new = file.with_stem("new")
    writes(handled, words, new, expect=FOUND.get(words, 0))
    assert {name for name in everything(tmp_path) if name not in before} == {new.name}


@cases(
    "words name yes mark",
    (("list",), "mine.csv", "yes", b"TS-2026-0001"),
    (("ledger",), "mine.csv", "是", b"TS-2026-0001"),
    (("slip", "1", "receipt"), "mine.docx", "yes", b"PK"),
)
def test_at_a_terminal_it_is_asked_before_a_file_is_replaced(
    handled: Desk, tmp_path: Path, words: tuple[str, ...], name: str, yes: str, mark: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(b"mine")
    question = f"{file} exists already. Replace it?"
    with unchanged(handled):
        Terminal(handled, *words, "-o", str(file), width=200).answer(question, "no").ends(130)
        assert file.read_bytes() == b"mine"
    Terminal(handled, *words, "-o", str(file), width=200).answer(question, yes).ends(0)
    assert mark in file.read_bytes()


def test_a_case_file_that_is_a_link_is_guarded_by_both_names(handled: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "cases.db"
    link.symlink_to(handled.path)
    linked = Desk(link, handled.as_of)
    for place in (link, handled.path, f"{link}-wal", f"{handled.path}-journal", f"{link}.lock"):
        writes(linked, ("list",), place, "--force", expect=3)
    assert link.is_symlink() and "sound" in linked("verify")


def test_nothing_is_escalated_where_the_list_of_it_is_refused(desk: Desk) -> None:
    desk.register(channel="media", media_level="central")
    mine = desk.path.with_name("mine.csv")
    mine.touch()
    before = desk("verify")
    for place, status in ((desk.path, 3), (mine, 2)):
        desk("escalate", "--due", "--all", "-o", str(place), expect=status)
        assert desk("verify") == before
    desk("escalate", "--due", "--all", "-o", str(mine), "--force")
    assert desk("verify") != before


def test_neither_backup_nor_restore_takes_the_place_of_what_belongs_to_the_case_file(handled: Desk) -> None:
    kept = handled.path.with_name("kept.db")
    handled("backup", str(kept))
    for ending in ("-wal", "-journal", ".lock", ".mail.lock"):
        place = f"{handled.path}{ending}"
        handled("backup", place, expect=3)
        handled("restore", str(kept), "--to", place, "--force", expect=3)
    handled("restore", str(kept), "--to", os.environ["COMPLAINTCTL_CONFIG"], expect=3)
    assert "sound" in handled("verify")


def test_a_sample_may_become_the_configuration_and_nothing_else(handled: Desk) -> None:
    config = Path(os.environ["COMPLAINTCTL_CONFIG"])
    writes(handled, ("list",), config, expect=3)
    assert not config.exists()
    writes(handled, ("config", "sample"), config)
    tomllib.loads(config.read_text("utf-8"))
    for text in (config.read_text("utf-8"), "", "lang = no TOML"):
        config.write_text(text, "utf-8")
        for force in ((), ("--force",)):
            writes(handled, ("config", "sample"), config, *force, expect=3)
        assert config.read_text("utf-8") == text
    writes(handled, ("config", "sample"), handled.path, "--force", expect=3)


# ---- How it is written ----


def test_whoever_started_the_program_may_hand_it_an_open_file(program: Program, handled: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("before\n")
    with out.open("a") as file:
        subprocess.run(Desk(handled.path, None).line("list", "-o", "/dev/stdout"), stdout=file, check=True)
    assert out.read_text().startswith("before\n") and "TS-2026-0001" in out.read_text()
    assert program("list", "-o", "/dev/null", db=handled.path).returncode == 0
    assert program("list", "-o", "/dev/full", db=handled.path).returncode == 5


def test_no_link_that_was_laid_out_is_followed(tmp_path: Path) -> None:
    victim, new = tmp_path / "victim", tmp_path / "new"
    victim.write_text("kept")
    new.symlink_to(victim)
    with pytest.raises(FileExistsError):
        new_file.make(new)
    with pytest.raises(OSError):
        new_file.fill(new, b"other")
    assert victim.read_text() == "kept"
    assert new_file.beside(victim) != new_file.beside(victim)


def test_what_a_kill_has_left_is_swept(handled: Desk, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    mine = new_file.beside(tmp_path / "a.csv")  # of a process that runs
    left = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{int(ended.stdout)}-"))
    elsewhere = left.with_name(left.name.replace(left.name.split("-")[1], "00000000"))  # of another computer
    old = elsewhere.with_name(elsewhere.name.replace(".new", ".new-journal"))
    others = tmp_path / ".complaintctl-notes.new"
    for file in (mine, left, elsewhere, old, others):
        file.touch()
    os.utime(old, (0, 0))
    handled("list", "-o", str(tmp_path / "a.csv"))
    assert [file.exists() for file in (mine, left, elsewhere, old, others)] == [True, False, True, False, True]


def test_a_write_that_is_killed_leaves_the_old_file_and_the_next_one_sweeps(handled: Desk, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    assert killed_at(1, "--db", str(handled.path), "list", "-o", str(file), "--force")
    (left,) = tmp_path.glob(".complaintctl-*")
    assert file.read_text() == "old" and stat.S_IMODE(left.stat().st_mode) == 0o600
    handled("list", "-o", str(file), "--force")
    assert not left.exists() and "TS-2026-0001" in file.read_text("utf-8-sig")


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_folder_is_no_file_to_write(desk: Desk, name: str) -> None:
    for words in (("list",), ("report",), ("overdue",), ("config", "sample")):
        assert desk.run(*words, "-o", name, expect=None).exit_code in (2, 3, 5), words

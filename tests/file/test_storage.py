"""Files that are no case files, newer, read-only, locked, missing: one sentence, status 5, nothing changed."""

import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
import typer
from conftest import ANONYMOUS, REGISTER, Desk, cases
from support.case_file import change, damage, locked_elsewhere, make_newer, rows, unchanged

from complaintctl.base.errors import Damaged, StorageProblem
from complaintctl.disk.damage import found_in
from complaintctl.file import db
from complaintctl.record import schema


def refused(path: Path, command: Sequence[str], part: str) -> str:
    """What is said of a command: status 5, nothing on standard output, and one line that says what is wrong."""
    done = Desk(path, None).run(*command, expect=5)
    assert done.stdout == ""
    return one_sentence(done.stderr, part)


def one_sentence(said: str, part: str) -> str:
    assert part in said and said.startswith("complaintctl: ") and said.count("\n") == 1, said
    return said


def test_init_makes_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "new" / "bank.db", None)
    assert str(desk.path) in desk("init", "--officer", "李清明")
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600
    assert "li,李清明,supervision,监察室,supervision" in desk("staff", "list", "--csv")
    assert [entry.name for entry in desk.path.parent.iterdir() if entry.suffix != ".lock"] == ["bank.db"]


def test_init_leaves_what_is_there_and_where_it_fails_nothing(desk: Desk, tmp_path: Path) -> None:
    before = desk.path.read_bytes()
    assert "exists already" in Desk(desk.path, None)("init", expect=3)
    assert desk.path.read_bytes() == before
    link = Desk(tmp_path / "link.db", None)
    link.path.symlink_to(tmp_path / "not-mounted" / "bank.db")
    link("init", expect=3)
    assert link.path.is_symlink()
    Desk(tmp_path / "new.db", None)("init", "--officer", " ", expect=2)
    assert {file.name for file in tmp_path.iterdir() if file.suffix != ".lock"} == {"bank.db", "link.db"}


@pytest.mark.parametrize("command", [("list",), ANONYMOUS, ("verify",)])
def test_files_that_are_no_case_files(tmp_path: Path, command: tuple[str, ...]) -> None:
    other, path = tmp_path / "other.db", tmp_path / "bank.db"
    change(Desk(other), "CREATE TABLE complaint (case_no)")
    for place in (path, tmp_path):
        refused(place, command, "There is no case file at")
    for data in (b"", "登记簿".encode() * 1000, other.read_bytes()):
        path.write_bytes(data)
        refused(path, command, "is not a case file")


@cases("spoil said", (make_newer, "install the newer complaintctl"), (damage, "is damaged"))
def test_a_file_that_is_newer_or_damaged(desk: Desk, spoil: Callable[[Path], None], said: str) -> None:
    spoil(desk.path)
    refused(desk.path, ["list"], said)


AS_NOBODY = """
import os, shutil, sys
from complaintctl.cli import app

def run(path, *words):
    try:
        app(["--db", path, *words])
    except SystemExit as end:
        return end.code or 0

path, warm, *command = sys.argv[1:]
if os.getuid() == 0:  # root may write anything: load every module first, then go on as nobody
    shutil.copy(path, warm)
    sys.stdout, kept = open(os.devnull, "w"), sys.stdout
    sys.stderr, kept_errors = sys.stdout, sys.stderr
    run(warm, *command)
    sys.stdout, sys.stderr = kept, kept_errors
    os.setegid(65534)
    os.seteuid(65534)
sys.exit(run(path, *command))
"""


def test_a_read_only_file_can_be_read_but_not_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a folder of its own: pytest closes its folders to other users.
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "bank.db"
        folder.chmod(0o777)
        path.write_bytes(desk.path.read_bytes())
        path.chmod(0o444)
        monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(folder / "config.toml"))

        def run(*args: str, expect: int = 0) -> str:
            words = [sys.executable, "-c", AS_NOBODY, str(path), str(tmp_path / "warm.db"), *args]
            done = subprocess.run(words, capture_output=True, text=True)
            assert done.returncode == expect and not (expect and done.stdout), done.stderr
            return done.stderr if expect else done.stdout

        assert "No cases." in run("list")
        one_sentence(run(*ANONYMOUS, expect=5), "is read-only")
        path.with_name("bank.db.lock").unlink()
        folder.chmod(0o555)  # neither a lock file nor SQLite's own files can be made there
        assert "No cases." in run("list")
        one_sentence(run(*ANONYMOUS, expect=5), "write access")
        folder.chmod(0o777)


def test_a_locked_file(desk: Desk, impatient: None) -> None:
    with db.writing(desk.path):
        refused(desk.path, ANONYMOUS, "was locked by another command")
        assert "recorded" not in desk.run("list").output  # readers never wait
    with locked_elsewhere(desk.path):
        assert "Nothing was recorded: " in refused(desk.path, ANONYMOUS, "was locked by another program")
        assert "recorded" not in desk.run("list").output
    desk(*ANONYMOUS)


def test_nothing_is_written_under_one_of_two_names(desk: Desk) -> None:
    desk.register()
    other = desk.path.with_name("b.db")
    other.hardlink_to(desk.path)
    for path in (desk.path, other):
        said = refused(path, ANONYMOUS, "has 2 names (hard links)")
        assert "rm" in said and f"-samefile {path}" in said
        assert "TS-2026-0001" in Desk(path)("list")  # it can be read
    other.unlink()
    desk(*ANONYMOUS)
    assert "2 cases in" in desk("verify")


def test_a_link_and_what_it_leads_to_share_one_queue(desk: Desk, tmp_path: Path, impatient: None) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "cases.db"
    link.symlink_to("../bank.db")
    for one, other in ((desk.path, link), (link, desk.path)):
        with db.writing(one):
            refused(other, ANONYMOUS, "was locked by another command")
    assert [entry.name for entry in link.parent.iterdir()] == ["cases.db"]
    reader = sqlite3.connect(desk.path)  # as long as it reads, what is entered stays in the log beside the file
    reader.execute("SELECT count(*) FROM event").fetchone()
    Desk(link)(*ANONYMOUS)
    for read in (db.untouched, partial(db.untouched, waits=False), db.reading):
        with read(link) as connection:
            assert connection.execute("SELECT count(*) FROM complaint").fetchone()[0] == 1
    reader.close()


def test_a_full_disk_changes_nothing(desk: Desk) -> None:
    with unchanged(desk):
        long = ["多" * 20000 if word == "多扣手续费" else word for word in ANONYMOUS]
        words = Desk(desk.path, None).line(*long)
        # A limit on the size of any file written stands for the full disk.
        done = subprocess.run(
            ["bash", "-c", 'trap "" XFSZ; ulimit -f 8; exec "$@"', "-", *words], capture_output=True, text=True
        )
        assert done.returncode == 5, done.stderr
        assert "Traceback" not in done.stderr


FAULTS = [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_CANTOPEN,
          sqlite3.SQLITE_FULL]  # fmt: skip


def explained(path: Path, code: int) -> StorageProblem:
    """What is said where SQLite came upon a fault in a file."""
    error = sqlite3.OperationalError("a fault")
    error.sqlite_errorcode = code
    with pytest.raises(StorageProblem) as raised, db.explained(path):
        raise error
    return raised.value


@pytest.mark.parametrize("code", FAULTS)
def test_damage_is_said_only_where_a_check_found_it(desk: Desk, code: int) -> None:
    problem = explained(desk.path, code)
    assert not isinstance(problem, Damaged) and "estore" not in str(problem) and "recorded" not in str(problem)
    assert ("disk is full" in str(problem)) is (code == sqlite3.SQLITE_FULL)
    assert ("found no damage" in str(problem)) is (code in FAULTS[:2])
    damage(desk.path)
    problem = explained(desk.path, code)
    assert isinstance(problem, Damaged) is ("Restore it" in str(problem)) is (code in FAULTS[:2])


def test_a_page_that_the_disk_does_not_give_is_no_damage() -> None:
    check = Mock()
    check.execute.return_value = [("Tree 5 page 7: unable to get the page. error code=266",)]  # what SQLite's answers
    with pytest.raises(sqlite3.OperationalError):
        list(found_in(check))


def test_no_traceback_even_for_a_fault_of_the_program(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaintctl.intake import act as intake_act

    monkeypatch.setattr(intake_act.personal, "add", Mock(side_effect=RuntimeError("赵小满 13900000001")))
    result = desk.run(*REGISTER, "--name", "赵小满", expect=1)
    assert "internal error (RuntimeError)" in result.stderr and "赵小满" not in result.output


def test_each_step_runs_once_and_in_order(desk: Desk, tmp_path: Path) -> None:
    one, two = schema.VERSION + 1, schema.VERSION + 2
    (tmp_path / "one.sql").write_text("ALTER TABLE unit ADD COLUMN note TEXT;\nUPDATE policy SET citation = 'x';")
    later = "CREATE TABLE later (n INTEGER) STRICT;\nINSERT INTO later SELECT count(note) FROM unit;"
    (tmp_path / "two.sql").write_text(later)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as connection:
        for _ in range(2):  # the second time there is nothing left to do
            schema.step(connection, two, {one: "one.sql", two: "two.sql"}, tmp_path)
    assert rows(desk, "PRAGMA user_version") == [(two,)] and rows(desk, "SELECT n FROM later") == [(0,)]


@cases(
    "streams status said",
    (">/dev/full", 5, "What was recorded stands"),
    (">/dev/full 2>&1", 5, ""),  # nobody can be told
    ("<&-", 0, ""),
    (">&-", 0, ""),
    ("2>&-", 0, ""),
    ("<&- >&- 2>&-", 0, ""),
)
def test_an_answer_that_cannot_be_written_does_not_deny_what_was_recorded(
    desk: Desk, streams: str, status: int, said: str
) -> None:
    words = Desk(desk.path, None).line(*ANONYMOUS)
    done = subprocess.run(["bash", "-c", f'"$@" {streams}', "-", *words], capture_output=True, text=True)
    assert done.returncode == status and said in done.stderr and "Traceback" not in done.stderr
    assert "1 case in" in desk("verify")


def test_who_stops_the_answer_hears_that_the_entry_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(typer, "echo", stopped)
    said = desk.run(*ANONYMOUS, expect=130).stderr
    assert "What was recorded stands" in said and "othing was recorded" not in said
    assert "1 case in" in desk("verify")


@pytest.mark.parametrize("wait", ["soon", "-1", "nan", "inf", "1e400"])
def test_a_wait_that_is_none(desk: Desk, monkeypatch: pytest.MonkeyPatch, wait: str) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", wait)
    assert "COMPLAINTCTL_WAIT" in desk(*ANONYMOUS, expect=2)


def test_a_real_file_turned_into_a_practice_file_is_found_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", None)
    desk("init")
    change(desk, "UPDATE policy SET value = '1' WHERE key = 'practice'")
    assert "practice" in desk.run("verify", expect=6).stdout


def test_the_version_in_the_schema_is_the_programs(desk: Desk) -> None:
    assert rows(desk, "PRAGMA user_version") == [(schema.VERSION,)]
    assert rows(desk, "PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    for table, view in schema.PROJECTIONS.items():
        columns = [[row[1] for row in rows(desk, f"PRAGMA table_info({name})")] for name in (table, view)]
        assert columns[0] == columns[1]

"""Files that are no case files, newer, read-only, locked, missing: one sentence, status 5, nothing changed."""

import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import typer
from conftest import ANONYMOUS, REGISTER, Desk
from support.case_file import change, damage, locked_elsewhere, make_newer, unchanged

from complaintctl.base.errors import Damaged, StorageProblem
from complaintctl.disk.damage import found_in
from complaintctl.file import db
from complaintctl.record import schema

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def test_init_makes_a_file_for_its_owner_alone(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "new" / "bank.db"
    done = program("init", "--officer", "李清明", db=path)
    assert done.returncode == 0 and str(path) in done.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    staff = program("staff", "list", "--csv", db=path).stdout
    assert "li,李清明,supervision,监察室,supervision" in staff
    assert [entry.name for entry in path.parent.iterdir() if entry.name != "bank.db.lock"] == ["bank.db"]


def test_a_second_init_leaves_the_file_as_it_was(program: Program, desk: Desk) -> None:
    before = desk.path.read_bytes()
    done = program("init", db=desk.path)
    assert done.returncode == 3 and "exists already" in done.stderr
    assert desk.path.read_bytes() == before


def test_init_that_fails_leaves_nothing(program: Program, tmp_path: Path) -> None:
    done = program("init", "--officer", " ", db=tmp_path / "bank.db")
    assert done.returncode == 2
    assert not (tmp_path / "bank.db").exists() and not (tmp_path / "bank.db.new").exists()


@pytest.mark.parametrize("command", [("list",), ANONYMOUS, ("verify",)])
def test_files_that_are_no_case_files(program: Program, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "bank.db"
    assert_one_sentence(program(*command, db=path), "There is no case file at")
    path.write_bytes(b"")
    assert_one_sentence(program(*command, db=path), "is not a case file")
    path.write_bytes("登记簿".encode() * 1000)
    assert_one_sentence(program(*command, db=path), "is not a case file")
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE complaint (case_no)")
    other.close()
    assert_one_sentence(program(*command, db=path), "is not a case file")
    assert_one_sentence(program(*command, db=tmp_path), "There is no case file at")


def test_a_file_newer_than_the_program(program: Program, desk: Desk) -> None:
    make_newer(desk.path)
    assert_one_sentence(program("list", db=desk.path), "install the newer complaintctl")


def test_a_damaged_file(program: Program, desk: Desk) -> None:
    damage(desk.path)
    assert_one_sentence(program("list", db=desk.path), "is damaged")


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

        def run(*args: str) -> "subprocess.CompletedProcess[str]":
            words = [sys.executable, "-c", AS_NOBODY, str(path), str(tmp_path / "warm.db"), *args]
            return subprocess.run(words, capture_output=True, text=True)

        listed = run("list")
        assert listed.returncode == 0 and "No cases." in listed.stdout, listed.stderr
        assert_one_sentence(run(*ANONYMOUS), "is read-only")
        path.with_name("bank.db.lock").unlink()
        folder.chmod(0o555)  # neither a lock file nor SQLite's own files can be made there
        assert "No cases." in run("list").stdout
        assert_one_sentence(run(*ANONYMOUS), "write access")
        folder.chmod(0o777)


def test_a_locked_file(program: Program, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "0.2")
    with db.writing(desk.path):
        assert_one_sentence(program(*ANONYMOUS, db=desk.path), "was locked by another command")
        assert program("list", db=desk.path).returncode == 0  # readers never wait
    other = sqlite3.connect(desk.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert_one_sentence(program(*ANONYMOUS, db=desk.path), "was locked by another program")
    other.execute("ROLLBACK")
    other.close()
    assert program(*ANONYMOUS, db=desk.path).returncode == 0


def test_nothing_is_written_under_one_of_two_names(program: Program, desk: Desk) -> None:
    desk.register()
    other = desk.path.with_name("b.db")
    other.hardlink_to(desk.path)
    for path in (desk.path, other):
        done = program(*ANONYMOUS, db=path)
        assert_one_sentence(done, "has 2 names (hard links)")
        assert "rm" in done.stderr and f"-samefile {path}" in done.stderr
        assert "TS-2026-0001" in program("list", db=path).stdout  # it can be read
    other.unlink()
    assert program(*ANONYMOUS, db=desk.path).returncode == 0
    assert "2 cases in" in desk("verify")


def test_a_link_and_what_it_leads_to_share_one_queue(
    program: Program, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "0.2")
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "cases.db"
    link.symlink_to("../bank.db")
    with db.writing(desk.path):
        assert_one_sentence(program(*ANONYMOUS, db=link), "was locked by another command")
    with db.writing(link):
        assert_one_sentence(program(*ANONYMOUS, db=desk.path), "was locked by another command")
    assert [entry.name for entry in link.parent.iterdir()] == ["cases.db"]
    reader = sqlite3.connect(desk.path)  # as long as it reads, what is entered stays in the log beside the file
    reader.execute("SELECT count(*) FROM event").fetchone()
    assert program(*ANONYMOUS, db=link).returncode == 0
    for read in (db.untouched, partial(db.untouched, waits=False), db.reading):
        with read(link) as connection:
            assert connection.execute("SELECT count(*) FROM complaint").fetchone()[0] == 1
    reader.close()


def test_a_full_disk_changes_nothing(desk: Desk) -> None:
    with unchanged(desk):
        words = Desk(desk.path, None).line(*ANONYMOUS, "--summary", "多" * 20000)
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
def test_a_sound_file_is_never_called_damaged(desk: Desk, code: int) -> None:
    problem = explained(desk.path, code)
    assert not isinstance(problem, Damaged) and "estore" not in str(problem) and "recorded" not in str(problem)
    assert ("disk is full" in str(problem)) is (code == sqlite3.SQLITE_FULL)
    assert ("found no damage" in str(problem)) is (code in FAULTS[:2])


@pytest.mark.parametrize("code", FAULTS)
def test_a_restore_is_advised_where_a_check_found_damage(desk: Desk, code: int) -> None:
    damage(desk.path)
    problem = explained(desk.path, code)
    assert isinstance(problem, Damaged) is ("Restore it" in str(problem)) is (code in FAULTS[:2])


def test_a_page_that_the_disk_does_not_give_is_no_damage() -> None:
    class Check:
        """What SQLite's check answers where a page cannot be read."""

        def execute(self, _: str) -> list[tuple[str]]:
            return [("Tree 5 page 7: unable to get the page. error code=266",)]

    with pytest.raises(sqlite3.OperationalError):
        list(found_in(Check()))  # type: ignore[arg-type]


def test_no_traceback_even_for_a_fault_of_the_program(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaintctl.intake import act as intake_act

    def broken(*_: object) -> None:
        raise RuntimeError("赵小满 13900000001")

    monkeypatch.setattr(intake_act.personal, "add", broken)
    result = desk.run(*REGISTER, "--name", "赵小满", expect=1)
    assert "internal error (RuntimeError)" in result.stderr and "赵小满" not in result.output


def test_each_step_runs_once_and_in_order(desk: Desk, tmp_path: Path) -> None:
    one, two = schema.VERSION + 1, schema.VERSION + 2
    (tmp_path / "one.sql").write_text("ALTER TABLE unit ADD COLUMN note TEXT;\nUPDATE policy SET citation = 'x';")
    (tmp_path / "two.sql").write_text(
        "CREATE TABLE later (n INTEGER) STRICT;\nINSERT INTO later SELECT count(note) FROM unit;"
    )
    connection = sqlite3.connect(desk.path, isolation_level=None)
    for _ in range(2):  # the second time there is nothing left to do
        schema.step(connection, two, {one: "one.sql", two: "two.sql"}, tmp_path)
    assert connection.execute("PRAGMA user_version").fetchone() == (two,)
    assert connection.execute("SELECT n FROM later").fetchall() == [(0,)]
    connection.close()


def test_an_answer_that_cannot_be_written_does_not_deny_what_was_recorded(desk: Desk) -> None:
    words = Desk(desk.path, None).line(*ANONYMOUS)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 5 and "What was recorded stands" in done.stderr
    assert "1 case in" in desk("verify")


def test_nothing_is_said_to_be_recorded_while_another_program_writes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "0.1")
    with locked_elsewhere(desk.path):
        assert "Nothing was recorded: " in desk(*ANONYMOUS, expect=5)
        assert "recorded" not in desk.run("list").output  # it only reads


def test_who_stops_the_answer_hears_that_the_entry_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(typer, "echo", stopped)
    said = desk.run(*ANONYMOUS, expect=130).stderr
    assert "What was recorded stands" in said and "othing was recorded" not in said
    assert "1 case in" in desk("verify")


def test_an_answer_that_nobody_can_be_told_of(desk: Desk) -> None:
    words = Desk(desk.path, None).line(*ANONYMOUS)
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(words, stdout=full, stderr=full).returncode == 5
    assert "1 case in" in desk("verify")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_closed_by_whoever_started_the_program(desk: Desk, closed: str) -> None:
    words = Desk(desk.path, None).line(*ANONYMOUS)
    done = subprocess.run(["bash", "-c", f'"$@" {closed}', "-", *words], capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "1 case in" in desk("verify")


def test_init_leaves_a_link_that_leads_nowhere(program: Program, tmp_path: Path) -> None:
    link = tmp_path / "bank.db"
    link.symlink_to(tmp_path / "not-mounted" / "bank.db")
    assert program("init", db=link).returncode == 3
    assert link.is_symlink()


@pytest.mark.parametrize("wait", ["soon", "-1", "nan", "inf", "1e400"])
def test_a_wait_that_is_none(program: Program, desk: Desk, monkeypatch: pytest.MonkeyPatch, wait: str) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", wait)
    done = program(*ANONYMOUS, db=desk.path)
    assert done.returncode == 2 and "COMPLAINTCTL_WAIT" in done.stderr


def test_a_real_file_turned_into_a_practice_file_is_found_out(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "bank.db"
    program("init", db=path)
    change(Desk(path), "UPDATE policy SET value = '1' WHERE key = 'practice'")
    done = program("verify", db=path)
    assert done.returncode == 6 and "practice" in done.stdout


def test_the_version_in_the_schema_is_the_programs() -> None:
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(fresh)
    assert fresh.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert fresh.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    for table, view in (("complaint", "case_projection"), ("case_round", "round_projection")):
        columns = [[row[1] for row in fresh.execute(f"PRAGMA table_info({name})")] for name in (table, view)]
        assert columns[0] == columns[1]


def assert_one_sentence(done: "subprocess.CompletedProcess[str]", part: str) -> None:
    """Status 5, nothing on standard output, and one line that says what is wrong."""
    assert done.returncode == 5, (done.returncode, done.stderr)
    assert part in done.stderr, done.stderr
    assert done.stdout == "" and done.stderr.startswith("complaintctl: ") and done.stderr.count("\n") == 1

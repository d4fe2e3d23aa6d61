"""backup and restore: what is not proven never counts, and nothing good is ever lost for it."""

import errno
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from conftest import Desk, made_once
from support.acts import REGISTER_MANY
from support.case_file import VERSIONS, damage, locked_elsewhere, make_newer, rows, tampering, unpacked
from support.killing import killed_at
from support.long_runs import STEP
from support.small_disk import mounted

from complaintctl.file import copying, db

Program = Callable[..., "subprocess.CompletedProcess[str]"]
KEPT: list[bytes] = []  # the backup of the tests of restore
NIGHTS = [f"2026-11-{day}T01:30" for day in (24, 25, 26, 27)]


def head(path: Path) -> str:
    return str(rows(Desk(path), "SELECT hash FROM ledger_head")[0][0])


def runs(path: Path, job: str) -> list[tuple[str, str]]:
    """Outcome and text of every step of a job on record."""
    return rows(Desk(path), f"SELECT outcome, text FROM job_run WHERE job = '{job}' ORDER BY id")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def back_up_on(desk: Desk, folder: Path, *nights: str) -> Path:
    """Make a backup of each night; the first of them."""
    for night in nights:
        desk("backup", str(folder), as_of=night)
    return folder / "bank-2026-11-24T0130.db"


# ---- backup ----


def test_a_backup_is_a_proven_copy_for_its_owner_alone(desk: Desk) -> None:
    desk.register()
    said = desk("backup", as_of="2026-11-25T01:30")
    made = desk.path.parent / "backups" / "bank-2026-11-25T0130.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600 and names(made.parent) == [made.name]
    assert head(made) == head(desk.path) and head(made) in said and str(made) in said and "1 case in" in said
    assert "1 case in" in Desk(made)("verify")
    assert runs(desk.path, "backup") == [("done", said.strip())]


def test_a_backup_while_others_write(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", None)
    desk("init")
    writer = subprocess.Popen([sys.executable, "-c", REGISTER_MANY, desk.path, "30"], stdout=subprocess.DEVNULL)
    number = 0
    while writer.poll() is None or not number:
        number += 1
        desk("backup", str(tmp_path / f"{number}.db"))
    assert writer.returncode == 0 and number > 1
    assert "30 cases in" in desk("verify")


def test_a_backup_is_of_one_moment(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copying.copy

    def after_another_entry(source: sqlite3.Connection, target: Path) -> None:
        desk.register()
        copy(source, target)

    monkeypatch.setattr(copying, "copy", after_another_entry)
    assert "0 cases in" in desk("backup", str(tmp_path / "one.db"))
    assert "0 cases in" in Desk(tmp_path / "one.db")("verify") and "1 case in" in desk("verify")


def test_only_older_backups_of_this_file_are_deleted(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    first = back_up_on(desk, folder, *NIGHTS[:3])
    other = Desk(tmp_path / "other.db", as_of="2026-02-01")
    other("init", "--practice", "--bank", "别家银行")
    shutil.copy(other.path, folder / "bank-2026-01-01T0130.db")
    (folder / "bank-2026-01-02T0130.db").write_bytes(b"damaged")
    shutil.copy(first, folder / "bank-before-audit.db")
    said = desk("backup", str(folder), "--keep", "2", as_of=NIGHTS[3])
    assert "2 older ones deleted" in said
    assert names(folder) == [
        "bank-2026-01-01T0130.db", "bank-2026-01-02T0130.db", "bank-2026-11-26T0130.db", "bank-2026-11-27T0130.db",
        "bank-before-audit.db",
    ]  # fmt: skip
    desk("backup", str(folder), "--keep", "1", as_of=NIGHTS[0])  # the one just made, though the clock was set back
    assert "bank-2026-11-24T0130.db" in names(folder) and len(names(folder)) == 4


def test_a_copy_that_is_not_sound_counts_for_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    folder = tmp_path / "kept"
    back_up_on(desk, folder, *NIGHTS[:2])
    with tampering(desk.path) as connection:
        connection.execute("UPDATE event SET detail = '{}' WHERE kind = 'registered'")
    said = desk("backup", str(folder), "--keep", "1", as_of=NIGHTS[2], expect=5)
    assert "not sound" in said and "bank-unsound.db" in said and "complaintctl verify" in said
    assert names(folder) == ["bank-2026-11-24T0130.db", "bank-2026-11-25T0130.db", "bank-unsound.db"]
    assert [outcome for outcome, _ in runs(desk.path, "backup")] == ["done", "done", "failed"]
    assert "not sound" in desk("restore", str(folder / "bank-unsound.db"), "--to", str(tmp_path / "new.db"), expect=5)


def test_a_backup_into_a_file_that_is_there_leaves_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "one.db"
    desk("backup", str(file))
    before = file.read_bytes()
    assert "exists already" in desk("backup", str(file), expect=3)
    assert "exists already" in desk("backup", str(desk.path), expect=3)
    assert file.read_bytes() == before and "0 cases" in desk("verify")
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "bank-2026-11-24T0130.db").write_bytes(b"of somebody else")
    assert "exists already" in desk("backup", str(folder), as_of=NIGHTS[0], expect=3)
    assert (folder / "bank-2026-11-24T0130.db").read_bytes() == b"of somebody else"
    assert "cannot be written" in desk("backup", str(file / "folder"), expect=5)
    assert "is not in the range" in desk("backup", "--keep", "0", expect=2)


def test_folder_and_number_of_the_configuration(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "configured"
    Path(os.environ["COMPLAINTCTL_CONFIG"]).write_text(f'[backup]\nfolder = "{folder}"\nkeep = 2\n')
    for night in NIGHTS:
        desk("backup", as_of=night)
    assert names(folder) == ["bank-2026-11-26T0130.db", "bank-2026-11-27T0130.db"]


def test_a_backup_that_has_no_room_leaves_the_old_one(desk: Desk, tmp_path: Path) -> None:
    room = desk.path.stat().st_size * 3 // 2
    with mounted(tmp_path / "disk", str(room)) as disk:
        first = back_up_on(desk, disk, NIGHTS[0])
        before = first.read_bytes()
        said = desk("backup", str(disk), "--keep", "1", as_of=NIGHTS[1], expect=5)
        assert "No backup was made" in said and "the disk is full" in said and str(disk) in said
        assert names(disk) == [first.name] and first.read_bytes() == before
    assert [outcome for outcome, _ in runs(desk.path, "backup")] == ["done", "failed"]


def test_a_backup_cut_off_in_the_middle_leaves_the_old_one(desk: Desk, tmp_path: Path, program: Program) -> None:
    folder = tmp_path / "kept"
    first = back_up_on(desk, folder, NIGHTS[0])

    def allow_little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = program("--as-of", NIGHTS[1], "backup", str(folder), "--keep", "1", db=desk.path, preexec_fn=allow_little)
    assert done.returncode == 5 and "No backup was made" in done.stderr and done.stdout == ""
    assert names(folder) == [first.name] and "0 cases in" in Desk(first)("verify")


def test_no_backup_of_a_real_file_is_dated_otherwise(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", as_of=None)
    desk("init")
    assert "practice" in desk("backup", as_of=NIGHTS[0], expect=3)
    assert not (tmp_path / "backups").exists()


# ---- restore ----


@made_once
def two_cases(desk: Desk) -> None:
    """A case file with two cases, and beside it a backup with the first."""
    desk.register()
    desk("backup", str(desk.path.with_name("kept.db")))
    KEPT.append(desk.path.with_name("kept.db").read_bytes())
    desk.register(name="钱大雪", summary="利息算错")


@pytest.fixture
def backup(two_cases: Desk) -> Path:
    """A backup with one case; the case file has a second."""
    path = two_cases.path.with_name("kept.db")
    path.write_bytes(KEPT[0])
    return path


def test_a_restored_file_is_the_one_that_was_backed_up(desk: Desk, tmp_path: Path, backup: Path) -> None:
    new = Desk(tmp_path / "new" / "bank.db", desk.as_of)
    said = desk("restore", str(backup), "--to", str(new.path))
    assert head(backup) in said and str(new.path) in said
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o600
    assert names(new.path.parent) == ["bank.db", "bank.db.lock"]
    assert new.json("show", "1") == desk.json("show", "1")
    assert new.register()["case_no"] == "TS-2026-0002" and "2 cases" in new("verify")
    assert new.path.read_bytes()[18] == 2  # WAL: readers do not wait for a writer


def test_a_case_file_is_replaced_only_by_force_and_kept(desk: Desk, backup: Path) -> None:
    before = desk.path.read_bytes()
    assert "--force" in desk("restore", str(backup), expect=3)
    assert desk.path.read_bytes() == before
    done = desk.run("restore", str(backup), "--force", as_of="2026-11-25T09:05:07")
    kept = desk.path.parent / "bank-replaced-2026-11-25T090507.db"
    assert str(kept) in done.stderr
    assert "1 case in" in desk("verify") and "2 cases in" in Desk(kept)("verify")
    assert runs(desk.path, "restore") == [("done", done.stdout.strip())]
    assert "is the case file itself" in desk("restore", str(desk.path), "--force", expect=3)


def test_a_damaged_backup_is_refused(desk: Desk, backup: Path, tmp_path: Path) -> None:
    before, good = desk.path.read_bytes(), backup.read_bytes()
    there = names(tmp_path)
    damage(backup)
    assert "is damaged and was not restored" in desk("restore", str(backup), "--force", expect=5)
    backup.write_bytes(good[: len(good) // 2])
    assert "was not restored" in desk("restore", str(backup), "--force", expect=5)
    backup.write_bytes(b"no database at all" * 1000)
    assert "is not a case file" in desk("restore", str(backup), "--force", expect=5)
    backup.write_bytes(good)
    with tampering(backup) as connection:
        connection.execute("UPDATE complainant SET name = '别人'")
    assert "is not sound" in desk("restore", str(backup), "--force", expect=5)
    backup.write_bytes(good)
    make_newer(backup)
    assert "install the newer complaintctl" in desk("restore", str(backup), "--force", expect=5)
    backup.unlink()
    assert "There is no backup" in desk("restore", str(backup), "--force", expect=4)
    assert desk.path.read_bytes() == before and names(tmp_path) == [name for name in there if name != backup.name]


def test_an_older_backup_is_restored_as_it_is_and_waits_for_upgrade(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    old = unpacked(VERSIONS[0], tmp_path / "old").path
    before = old.read_bytes()
    new = Desk(tmp_path / "new.db", None)
    said = desk.run("restore", str(old), "--to", str(new.path), as_of="2026-11-25T09:00").stderr
    assert "complaintctl upgrade" in said and old.read_bytes() == before
    new("upgrade")
    assert "is sound" in new("verify")


def test_a_file_that_is_open_elsewhere_is_not_replaced(desk: Desk, backup: Path, impatient: None) -> None:
    with read_elsewhere(desk.path):
        begun = time.monotonic()
        assert "by another program for 0.2 seconds" in desk("restore", str(backup), "--force", expect=5)
        assert time.monotonic() - begun >= 0.2
    assert "2 cases in" in desk("verify")
    with db.writing(desk.path):
        assert "locked by another command" in desk("restore", str(backup), "--force", expect=5)
    assert "2 cases in" in desk("verify")


@pytest.mark.long
@pytest.mark.parametrize("damaged", [False, True])
def test_a_restore_that_is_killed_leaves_a_whole_case_file_of_one_name(
    desk: Desk, backup: Path, tmp_path: Path, damaged: bool
) -> None:
    good = desk.path.read_bytes()
    for step in count(1, STEP):
        if damaged:
            desk.path.write_bytes(b"\xff" * 8192)
            desk.path.with_name("bank.db-wal").write_bytes(b"left by a crash")
        killed = killed_at(step, "--db", str(desk.path), "restore", str(backup), "--force")
        assert [file for file in tmp_path.glob("*.db*") if file.stat().st_nlink > 1] == []
        if not damaged or not killed:
            said = desk("verify")
            assert "1 case in" in said or ("2 cases in" in said and killed)
        else:
            assert desk.path.exists()
        if not killed:
            break
        desk.path.write_bytes(good)
    assert step > STEP  # it was killed on the way
    assert not list(tmp_path.glob(".complaintctl-*"))


def test_two_restores_in_one_second_keep_both_files(desk: Desk, backup: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        desk.register()
        desk("restore", str(backup), "--force")
        assert len(list(tmp_path.glob("bank-replaced-*.db"))) == number


def test_a_file_that_could_not_be_kept_goes_on_as_it_was(desk: Desk, backup: Path, tmp_path: Path) -> None:
    size = desk.path.stat().st_size
    with mounted(tmp_path / "disk", str(size * 5 // 2)) as disk:
        path = Path(shutil.copy(desk.path, disk / "bank.db"))
        assert "No space left" in desk("restore", str(backup), "--to", str(path), "--force", expect=5)
        assert "2 cases in" in Desk(path)("verify") and path.read_bytes()[18] == 2  # WAL
        assert names(disk) == ["bank.db", "bank.db.lock"]


def test_a_damaged_case_file_is_replaced_with_all_that_lies_beside_it(desk: Desk, backup: Path) -> None:
    log = desk.path.with_name("bank.db-wal")
    desk.path.write_bytes(b"\xff" * 8192)
    log.write_bytes(b"left by a crash")
    desk("restore", str(backup), "--force", as_of="2026-11-25T09:05")
    assert desk.path.with_name("bank-replaced-2026-11-25T090500.db").read_bytes() == b"\xff" * 8192
    assert desk.path.with_name("bank-replaced-2026-11-25T090500.db-wal").read_bytes() == b"left by a crash"
    assert "1 case in" in desk("verify")


def test_a_restore_that_has_no_room_replaces_nothing(desk: Desk, backup: Path, tmp_path: Path) -> None:
    room = desk.path.stat().st_size * 3 // 2
    with mounted(tmp_path / "disk", str(room)) as disk:
        path = Path(shutil.copy(desk.path, disk / "bank.db"))
        before = path.read_bytes()
        assert "the disk is full" in desk("restore", str(backup), "--to", str(path), "--force", expect=5)
        assert path.read_bytes() == before and names(disk) == ["bank.db"]


# ---- What was done, and what could not be noted ----


def test_a_backup_that_cannot_be_noted_is_a_backup(desk: Desk, tmp_path: Path, impatient: None) -> None:
    (tmp_path / "file").write_text("no folder")
    with locked_elsewhere(desk.path):
        done = desk.run("backup", str(tmp_path / "kept.db"))
        # One that failed says why, and not that it could not be noted.
        assert "No backup was made" in desk("backup", str(tmp_path / "file" / "folder"), expect=5)
    assert "proven sound" in done.stdout and head(tmp_path / "kept.db") == head(desk.path)
    assert "run log" in done.stderr and "locked by another program" in done.stderr and "Nothing" not in done.stderr
    assert runs(desk.path, "backup") == []
    # Where the lock would be made lies a folder: as in a folder that is read-only, nobody can note anything.
    desk.path.with_name("bank.db.lock").unlink(missing_ok=True)
    desk.path.with_name("bank.db.lock").mkdir()
    done = desk.run("backup", str(tmp_path / "another.db"))
    assert "proven sound" in done.stdout and "run log" in done.stderr and "lock file" in done.stderr


def test_an_older_backup_that_cannot_be_deleted_makes_the_new_one_no_failure(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    first = back_up_on(desk, folder, *NIGHTS[:2])
    unlink = Path.unlink

    def busy(file: Path, missing_ok: bool = False) -> None:
        if file == first:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        unlink(file, missing_ok)

    monkeypatch.setattr(Path, "unlink", busy)
    said = desk("backup", str(folder), "--keep", "1", as_of=NIGHTS[2])
    assert "1 older one deleted" in said and names(folder) == [first.name, "bank-2026-11-26T0130.db"]
    assert "could not all be deleted" in said and "Operation not permitted" in said


@contextmanager
def read_elsewhere(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody reads in the file, and goes on."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        yield reader


def test_a_restore_waits_for_readers(desk: Desk, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "60")
    with read_elsewhere(desk.path) as reader:
        words = Desk(desk.path, "2026-11-25T09:05").line("restore", str(backup), "--force")
        restoring = subprocess.Popen(words, stdout=subprocess.PIPE)
        while restoring.poll() is None and desk.path not in open_files(restoring.pid):
            pass
        reader.close()  # it has come so far as to look at the file that it is to replace
        said, _ = restoring.communicate(timeout=60)
    assert restoring.returncode == 0 and said.startswith(b"Restored")


def open_files(process: int) -> set[Path]:
    found = set()
    for descriptor in Path(f"/proc/{process}/fd").glob("*"):
        with suppress(OSError):  # closed meanwhile
            found.add(descriptor.readlink())
    return found


def test_a_backup_of_a_damaged_file_names_that_file(desk: Desk, tmp_path: Path) -> None:
    with tampering(desk.path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'staff'").fetchone()
    data = bytearray(desk.path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    desk.path.write_bytes(bytes(data))
    said = desk("backup", str(tmp_path / "kept.db"), expect=5)
    assert "No backup was made" in said or "not sound" in said
    assert not (tmp_path / "kept.db").exists()

"""backup: what is not proven never counts, and no older copy is lost for it."""

import errno
import json
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Desk, picked
from support.acts import REGISTER_MANY
from support.case_file import locked_elsewhere, rows, tampering
from support.small_disk import mounted

from complaintctl import __version__
from complaintctl.file import copying
from complaintctl.record import schema

Program = Callable[..., "subprocess.CompletedProcess[str]"]
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


def configure(**settings: object) -> None:
    """Write [backup] of the configuration; a folder or a number each."""
    lines = [
        f"{key} = {value if isinstance(value, int) else json.dumps(str(value))}" for key, value in settings.items()
    ]
    Path(os.environ["COMPLAINTCTL_CONFIG"]).write_text("\n".join(["[backup]", *lines]))


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
    assert "2 older ones deleted: bank-2026-11-25T0130.db, bank-2026-11-24T0130.db." in said
    assert names(folder) == [
        "bank-2026-01-01T0130.db", "bank-2026-01-02T0130.db", "bank-2026-11-26T0130.db", "bank-2026-11-27T0130.db",
        "bank-before-audit.db",
    ]  # fmt: skip


def test_what_was_made_before_the_clock_was_set_back_pushes_nothing_out(desk: Desk, tmp_path: Path) -> None:
    back_up_on(desk, tmp_path, "2036-11-24T01:30", "2036-11-25T01:30")
    for night in NIGHTS:
        desk("backup", str(tmp_path), "--keep", "2", as_of=night)
    made = [name for name in names(tmp_path) if name.startswith("bank-20")]
    assert made == [f"bank-{day}T0130.db" for day in ("2026-11-26", "2026-11-27", "2036-11-24", "2036-11-25")]


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
    unsound, new = str(folder / "bank-unsound.db"), str(tmp_path / "new.db")
    assert "not sound" in desk("restore", unsound, "--to", new, "--reason", "试还原", expect=5)


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
    configure(folder=folder, keep=2)
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


def test_a_backup_of_a_damaged_file_names_that_file(desk: Desk, tmp_path: Path) -> None:
    with tampering(desk.path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'staff'").fetchone()
    data = bytearray(desk.path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    desk.path.write_bytes(bytes(data))
    said = desk("backup", str(tmp_path / "kept.db"), expect=5)
    assert f"{desk.path} is damaged" in said  # whoever may keep it cannot even be asked for
    assert not (tmp_path / "kept.db").exists()


# ---- What is kept, and what there is ----


def test_backups_are_kept_by_day_week_and_month(desk: Desk, tmp_path: Path) -> None:
    configure(daily=2, weekly=2, monthly=2, keep=1)
    days = ["10-30T01:30", "11-01T01:30", "11-05T01:30", "11-12T01:30", "11-13T01:30", "11-14T01:30", "11-14T09:00"]
    said = [desk("backup", as_of=f"2026-{day}") for day in days]
    kept = ["10-30T0130", "11-05T0130", "11-13T0130", "11-14T0900"]  # of the month before, of the week before, two days
    assert names(tmp_path / "backups") == [f"bank-2026-{day}.db" for day in kept]
    assert "1 older one deleted: bank-2026-11-14T0130.db." in said[-1] and runs(desk.path, "backup")[-1][1] in said[-1]


def test_what_a_restore_ended_is_kept_apart_from_what_goes_on(desk: Desk, tmp_path: Path) -> None:
    configure(daily=1)
    desk("backup", str(tmp_path / "older.db"), as_of="2026-11-24T09:00")
    desk("unit", "set", "chengguan", "--name", "城关分理处", as_of="2026-11-24T10:00")
    desk("backup", as_of="2026-11-24T11:00")
    desk("restore", str(tmp_path / "older.db"), "--force", "--reason", "取错了文件", as_of="2026-11-24T12:00")
    assert "deleted" not in desk("backup", as_of="2026-11-24T13:00")
    assert "deleted: bank-2026-11-24T1300.db" in desk("backup", as_of="2026-11-25T13:00")
    assert names(tmp_path / "backups") == ["bank-2026-11-24T1100.db", "bank-2026-11-25T1300.db"]


def test_the_list_tells_of_each_copy(desk: Desk, tmp_path: Path) -> None:
    assert "There is no backup" in desk("backup", "--list") and desk.json("backup", "--list") == []
    folder, second = tmp_path / "backups", tmp_path / "second"
    configure(second=second)
    first = back_up_on(desk, folder, *NIGHTS[:3])
    desk.register()
    desk("backup", str(folder), as_of=NIGHTS[3])
    (row, *_) = listed = desk.json("backup", "--list")
    assert [each["in_second"] for each in listed] == ["unknown"] * 4
    assert picked(row, "cases record_head program version state") == (
        1, head(desk.path), __version__, schema.VERSION, "readable",
    )  # fmt: skip
    assert row["file"] == str(folder / "bank-2026-11-27T0130.db") and row["size"] == Path(row["file"]).stat().st_size
    second.mkdir()
    for file in sorted(folder.iterdir())[1:]:
        shutil.copy(file, second)
    shutil.move(folder / "bank-2026-11-25T0130.db", tmp_path)
    (second / "bank-2026-11-26T0130.db").write_bytes(b"damaged")
    (folder / "bank-2025-01-01T0130.db").symlink_to("bank-2025-01-01T0130.db")  # which hides no other
    other = Desk(tmp_path / "other.db", as_of="2026-02-01")
    other("init", "--practice", "--bank", "别家银行")
    shutil.copy(other.path, folder / "bank-2026-01-01T0130.db")
    listed = desk.json("backup", "--list")
    assert [picked(each, "file state in_second") for each in listed] == [
        (str(folder / "bank-2026-11-27T0130.db"), "readable", "yes"),
        (str(folder / "bank-2026-11-26T0130.db"), "readable", "differs"),
        (str(second / "bank-2026-11-25T0130.db"), "readable", "only"),
        (str(first), "readable", "no"),
        (str(folder / "bank-2026-01-01T0130.db"), "foreign", "no"),
        (str(folder / "bank-2025-01-01T0130.db"), "unreadable", "no"),
    ]
    table = desk("backup", "--list")
    assert head(desk.path)[:16] in table and head(desk.path) not in table and "of another case file" in table
    assert [each["state"] for each in desk.json("backup", str(second), "--list")] == [
        "readable",
        "unreadable",
        "readable",
    ]
    desk.path.unlink()  # then it is wanted most
    assert [each["state"] for each in desk.json("backup", "--list")][-2:] == ["readable", "unreadable"]
    assert "Only --list" in desk("backup", "--json", expect=2)

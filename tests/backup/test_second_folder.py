"""The second folder: a copy of each backup on a disk that is there, or a sentence; the first backup stands."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import Desk
from support.case_file import rows
from support.small_disk import mounted

NIGHTS = [f"2026-11-{day}T01:30" for day in (24, 25, 26, 27)]
NAMES = [f"bank-2026-11-{day}T0130.db" for day in (24, 25, 26, 27)]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def steps(desk: Desk, step: str) -> list[tuple[str, str]]:
    """Outcome and text of every such step on record."""
    return [tuple(row) for row in rows(desk, f"SELECT outcome, text FROM job_run WHERE step = '{step}' ORDER BY id")]


def configure(second: Path, **numbers: int) -> None:
    lines = ["[backup]", f"second = {json.dumps(str(second))}", *(f"{key} = {value}" for key, value in numbers.items())]
    Path(os.environ["COMPLAINTCTL_CONFIG"]).write_text("\n".join(lines))


@pytest.fixture
def first(desk: Desk) -> Path:
    return desk.path.parent / "backups"


def test_each_backup_is_copied_there_and_as_many_are_kept(desk: Desk, tmp_path: Path, first: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    configure(second, daily=2)
    said = [desk("backup", as_of=night) for night in NIGHTS]
    assert f"Copied to {second / NAMES[3]}" in said[3] and said[3].count("1 older one deleted: " + NAMES[1]) == 2
    assert names(first) == names(second) == NAMES[2:]
    assert (first / NAMES[3]).read_bytes() == (second / NAMES[3]).read_bytes()
    assert oct((second / NAMES[3]).stat().st_mode)[-3:] == "600" and steps(desk, "second")[-1][1] in said[3]
    assert "on the same disk as the case file" in said[3]  # which both are
    assert "second copy ok" in desk("nightly", as_of="2026-11-28T01:30") and len(names(second)) == 2
    assert "on the same disk" in desk.run("nightly", "--quiet", as_of="2026-11-28T02:00").stderr
    desk("backup", str(tmp_path / "usb"), as_of="2026-11-29T01:30")  # somewhere else
    assert "bank-2026-11-29T0130.db" not in names(second)


def test_what_is_not_this_banks_is_not_replaced_nor_deleted(desk: Desk, tmp_path: Path) -> None:
    second, other = tmp_path / "second", Desk(tmp_path / "other.db", as_of="2026-02-01")
    second.mkdir()
    other("init", "--practice", "--bank", "别家银行")
    shutil.copy(other.path, second / NAMES[0])
    (second / "bank-before-v8.db").write_bytes(b"kept by an upgrade")
    configure(second, daily=1)
    assert "exists already" in desk("backup", as_of=NIGHTS[0], expect=7)
    desk("backup", as_of=NIGHTS[1])
    desk("backup", as_of=NIGHTS[2])
    assert names(second) == [NAMES[0], NAMES[2], "bank-before-v8.db"]
    assert (second / NAMES[0]).read_bytes() == other.path.read_bytes()


def test_a_second_folder_that_is_not_there_is_not_made(desk: Desk, tmp_path: Path, first: Path) -> None:
    configure(tmp_path / "usb" / "backups", daily=1)
    (tmp_path / "usb").mkdir()  # where its disk would be
    done = desk.run("backup", as_of=NIGHTS[0], expect=7)
    assert "Backup " in done.stdout and "is its disk plugged in?" in done.stderr and names(first) == [NAMES[0]]
    done = desk.run("nightly", as_of=NIGHTS[1], expect=7)
    assert "backup ok, second copy failed" in done.stdout and "second copy failed; the other steps" in done.stderr
    assert [outcome for outcome, _text in steps(desk, "second")] == ["failed", "failed"]
    assert [outcome for outcome, _text in steps(desk, "backup")] == ["done", "done"]
    assert names(tmp_path / "usb") == [] and names(first) == [NAMES[1]]
    configure(first)
    assert "is the first" in desk("backup", as_of=NIGHTS[2], expect=7)


def test_the_empty_place_of_a_disk_that_is_unplugged_stays_empty(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "usb"
    configure(place)
    with mounted(place, "20m") as disk:
        said = desk("backup", as_of=NIGHTS[0])
        assert "Copied to" in said and "same disk" not in said and names(disk) == [NAMES[0]]
    done = desk.run("backup", as_of=NIGHTS[1], expect=7)
    assert "has no backup of this file, but one was put there on 2026-11-24" in done.stderr and names(place) == []
    subfolder = tmp_path / "another"
    with mounted(subfolder, "20m") as disk:
        configure(disk)
        assert "Copied to" in desk("backup", as_of=NIGHTS[2])  # a disk that is empty, and there
        (disk / NAMES[2]).unlink()
        assert "Copied to" in desk("backup", as_of=NIGHTS[3])


def test_the_first_folder_is_not_made_where_its_disk_is_gone(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "disk" / "backups"
    Path(os.environ["COMPLAINTCTL_CONFIG"]).write_text(f"[backup]\nfolder = {json.dumps(str(folder))}\n")
    desk("backup", as_of=NIGHTS[0])  # the first time it is made
    folder.parent.rename(tmp_path / "unplugged")
    done = desk.run("nightly", as_of=NIGHTS[1], expect=7)
    assert "was put there on 2026-11-24: is its disk plugged in?" in done.stderr and not folder.parent.exists()
    assert "is its disk plugged in?" in desk("backup", as_of=NIGHTS[1], expect=5)
    desk("backup", str(folder), as_of=NIGHTS[1])  # as it says, where that is another disk
    assert "backup ok" in desk("nightly", as_of=NIGHTS[2])


def test_a_full_disk_keeps_its_older_copy(desk: Desk, tmp_path: Path, first: Path) -> None:
    with mounted(tmp_path / "usb", str(desk.path.stat().st_size * 3 // 2)) as disk:
        configure(disk, daily=1)
        desk("backup", as_of=NIGHTS[0])
        done = desk.run("backup", as_of=NIGHTS[1], expect=7)
        assert "Backup " in done.stdout and "No space left on device" in done.stderr
        assert names(disk) == [NAMES[0]] and names(first) == [NAMES[1]]


def test_a_night_without_a_new_entry_makes_the_copy_that_is_missing(desk: Desk, tmp_path: Path, first: Path) -> None:
    second = tmp_path / "second"
    configure(second)
    desk("nightly", as_of=NIGHTS[0], expect=7)
    second.mkdir()
    said = desk("nightly", as_of="2026-11-24T01:31")
    assert "backup ok, second copy ok" in said and names(second) == names(first) == [NAMES[0]]
    (tmp_path / "config.toml").write_text("")
    assert "second copy" not in desk("nightly", as_of=NIGHTS[1])
    assert [outcome for outcome, _text in steps(desk, "second")] == ["failed", "done", "skipped"]


def test_a_copy_that_its_disk_gives_back_otherwise_counts_for_nothing(
    desk: Desk, tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    configure(second, daily=1)
    desk("backup", as_of=NIGHTS[0])
    monkeypatch.setattr(shutil, "copyfile", lambda source, target: Path(target).write_bytes(source.read_bytes()[:-1]))
    done = desk.run("backup", as_of=NIGHTS[1], expect=7)
    assert "was not written as it is" in done.stderr
    assert names(second) == [NAMES[0]] and names(first) == [NAMES[1]]


def test_a_folder_that_cannot_be_looked_at_is_said_to_be_that(desk: Desk, tmp_path: Path) -> None:
    nowhere = tmp_path / ("x" * 300)  # as one in a folder that others may not enter
    configure(nowhere)
    said = desk("backup", as_of=NIGHTS[0], expect=7)
    assert f"not its second copy: {nowhere} cannot be written: File name too long" in said
    assert "second copy failed" in desk("nightly", as_of=NIGHTS[1], expect=7)
    (second,) = [row for row in json.loads(desk.run("doctor", "--json", expect=6).stdout) if "second" in row["check"]]
    assert second["state"] == "wrong" and "too long" in second["text"]
    assert [row["in_second"] for row in desk.json("backup", "--list")] == ["unknown"] * 2
    for words in (["backup"], ["backup", "--check"], ["restore", "--force", "--reason", "盘坏"]):
        said = desk(*words, str(nowhere / "a.db"), expect=5)
        assert f"{nowhere / 'a.db'} cannot be used: File name too long." in said and "What was recorded" not in said
    assert "File name too long" in desk("backup", str(nowhere), expect=5)
    assert all("internal error" not in text for _outcome, text in steps(desk, "backup") + steps(desk, "second"))

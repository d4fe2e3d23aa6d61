"""restore: what is not proven takes no place, who and why is on record, and no number is given out twice."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, made_once
from support.case_file import VERSIONS, damage, make_newer, rows, tampering, unpacked
from support.killing import killed_at
from support.long_runs import STEP
from support.small_disk import mounted

from complaintctl.file import db

KEPT: list[bytes] = []  # the backup
WHY = ("--reason", "误删一案")
BACK = ("--force", *WHY)


def head(path: Path) -> str:
    return str(rows(Desk(path), "SELECT hash FROM ledger_head")[0][0])


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def entry(desk: Desk) -> dict[str, Any]:
    """The details of the last event of the file, which is of its restoration."""
    ((kind, actor, detail),) = rows(desk, "SELECT kind, actor, detail FROM event ORDER BY seq DESC LIMIT 1")
    assert (kind, actor) == ("restored", "li")
    return dict(json.loads(detail))


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
    said = desk("restore", str(backup), "--to", str(new.path), "--issued-up-to", "TS-2026-0001", *WHY)
    assert head(backup) in said and head(new.path) in said and str(new.path) in said and "Lost" not in said
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o600
    assert names(new.path.parent) == ["bank.db", "bank.db.lock"]
    assert new.json("show", "1") == desk.json("show", "1")
    assert new.register()["case_no"] == "TS-2026-0002" and "2 cases" in new("verify")
    assert new.path.read_bytes()[18] == 2  # WAL: readers do not wait for a writer


def test_a_case_file_is_replaced_only_by_force_and_kept(desk: Desk, backup: Path) -> None:
    before = desk.path.read_bytes()
    said = desk("restore", str(backup), *WHY, expect=3)
    assert "--force" in said and "1 new case: TS-2026-0002." in said  # what it would cost, before it is done
    assert desk.path.read_bytes() == before
    done = desk.run("restore", str(backup), *BACK, as_of="2026-11-25T09:05:07")
    kept = desk.path.parent / "bank-replaced-2026-11-25T090507.db"
    assert str(kept) in done.stderr
    assert "1 case in" in desk("verify") and "2 cases in" in Desk(kept)("verify")
    assert rows(desk, "SELECT job, step, outcome, text FROM job_run") == [
        ("restore", "restore", "done", done.stdout.strip())
    ]
    assert "is the case file itself" in desk("restore", str(desk.path), *BACK, expect=3)
    os.link(desk.path, backup.with_name("another-name.db"))
    assert "is the case file itself" in desk("restore", str(backup.with_name("another-name.db")), *BACK, expect=3)


def test_a_damaged_backup_is_refused(desk: Desk, backup: Path, tmp_path: Path) -> None:
    before, good = desk.path.read_bytes(), backup.read_bytes()
    there = names(tmp_path)
    damage(backup)
    assert "is damaged and was not restored" in desk("restore", str(backup), *BACK, expect=5)
    backup.write_bytes(good[: len(good) // 2])
    assert "was not restored" in desk("restore", str(backup), *BACK, expect=5)
    backup.write_bytes(b"no database at all" * 1000)
    assert "is not a case file" in desk("restore", str(backup), *BACK, expect=5)
    backup.write_bytes(good)
    with tampering(backup) as connection:
        connection.execute("UPDATE complainant SET name = '别人'")
    assert "is not sound" in desk("restore", str(backup), *BACK, expect=5)
    backup.write_bytes(good)
    make_newer(backup)
    assert "install the newer complaintctl" in desk("restore", str(backup), *BACK, expect=5)
    backup.unlink()
    assert "There is no backup" in desk("restore", str(backup), *BACK, expect=4)
    assert desk.path.read_bytes() == before and names(tmp_path) == [name for name in there if name != backup.name]


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]], ids=["first", "last"])
def test_an_older_backup_is_brought_up_and_stays_as_it_is(tmp_path: Path, version: Path) -> None:
    (tmp_path / "old").mkdir()
    old = unpacked(version, tmp_path / "old").path
    before = old.read_bytes()
    new = Desk(tmp_path / "new.db", "2026-11-25T09:00")
    issued = [word for last in ("TS-2026-0009", "转〔2026〕2号", "报〔2026〕1号") for word in ("--issued-up-to", last)]
    said = new("restore", str(old), *issued, *WHY)
    assert "brought up to this program" in said and "above TS-2026-0009" in said and old.read_bytes() == before
    assert "is sound" in new("verify") and entry(new)["numbers"][-1]["last"] >= 1
    older = unpacked(version, tmp_path / "old")  # and over a file with older tables
    older("restore", str(new.path), "--force", "--foreign", *WHY, as_of="2026-11-25T10:00")
    assert "is sound" in older("verify")


def test_a_file_that_is_open_elsewhere_is_not_replaced(desk: Desk, backup: Path, impatient: None) -> None:
    with read_elsewhere(desk.path):
        begun = time.monotonic()
        assert "by another program for 0.2 seconds" in desk("restore", str(backup), *BACK, expect=5)
        assert time.monotonic() - begun >= 0.2
    assert "2 cases in" in desk("verify")
    with db.writing(desk.path):
        assert "locked by another command" in desk("restore", str(backup), *BACK, expect=5)
    assert "2 cases in" in desk("verify")


@pytest.mark.long
@pytest.mark.parametrize("damaged", [False, True])
def test_a_restore_that_is_killed_leaves_a_whole_case_file_of_one_name(
    desk: Desk, backup: Path, tmp_path: Path, damaged: bool
) -> None:
    good, issued = desk.path.read_bytes(), ("--issued-up-to", "TS-2026-0002") if damaged else ()
    for step in count(1, STEP):
        if damaged:
            desk.path.write_bytes(b"\xff" * 8192)
            desk.path.with_name("bank.db-wal").write_bytes(b"left by a crash")
        killed = killed_at(step, "--db", str(desk.path), "restore", str(backup), *BACK, *issued)
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
        desk("restore", str(backup), *BACK)
        assert len(list(tmp_path.glob("bank-replaced-*.db"))) == number


def test_a_file_that_could_not_be_kept_goes_on_as_it_was(desk: Desk, backup: Path, tmp_path: Path) -> None:
    size = desk.path.stat().st_size
    with mounted(tmp_path / "disk", str(size * 5 // 2)) as disk:
        path = Path(shutil.copy(desk.path, disk / "bank.db"))
        assert "No space left" in desk("restore", str(backup), "--to", str(path), *BACK, expect=5)
        assert "2 cases in" in Desk(path)("verify") and path.read_bytes()[18] == 2  # WAL
        assert names(disk) == ["bank.db", "bank.db.lock"]


def test_a_damaged_case_file_is_replaced_with_all_that_lies_beside_it(desk: Desk, backup: Path) -> None:
    log = desk.path.with_name("bank.db-wal")
    desk.path.write_bytes(b"\xff" * 8192)
    log.write_bytes(b"left by a crash")
    said = desk("restore", str(backup), *BACK, as_of="2026-11-25T09:05", expect=2)
    assert "is not a case file" in said and "--issued-up-to" in said and "TS-2026-0001" in said
    said = desk("restore", str(backup), *BACK, "--issued-up-to", "TS-2026-0002", as_of="2026-11-25T09:05")
    assert "is not known" in said and "Lost" not in said and entry(desk)["unreadable"]
    assert desk.path.with_name("bank-replaced-2026-11-25T090500.db").read_bytes() == b"\xff" * 8192
    assert desk.path.with_name("bank-replaced-2026-11-25T090500.db-wal").read_bytes() == b"left by a crash"
    assert "1 case in" in desk("verify")


def test_a_file_that_a_group_works_in_stays_the_groups(desk: Desk, backup: Path) -> None:
    desk.path.parent.chmod(0o2770)
    desk("restore", str(backup), *BACK, as_of="2026-11-25T09:05")
    kept = desk.path.with_name("bank-replaced-2026-11-25T090500.db")
    assert [stat.S_IMODE(file.stat().st_mode) for file in (desk.path, kept)] == [0o660, 0o660]


def test_what_would_be_lost_is_said_before_anybody_says_why(desk: Desk, backup: Path) -> None:
    desk.register()
    assert "Lost" in desk("restore", str(backup), expect=3)


def test_a_restore_that_has_no_room_replaces_nothing(desk: Desk, backup: Path, tmp_path: Path) -> None:
    room = desk.path.stat().st_size * 3 // 2
    with mounted(tmp_path / "disk", str(room)) as disk:
        path = Path(shutil.copy(desk.path, disk / "bank.db"))
        before = path.read_bytes()
        assert "the disk is full" in desk("restore", str(backup), "--to", str(path), *BACK, expect=5)
        assert path.read_bytes() == before and names(disk) == ["bank.db"]


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
        words = Desk(desk.path, "2026-11-25T09:05").line("restore", str(backup), *BACK)
        restoring = subprocess.Popen(words, stdout=subprocess.PIPE)
        for opened in (True, False, True):  # it has looked at the file, and now it is to replace it
            while restoring.poll() is None and (desk.path in open_files(restoring.pid)) is not opened:
                pass
        reader.close()
        said, _ = restoring.communicate(timeout=60)
    assert restoring.returncode == 0 and said.startswith(b"Restored")


def open_files(process: int) -> set[Path]:
    found = set()
    for descriptor in Path(f"/proc/{process}/fd").glob("*"):
        with suppress(OSError):  # closed meanwhile
            found.add(descriptor.readlink())
    return found


# ---- As an act: who, why, what is lost, no number twice ----


def test_it_is_on_record_who_went_back_why_and_what_is_lost(two_cases: Desk, backup: Path) -> None:
    desk, former = two_cases, head(two_cases.path)
    desk.acts("1", "brief --to sun")
    desk("staff", "add", "he", "何寒露", "--unit", "hexi")
    former, (last,) = head(desk.path), rows(desk, "SELECT max(seq) FROM event")[0]
    said = desk("restore", str(backup), *BACK)
    held = entry(desk)
    known = held["backup_seq"]
    assert held | {
        "text": "误删一案", "backup": "kept.db", "backup_head": head(backup),
        "replaced": "bank-replaced-2026-11-23T100000.db", "replaced_head": former, "replaced_seq": last,
        "common_seq": known, "lost_events": last - known, "lost_cases": ["TS-2026-0002"],
        "changed_cases": ["TS-2026-0001"], "lost_acts": {"staff_added": 1},
        "numbers": [{"form": "register", "year": 2026, "own": 1, "replaced": 2, "last": 2}],
    } == held  # fmt: skip
    for words in (
        f"events {known + 1} to {last}.", "1 new case: TS-2026-0002.", "1 other case: TS-2026-0001.",
        "member of staff added 1.", "above TS-2026-0002.", f"event {known + 1}, head {head(desk.path)}",
    ):  # fmt: skip
        assert words in said, said
    assert "went back to a backup on 2026-11-23" in desk("show", "2", expect=4)


def test_no_number_of_any_form_is_given_out_twice(two_cases: Desk, backup: Path) -> None:
    desk, given = two_cases, set[str]()
    sql = (
        "SELECT detail ->> number_key FROM event JOIN form_event ON event_kind = kind WHERE detail ->> number_key <> ''"
    )
    for case in ("2", "3"):
        desk.through(case, "brief transfer")
        desk.acts(case, "supervise --reason major --text 催办")
        desk.through(case, "resolve review close archive")
        learned = ("--text", "加强培训", "--owner", "zhang", "--due", "2026-12-31")
        desk("improvement", "add", "--case", case, *learned)
        numbers = {number for (number,) in rows(desk, sql)}
        assert len(numbers) == 5 and not numbers & given
        given |= numbers
        desk("restore", str(backup), *BACK)
        assert "is sound" in desk("verify")
        assert desk.register(unit="chengguan")["case_no"] == f"TS-2026-000{int(case) + 1}"
        assert "is sound" in desk("verify")


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM complaint WHERE case_no = 'TS-2026-0003'", "have gaps"),
        ("UPDATE number_series SET last = 9", "the count of numbers was changed"),
        ("UPDATE event SET detail = replace(detail, 'TS-2026-0002', 'TS-2026-0009') WHERE kind = 'restored'",
         "(restored, no case) was changed"),
    ],
)  # fmt: skip
def test_a_gap_that_no_restoration_accounts_for_is_found(
    two_cases: Desk, backup: Path, statement: str, finding: str
) -> None:
    two_cases("restore", str(backup), *BACK)
    two_cases.register()
    two_cases.register()
    with tampering(two_cases.path) as connection:
        connection.execute(statement)
    assert finding in two_cases.run("verify", expect=6).stdout


def test_where_no_file_is_there_somebody_says_which_numbers_were_given_out(
    desk: Desk, backup: Path, tmp_path: Path
) -> None:
    new = Desk(tmp_path / "new.db", desk.as_of)

    def refused(*words: str) -> str:
        said = new("restore", str(backup), *WHY, *words, expect=2)
        assert not new.path.exists()
        return said

    assert "no case file" in (said := refused()) and "--issued-up-to" in said and "TS-2026-0001" in said
    assert "is no number that is given out here" in refused("--issued-up-to", "八号")
    assert "has not come" in refused("--issued-up-to", "TS-2062-0008")
    assert "below TS-2026-0001" in refused("--issued-up-to", "TS-2026-0000")
    issued = [
        word for number in ("ts-2026-0008", "转[2026]5号", "报〔2025〕3号") for word in ("--issued-up-to", number)
    ]
    said = new("restore", str(backup), *WHY, *issued)
    assert "above TS-2026-0008, 报〔2025〕3号, 转〔2026〕5号." in said
    assert new.register(unit="chengguan")["case_no"] == "TS-2026-0009"
    new.acts("9", "brief --to sun; transfer --to chengguan")
    assert rows(new, "SELECT detail ->> 'slip_no' FROM event WHERE kind = 'dispatched'") == [("转〔2026〕6号",)]
    assert "is sound" in new("verify")


def test_a_backup_of_another_lineage_is_refused_unless_it_is_meant(desk: Desk, backup: Path, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other.db")
    other("init", "--practice", "--bank", "别家银行")
    assert "begin with different events" in desk("restore", str(other.path), *BACK, expect=3)
    desk("restore", str(backup), *BACK)
    parted = backup.with_name("parted.db")
    shutil.copy(backup, parted)
    Desk(parted, desk.as_of).register(summary="另一处登记")  # worked in by itself
    assert "parted after event" in desk("restore", str(parted), *BACK, expect=3)
    assert "1 case in" in desk("verify")
    desk("restore", str(parted), *BACK, "--foreign")
    assert entry(desk)["foreign"] and desk.register()["case_no"] == "TS-2026-0003" and "is sound" in desk("verify")
    desk("restore", str(other.path), *BACK, "--foreign")
    assert desk.register()["case_no"] == "TS-2026-0004" and "is sound" in desk("verify")


def test_a_restore_is_undone_by_another(two_cases: Desk, backup: Path) -> None:
    before = head(two_cases.path)
    two_cases("restore", str(backup), *BACK)
    two_cases("restore", str(next(backup.parent.glob("bank-replaced-*.db"))), *BACK)
    assert entry(two_cases)["backup_head"] == before and "2 cases in" in two_cases("verify")
    assert "went back" not in two_cases("show", "2")


def test_what_a_practice_file_gave_out_are_no_numbers(desk: Desk, backup: Path, tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", None)
    real("init", "--officer", "李清明")
    real("backup", str(tmp_path / "real-kept.db"))
    Desk(desk.path, None)("restore", str(tmp_path / "real-kept.db"), *BACK, "--foreign")
    assert str(Desk(desk.path, None).register()["case_no"]).endswith("-0001")


def test_nobody_goes_back_without_a_reason_or_a_name(desk: Desk, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.path.read_bytes()
    assert "--reason" in desk("restore", str(backup), "--force", expect=2)
    assert "says nothing" in desk("restore", str(backup), "--force", "--reason", "。", expect=2)
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "stranger")
    desk("restore", str(backup), *BACK, expect=4)
    assert desk.path.read_bytes() == before
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    desk("staff", "add", "he", "何寒露", "--unit", "supervision", "--role", "supervision")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "he")  # whom the backup does not know
    assert "In the backup" in desk("restore", str(backup), *BACK, expect=4)


def test_each_form_of_which_numbers_were_given_out_is_named(desk: Desk, backup: Path, tmp_path: Path) -> None:
    desk.acts("1", "brief --to sun; transfer --to chengguan")
    desk("backup", str(tmp_path / "with-slip.db"))
    new = Desk(tmp_path / "new.db", desk.as_of)
    restore = ("restore", str(tmp_path / "with-slip.db"), *WHY, "--issued-up-to", "TS-2026-0009")
    assert "later, 转〔2026〕1号." in new(*restore, expect=2) and not new.path.exists()
    new(*restore, "--issued-up-to", "转〔2026〕4号")


def test_a_practice_file_takes_the_place_of_no_real_one(desk: Desk, backup: Path, tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", None)
    real("init", "--officer", "李清明")
    assert "is a practice file" in real("restore", str(backup), *BACK, "--foreign", expect=3)


def test_who_may_restore_is_asked_of_a_file_with_older_tables_and_unknown_of_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old").mkdir()
    old = unpacked(VERSIONS[-1], tmp_path / "old")
    given = Desk(tmp_path / "given.db", "2026-11-25T09:00")
    shutil.copy(old.path, given.path)
    given("upgrade", "--yes")
    given("policy", "set", "right.unit_head.keep", "all")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhang")  # whom the file that is replaced gives no such right
    assert "may not keep" in old("restore", str(given.path), *BACK, as_of="2026-11-25T10:00", expect=3)
    make_newer(old.path)
    assert "install the newer" in old("restore", str(given.path), *BACK, as_of="2026-11-25T10:00", expect=5)


def test_a_real_file_is_restored_at_no_other_time(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", None)
    real("init", "--officer", "李清明")
    real("backup", str(tmp_path / "kept.db"))
    assert "practice" in real("restore", str(tmp_path / "kept.db"), *BACK, as_of="2026-11-25", expect=3)

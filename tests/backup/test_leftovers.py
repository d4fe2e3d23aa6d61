"""Leftovers are swept where a run was cut off, else named as long as it lies there, and never deleted."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Desk
from support.case_file import rows

NIGHT = "2026-11-25T01:30"


def left_over(desk: Desk) -> str:
    """Read what the night said of leftovers, which is on record."""
    done = desk.run("nightly", as_of=NIGHT)
    text = rows(desk, "SELECT text FROM job_run WHERE step = 'leftovers' ORDER BY id DESC LIMIT 1")[0][0]
    assert str(text) in done.stderr
    return str(text)


@pytest.fixture
def machine() -> str:
    """The mark of this computer, as a new file bears it."""
    words = "from complaintctl.disk.new_file import machine; import os; print(f'{machine()}-{os.getpid()}')"
    return subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.strip()


def test_what_runs_that_ended_have_left_is_swept(
    desk: Desk, tmp_path: Path, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    system.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(system))
    mark = machine.partition("-")[0]
    ended, at_work, elsewhere = machine, f"{mark}-{os.getpid()}", "00000000-1"
    left = [tmp_path / f".complaintctl-{who}-{'0' * 16}.new" for who in (ended, at_work, elsewhere)]
    left.append(tmp_path / "backups" / f".complaintctl-{ended}-{'1' * 16}.new-wal")
    left[3].parent.mkdir()
    for file in left:
        file.write_bytes(b"half a copy")
    folders = [system / f"complaintctl-{who}-abcdefgh" for who in (ended, at_work)] + [system / "complaintctl-download"]
    for folder in folders:
        folder.mkdir()
        (folder / "part").write_text("rows")
    os.utime(folders[2], (0, 0))
    text = left_over(desk)
    assert "2 leftovers of runs that were cut off taken away" in text  # the third by the new backup
    assert [file.exists() for file in left] == [False, True, True, False]
    assert [folder.exists() for folder in folders] == [False, True, True]  # the last is no folder of the program
    long_ago = time.time() - 2 * 86400
    for file in left[1:3]:
        os.utime(file, (long_ago, long_ago))
    assert "2 leftovers of runs" in left_over(desk) and not any(file.exists() for file in left)
    assert left_over(desk) == "Nothing is left lying about."


def test_files_that_hold_customers_data_are_named_and_stay(desk: Desk, tmp_path: Path) -> None:
    register = tmp_path / "elsewhere" / "old.csv"
    register.parent.mkdir()
    taken, back = "2026-1-5,电话,工作失误,余额不符", "2026-1-6,电化,工作失误,少一笔"
    register.write_text(f"投诉日期,渠道,类别,投诉内容\n{taken}\n{back}\n", "utf-8")
    desk("import", str(register), "--dry-run")
    assert rows(desk, "SELECT count(*) FROM job_run") == [(0,)]  # nothing is recorded
    desk("import", str(register))
    rejects = register.with_name("old.rejects-2.csv")
    assert rejects.exists() and register.with_name("old.rejects.csv").exists()
    desk("backup", str(tmp_path / "kept.db"))
    desk("restore", str(tmp_path / "kept.db"), "--force", "--reason", "试还原")
    (replaced,) = tmp_path.glob("bank-replaced-*.db")
    there = [
        *(tmp_path / name for name in ("bank-before-v6.db", "bank-replaced-2026-11-23T100000.db-wal")),
        *(
            tmp_path / "backups" / name
            for name in ("bank-unsound.db", "bank-2026-11-20T0130.db-wal", "old.rejects.csv")
        ),
    ]
    there[-1].parent.mkdir()
    for file in there:
        file.write_bytes(b"customers")
    text = left_over(desk)
    assert "Delete these when nobody wants them" in text
    lines = {line.strip().partition(": ")[0]: line for line in text.splitlines()}
    assert (
        str(rejects) in lines["rows that an import gave back"]
        and str(there[4]) in lines["rows that an import gave back"]
    )
    assert str(replaced) in lines["kept by a restore"] and str(there[1]) in lines["kept by a restore"]
    assert str(there[0]) in lines["kept by an upgrade"] and str(there[2]) in lines["a copy that is no backup"]
    assert str(there[3]) in lines["beside a backup, which another program opened"]
    (finding,) = (
        one for one in json.loads(desk.run("doctor", "--json", expect=None).stdout) if one["check"] == "leftovers"
    )
    assert finding["state"] == "ok" and str(rejects) in finding["text"] and str(replaced) in finding["text"]
    for file in [rejects, replaced, *there]:
        assert file.exists()
        file.unlink()
    assert left_over(desk) == "Nothing is left lying about."


def test_leftovers_are_named_also_of_a_file_that_a_link_leads_to(desk: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(desk.path)
    (tmp_path / "backups").mkdir()
    there = [tmp_path / "bank-before-v6.db", tmp_path / "backups" / "link-2026-11-20T0130.db-wal"]
    for file in there:
        file.write_bytes(b"customers")
    text = left_over(Desk(link, desk.as_of))
    assert all(str(file) in text for file in there)

"""nightly: one command for cron, once a night, and no step that fails keeps the others back."""

import errno
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, made_once
from support.case_file import locked_elsewhere, rows
from support.mail_server import Inbox, configure, free_port, serving

from complaintctl.disk.lock import exclusive
from complaintctl.file import db

Program = Callable[..., "subprocess.CompletedProcess[str]"]
NIGHT = "2026-11-25T01:30"


@made_once
def busy(desk: Desk) -> None:
    """A major case that was not reported upward, a check that was missed on one day, a case past its due date."""
    desk("unit", "set", "supervision", "--email", "office@bank.example")
    desk("unit", "set", "chengguan", "--email", "chengguan@bank.example")
    desk("check", "name", "web_channel", "qian", as_of="2026-11-23T09:00")
    desk("check", "done", "web_channel", as_of="2026-11-23T17:00")
    desk.register(unit="chengguan", amount="60000", received_at="2026-11-16")


def log(desk: Desk, columns: str = "step, outcome") -> list[tuple[Any, ...]]:
    return rows(desk, f"SELECT {columns} FROM job_run WHERE job = 'nightly' ORDER BY id")


def night(desk: Desk, *before: str, at: str = NIGHT, expect: int = 0) -> Any:
    """A night in which everything is escalated."""
    return desk.run(*before, "nightly", "--escalate", as_of=at, expect=expect)


def escalations(desk: Desk) -> list[str]:
    return [event["via"] for event in desk.case("1", as_of=NIGHT)["events"] if event["kind"] == "escalated"]


def backups(desk: Desk) -> list[Path]:
    return sorted((desk.path.parent / "backups").glob("*.db"))


def test_a_night_in_one_line(busy: Desk, inbox: Inbox) -> None:
    done = night(busy)
    (file,) = backups(busy)
    with db.untouched(file) as connection:
        (head,) = connection.execute("SELECT hash || '@' || seq FROM ledger_head").fetchone()
    said = "nightly 2026-11-25: escalations 2, checks missing 1, comparison ok, mail sent 3, backup ok,"
    assert done.stdout == f"{said} head {head}\n"
    assert len(inbox.messages) == 3
    assert "TS-2026-0001 to the provincial union" in done.stderr
    assert "web complaints: 1 day, 2026-11-24\n" in done.stderr
    assert "  Nobody is named for 3 checks: complaintctl check missing\n" in done.stderr
    assert log(busy) == [
        ("escalate", "done"),
        ("checks", "done"),
        ("compare", "done"),
        ("mail", "done"),
        ("logs", "done"),
        ("backup", "done"),
        ("second", "skipped"),
        ("leftovers", "done"),
    ]
    assert len(set(log(busy, "run"))) == 1
    assert "2026-11-24" in log(busy, "text")[1][0] and file.name in log(busy, "text")[-3][0]
    assert escalations(busy) == ["夜间任务"] * 2


def test_a_second_run_of_the_night_does_nothing_twice(busy: Desk, inbox: Inbox) -> None:
    night(busy)
    again = night(busy, at="2026-11-25T01:45").stdout
    assert "escalations 0, checks missing 1, comparison ok, mail sent 0, backup ok" in again
    assert len(inbox.messages) == 3 and len(backups(busy)) == 1 and len(escalations(busy)) == 2
    busy.register()
    assert "backup ok" in night(busy, at="2026-11-25T02:00").stdout
    assert [file.name[-7:] for file in backups(busy)] == ["0130.db", "0200.db"]


def test_a_late_case_of_no_unit_is_in_the_whole_digest(desk: Desk, inbox: Inbox) -> None:
    desk.register(received_at="2026-11-09")
    assert "mail sent 1" in night(desk).stdout
    assert "TS-2026-0001" in inbox.text_of("watch@bank.example")


def test_a_damaged_backup_of_the_night_is_made_again(busy: Desk) -> None:
    night(busy)
    backups(busy)[0].write_bytes(b"damaged")
    assert "backup ok" in night(busy, at="2026-11-25T01:31").stdout
    assert "1 case" in Desk(backups(busy)[1])("verify")


def test_mail_is_skipped_without_a_server_and_on_rest_days(busy: Desk, inbox: Inbox) -> None:
    done = night(busy, at="2026-11-28T01:30")
    assert "mail skipped, backup ok" in done.stdout and "is a rest day" in done.stderr
    Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink()
    done = night(busy, at="2026-11-30T01:30")
    assert "mail skipped, backup ok" in done.stdout and "No mail server is configured" in done.stderr
    assert log(busy).count(("mail", "skipped")) == 2 and inbox.messages == []


def test_a_dead_mail_server_keeps_no_backup_back(busy: Desk, inbox: Inbox) -> None:
    configure(free_port())
    done = night(busy, expect=7)
    assert "escalations 2, checks missing 1, comparison ok, mail failed, backup ok" in done.stdout
    assert "cannot be reached" in done.stderr and "mail failed; the other steps were done" in done.stderr
    assert log(busy) == [
        ("escalate", "done"),
        ("checks", "done"),
        ("compare", "done"),
        ("mail", "failed"),
        ("logs", "done"),
        ("backup", "done"),
        ("second", "skipped"),
        ("leftovers", "done"),
    ]
    assert rows(busy, "SELECT count(*) FROM mail_log WHERE state = 'sent'") == [(0,)]
    configure(inbox.port)
    said = night(busy, at="2026-11-25T02:00").stdout
    assert "escalations 0, checks missing 1, comparison ok, mail sent 3, backup ok" in said
    assert len(inbox.messages) == 3


def test_nobody_who_acts_keeps_no_other_step_back(busy: Desk) -> None:
    done = night(busy, "--actor", "nobody", expect=7)
    assert "escalations failed, checks missing 1, comparison ok, mail skipped, backup ok" in done.stdout
    assert "There is no member of staff 'nobody'" in done.stderr
    assert log(busy)[0] == ("escalate", "failed") and escalations(busy) == []
    done = busy.run("--actor", "nobody", "nightly", as_of="2026-11-25T02:00")
    assert "escalations 2" in done.stdout and "2 escalations are due" in done.stderr and escalations(busy) == []


def test_a_backup_that_fails_is_said_last(busy: Desk) -> None:
    (busy.path.parent / "backups").write_text("in the way")
    done = night(busy, expect=7)
    assert "escalations 2, checks missing 1, comparison ok, mail skipped, backup failed, head" in done.stdout
    assert log(busy)[-3] == ("backup", "failed") and "No backup was made" in log(busy, "text")[-3][0]


def test_a_run_while_another_is_at_it_does_nothing(busy: Desk) -> None:
    with exclusive(busy.path.with_name("bank.db.nightly"), 0):
        assert "Another nightly run is at work" in night(busy, expect=5).stderr
    assert log(busy) == [] and backups(busy) == []


def test_two_nightly_processes_at_once(busy: Desk, program: Program, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    with serving(login=True) as (inbox, port):
        configure(port, user="complaints", password_command=f"cat {gate}", timeout_seconds=100)
        words = Desk(busy.path, NIGHT).line("nightly", "--escalate")
        first = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        door = opened_by_the_other(gate, first)  # it stands in the middle of its mail
        second = program(*words[5:], db=busy.path)
        assert second.returncode == 5 and second.stdout == ""
        assert second.stderr.count("\n") == 1 and "Another nightly run is at work" in second.stderr
        os.write(door, b"s3cret\n")
        os.close(door)
        said, errors = first.communicate(timeout=100)
        assert first.returncode == 0 and "mail sent 3, backup ok" in said, errors
        assert len(inbox.messages) == 3
    assert len(escalations(busy)) == 2 and len(backups(busy)) == 1 and len(log(busy)) == 8


def opened_by_the_other(gate: Path, other: "subprocess.Popen[str]") -> int:
    """The writing end of a pipe, once the other process reads from it."""
    while other.poll() is None:
        try:
            return os.open(gate, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            assert error.errno == errno.ENXIO, error
    raise AssertionError(other.communicate())


def test_the_line_in_chinese(busy: Desk) -> None:
    done = night(busy, "--lang", "zh")
    assert done.stdout.startswith("夜间任务 2026-11-25：报告2件，漏查1次，记录核对一致，邮件未发送，备份正常，校验值 ")
    assert "网络投诉渠道：1天，2026-11-24" in done.stderr and "TS-2026-0001：" in done.stderr


def test_no_night_without_a_case_file_or_with_a_set_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", as_of=None)
    assert "There is no case file" in desk("nightly", "--escalate", expect=5)
    desk("init")
    assert "practice" in night(desk, expect=3).stderr
    assert not (tmp_path / "backups").exists() and log(desk) == []


def test_a_night_that_cannot_be_noted_was_done_but_what_could_not_be_entered(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "0.1")
    with locked_elsewhere(busy.path):
        done, entering = busy.run("nightly", as_of=NIGHT), night(busy, expect=7)
    assert "escalations 2, checks missing 1, comparison ok, mail skipped, backup ok" in done.stdout
    assert done.stderr.count("The run log") == 1 and "failed" not in done.stderr
    assert len(backups(busy)) == 1 and log(busy) == []
    assert "escalations failed: Nothing was recorded: " in entering.stderr and "backup ok" in entering.stdout
    assert escalations(busy) == []


def test_quiet_says_nothing_while_all_is_well(busy: Desk, inbox: Inbox) -> None:
    """The duties of the desk stand in its mail; what the night could not do is said, and all the rest with it."""

    def quiet(*before: str, at: str, expect: int = 0) -> Any:
        return busy.run(*before, "nightly", "--quiet", as_of=at, expect=expect)

    assert "leader in charge, 孙惊蛰, has no e-mail address" in quiet(at="2026-11-24T02:30").stderr
    busy("staff", "set", "sun", "--email", "sun@bank.example")
    assert quiet(at=NIGHT).output == "" and len(log(busy)) == 16
    configure(free_port())
    failed = quiet(at="2026-11-30T02:30", expect=7)
    assert "mail failed" in failed.stdout and "backup ok" in failed.stdout and "cannot be reached" in failed.stderr
    Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink()
    assert "The logs were not entered in the record" in quiet("--actor", "nobody", at="2026-12-02T02:30").stderr
    with exclusive(busy.path.with_name("bank.db.nightly"), 0):
        assert "Another nightly run is at work" in quiet(at="2026-12-03T02:30", expect=5).stderr


def test_the_log_lists_what_ran(busy: Desk) -> None:
    (busy.path.parent / "backups").write_text("in the way")
    night(busy, expect=7)
    told = busy("nightly", "--log", as_of=NIGHT).splitlines()
    assert told[0].split("  ")[0] == "PRACTICE" and [*told[1].split()] == ["began", "step", "outcome", "what"]
    assert told[3].startswith("2026-11-25 01:30  escalations  done") and "skipped" in told[6]
    assert "backup       failed     No backup was made" in told[8]
    found = busy.json("nightly", "--log", as_of=NIGHT)
    assert [(step["step"], step["outcome"]) for step in found] == log(busy)
    assert found[0]["text"].startswith("2 escalations recorded.\n")
    assert "Nothing ran from 2026-10-01 to 2026-10-31." in busy("nightly", "--log", "--to", "2026-10-31", as_of=NIGHT)
    assert len(log(busy)) == 8  # nothing was run
    assert "--log runs nothing" in busy("nightly", "--log", "--quiet", expect=2)
    assert "are for --log" in busy("nightly", "--json", expect=2)

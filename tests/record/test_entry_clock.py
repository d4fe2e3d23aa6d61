"""The clock of entries: in a real file it never runs back and makes no leap, unless somebody says that it is right."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import ANONYMOUS, Desk, cases
from support.case_file import rows, tampering
from support.terminal import Terminal

from complaintctl.base import clock
from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.errors import StorageProblem
from complaintctl.file import db
from complaintctl.record import ledger, views
from complaintctl.record.ledger import Act, Fact

DAY = "2026-11-02"
in_a_process_of_its_own = pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")


def clock_at(time: str) -> Mapping[str, str]:
    """The variables under which a process takes that time, in China, for the machine's.

    The library without the command `faketime`, whose shared memory two runs at once take from each other.
    """
    [library] = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    return {"TZ": "Asia/Shanghai", "LD_PRELOAD": str(library), "FAKETIME": f"@{time}"}


class AnyDatetime(type):
    """Takes every datetime for its own."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


@contextmanager
def showing(time: str) -> Iterator[None]:
    """Let the machine show that time, in China, to the program and to SQLite."""

    class Shown(datetime, metaclass=AnyDatetime):
        now = classmethod(lambda _cls, _zone: datetime.fromisoformat(f"{time}+08:00"))  # type: ignore[assignment]

    connect = db.connect

    def connected(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
        connection = connect(path, mode)
        views.set_clock(connection, parse_moment(time, ""))
        return connection

    with patch.object(clock, "datetime", Shown), patch.object(db, "connect", connected):
        yield


class Machine:
    """A real case file, and the program under whatever time the machine shows."""

    def __init__(self, path: Path) -> None:
        self.desk = Desk(path, as_of=None)
        self.path = path

    def __call__(self, time: str, *words: str, expect: int = 0) -> Any:
        with showing(time):
            return self.desk.run(*words, expect=expect)

    def rows(self, sql: str) -> list[Any]:
        return rows(self.desk, sql)

    def last(self) -> tuple[int, str, str]:
        """Number, kind and time of the last entry."""
        [last] = self.rows("SELECT seq, kind, recorded_at FROM event ORDER BY seq DESC LIMIT 1")
        return last

    def numbers(self) -> str:
        return " ".join(number[3:] for (number,) in self.rows("SELECT case_no FROM complaint ORDER BY case_no"))


@cache
def file_of_ten(folder: Path) -> bytes:
    """A real file made on a Monday at 9:00, with a case of 10:00 in it."""
    first = Machine(folder / "first.db")
    first(f"{DAY} 09:00:00", "init", "--officer", "李清明")
    first(f"{DAY} 10:00:00", *ANONYMOUS)
    return first.path.read_bytes()


@pytest.fixture
def machine(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = Machine(tmp_path / "bank.db")
    machine.path.write_bytes(file_of_ten(tmp_path_factory.getbasetemp()))
    return machine


# ---- Behind ----


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("time", ["09:59:59", "09:55:00"])
def test_a_little_behind_takes_the_last_entrys_time(machine: Machine, time: str) -> None:
    seq, _kind, last = machine.last()
    machine(f"{DAY} {time}", *ANONYMOUS)
    machine(f"{DAY} {time}", "transfer", "1", "--to", "supervision")  # not too early for a case of another machine
    assert machine.rows(f"SELECT DISTINCT at, recorded_at FROM event WHERE seq > {seq}") == [(last, last)]
    assert "sound" in machine(f"{DAY} {time}", "verify").stdout


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("time", [f"{DAY} 09:54:58", "2026-10-13 10:00:00", "2010-01-01 00:00:00"])
def test_further_behind_nothing_is_entered(machine: Machine, time: str) -> None:
    before = machine.path.read_bytes()
    for words in (ANONYMOUS, ("transfer", "1", "--to", "supervision"), ("unit", "add", "hexi", "河西支行"),
                  ("policy", "set", "soon_days", "4"), ("slip", "1", "register", "-o", "a.docx"),
                  ("show", "1", "--reveal", "--reason", "核对")):  # fmt: skip
        said = machine(time, *words, expect=5).stderr
        assert time[:16] in said and f"{DAY} 10:00" in said and "--clock-is-right" in said
    assert machine.path.read_bytes() == before
    machine(time, "list")
    machine(f"{DAY} 10:01:00", *ANONYMOUS)
    assert machine.numbers() == "2026-0001 2026-0002"


@in_a_process_of_its_own
def test_two_machines_whose_clocks_differ_share_a_file(machine: Machine) -> None:
    for minute in (10, 6, 11, 7, 12, 8):
        environment = {**os.environ, **clock_at(f"{DAY} 10:{minute:02}:00")}
        subprocess.run(machine.desk.line(*ANONYMOUS), check=True, env=environment)
    times = [time for (time,) in machine.rows("SELECT recorded_at FROM event ORDER BY seq")]
    assert times == sorted(times) and machine.numbers().endswith("0007")


@in_a_process_of_its_own
def test_the_officer_is_told_before_the_first_question(machine: Machine) -> None:
    environment = clock_at("2026-10-13 10:00:00")
    screen = Terminal(machine.desk, "register", as_of=None, environment=environment, width=120)
    assert "--clock-is-right" in screen.ends(5)


# ---- Ahead ----


@pytest.mark.requirement("A6.3")
def test_a_leap_ahead_is_asked_about(machine: Machine) -> None:
    _seq, kind, _time = machine.last()
    for time in ("2026-12-03 10:00:10", "2036-01-01 00:00:00"):
        said = machine(time, *ANONYMOUS, expect=5).stderr
        assert time[:16] in said and f"{DAY} 10:00" in said and "--clock-is-right" in said
    machine("2026-12-03 09:59:00", *ANONYMOUS)  # a bank was closed for a month
    machine("2027-02-01 09:00:00", "--clock-is-right", *ANONYMOUS)
    machine("2027-02-01 09:00:01", *ANONYMOUS)
    assert machine.numbers() == "2026-0001 2026-0002 2027-0001 2027-0002"
    assert machine.last()[1] == kind
    assert machine.rows("SELECT count(*) FROM event WHERE kind = 'clock_corrected'") == [(0,)]
    assert "sound" in machine("2027-02-01 09:00:01", "verify").stdout


def test_a_register_is_taken_in_by_no_clock_that_is_wrong(machine: Machine, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "投诉日期,渠道,类别,投诉内容,诉求\n2026-10-30,电话,工作失误,多扣手续费,退款\n", encoding="utf-8"
    )
    for words in (("import", str(register)), ("import", str(register), "--dry-run")):
        assert "--clock-is-right" in machine("2036-01-01 00:00:00", *words, expect=5).stderr
    machine(f"{DAY} 11:00:00", "import", str(register))
    assert machine.numbers() == "2026-0001 2026-0002"


# ---- Corrected ----


@pytest.mark.requirement("A6.3")
def test_a_corrected_clock_is_entered_once_with_both_times(machine: Machine) -> None:
    first = machine.last()[0] + 1
    machine("2026-11-22 10:00:00", *ANONYMOUS)  # twenty days ahead
    right = f"{DAY} 10:10:00"
    found = machine(right, "verify", expect=6)
    assert f"2 events from {first} on were entered in the future" in found.stdout
    assert "look at the clocks" in found.stderr
    machine(right, *ANONYMOUS, expect=5)
    machine(right, "--clock-is-right", *ANONYMOUS)
    ((seq, at, recorded_at, detail),) = machine.rows(
        "SELECT seq, at, recorded_at, detail FROM event WHERE kind = 'clock_corrected'"
    )
    assert (at, recorded_at) == (f"{DAY}T10:10:00+08:00",) * 2
    assert detail == f'{{"clock":"{recorded_at}","last_entry":"2026-11-22T10:00:00+08:00"}}'
    assert machine.rows(f"SELECT kind FROM event WHERE seq = {seq + 1}") == [("registered",)]
    machine(f"{DAY} 10:20:00", *ANONYMOUS)  # from then on without a word
    assert "sound" in machine(f"{DAY} 10:20:00", "verify").stdout
    machine(f"{DAY} 10:10:00", *ANONYMOUS, expect=5)  # and the step back is forgiven there alone


def test_who_says_so_of_a_clock_that_runs_on_enters_nothing_of_it(machine: Machine) -> None:
    machine(f"{DAY} 10:05:00", "--clock-is-right", *ANONYMOUS)
    machine(f"{DAY} 10:04:00", "--clock-is-right", *ANONYMOUS)
    assert machine.rows("SELECT 1 FROM event WHERE kind = 'clock_corrected'") == []
    assert machine.last()[2] == f"{DAY}T10:05:00+08:00"


def test_a_correction_stands_with_what_was_entered_or_not_at_all(machine: Machine) -> None:
    machine("2026-10-13 10:00:00", "--clock-is-right", "transfer", "1", "--to", "supervision", expect=3)
    assert machine.rows("SELECT 1 FROM event WHERE kind = 'clock_corrected'") == []


# ---- Found ----


def set_back(machine: Machine, seq: int, time: str) -> None:
    """Give an entry, and what follows it, another time, all hashes anew: a file of an older program."""
    with tampering(machine.path) as connection:
        connection.execute("UPDATE event SET at = min(at, ?), recorded_at = ? WHERE seq >= ?", (time, time, seq))
        connection.row_factory = sqlite3.Row
        previous = ledger.FIRST_PREVIOUS_HASH
        shared = ledger.SharedKeys(connection)
        for row in connection.execute("SELECT * FROM event ORDER BY seq").fetchall():
            digest = ledger.event_hash(row, previous, shared)
            connection.execute("UPDATE event SET previous_hash = ?, hash = ? WHERE seq = ?", (previous, digest, row[0]))
            previous = digest
        connection.execute("UPDATE ledger_head SET hash = ?", (previous,))


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("time", ["09:59:59", "09:00:00"])
def test_an_entry_out_of_order_is_named(machine: Machine, time: str) -> None:
    machine(f"{DAY} 11:00:00", "unit", "add", "hexi", "河西支行")
    seq = machine.last()[0]
    set_back(machine, seq, f"{DAY}T{time}+08:00")
    said = machine(f"{DAY} 12:00:00", "verify", expect=6)
    assert said.stdout == (
        f"Event {seq} was entered at {DAY} {time}, but the one before it at {DAY} 10:00:00:"
        " the clock was set back there, and no correction is on record.\n"
    )
    for words in (("doctor",), ("doctor", "--thorough")):
        assert f"Event {seq} was entered at {DAY} {time}" in machine(f"{DAY} 12:00:00", *words, expect=6).stdout
    # No copy is unsound for it: backups go on.
    assert "proven sound" in machine(f"{DAY} 12:00:00", "backup").stdout


@cases(
    "time state said",
    (f"{DAY} 10:00:30", "ok", "runs on"),
    (f"{DAY} 09:56:00", "ok", "runs on"),
    (f"{DAY} 09:50:00", "wrong", "in the future"),
    ("2027-01-04 10:00:00", "warning", "--clock-is-right"),
)
def test_doctor_says_how_the_clock_stands(machine: Machine, time: str, state: str, said: str) -> None:
    lines = machine(time, "doctor", expect=6).stdout.splitlines()  # nobody is in charge of petitions
    (line,) = (line for line in lines if "computer's clock" in line)
    assert line.startswith(state) and said in line


@pytest.mark.parametrize("time", ["2026-10-13 10:00:00", "2027-01-04 10:00:00"])
def test_night_and_backup_run_by_any_clock_and_say_so(machine: Machine, time: str) -> None:
    for words in (("nightly",), ("nightly", "--escalate"), ("backup", str(machine.path.parent / "copies"))):
        assert "--clock-is-right" in machine(time, *words).stderr
    assert machine.rows("SELECT DISTINCT outcome FROM job_run WHERE step NOT IN ('mail', 'logs', 'second')") == [
        ("done",)
    ]


def test_a_restored_file_goes_on_from_its_own_last_entry(machine: Machine, tmp_path: Path) -> None:
    backup = tmp_path / "copy.db"
    machine(f"{DAY} 10:30:00", "backup", str(backup))
    machine(f"{DAY} 15:00:00", *ANONYMOUS)
    other = Machine(tmp_path / "other.db")
    restore = ("restore", str(backup), "--to", str(other.path), "--reason", "搬迁", "--issued-up-to", "TS-2026-0001")
    said = machine(f"{DAY} 09:30:00", *restore, expect=5).stderr
    assert "nothing can be entered" in said and not other.path.exists()
    machine(f"{DAY} 10:30:00", *restore)
    other(f"{DAY} 10:30:00", *ANONYMOUS)
    assert "sound" in other(f"{DAY} 10:30:00", "verify").stdout


# ---- Not asked for ----


def test_a_practice_file_is_set_as_ever(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "practice.db")
    for as_of, words in (("2026-06-01", ["init", "--practice"]), ("2036-01-01", ANONYMOUS), ("2026-06-02", ANONYMOUS)):
        machine(f"{DAY} 09:00:00", "--as-of", as_of, *words)
    machine(f"{DAY} 09:00:00", *ANONYMOUS)
    assert "sound" in machine("2020-01-01 00:00:00", "verify").stdout
    assert "may be set" in machine("2020-01-01 00:00:00", "doctor", expect=6).stdout


def test_whatever_writes_events_is_held_to_the_clock(machine: Machine) -> None:
    machine("2099-11-02 09:00:00", "--clock-is-right", *ANONYMOUS)
    now = parse_moment(DAY, "")
    with db.writing(machine.path) as connection, pytest.raises(StorageProblem, match="clock-is-right"):
        ledger.append(Act(connection, Clock(), "li"), [Fact(None, "imported", now, {"file": "a.csv"})])


def test_the_desk_wants_it_before_the_one_command(machine: Machine) -> None:
    screen = Terminal(machine.desk, "--clock-is-right", "desk", as_of=None, width=120)
    assert "before the one command" in screen.ends(2)

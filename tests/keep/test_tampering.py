"""Any change to the record from outside the program is found (Art. 6)."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.case_commands import go_on, register
from support.case_file import tampering
from support.long_runs import examples

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.file import db
from complaintctl.keep import integrity
from complaintctl.record import ledger
from complaintctl.record.ledger import Act
from complaintctl.record.queries import insert


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A file with a handful of cases in it."""
    path = tmp_path_factory.mktemp("kept") / "bank.db"
    path.write_bytes(furnished)
    now = parse_moment("2026-11-23T10:00", "")
    with db.writing(path, now) as connection:
        act = Act(connection, Clock(now), "li")
        for number, channel in enumerate(("media", "web", "superior"), 1):
            register(act, channel=channel, category="service_product", name="赵小满")
            for _ in range(4):
                go_on(act, str(number))
    return path


def found(path: Path) -> list[str]:
    with db.reading(path) as connection:
        return list(integrity.findings(connection))


@contextmanager
def tampered(kept: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the file, without its guards until the block ends; then it is found that its ledger was changed."""
    path = Path(shutil.copy(kept, kept.with_name("tampered.db")))
    with tampering(path) as connection:
        yield connection
    with db.reading(path) as connection:
        assert list(ledger.broken_links(connection))


def other_kind(event: sqlite3.Row) -> str:
    """Another kind that the table allows there."""
    kinds = ("unit_added", "staff_added") if event["case_no"] is None else ("briefed", "contacted")
    return kinds[event["kind"] == kinds[0]]


# What an intruder may write into each column; the table's own rules allow it.
CHANGES: Mapping[str, Callable[[sqlite3.Row], Any]] = {
    "seq": lambda event: event["seq"] + 1000,
    "case_no": lambda event: "TS-2026-0002" if event["case_no"] == "TS-2026-0001" else "TS-2026-0001",
    "kind": other_kind,
    "at": lambda event: f"2024-12-31T{event['at'][11:]}",
    "recorded_at": lambda event: f"2027-01-01T{event['recorded_at'][11:]}",
    "actor": lambda event: "sun" if event["actor"] == "li" else "li",
    "login": lambda event: "zhang",
    "host": lambda event: "elsewhere",
    "salt": lambda event: event["salt"][::-1] if event["salt"] != "0" * 32 else "1" * 32,
    "detail": lambda event: event["detail"][:-1] + " }",
    "previous_hash": lambda event: event["previous_hash"][::-1],
    "hash": lambda event: event["hash"][::-1],
}


def test_putting_the_guards_back_leaves_no_trace(tmp_path: Path, kept: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with tampering(path):
        pass
    assert found(path) == []


@pytest.mark.requirement("A6.3")
@examples(60)
@given(column=st.sampled_from(list(CHANGES)), chance=st.integers(0, 10_000))
def test_any_changed_column_of_any_event_is_found(kept: Path, column: str, chance: int) -> None:
    with tampered(kept) as connection:
        connection.row_factory = sqlite3.Row
        events = connection.execute("SELECT * FROM event ORDER BY seq").fetchall()
        event = events[chance % len(events)]
        assume(column != "case_no" or event["case_no"] is not None)
        value = CHANGES[column](event)
        assume(value != event[column])
        connection.execute(f"UPDATE event SET {column} = ? WHERE seq = ?", (value, event["seq"]))


@examples(25)
@given(chance=st.integers(0, 10_000), closed_up=st.booleans(), number=st.integers(1, 3))
def test_any_deleted_event_is_found(kept: Path, chance: int, closed_up: bool, number: int) -> None:
    with tampered(kept) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        seq = chance % (last - number + 1) + 1
        connection.execute("DELETE FROM event WHERE seq BETWEEN ? AND ?", (seq, seq + number - 1))
        if closed_up:
            for later in range(seq + number, last + 1):
                connection.execute("UPDATE event SET seq = seq - ? WHERE seq = ?", (number, later))


@examples(25)
@given(chance=st.integers(0, 10_000), chained=st.booleans())
def test_any_inserted_event_is_found(kept: Path, chance: int, chained: bool) -> None:
    with tampered(kept) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        seq = chance % last + 2
        for later in range(last, seq - 1, -1):
            connection.execute("UPDATE event SET seq = seq + 1 WHERE seq = ?", (later,))
        (previous,) = connection.execute("SELECT hash FROM event WHERE seq = ?", (seq - 1,)).fetchone()
        noon = "2026-11-23T12:00:00+08:00"
        row = {"seq": seq, "case_no": "TS-2026-0001", "kind": "contacted", "at": noon, "recorded_at": noon,
               "actor": "li", "login": "li", "host": "bank", "salt": "0" * 32, "detail": "{}"}  # fmt: skip
        row["hash"] = ledger.event_hash(row, previous, ledger.SharedKeys(connection)) if chained else "f" * 64
        insert(connection, "event", {**row, "previous_hash": previous})


@pytest.mark.parametrize(
    "statement", ["DELETE FROM event", "DELETE FROM ledger_head", "UPDATE ledger_head SET seq = seq - 1"]
)
def test_an_empty_or_beheaded_ledger_is_found(kept: Path, statement: str) -> None:
    with tampered(kept) as connection:
        connection.execute(statement)


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("change", [
    "complaint SET status = 'archived'", "complaint SET is_open = NOT is_open", "complaint SET category = 'work_error'",
    "complaint SET promised_due_on = '2030-01-01'", "complaint SET amount_fen = 1", "complaint SET fault = 'customer'",
    "complaint SET received_on = '2026-11-24'", "case_round SET stopped_on = '2026-11-23'",
    "case_round SET started_on = '2026-11-24'",
])  # fmt: skip
def test_a_case_changed_behind_the_ledger_is_found(tmp_path: Path, kept: Path, change: str) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with tampering(path) as connection:
        connection.execute(f"UPDATE {change} WHERE case_no = 'TS-2026-0001'")
    assert found(path) == ["TS-2026-0001 is not as its events say: the table of cases was changed outside the program."]


@pytest.mark.parametrize(("old", "new", "is_found"), [
    ("seq INTEGER PRIMARY KEY CHECK (seq > 0),", "seq INTEGER  -- the number\n PRIMARY KEY\n CHECK (seq > 0),", False),
    ("CHECK (length(hash) = 64)", "CHECK (length(hash) = 64 OR 1)", True),
    ("CHECK (length(hash) = 64)", "-- CHECK (length(hash) = 64)\n", True),
    ("'object'", "'obj ect'", True),
])  # fmt: skip
def test_a_table_may_be_set_in_other_lines_and_not_otherwise(
    tmp_path: Path, kept: Path, old: str, new: str, is_found: bool
) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        changed = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'event' AND instr(sql, ?)"
        assert connection.execute(changed, (old, new, old)).rowcount == 1
    assert any("table event" in finding for finding in found(path)) is is_found

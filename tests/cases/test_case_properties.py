"""Whatever is done to cases, lawful or not, the record stays whole."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st
from support.case_commands import (
    CATEGORIES,
    CHANNELS,
    COMMANDS,
    MINUTES_BETWEEN,
    acting,
    as_written,
    go_on,
    opened,
    register,
)
from support.long_runs import LONG, examples

from complaintctl.base.clock import CHINA, Clock, moment_of
from complaintctl.base.errors import ComplaintError
from complaintctl.cases import case_rows as cases_case_rows
from complaintctl.file import db
from complaintctl.keep import integrity
from complaintctl.record.ledger import Act

VIEWS = (
    "complaint case_round case_clock clock_day case_deadline overdue_case case_duty open_duty slip leg case_overview"
    " accountability_lead case_exit"
).split()


def everything(reader: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """All that a command could change; the head of the ledger first."""
    tables = ("ledger_head", "event", "complaint", "case_round", "complainant", "number_series")
    return [row for table in tables for row in reader.execute(f"SELECT * FROM {table}")]


def try_command(
    writer: sqlite3.Connection, reader: sqlite3.Connection, now: datetime, deed: Callable[..., object], **given: Any
) -> None:
    """One command in a transaction of its own: done, and nothing closed too early; or refused, and nothing changed."""
    before = everything(reader)
    try:
        with acting(writer, moment_of(now)) as act:
            deed(act, **given)
    except ComplaintError:
        assert everything(reader) == before, "a refused command left something behind"
        return
    assert len(everything(reader)) > len(before), "a command recorded nothing"
    closed_too_early = reader.execute(
        "SELECT d.case_no, d.duty FROM case_duty d JOIN event e ON e.case_no = d.case_no"
        " WHERE e.seq > ? AND d.done_at IS NULL AND d.waived_at IS NULL"
        " AND (e.kind = 'closed' AND d.blocking OR e.kind = 'withdrawn' AND d.blocks_withdrawal)",
        (before[0][1],),
    )
    assert closed_too_early.fetchall() == []


def case_rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What the views say of every case."""
    return {
        view: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {view}")), key=repr) for view in VIEWS
    }


# What no file may ever hold; each SELECT finds nothing.
NEVER = {
    "a case unlike its events": "SELECT * FROM complaint EXCEPT SELECT * FROM case_projection",
    "events unlike their case": "SELECT * FROM case_projection EXCEPT SELECT * FROM complaint",
    "a stretch unlike its events": "SELECT * FROM case_round EXCEPT SELECT * FROM round_projection",
    "events unlike their stretch": "SELECT * FROM round_projection EXCEPT SELECT * FROM case_round",
    "a due date that was not promised": """
        SELECT case_no FROM complaint c JOIN case_deadline d USING (case_no)
        WHERE c.is_open AND c.promised_due_on IS NOT d.due_on AND NOT EXISTS (
            SELECT 1 FROM event p WHERE p.case_no = c.case_no AND p.kind = 'clock_paused' AND NOT EXISTS (
                SELECT 1 FROM event WHERE case_no = p.case_no AND seq > p.seq
                    AND kind IN ('clock_resumed', 'replied', 'closed', 'withdrawn')))""",
    "a clock that stopped before it started": "SELECT case_no FROM case_clock WHERE stopped_on < started_on",
    "a negative pause or extension": "SELECT case_no FROM case_clock WHERE paused_days < 0 OR extended_days < 0",
    "an extension beyond what is allowed": "SELECT case_no FROM case_clock WHERE extended_days > most_extension_days",
    "a day counted twice": """
        SELECT case_no FROM clock_day GROUP BY case_no, clock, started_seq, number
        HAVING number IS NOT NULL AND sum(day_type <> 'paused') > 1""",
    "a duty done after the case had ended": """
        SELECT case_no, duty FROM case_duty JOIN complaint USING (case_no)
        WHERE blocking AND coalesce(done_at, waived_at) > left_at""",
    "a duty waived that may not be": "SELECT case_no FROM case_duty WHERE waived_at IS NOT NULL AND NOT may_waive",
    "a case open and ended": "SELECT case_no FROM complaint WHERE is_open <> (left_at IS NULL)",
    "a case archived while open": "SELECT case_no FROM complaint WHERE is_open AND archived_at IS NOT NULL",
    "a report of wrongdoing with whom it reports": """
        SELECT case_no FROM event e JOIN barred_unit b USING (case_no)
        WHERE e.kind = 'dispatched' AND e.detail ->> 'to_unit' = b.unit AND NOT EXISTS (
            SELECT 1 FROM event WHERE case_no = e.case_no AND kind = 'classified' AND seq > e.seq)""",
}  # fmt: skip


@examples(30)
@given(
    channel=st.sampled_from(CHANNELS),
    category=st.sampled_from(CATEGORIES),
    extendable=st.booleans(),
    progress=st.integers(0, 10),
    steps=st.lists(st.tuples(COMMANDS, MINUTES_BETWEEN), min_size=16, max_size=30),
    look=st.integers(0, 200),
)
def test_the_record_is_whole_after_any_commands(
    tmp_path_factory: pytest.TempPathFactory,
    furnished_file: Path,
    channel: str,
    category: str,
    extendable: bool,
    progress: int,
    steps: list[Any],
    look: int,
) -> None:
    path = Path(shutil.copy(furnished_file, tmp_path_factory.mktemp("case")))
    first = {"channel": channel, "category": category, "legal_complexity": "complex" if extendable else None}
    start = [((register, first), 0)] + progress * [((go_on, {"given": "1"}), 45)]
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader, opened(path) as writer:
        for (deed, options), minutes in start + steps:
            now += timedelta(minutes=minutes)
            options = {key: as_written(value, now) for key, value in options.items()}
            try_command(writer, reader, now, deed, **options)

    with db.writing(path, moment_of(now), keep=False) as connection:
        assert {what for what, sql in NEVER.items() if connection.execute(sql).fetchall()} == set()
        present = case_rows(connection)
        received = connection.execute("SELECT case_no, received_at FROM complaint").fetchall()
    assert sorted(case_no for case_no, _ in received) == [f"TS-2026-{n:04}" for n in range(1, len(received) + 1)]
    with db.reading(path) as connection:
        assert list(integrity.findings(connection)) == []

    with db.reading(path, moment_of(now)) as connection:
        assert case_rows(connection) == present
    earlier = moment_of(now - timedelta(hours=look))
    with db.reading(path, earlier) as connection:
        then = {row["case_no"] for row in connection.execute("SELECT case_no FROM case_overview")}
    assert then == {case_no for case_no, at in received if at <= earlier.text}


@pytest.mark.long
def test_commands_alone_can_bring_a_case_to_its_end(desk: Desk) -> None:
    """What the test above hopes for: doing what is asked next archives a case, of whatever channel and category."""
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    kinds = [(channel, category) for channel in CHANNELS for category in CATEGORIES]
    if not LONG:  # each channel and each category twice
        kinds = [kind for number, kind in enumerate(kinds) if (number + number // len(CATEGORIES)) % 4 == 0]
    with db.writing(desk.path, moment_of(now)) as connection:
        act = Act(connection, Clock(moment_of(now)), "li")
        for number, (channel, category) in enumerate(kinds, 1):
            register(act, channel=channel, category=category)
            for _ in range(15):  # no case asks for more
                if not cases_case_rows.case(connection, f"TS-2026-{number:04}")["archived_at"]:
                    go_on(act, str(number))
        statuses = connection.execute("SELECT status, count(*) FROM complaint GROUP BY status").fetchall()
        assert [tuple(row) for row in statuses] == [("archived", len(kinds))]


def test_a_case_is_not_closed_at_a_time_when_something_was_owed(desk: Desk) -> None:
    desk.register(channel="superior")
    desk("transfer", "1", "--to", "chengguan", as_of="2026-11-23T11:00")
    desk.resolve("1", "2026-11-23T12:00", as_of="2026-11-23T12:00")
    desk("review", "1", "--accept", as_of="2026-11-23T13:00")
    desk("contact", "1", "--purpose", "source_reply", "--text", "已回复", as_of="2026-11-23T14:00")
    desk("brief", "1", "--to", "sun", as_of="2026-11-23T15:00")
    desk("close", "1", "--at", "2026-11-23T13:30", as_of="2026-11-23T16:00", expect=3)  # nobody was briefed then
    desk("close", "1", "--at", "2026-11-23T14:30", as_of="2026-11-23T16:00", expect=3)
    desk("close", "1", "--at", "2026-11-23T15:30", as_of="2026-11-23T16:00")

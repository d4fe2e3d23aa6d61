"""Histories at random: several cases, over months, as officers make them by lawful and unlawful commands."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from support.case_commands import (
    CATEGORIES,
    CHANNELS,
    COMMANDS,
    REGISTER,
    acting,
    as_written,
    often,
    register,
)

from complaintctl.base.clock import CHINA, moment_of
from complaintctl.base.errors import ComplaintError
from complaintctl.cases import case_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

STARTED = datetime(2026, 2, 2, 9, 0, tzinfo=CHINA)
MINUTES = st.sampled_from([0, 1, 45, 600, 1440, 1440, 2880, 6000, 14400, 30000])


class Step(NamedTuple):
    """A command, on which of the cases there are, and the minutes since the one before."""

    command: tuple[Callable[..., object], dict[str, Any]]
    which: int
    minutes: int


# ---- What no command enters yet: entered as the ledger keeps it; a command takes its place when there is one ----


def voided(act: Act, given: str) -> None:
    enter(act, f"TS-2026-{int(given):04}", "voided", {"text": "重复登记", "approved_by": "sun"})


def recalled(act: Act, given: str) -> None:
    number = f"TS-2026-{int(given):04}"
    slips = act.connection.execute(
        "SELECT e.detail ->> 'slip_no' FROM event e JOIN complaint c USING (case_no)"
        " WHERE case_no = ? AND e.kind = 'dispatched' AND e.seq > c.opened_seq AND c.lead_unit IS NOT NULL"
        " ORDER BY e.seq",
        (number,),
    ).fetchall()
    if slips:
        enter(act, number, "slip_recalled", {"slip_no": slips[-1][0], "text": "误转"})


def enter(act: Act, case_no: str, kind: str, detail: dict[str, Any]) -> None:
    if case_rows.case(act.connection, case_no)["is_open"]:
        ledger.append(act, [Fact(case_no, kind, act.clock.now(), detail)])
        ledger.settle(act, case_no, act.clock.now(), kind)


ENTERED = st.tuples(st.sampled_from([voided, recalled, recalled]), st.just({"given": "1"}))
ANY = st.one_of(COMMANDS, *often(REGISTER, 4), ENTERED)
STEPS = st.lists(st.builds(Step, ANY, st.integers(0, 9), MINUTES), min_size=20, max_size=50)
FIRST = st.fixed_dictionaries({"channel": st.sampled_from(CHANNELS), "category": st.sampled_from(CATEGORIES)})


def live_through(connection: sqlite3.Connection, first: dict[str, Any], steps: list[Step]) -> datetime:
    """Do what can be done of a history, and return when it ended."""
    now = STARTED
    for command, which, minutes in [Step((register, first), 0, 0), *steps]:
        now += timedelta(minutes=minutes)
        deed, options = command
        (cases,) = connection.execute("SELECT count(*) FROM complaint").fetchone()
        if cases and "given" in options:
            options = {**options, "given": str(which % cases + 1)}
        options = {key: as_written(value, now) for key, value in options.items()}
        try:
            with acting(connection, moment_of(now)) as act:
                deed(act, **options)
        except ComplaintError:
            pass  # refused: nothing was entered
    return now

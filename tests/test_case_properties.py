"""Whatever is done to cases, lawful or not: the record stays whole, and any change to it from outside is found."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from complaintctl import db, ledger, queries
from complaintctl.casework import finishing, handling, intake, integrity
from complaintctl.clock import CHINA, Clock, moment_of, parse_moment
from complaintctl.errors import ComplaintError
from complaintctl.ledger import Act

# ---- Commands, with what an officer may give them ----

CHANNELS = "phone suggestion_box web walk_in letter media superior government".split()
CATEGORIES = (
    "work_error service_attitude internal_management service_product service_channel rule_violation financial_crime"
    " anonymous"
).split()
REPORT = {
    "findings": "属实", "fault": "bank", "responsible": "批评教育", "lessons": "服务意识", "corrective": "培训",
    "satisfaction": "satisfied", "handler": "zhang", "phone": "0000-1234567",
}  # fmt: skip

# When it happened: mostly now, else so many minutes from now, as a time or as a bare day.
WHEN = st.none() | st.none() | st.none() | st.tuples(st.integers(-3 * 24 * 60, 60), st.booleans())
CASE = st.sampled_from(["1"] * 7 + ["2", "2", "9"])
UNIT = st.sampled_from(["chengguan", "hexi", "retail"] * 3 + ["nowhere"])
REASON = st.sampled_from([None, "", "另有情况", "另有情况"])
FLAG = st.sampled_from([None, True, False])
AMOUNT = st.sampled_from([None, "0", "50000", "50000.01"] * 2 + ["-1"])


def register(act: Act, **options: Any) -> None:
    intake.register(act, intake.Intake(summary="排队过长", demand="增开窗口", **options))


def resolve(act: Act, given: str, **options: Any) -> None:
    finishing.resolve(act, given, finishing.Outcome(**{**REPORT, **options}))


def go_on(act: Act, given: str) -> None:
    """Do what a case asks for next; close it when it asks for nothing more."""
    number = queries.case(act.connection, f"TS-2026-{int(given):04}")["case_no"]
    owed = [duty["duty"] for duty in queries.open_duties(act.connection, number)]
    if "brief" in owed:
        handling.brief(act, given, to="sun", absent=False, method=None, at=None)
    elif "transfer" in owed:
        handling.transfer(act, given, to="hexi", assist=(), handler=None, note=None, at=None)
    elif "source_reply" in owed:
        handling.contact(act, given, purpose="source_reply", text="已回复", method=None, at=None)
    elif "reply" in owed or "result_report" in owed:
        resolve(act, given, reply="致歉", replied_at=act.clock.now().text)
    elif "result_review" in owed:
        finishing.review(act, given, accept=True, reason=None, at=None)
    else:
        finishing.close(act, given, note=None, at=None)


def command(deed: Callable[..., object], **options: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(deed), st.fixed_dictionaries(options))


SIGN = command(
    handling.sign, given=CASE, by=st.sampled_from([None, "zhang", "zhang", "nobody"]), slip_no=st.none(), at=WHEN
)
RETURN = command(
    handling.return_slip,
    given=CASE,
    reason=st.sampled_from(["", "不属本支行", "不属本支行"]),
    slip_no=st.none(),
    at=WHEN,
)
REVIEW = command(finishing.review, given=CASE, accept=st.booleans(), reason=REASON, at=WHEN)
CLOSE = command(finishing.close, given=CASE, note=st.none(), at=WHEN)
REOPEN = command(finishing.reopen, given=CASE, reason=st.sampled_from(["", "再次投诉", "再次投诉"]), at=WHEN)
GO_ON = command(go_on, given=CASE)
COMMANDS = st.one_of(
    *[GO_ON, SIGN, RETURN, REVIEW, REOPEN] * 3,
    CLOSE,
    command(
        register,
        channel=st.sampled_from(CHANNELS),
        category=st.sampled_from(CATEGORIES),
        name=st.sampled_from([None, "赵小满"]),
        anonymous=st.sampled_from([False, False, True]),
        unit=st.none() | UNIT,
        amount=AMOUNT,
        hot_topic=st.booleans(),
        received_at=WHEN,
        source_agency=st.sampled_from([None, None, "县信访局"]),
        repeat_of=st.sampled_from([None, None, "1", "9"]),
        answered=st.sampled_from([None, None, "当场道歉"]),
    ),
    command(
        handling.brief,
        given=CASE,
        to=st.sampled_from(["sun", "sun", "zhou", "wu", "li", "nobody"]),
        absent=st.booleans(),
        method=st.none(),
        at=WHEN,
    ),
    command(
        handling.transfer,
        given=CASE,
        to=UNIT,
        assist=st.lists(UNIT, max_size=1),
        handler=st.sampled_from([None, "zhang"]),
        note=st.none(),
        at=WHEN,
    ),
    command(
        handling.classify,
        given=CASE,
        category=st.none() | st.sampled_from(CATEGORIES),
        amount=AMOUNT,
        public_figure=FLAG,
        hot_topic=FLAG,
        reputation=FLAG,
        reason=REASON,
        at=WHEN,
    ),
    command(
        handling.contact,
        given=CASE,
        purpose=st.sampled_from(["acknowledge", "progress", "explain_delay", "source_reply", "gossip"]),
        text=st.sampled_from(["", "已告知"]),
        method=st.none(),
        at=WHEN,
    ),
    command(resolve, given=CASE, reply=st.sampled_from([None, "致歉"]), replied_at=WHEN, at=WHEN),
)
MINUTES_BETWEEN = st.sampled_from([0, 1, 45, 600, 1500, 6000])


def as_written(value: Any, now: datetime) -> Any:
    """A time as an officer writes it, if the value is one."""
    if not isinstance(value, tuple):
        return value
    minutes, whole_day = value
    time = now + timedelta(minutes=minutes)
    return f"{time:%Y-%m-%d}" if whole_day else f"{time:%Y-%m-%dT%H:%M}"


def everything(reader: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """All that a command could change; the head of the ledger first."""
    tables = ("ledger_head", "event", "complaint", "complainant", "number_series")
    return [row for table in tables for row in reader.execute(f"SELECT * FROM {table}")]


def try_command(
    path: Path, reader: sqlite3.Connection, now: datetime, deed: Callable[..., object], **given: Any
) -> None:
    """One command in a transaction of its own: done, and nothing closed too early; or refused, and nothing changed."""
    before = everything(reader)
    try:
        with db.writing(path) as connection:
            deed(Act(connection, Clock(moment_of(now)), "li"), **given)
    except ComplaintError:
        assert everything(reader) == before, "a refused command left something behind"
        return
    assert len(everything(reader)) > len(before), "a command recorded nothing"
    closed_too_early = reader.execute(
        "SELECT d.case_no, d.duty FROM case_duty d JOIN event e ON e.case_no = d.case_no"
        " WHERE e.seq > ? AND e.kind = 'closed' AND d.blocking AND d.done_at IS NULL",
        (before[0][1],),
    )
    assert closed_too_early.fetchall() == []


def case_rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """What the views say of every case."""
    views = ("complaint", "case_clock", "case_deadline", "case_duty", "open_duty", "slip", "case_overview")
    return {
        view: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {view}")), key=repr) for view in views
    }


@pytest.fixture(scope="module")
def furnished_file(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "bank.db"
    path.write_bytes(furnished)
    return path


@settings(max_examples=30, deadline=None)
@given(
    channel=st.sampled_from(CHANNELS),
    category=st.sampled_from(CATEGORIES),
    progress=st.sampled_from([0, 1, 2, 3, 4, 5, 6]),
    steps=st.lists(st.tuples(COMMANDS, MINUTES_BETWEEN), min_size=16, max_size=30),
    look=st.integers(0, 200),
)
def test_the_record_is_whole_after_any_commands(
    tmp_path_factory: pytest.TempPathFactory,
    furnished_file: Path,
    channel: str,
    category: str,
    progress: int,
    steps: list[Any],
    look: int,
) -> None:
    path = Path(shutil.copy(furnished_file, tmp_path_factory.mktemp("case")))
    start = [((register, {"channel": channel, "category": category}), 0)] + progress * [((go_on, {"given": "1"}), 45)]
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        for (deed, options), minutes in start + steps:
            now += timedelta(minutes=minutes)
            options = {key: as_written(value, now) for key, value in options.items()}
            try_command(path, reader, now, deed, **options)

    with db.reading(path) as connection:
        assert list(integrity.findings(connection)) == []
        for one, other in (("complaint", "case_projection"), ("case_projection", "complaint")):
            assert connection.execute(f"SELECT * FROM {one} EXCEPT SELECT * FROM {other}").fetchall() == []
        present = case_rows(connection)
        promised = connection.execute(
            "SELECT c.case_no FROM complaint c JOIN case_deadline d USING (case_no)"
            " WHERE c.is_open AND c.promised_due_on IS NOT d.due_on"
        )
        assert promised.fetchall() == []
        backwards = connection.execute("SELECT case_no FROM case_clock WHERE stopped_on < started_on")
        assert backwards.fetchall() == []
        done_after_closing = connection.execute(
            "SELECT case_no, duty FROM case_duty JOIN complaint USING (case_no) WHERE blocking AND done_at > left_at"
        )
        assert done_after_closing.fetchall() == []
        received = connection.execute("SELECT case_no, received_at FROM complaint").fetchall()
    assert sorted(case_no for case_no, _ in received) == [f"TS-2026-{n:04}" for n in range(1, len(received) + 1)]

    with db.reading(path, moment_of(now)) as connection:
        assert case_rows(connection) == present
    earlier = moment_of(now - timedelta(hours=look))
    with db.reading(path, earlier) as connection:
        then = {row["case_no"] for row in connection.execute("SELECT case_no FROM case_overview")}
    assert then == {case_no for case_no, at in received if at <= earlier.text}


def test_commands_alone_can_bring_a_case_to_its_end(desk: Desk) -> None:
    """What the test above hopes for: doing what is asked for next closes a case, whatever its channel and category."""
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    kinds = [(channel, category) for channel in CHANNELS for category in CATEGORIES]
    with db.writing(desk.path) as connection:
        act = Act(connection, Clock(moment_of(now)), "li")
        for number, (channel, category) in enumerate(kinds, 1):
            register(act, channel=channel, category=category)
            for _ in range(6):  # brief, transfer, reply to the source, resolve, accept, close: no case needs more
                if queries.case(connection, f"TS-2026-{number:04}")["is_open"]:
                    go_on(act, str(number))
        assert queries.overview(connection, everything=False, status=None, unit=None, category=None, channel=None) == []
        assert queries.counts(connection)["cases"] == 64


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


def test_a_returned_report_asks_for_another(desk: Desk) -> None:
    desk.register(channel="media")
    desk.resolve("1", "2026-11-24", as_of="2026-11-24T16:00")
    desk("review", "1", "--return", "--reason", "未说明整改", as_of="2026-11-24T17:00")
    case = desk.json("show", "1", as_of="2026-11-24T18:00")
    assert (case["status"], case["fault"]) == ("replied", None)
    assert [duty["duty"] for duty in case["duties"] if duty["blocking"] and not duty["done_at"]] == [
        "brief", "result_report"]  # fmt: skip
    desk.resolve("1", "2026-11-24", as_of="2026-11-25T16:00", fault="customer")
    case = desk.json("show", "1", as_of="2026-11-25T18:00")
    assert (case["status"], case["fault"]) == ("resolved", "customer")


def test_returning_an_earlier_slip_does_not_take_back_the_later_one(desk: Desk) -> None:
    desk.register()
    first = desk.json("transfer", "1", "--to", "chengguan", as_of="2026-11-23T11:00")["slips"][0]["slip_no"]
    desk("transfer", "1", "--to", "hexi", as_of="2026-11-23T12:00")
    desk("return", "1", "--slip", first, "--reason", "不属本支行业务", as_of="2026-11-23T13:00")
    case = desk.json("show", "1", as_of="2026-11-23T14:00")
    assert (case["status"], case["lead_unit"]) == ("dispatched", "hexi")


# ---- Tampering ----


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, furnished_file: Path) -> Path:
    """A file with a handful of cases in it."""
    path = Path(shutil.copy(furnished_file, tmp_path_factory.mktemp("kept")))
    with db.writing(path) as connection:
        act = Act(connection, Clock(parse_moment("2026-11-23T10:00", "")), "li")
        for number, channel in enumerate(("media", "web", "superior"), 1):
            register(act, channel=channel, category="service_product", name="赵小满")
            for _ in range(4):
                go_on(act, str(number))
    return path


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The file with its guards taken away; they are back in their place at the end, as an intruder would leave it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)


def found(path: Path) -> list[str]:
    with db.reading(path) as connection:
        return list(integrity.findings(connection))


def links(path: Path) -> list[str]:
    with db.reading(path) as connection:
        return list(ledger.broken_links(connection))


def other_kind(event: sqlite3.Row) -> str:
    """Another kind that the table allows there."""
    kinds = ("unit_added", "staff_added") if event["case_no"] is None else ("briefed", "contacted")
    return kinds[event["kind"] == kinds[0]]


# What an intruder may write into each column; the table's own rules allow it.
CHANGES: Mapping[str, Callable[[sqlite3.Row], Any]] = {
    "seq": lambda event: event["seq"] + 1000,
    "case_no": lambda event: "TS-2026-0002" if event["case_no"] == "TS-2026-0001" else "TS-2026-0001",
    "kind": other_kind,
    "at": lambda event: f"2025-12-31T{event['at'][11:]}",
    "recorded_at": lambda event: f"2027-01-01T{event['recorded_at'][11:]}",
    "actor": lambda event: "sun" if event["actor"] == "li" else "li",
    "detail": lambda event: event["detail"][:-1] + " }",
    "previous_hash": lambda event: event["previous_hash"][::-1],
    "hash": lambda event: event["hash"][::-1],
}


def test_putting_the_guards_back_leaves_no_trace(tmp_path: Path, kept: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with tampering(path):
        pass
    assert found(path) == []


@settings(max_examples=60, deadline=None)
@given(column=st.sampled_from(list(CHANGES)), chance=st.integers(0, 10_000))
def test_any_changed_column_of_any_event_is_found(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, column: str, chance: int
) -> None:
    path = Path(shutil.copy(kept, tmp_path_factory.mktemp("tampered")))
    with tampering(path) as connection:
        connection.row_factory = sqlite3.Row
        events = connection.execute("SELECT * FROM event ORDER BY seq").fetchall()
        event = events[chance % len(events)]
        assume(column != "case_no" or event["case_no"] is not None)
        value = CHANGES[column](event)
        assume(value != event[column])
        connection.execute(f"UPDATE event SET {column} = ? WHERE seq = ?", (value, event["seq"]))
    assert links(path)


@settings(max_examples=25, deadline=None)
@given(chance=st.integers(0, 10_000), closed_up=st.booleans(), number=st.integers(1, 3))
def test_any_deleted_event_is_found(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, chance: int, closed_up: bool, number: int
) -> None:
    path = Path(shutil.copy(kept, tmp_path_factory.mktemp("tampered")))
    with tampering(path) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        seq = chance % (last - number + 1) + 1
        connection.execute("DELETE FROM event WHERE seq BETWEEN ? AND ?", (seq, seq + number - 1))
        if closed_up:
            for later in range(seq + number, last + 1):
                connection.execute("UPDATE event SET seq = seq - ? WHERE seq = ?", (number, later))
    assert links(path)


@settings(max_examples=25, deadline=None)
@given(chance=st.integers(0, 10_000), chained=st.booleans())
def test_any_inserted_event_is_found(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, chance: int, chained: bool
) -> None:
    path = Path(shutil.copy(kept, tmp_path_factory.mktemp("tampered")))
    with tampering(path) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM event").fetchone()
        seq = chance % last + 2
        for later in range(last, seq - 1, -1):
            connection.execute("UPDATE event SET seq = seq + 1 WHERE seq = ?", (later,))
        (previous,) = connection.execute("SELECT hash FROM event WHERE seq = ?", (seq - 1,)).fetchone()
        row = (seq, "TS-2026-0001", "contacted", "2026-11-23T12:00:00+08:00", "2026-11-23T12:00:00+08:00", "li", "{}")
        digest = ledger.event_hash(*row, previous) if chained else "f" * 64
        connection.execute(
            "INSERT INTO event (seq, case_no, kind, at, recorded_at, actor, detail, previous_hash, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, previous, digest),
        )
    assert links(path)


def test_an_empty_or_beheaded_ledger_is_found(tmp_path: Path, kept: Path) -> None:
    for statement in ("DELETE FROM event", "DELETE FROM ledger_head", "UPDATE ledger_head SET seq = seq - 1"):
        path = Path(shutil.copy(kept, tmp_path))
        with tampering(path) as connection:
            connection.execute(statement)
        assert links(path), statement


@pytest.mark.parametrize("column", ["status", "is_open", "category", "due", "amount_fen", "received_on", "fault"])
def test_a_case_changed_behind_the_ledger_is_found(tmp_path: Path, kept: Path, column: str) -> None:
    change = {
        "status": "'archived'", "is_open": "NOT is_open", "category": "'work_error'", "amount_fen": "1",
        "received_on": "'2026-11-24'", "fault": "'customer'",
    }  # fmt: skip
    path = Path(shutil.copy(kept, tmp_path))
    with tampering(path) as connection:
        if column == "due":
            connection.execute("UPDATE complaint SET promised_due_on = '2030-01-01' WHERE case_no = 'TS-2026-0001'")
        else:
            connection.execute(f"UPDATE complaint SET {column} = {change[column]} WHERE case_no = 'TS-2026-0001'")
    assert found(path) == ["TS-2026-0001 is not as its events say: the table of cases was changed outside the program."]


def test_the_guards_stand_in_the_way_of_any_client(tmp_path: Path, kept: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        for statement in (
            "UPDATE event SET actor = 'sun'",
            "DELETE FROM event WHERE seq = 1",
            "INSERT INTO event (seq, kind, at, recorded_at, actor, detail, previous_hash, hash)"
            " SELECT seq + 1, 'unit_added', at, recorded_at, actor, '{}', previous_hash, hash FROM event"
            " ORDER BY seq DESC LIMIT 1",
            "DELETE FROM complaint",
            "UPDATE complaint SET received_at = '2026-11-20T10:00:00+08:00'",
            "UPDATE complaint SET first_receiver = 'sun'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)

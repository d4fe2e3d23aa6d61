"""The ledger cannot be changed unnoticed, and says who did what when."""

import sqlite3
from pathlib import Path

import pytest
from conftest import Desk

FREE = ("event_is_never_changed", "event_is_never_deleted", "complaint_keeps_its_receipt", "complaint_is_never_deleted")


def tamper(path: Path, *statements: str) -> None:
    """Change the file behind the program's back, the guarding triggers taken out and put back."""
    connection = sqlite3.connect(path)
    triggers = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall())
    for name in FREE:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for name in FREE:
        connection.execute(triggers[name])
    connection.commit()
    connection.close()


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """Two cases with a few events each."""
    for _ in range(2):
        case = desk.register(unit="chengguan")["case_no"]
        desk("brief", case, "--to", "sun")
        desk("transfer", case, "--to", "chengguan")
    return desk


@pytest.mark.requirement("A6.3", "G32")
@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE event SET detail = json_set(detail, '$.text', '改') WHERE seq = 12", "Event 12 (briefed"),
        ("UPDATE event SET at = '2026-11-20T10:00:00+08:00' WHERE seq = 10", "Event 10 (registered"),
        ("UPDATE event SET actor = 'sun' WHERE seq = 11", "Event 11 (deadline_set"),
        ("DELETE FROM event WHERE seq = 12", "Events 12 to 12 are missing"),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "its end was cut off"),
        ("UPDATE complaint SET status = 'closed', is_open = 0", "TS-2026-0001 is not as its events say"),
        ("UPDATE complaint SET first_receiver = 'zhang' WHERE case_no = 'TS-2026-0002'", "TS-2026-0002 is not as"),
        ("DELETE FROM complaint WHERE case_no = 'TS-2026-0001'", "case numbers of 2026 have gaps"),
        ("UPDATE complainant SET phone = '13900000009' WHERE id = 1", "customer's data of TS-2026-0001"),
        ("UPDATE complainant SET masked_name = '钱*' WHERE id = 2", "customer's data of TS-2026-0002"),
        ("DELETE FROM complainant WHERE id = 1", "customer's data of TS-2026-0001"),
        ("DROP VIEW overdue_case", "view overdue_case of the file is missing"),
        ("CREATE TRIGGER idle AFTER INSERT ON event BEGIN SELECT 1; END", "trigger idle of the file is not part"),
    ],
)
def test_verify_finds(worked: Desk, statement: str, finding: str) -> None:
    tamper(worked.path, statement)
    said = worked.run("verify", expect=6)
    assert finding in said.stdout, said.stdout


@pytest.mark.requirement("A6.3")
def test_verify_finds_a_forged_row(worked: Desk) -> None:
    tamper(
        worked.path,
        "INSERT INTO event SELECT seq + 1, case_no, kind, at, recorded_at, actor, detail, hash, hash FROM event"
        " WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE ledger_head SET seq = seq + 1",
    )
    assert "was changed after it was entered" in worked.run("verify", expect=6).stdout


@pytest.mark.requirement("A3.1", "A6.3")
@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE event SET detail = '{}'", "never changed"),
        ("DELETE FROM event", "never deleted"),
        ("DELETE FROM complaint", "never deleted"),
        ("UPDATE complaint SET first_receiver = 'sun'", "never change"),
        ("UPDATE complaint SET received_at = '2026-11-22T10:00:00+08:00'", "never change"),
        (
            "INSERT INTO event SELECT seq + 9, case_no, kind, at, recorded_at, actor, detail, hash, hash FROM event",
            "chain",
        ),
    ],
)
def test_the_file_itself_refuses(worked: Desk, statement: str, refusal: str) -> None:
    connection = sqlite3.connect(worked.path)
    with pytest.raises(sqlite3.IntegrityError, match=refusal):
        connection.execute(statement)
    connection.close()


@pytest.mark.requirement("A8.1c")
def test_both_times_are_kept_apart(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:30")
    desk("transfer", "1", "--to", "chengguan", "--at", "2026-11-20T15:00")
    events = {event["kind"]: event for event in desk.json("show", "1")["events"]}
    assert events["registered"]["at"] == "2026-11-20T09:30:00+08:00"
    assert events["dispatched"]["at"] == "2026-11-20T15:00:00+08:00"
    assert {event["recorded_at"] for event in events.values()} == {"2026-11-23T10:00:00+08:00"}


def test_facts_dated_later_do_not_count_as_of_an_earlier_time(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:30")
    desk("transfer", "1", "--to", "chengguan", "--at", "2026-11-21")
    assert desk.json("show", "1", as_of="2026-11-20")["status"] == "registered"
    assert desk.json("show", "1", as_of="2026-11-21")["status"] == "dispatched"
    desk("show", "1", as_of="2026-11-19", expect=4)
    assert desk.json("list", as_of="2026-11-19") == []


@pytest.mark.requirement("A6.1", "A6.2")
def test_personal_data_is_masked_and_its_showing_recorded(desk: Desk) -> None:
    case = desk.register(name="欧阳寒露", phone="13900000007", id_no="11010519491231002X")
    assert case["complainant"] == {"name": "欧阳**", "phone": "139****0007", "id_no": "110***********002X"}
    revealed = desk.json("show", "1", "--reveal")
    assert revealed["complainant"] == {"name": "欧阳寒露", "phone": "13900000007", "id_no": "11010519491231002X"}
    assert revealed["events"][-1]["kind"] == "revealed"


@pytest.mark.requirement("A6.1")
def test_personal_data_lives_in_one_table(desk: Desk) -> None:
    desk.register(name="欧阳寒露", phone="13900000007", id_no="11010519491231002X")
    connection = sqlite3.connect(desk.path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    holding = {
        table
        for table in tables
        for row in connection.execute(f'SELECT * FROM "{table}"')
        if any(part in str(row) for part in ("欧阳寒露", "13900000007", "11010519491231002X"))
    }
    assert holding == {"complainant"}

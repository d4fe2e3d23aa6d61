"""A row changed, put in or taken out is found in each table of the file, each table among them that comes later."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from support.case_file import tampering

from complaintctl.file import db, hand_edits
from complaintctl.keep import integrity

# What the first finding names; of every other table, which the rules and the acts on the file account for, its row.
NAMED = {
    "calendar": "alendar", "event": "vent", "ledger_head": "The ledger ends at event",
    "program": "The text of the rules", "number_series": "the last number given out", "complaint": "TS-2026-000",
    "case_round": "TS-2026-000", "complainant": "ustomer", "contact_key": "The customer's data of TS-2026-000",
    "attachment": "ttachment", "job_run": "run log", "mail_log": "log of mail", "log_head": "but its head says",
}  # fmt: skip
OWN = ("jrt_code",)  # a bank may fill it in with any client
WAYS = ("changed", "put in", "taken out")
MAIL = {"state": "sent", "at": "2026-11-23T10:00:00+08:00", "kind": "overdue", "recipient": "a@bank.example"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A file with rows in each table."""
    from complaintctl.record import logs

    desk = Desk(tmp_path_factory.mktemp("full") / "bank.db")
    desk.path.write_bytes(furnished)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        desk("code", "set", "cause", "pricing", "--zh", "收费")
        for unit in ("chengguan", "hexi", "chengguan"):
            desk.through(desk.register(unit=unit, phone="")["case_no"], "brief transfer")
        for number in ("一", "二", "三"):
            with db.noting(desk.path) as connection:
                logs.note(connection, "mail_log", {**MAIL, "message_id": number, "day": "2026-11-23"})
        desk("attach", "1", __file__)
        desk("nightly")
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return desk.path


def tables(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY rowid"
        return [name for (name,) in connection.execute(sql)]


def findings(path: Path) -> list[str]:
    with db.reading(path, overlaid=False) as connection:
        return list(integrity.findings(connection))


def others(value: Any) -> Iterator[Any]:
    """Other values for one that stands in a table."""
    if isinstance(value, int):
        yield from (1 - value, value + 1, value + 1000)
    elif isinstance(value, str):
        yield from (value + "x", "2031-12-31", value[::-1])
    else:
        yield from (b"x" if isinstance(value, bytes) else "x", 1)


def tamper(connection: sqlite3.Connection, table: str, way: str) -> bool:
    """Change, put in or take out a row, whichever the table allows; False if it allows none."""
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA foreign_keys = {way != 'taken out' and table in NAMED}")
    found = connection.execute(f"SELECT * FROM {table}").fetchall()
    assert found, f"The file of this test has no row of {table}: give it one."
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    for row in reversed(found):
        same = " AND ".join(f"{column['name']} IS :{column['name']}" for column in columns)
        if way == "taken out":
            return connection.execute(f"DELETE FROM {table} WHERE {same}", dict(row)).rowcount == 1
        keyed = [column for column in columns if bool(column["pk"]) is (way == "put in") and column["name"] not in OWN]
        for column in reversed(keyed or columns):
            values_there = (each[column["name"]] for each in found if way == "changed")
            for other in (*others(row[column["name"]]), *values_there):
                if other == row[column["name"]]:
                    continue
                new = {c["name"]: row[c["name"]] for c in columns} | {column["name"]: other}
                if way == "put in":  # every label and number is another one, too, where it has to be
                    new = {
                        name: f"{value}x" if name.startswith(("label", "title", "message")) else value
                        for name, value in new.items()
                    }
                    new |= {name: new[name] + 1000 for name in ("position",) if isinstance(new.get(name), int)}
                    sql = f"INSERT INTO {table} ({', '.join(new)}) VALUES ({', '.join(f':{name}' for name in new)})"
                    values: dict[str, Any] = new
                else:
                    sql = f"UPDATE {table} SET {column['name']} = :new_value WHERE {same}"
                    values = {**dict(row), "new_value": other}
                try:
                    if connection.execute(sql, values).rowcount == 1:
                        return True
                except (sqlite3.IntegrityError, sqlite3.OperationalError):  # the table's own rules forbid that value
                    continue
    return False


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("way", WAYS)
def test_in_each_table_of_rules_units_and_staff(full: Path, tmp_path: Path, way: str) -> None:
    path = Path(shutil.copy(full, tmp_path))
    of_rules = [table for table in tables(path) if table not in NAMED]
    with tampering(path) as connection:
        for table in of_rules:
            assert tamper(connection, table, way), table
    said = findings(path)
    assert [table for table in of_rules if not any(f"row {table} " in finding for finding in said)] == []


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", NAMED)
def test_in_each_table_of_what_happened(full: Path, tmp_path: Path, table: str, way: str) -> None:
    path = Path(shutil.copy(full, tmp_path))
    with tampering(path) as connection:
        done = tamper(connection, table, way)
    if not done:
        assert way == "put in" and table in ("ledger_head", "program", "log_head")
        return
    said = findings(path)
    assert said and NAMED[table] in said[0], said


def test_a_key_that_is_hashed_otherwise_is_named_before_the_events_it_is_in(full: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(full, tmp_path))
    with tampering(path) as connection:
        connection.execute("DELETE FROM shared_field WHERE kind = 'registered' AND key = 'channel'")
    said = findings(path)
    assert "row shared_field registered channel is missing" in said[0] and "Event" in said[1]


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_each_view_trigger_and_index(full: Path, tmp_path: Path, how: str) -> None:
    path = Path(shutil.copy(full, tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        names = [name for name in hand_edits.definitions(connection) if not name.startswith("table ")]
        if how == "changed":
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET sql = sql || ' ' WHERE type <> 'table' AND sql IS NOT NULL")
        else:
            for name in names:
                connection.execute(f"DROP {name}")
    said = findings(path)
    assert len(names) > 100 and said[0].startswith(f"The {min(names)} of the file is {how}")
    assert [name for name in names if not any(finding.startswith(f"The {name} of") for finding in said)] == []


def test_what_another_program_made_is_named_as_that(full: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(full, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    (said,) = findings(path)
    assert "table _litestream_seq" in said and "another program, Litestream" in said and "tampered" not in said
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE somebody (id INTEGER PRIMARY KEY)")
    assert "table somebody" in "".join(findings(path)) and "tampered" in "".join(findings(path))


def test_what_the_night_entered_of_the_logs_is_held_against_them(full: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(full, tmp_path))
    with tampering(path) as connection:  # by somebody who can make the hashes anew
        connection.row_factory = sqlite3.Row
        connection.execute("UPDATE mail_log SET recipient = 'b@bank.example' WHERE id = 2")
        from complaintctl.record import logs

        logs.chain_earlier(connection)
    (said,) = findings(path)
    assert said.startswith("Row 3 of the log of mail is not the one that event ")

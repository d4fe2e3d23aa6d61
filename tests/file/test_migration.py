"""Files of every earlier version: moved once, whole or not at all, with what the bank had edited; a copy is kept."""

import resource
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ANONYMOUS, Desk, cases
from support.case_file import DAY, FIRST_FORMAT, VERSIONS, change, content, rows, unchanged, unpacked

from complaintctl.file import db, hand_edits
from complaintctl.file.replayed_rules import fresh, tables_with_rows
from complaintctl.record import file_events, program_text, schema
from complaintctl.record.program_text import own


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name.removesuffix(".db.gz"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """A file as an earlier version wrote it: four cases, one of them closed."""
    return unpacked(request.param, tmp_path)


# Where every version goes the same way.
FIRST_AND_LAST = pytest.mark.parametrize("old", [VERSIONS[0], VERSIONS[-1]], indirect=True)


@pytest.fixture
def oldest(tmp_path: Path) -> Desk:
    """Such a file of version 1, whose rules a bank changed by hand; since then a command keeps them on record."""
    return unpacked(VERSIONS[0], tmp_path)


def names(desk: Desk) -> set[str]:
    """What lies in the folder of a file."""
    return {file.name for file in desk.path.parent.iterdir()} - {"bank.db.lock"}


def definitions(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table, but for its comments and lines, and every index, trigger and view, to the letter."""
    named = hand_edits.definitions(connection).items()
    return {name: hand_edits.without_layout(sql) if name.startswith("table ") else sql for name, sql in named}


@pytest.mark.requirement("A25", "A26")
@pytest.mark.parametrize("path", VERSIONS[4:], ids=lambda path: path.name.removesuffix(".db.gz"))
def test_a_change_of_a_rule_is_repeated_on_the_tables_of_the_program_that_made_it(path: Path, tmp_path: Path) -> None:
    with db.untouched(unpacked(path, tmp_path).path) as file:
        plain = fresh(program_text.kept(file))
    changed = {"key": "seed.general", "in_force_from": "2026-11-02", "limit_days": 5, "enabled": 1}
    file_events.repeat(plain, "policy_changed", changed)
    file_events.repeat(plain, "policy_changed", {"key": "soon_days", "in_force_from": "2026-11-02", "value": "4"})
    limits = plain.execute("SELECT limit_days, in_force_to FROM time_limit WHERE code = 'seed.general'").fetchall()
    assert [tuple(row) for row in limits] == [(3, "2026-11-01"), (5, "9999-12-31")]
    values = plain.execute("SELECT value, in_force_to FROM policy WHERE key = 'soon_days'").fetchall()
    assert [tuple(row) for row in values] == [("3", "2026-11-01"), ("4", "9999-12-31")]


# ---- Moved by the first command that writes, and by `upgrade` ----


@cases("old command", *((path, ("upgrade",)) for path in VERSIONS), (VERSIONS[0], ANONYMOUS), (VERSIONS[-1], ANONYMOUS),
       indirect=["old"])  # fmt: skip
def test_a_command_that_writes_moves_an_old_file_and_keeps_it_as_it_was(old: Desk, command: tuple[str, ...]) -> None:
    before = content(old)
    said = old.run(*command).stderr
    copy = old.path.with_name(f"bank-before-v{schema.VERSION}.db")
    assert str(copy) in said and f"to {schema.VERSION}" in said
    assert content(Desk(copy)) == before and copy.stat().st_mode & 0o777 == 0o600
    plain = fresh(own())
    with closing(sqlite3.connect(old.path)) as connection:
        assert definitions(connection) == definitions(plain)
        assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        for table in tables_with_rows(plain):
            shipped = {tuple(row) for row in plain.execute(f"SELECT * FROM {table}")}
            if table == "policy":  # two of its values are the bank's own
                shipped = {row for row in shipped if row[0] not in ("bank_name", "practice")}
            assert shipped <= set(connection.execute(f"SELECT * FROM {table}")), table
    assert "sound" in old("verify")
    assert "up to date" in old("upgrade")


@FIRST_AND_LAST
@cases("command status", ("list", 5), ("show 1", 5), ("report", 5), ("verify", 5), ("backup", 5), ("doctor", 6))
def test_a_command_that_reads_leaves_an_old_file_and_names_upgrade(old: Desk, command: str, status: int) -> None:
    before = old.path.read_bytes()
    assert "complaintctl upgrade" in old.run(*command.split(), expect=status).output
    assert old.path.read_bytes() == before
    assert names(old) == {"bank.db"}


def test_a_name_that_is_taken_is_left_and_the_next_one_used(oldest: Desk) -> None:
    taken = oldest.path.with_name(f"bank-before-v{schema.VERSION}.db")
    taken.symlink_to(oldest.path)
    before = content(oldest)
    assert f"bank-before-v{schema.VERSION}-2.db" in oldest.run("upgrade").stderr
    assert taken.is_symlink() and content(Desk(oldest.path.with_name(f"bank-before-v{schema.VERSION}-2.db"))) == before


def test_without_room_for_the_copy_nothing_is_moved(oldest: Desk, program: Callable[..., Any]) -> None:
    before, there = oldest.path.read_bytes(), names(oldest)

    def allow_little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = program("--as-of", f"{DAY}T10:00", "upgrade", db=oldest.path, preexec_fn=allow_little)
    assert done.returncode == 5 and "were not moved" in done.stderr
    assert oldest.path.read_bytes() == before
    assert names(oldest) == there


def test_a_view_changed_by_hand_before_is_told_for_good(tmp_path: Path) -> None:
    newest = unpacked(VERSIONS[-1], tmp_path)
    change(newest, "DROP VIEW overdue_case")
    change(newest, "CREATE VIEW overdue_case AS SELECT * FROM due_case WHERE false")
    change(newest, "UPDATE duty SET blocking = 0 WHERE code = 'brief'")
    newest("upgrade")
    said = newest.run("verify", expect=6).stdout.splitlines()
    assert [line.partition("found: ")[2].split(":")[0] for line in said if "found: " in line] == [
        "The view overdue_case of the file is changed",
        "The row duty brief is not as it was entered",
    ]
    assert rows(newest, "SELECT blocking FROM duty WHERE code = 'brief'") == [(1,)]


@pytest.mark.requirement("A6.3")
def test_the_ledger_is_kept_as_it_was(old: Desk) -> None:
    sql = "SELECT seq, case_no, kind, at, recorded_at, actor, detail, previous_hash, hash FROM event ORDER BY seq"
    before, head = rows(old, sql), rows(old, "SELECT * FROM ledger_head")
    moves = ["ledger_changed", "program_changed"]
    assert sum(row[2] not in moves for row in before) == 26
    old("upgrade")
    after = rows(old, sql)
    kept, added = after[: len(before)], after[len(before) :]
    assert kept == before and added[0][7] == head[0][2]
    assert [row[2] for row in added] == moves[any(row[2] == moves[0] for row in before) :]


# ---- The cases ----


def test_the_cases_stand_as_they_did_and_owe_what_is_asked_now(old: Desk) -> None:
    old("upgrade")
    there = {number: old.json("show", str(number)) for number in (1, 2, 3, 4)}
    assert {number: (case["status"], case["due_on"], case["due_rule"]) for number, case in there.items()} == {
        1: ("closed", "2026-03-05", "seed.general"),
        2: ("registered", "2026-03-05", "seed.general"),
        3: ("registered", "2026-03-16", "seed.unspecified"),
        4: ("registered", "2026-03-05", "seed.general"),
    }
    assert [number for number, case in there.items() if case["is_major"]] == [2]
    assert [number for number, case in there.items() if case["is_repeat"]] == [4]
    assert [event["kind"] for event in there[1]["events"]] == (
        "registered deadline_set briefed dispatched signed contacted replied result_reported result_accepted closed"
    ).split()
    assert there[2]["complainant"] == {"name": "钱**", "phone": "139****0002", "id_no": None, "address": None}
    assert [row["case_no"][-1] for row in old.json("overdue", as_of="2026-03-17")] == ["2", "4", "3"]
    owed = {number: {row["duty"] for row in there[number]["duties"] if not row["done_at"]} for number in (2, 3, 4)}
    report = {"brief", "result_report"}
    assert owed == {
        2: report | {"transfer", "acknowledge", "reply", "report_union", "report_regulator"},
        3: report | {"source_reply"},
        4: report | {"transfer", "acknowledge", "reply", "repeat_cause", "fresh_investigation"},
    }


def test_an_old_case_is_worked_on_to_its_end(old: Desk) -> None:
    old("brief", "2", "--to", "sun")
    assert old.json("transfer", "2", "--to", "chengguan")["slips"][-1]["slip_no"] == "转〔2026〕3号"
    old.resolve("2", f"{DAY}T10:00")
    old("review", "2", "--accept")
    assert old.json("close", "2")["status"] == "closed"
    assert old.register()["case_no"] == "TS-2026-0005"
    assert "sound" in old("verify")


# ---- What the bank had edited ----


def test_what_the_bank_had_edited_is_kept(oldest: Desk) -> None:
    edited = [
        ("UPDATE time_limit SET limit_days = 5 WHERE code = 'seed.general'",
         "SELECT limit_days FROM time_limit WHERE code = 'seed.general'", 5),
        ("UPDATE time_limit SET limit_days = 10, day_kind = 'working' WHERE code = 'law2020.simple'",
         "SELECT limit_days || day_kind FROM time_limit WHERE code = 'law2020.simple'", "10working"),
        ("UPDATE time_limit SET in_force_from = '2021-01-01' WHERE code = 'law2020.simple'",
         "SELECT group_concat(in_force_from) FROM time_limit WHERE code = 'law2020.simple'", "2021-01-01"),
        ("DELETE FROM time_limit WHERE code = 'seed.unspecified'",
         "SELECT count(*) FROM time_limit WHERE code = 'seed.unspecified'", 0),
        ("INSERT INTO time_limit (code, in_force_from, complexity, limit_days, day_kind, label_zh, label_en, citation,"
         " position) VALUES ('own', '2026-01-01', 'general', 2, 'working', '两日', 'two days', 'own rule', 3)",
         "SELECT limit_days || stops_with || enabled FROM time_limit WHERE code = 'own'", "2reply1"),
        ("UPDATE policy SET value = '10000000' WHERE key = 'major_amount_fen'",
         "SELECT value FROM policy WHERE key = 'major_amount_fen'", "10000000"),
        ("UPDATE category SET complexity = 'complex', label_zh = '内控' WHERE code = 'internal_management'",
         "SELECT complexity || label_zh || handled_by FROM category WHERE code = 'internal_management'",
         "complex内控respondent"),
        ("INSERT INTO category (code, label_zh, label_en, complexity, position, citation)"
         " VALUES ('fees', '收费', 'fees', 'general', 9, 'own rule')",
         "SELECT handled_by FROM category WHERE code = 'fees'", "respondent"),
        ("UPDATE channel SET needs_slip = 1 WHERE code = 'media'",
         "SELECT needs_slip FROM channel WHERE code = 'media'", 1),
        ("UPDATE role SET briefed = 1 WHERE code = 'counsel'",
         "SELECT briefed FROM role WHERE code = 'counsel'", 1),
        ("UPDATE duty SET blocking = 1 WHERE code = 'acknowledge'",
         "SELECT blocking FROM duty WHERE code = 'acknowledge'", 1),
        ("INSERT INTO contact_purpose (code, label_zh, label_en, position, citation)"
         " VALUES ('regret', '道歉', 'regret', 6, 'own rule')",
         "SELECT label_zh || party FROM contact_purpose WHERE code = 'regret'", "道歉 (regret)customer"),
    ]  # fmt: skip
    for edit, _kept, _value in edited:
        change(oldest, edit)
    oldest("upgrade", "--yes")
    assert "sound" in oldest("verify")
    for _edit, kept, value in edited:
        assert rows(oldest, kept) == [(value,)], kept


@pytest.mark.parametrize("old", FIRST_FORMAT, ids=lambda path: path.name.removesuffix(".db.gz"), indirect=True)
def test_the_titles_of_forms_that_the_bank_had_edited_are_kept(old: Desk) -> None:
    change(old, "UPDATE form SET title_zh = '客户投诉登记簿' WHERE code = 'register'")
    old("upgrade")
    assert "sound" in old("verify")
    kept = "SELECT title_zh, goes_to FROM form WHERE code IN ('register', 'delay', 'archive') ORDER BY code"
    assert rows(old, kept) == [("归档编号", None), ("客户投诉未按期办结说明", "customer"), ("客户投诉登记簿", "file")]
    change(old, "UPDATE form SET title_zh = '登记簿' WHERE code = 'register'")  # from the upgrade on it is entered
    assert "row form register is not as it was entered: title_zh" in old.run("verify", expect=6).stdout


@pytest.mark.requirement("A26")
def test_a_later_value_of_a_policy_holds_from_its_day(oldest: Desk) -> None:
    change(oldest, "INSERT INTO policy (key, in_force_from, value, citation)"
                   " VALUES ('major_amount_fen', '2026-03-01', '10000000', 'Art. 25')")  # fmt: skip
    oldest("upgrade")
    assert oldest.case("2")["is_major"] is False
    assert oldest.register(received_at="2026-02-28", amount="60000")["is_major"] is True
    kept = "SELECT in_force_from, in_force_to FROM policy WHERE key = 'major_amount_fen' ORDER BY 1"
    assert rows(oldest, kept) == [("2007-01-01", "2026-02-28"), ("2026-03-01", "9999-12-31")]


# ---- Once, and whole or not at all ----


@FIRST_AND_LAST
@pytest.mark.parametrize("command", [("upgrade",), ANONYMOUS])
def test_a_move_that_fails_leaves_the_file_as_it_was(old: Desk, command: tuple[str, ...]) -> None:
    version = rows(old, "PRAGMA user_version")
    change(old, "DROP VIEW IF EXISTS login_rule")
    change(old, "CREATE TABLE login_rule (in_the_way)")  # the name of a view that is made after every step
    with unchanged(old):
        assert "table login_rule already exists" in old(*command, expect=5)
    assert rows(old, "PRAGMA user_version") == version
    assert names(old) == {"bank.db"}
    change(old, "DROP TABLE login_rule")
    old(*command)


@FIRST_AND_LAST
def test_commands_that_come_at_once_bring_it_up_once(old: Desk) -> None:
    [(entries, format_)] = rows(old, "SELECT count(*), sum(kind = 'ledger_changed') FROM event")
    started = [
        subprocess.Popen(old.line(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in (ANONYMOUS, ("upgrade",), ANONYMOUS, ("brief", "2", "--to", "sun"))
    ]
    for process in started:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert f"6 cases in {entries + 7 - format_} events" in old("verify")
    assert sum("before" in name for name in names(old)) == 1


def test_every_step_has_its_file() -> None:
    folder = Path(schema.__file__).parent.parent / "migrations"
    assert sorted(schema.STEPS) == list(range(2, schema.VERSION + 1))
    assert all((folder / name).is_file() for name in schema.STEPS.values())
    assert len(VERSIONS) == schema.VERSION - 1

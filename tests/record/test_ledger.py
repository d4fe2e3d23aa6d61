"""The ledger cannot be changed unnoticed, and says who did what when; its numbers have no gaps."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk, cases, made_once
from support.acts import REGISTER_MANY
from support.case_file import change, rows, tampering

from complaintctl.privacy.personal import Person


@made_once
def worked(desk: Desk) -> None:
    """Two cases with a few events each; only the second customer's address is known."""
    for address in ("", "云溪县城关镇东街2号"):
        case = desk.register(unit="chengguan", address=address)["case_no"]
        desk.through(case, "brief transfer")


# A copy of an event that follows it, as it were.
COPIED = "case_no, kind, at, recorded_at, actor, login, host, salt, detail, hash, hash"
COLUMNS = "seq, case_no, kind, at, recorded_at, actor, login, host, salt, detail, previous_hash, hash"


@pytest.mark.requirement("A6.3", "G32")
@cases(
    "statement finding",
    ("UPDATE event SET detail = json_set(detail, '$.text', '改') WHERE seq = 12", "Event 12 (briefed"),
    ("UPDATE event SET at = '2026-11-20T10:00:00+08:00' WHERE seq = 10", "Event 10 (registered"),
    ("UPDATE event SET actor = 'sun' WHERE seq = 11", "Event 11 (deadline_set"),
    ("DELETE FROM event WHERE seq = 12", "Events 12 to 12 are missing"),
    ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "its end was cut off"),
    (f"INSERT INTO event ({COLUMNS}) SELECT seq + 1, {COPIED} FROM event"
     " WHERE seq = (SELECT max(seq) FROM event); UPDATE ledger_head SET seq = seq + 1",
     "was changed after it was entered"),
    ("UPDATE complaint SET status = 'closed', is_open = 0", "TS-2026-0001 is not as its events say"),
    ("UPDATE complaint SET first_receiver = 'zhang' WHERE case_no = 'TS-2026-0002'", "TS-2026-0002 is not as"),
    ("DELETE FROM complaint WHERE case_no = 'TS-2026-0001'", "case numbers of 2026 have gaps"),
    ("UPDATE complainant SET phone = '13900000009' WHERE id = 1", "customer's data of TS-2026-0001"),
    ("UPDATE complainant SET masked_name = '钱*' WHERE id = 2", "customer's data of TS-2026-0002"),
    ("UPDATE complainant SET address = '云溪县', masked_address = '云溪县***' WHERE id = 1", "data of TS-2026-0001"),
    ("UPDATE complainant SET address = NULL, masked_address = NULL WHERE id = 2", "data of TS-2026-0002"),
    ("UPDATE complainant SET masked_address = address WHERE id = 2", "customer's data of TS-2026-0002"),
    ("DELETE FROM complainant WHERE id = 1", "customer's data of TS-2026-0001"),
    ("DROP VIEW overdue_case", "view overdue_case of the file is missing"),
    ("CREATE TRIGGER idle AFTER INSERT ON event BEGIN SELECT 1; END", "trigger idle of the file is not part"),
)  # fmt: skip
def test_verify_finds(worked: Desk, statement: str, finding: str) -> None:
    with tampering(worked.path) as connection:
        connection.executescript(statement)
    said = worked.run("verify", expect=6)
    assert finding in said.stdout, said.stdout


@pytest.mark.requirement("A3.1", "A6.3")
@cases(
    "statement refusal",
    ("UPDATE event SET detail = '{}'", "never changed"),
    ("DELETE FROM event", "never deleted"),
    ("DELETE FROM complaint", "never deleted"),
    ("UPDATE complaint SET first_receiver = 'sun'", "never change"),
    ("UPDATE complaint SET received_at = '2026-11-22T10:00:00+08:00'", "never change"),
    ("UPDATE complaint SET channel = 'letter'", "never change"),
    ("UPDATE complaint SET complainant = NULL", "never change"),
    ("UPDATE complaint SET case_no = 'TS-2026-0009' WHERE case_no = 'TS-2026-0001'", "never change"),
    (f"INSERT INTO event ({COLUMNS}) SELECT seq + 9, {COPIED} FROM event", "chain"),
)
def test_the_file_itself_refuses(worked: Desk, statement: str, refusal: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=refusal):
        change(worked, statement)


@pytest.mark.requirement("G32")
def test_eight_processes_register_ten_cases_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "120")
    desk = Desk(tmp_path / "bank.db", as_of=None)
    desk("init")
    words = [sys.executable, "-c", REGISTER_MANY, str(desk.path), "10"]
    processes = [subprocess.Popen(words, stderr=subprocess.PIPE) for _ in range(8)]
    for process in processes:
        _, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors
    numbers = sorted(case["case_no"] for case in desk.json("list", "--all"))
    year = numbers[0][3:7]
    assert numbers == [f"TS-{year}-{n:04}" for n in range(1, 81)]
    assert "80 cases in 16" in desk("verify")


@pytest.mark.requirement("A8.1c")
def test_both_times_are_kept_apart(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:30")
    desk.do("transfer", "1", "--to", "chengguan", "--at", "2026-11-20T15:00")
    events = {event["kind"]: event for event in desk.case("1")["events"]}
    assert events["registered"]["at"] == "2026-11-20T09:30:00+08:00"
    assert events["dispatched"]["at"] == "2026-11-20T15:00:00+08:00"
    assert {event["recorded_at"] for event in events.values()} == {"2026-11-23T10:00:00+08:00"}


def test_facts_dated_later_do_not_count_as_of_an_earlier_time(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:30")
    desk.do("transfer", "1", "--to", "chengguan", "--at", "2026-11-21")
    assert desk.case("1", as_of="2026-11-20")["status"] == "registered"
    assert desk.case("1", as_of="2026-11-21")["status"] == "dispatched"
    desk("show", "1", as_of="2026-11-19", expect=4)
    assert desk.json("list", as_of="2026-11-19") == []


@pytest.mark.requirement("A6.1", "A6.2")
def test_personal_data_is_masked_and_its_showing_recorded(desk: Desk) -> None:
    data = {"name": "欧阳寒露", "phone": "13900000007", "id_no": "11010519491231002X", "address": "云溪县城关镇东街2号"}
    case = desk.register(**data)
    masked = {"name": "欧阳**", "phone": "139****0007", "id_no": "110***********002X", "address": "云溪县***"}
    assert case["complainant"] == masked
    assert "欧阳**  139****0007  110***********002X  云溪县***" in desk("show", "1")
    revealed = desk.json("show", "1", "--reveal", "--reason", "核对")
    assert revealed["complainant"] == data
    assert "云溪县城关镇东街2号" in desk("show", "1", "--reveal", "--reason", "核对")
    assert revealed["events"][-1]["kind"] == "revealed"


@pytest.mark.requirement("A6.1")
def test_personal_data_lives_in_the_two_tables_of_its_module(desk: Desk) -> None:
    data = {"name": "欧阳寒露", "phone": "13900000007", "id_no": "11010519491231002X", "address": "云溪县城关镇东街2号"}
    desk.register(**data)
    names = [name for (name,) in rows(desk, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    read = {name: rows(desk, f'SELECT * FROM "{name}"') for name in names}
    holding = {name for name in names for row in read[name] if any(part in str(row) for part in data.values())}
    assert holding == {"complainant", "contact_key"}


@pytest.mark.requirement("A6.1")
@cases(
    "address shown",
    ("云溪县城关镇东街2号", "云溪县***"),
    ("陕西省宝鸡市陈仓区虢镇幸福小区3号", "陕西省宝鸡市陈仓区***"),
    ("内蒙古自治区锡林浩特市宝力根街", "内蒙古自治区锡林浩特市***"),
    ("北京市朝阳区望京街9号", "北京市朝阳区***"),
    ("巴林左旗林东镇", "巴林左旗***"),
    ("江西省景德镇市昌江区瓷都大道", "江西省景德镇市昌江区***"),
    ("云溪县幸福小区3号", "云溪县***"),
    ("幸福小区3号楼", "幸福***"),
    ("城关镇农贸市场旁", "城关***"),
    ("东街大超市对面", "东街***"),
    ("城关镇东大街家属区", "城关***"),
    ("3号楼", "3号***"),
    ("东", "东***"),
)
def test_of_an_address_the_province_the_city_and_the_county_are_shown(address: str, shown: str) -> None:
    assert Person(address=address).masked().address == shown

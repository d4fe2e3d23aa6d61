"""Voiding a mistaken or double registration (Art. 6)."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import REGISTER, Desk, cases, picked
from openpyxl import load_workbook
from support.case_file import rows, unchanged

VOID = ("void", "1", "--reason", "误登", "--approved-by", "sun")
LATER = "2026-12-04T10:00"


@pytest.mark.requirement("A6.3", "G31")
def test_a_mistaken_registration_is_voided_and_owes_nothing_more(desk: Desk) -> None:
    desk.register(unit="chengguan", hot_topic=True, then="brief; transfer")
    said = desk.run(*VOID)
    assert "TS-2026-0001 voided." in said.stdout and "slip lies with 城关支行" in said.stderr
    case = desk.json("show", "1")
    assert picked(case, "status is_open case_no") == ("voided", False, "TS-2026-0001")
    assert not desk.owed() and not desk.owed("2026-1", as_of="2027-06-01T10:00")
    assert picked(case["events"][-1], "kind text approved_by") == ("voided", "误登", "sun")
    assert desk.json("list") == [] and desk.json("overdue", as_of=LATER) == []
    assert "已作废" in desk("--lang", "zh", "show", "1")
    assert desk.register()["case_no"] == "TS-2026-0002"  # no number is given out again
    assert "sound" in desk("verify")


@pytest.mark.requirement("A6.3")
def test_the_double_names_the_case_that_stands(desk: Desk) -> None:
    desk.register()
    desk.register()
    with unchanged(desk):
        assert "the one that is voided" in desk(*VOID, "--instead", "1", expect=2)
        desk(*VOID, "--instead", "9", expect=4)
    assert "TS-2026-0002 stands instead" in desk(*VOID, "--instead", "2")
    assert "TS-2026-0002 stands instead" in desk("brief", "1", "--to", "sun", expect=3)
    second = ("void", "2", "--reason", "误登", "--approved-by", "sun")
    with unchanged(desk):
        assert "was voided" in desk(*second, "--instead", "1", expect=3)


@pytest.mark.requirement("A6.3")
def test_a_leader_approves_it_who_serves_and_is_no_party(desk: Desk) -> None:
    desk.register(subject="wu")
    words = ("void", "1", "--reason", "误登")
    with unchanged(desk):
        assert "no leader" in desk(*words, "--approved-by", "zhang", expect=3)
        assert "complained of" in desk(*words, "--approved-by", "wu", expect=3)
        assert "--approved-by" in desk(*words, expect=2)
        assert "--reason" in desk("void", "1", "--approved-by", "sun", expect=2)
        assert "empty" in desk("void", "1", "--reason", " ", "--approved-by", "sun", expect=2)
    desk("staff", "set", "zhou", "--retired", "2026-11-20")
    assert "retired" in desk(*words, "--approved-by", "zhou", expect=3)


def test_it_is_of_an_open_case_and_not_before_what_was_done_on_it(desk: Desk) -> None:
    desk.register(as_of="2026-11-20T09:00", then="brief")
    assert "too early" in desk(*VOID, "--at", "2026-11-20T08:00", expect=3)
    desk.register(answered="已致歉", then="brief; close")
    assert "cannot be voided" in desk("void", "2", *VOID[2:], expect=3)


# Every act on a case, each as it would be done on one that lives.
ACTS = (
    "reopen 1 --reason x", "archive 1", "brief 1 --to sun", "direct 1 --by sun --text x", "transfer 1 --to chengguan",
    "sign 1 --by zhang", "return 1 --by zhang --reason x", "supervise 1 --reason overdue", "delay 1 --reason x",
    "contact 1 --purpose progress --text x", "contact 1 --purpose follow_up --text x", "pause 1 --reason x", "resume 1",
    "extend 1 --days 5 --approved-by sun --reason x", "classify 1 --amount 9", "investigate 1 --findings x",
    "escalate 1 --to union --reason x", "review 1 --accept", "withdraw 1 --reason x", "close 1",
    "correct 1 --demand x --reason x", "void 1 --reason x --approved-by sun",
    "register --channel phone --category work_error --summary x --demand x --anonymous --repeat-of 1",
    "register --channel phone --category work_error --summary x --demand x --anonymous --repeat-of 1 --nothing-new",
    "check done web_channel --case 1 --found x",
)  # fmt: skip


@pytest.mark.requirement("A6.3")
def test_no_act_is_done_on_it_any_more(desk: Desk) -> None:
    desk.register(then="brief; transfer")
    desk.do(*VOID)
    with unchanged(desk):
        for words in ACTS:
            assert "was voided on 2026-11-23" in desk(*words.split(), expect=3), words
    desk("slip", "1", "register")  # a look at it stays


@pytest.mark.requirement("A6.3", "A23.1")
def test_the_void_of_a_late_case_is_a_lead_that_can_be_decided(desk: Desk) -> None:
    desk.register()
    desk.register(received_at="2026-11-20")
    desk.do(*VOID)
    said = desk.run("void", "2", *VOID[2:], as_of=LATER)
    assert "stays a lead" in said.stderr
    leads = [lead for lead in desk.json("accountability", "list", as_of=LATER) if lead["kind"] == "voided_late"]
    assert [picked(lead, "case_no person day") for lead in leads] == [("TS-2026-0002", "li", "2026-12-04")]
    measure = ("accountability", "measure", leads[0]["lead"], "--measure", "批评教育", "--decided-by", "sun")
    desk(*measure, as_of=LATER)


@pytest.mark.requirement("A17.1", "A23.1")
def test_a_mistaken_registration_is_no_repeat_and_no_earlier_case(desk: Desk) -> None:
    for earlier in ("", "1", "2"):
        desk.register(repeat_of=earlier)

    def leads() -> list[str]:
        return [lead["case_no"] for lead in desk.json("accountability", "list") if lead["kind"] == "repeat"]

    assert leads() == ["TS-2026-0003"]
    desk.do("void", "3", *VOID[2:], "--instead", "2")
    assert leads() == []
    assert "TS-2026-0003" not in desk.run(*REGISTER, "--phone", "13900000001").stderr
    desk.do("correct", "4", "--repeat-of", "2", "--reason", "漏记")
    assert (desk.case("4")["repeat_no"], leads()) == (2, ["TS-2026-0004"])
    assert "TS-2026-0004 repeats it" in desk.do("void", "2", *VOID[2:]).notes[0]
    assert leads() == []  # of its series one coming is left
    desk.do("correct", "4", "--repeat-of", "1", "--reason", "前案作废")
    assert (desk.case("4")["repeat_no"], desk.case("4")["repeat_of"]) == (1, "TS-2026-0001")


@pytest.mark.requirement("A22.1")
def test_the_return_counts_it_apart_and_balances(desk: Desk) -> None:
    for _time in range(3):
        desk.register()
    desk.do(*VOID)
    total = desk.json("report", "--month", "2026-11")[-1]
    assert picked(total, "opening received voided resolved closing") == (0, 3, 1, 0, 2)
    before = desk.json("report", "--month", "2026-11", "--known-on", "2026-11-22")[-1]
    assert picked(before, "received voided closing") == (0, 0, 0)


# ---- The register (登记簿) ----
@pytest.fixture
def voided(desk: Desk) -> Desk:
    """The second of three cases, voided as a double of the first."""
    for amount in ("100", "200", "400"):
        desk.register(amount=amount)
    desk.do("void", "2", "--reason", "重复登记", "--approved-by", "sun", "--instead", "1")
    return desk


@pytest.mark.requirement("A6.3")
def test_it_keeps_its_place_in_the_register_and_is_said_to_be_voided(voided: Desk) -> None:
    register = voided.json("ledger")
    assert [case["编号"] for case in register] == [f"TS-2026-000{number}" for number in (1, 2, 3)]
    assert [case["办结方式"] for case in register] == [None, "作废", None]
    assert "作废：重复登记" in register[1]["备注"]
    total = voided("ledger", "--csv").splitlines()[-1]
    assert total.startswith("合计") and "2件，另作废1件" in total and "500.00" in total and "办结0件" in total


@pytest.mark.requirement("A6.3")
@cases("name", "登记簿.xlsx", "登记簿.docx")
def test_it_is_struck_through(voided: Desk, tmp_path: Path, name: str) -> None:
    voided("ledger", "-o", str(tmp_path / name))
    if name.endswith("xlsx"):
        sheet = load_workbook(tmp_path / name).active
        assert sheet is not None
        listed = sheet.iter_rows(min_row=4, max_row=6)
        struck = [{bool(cell.font.strike) for cell in row if cell.value} for row in listed]
        assert struck == [{False}, {True}, {False}]
        return
    with ZipFile(tmp_path / name) as parts:
        table: Any = parts.read("word/document.xml").decode().split("<w:tr>")
    assert [("<w:strike/>" in row) for row in table if "TS-2026-" in row] == [False, True, False]


@pytest.mark.requirement("A6.3", "A26")
def test_no_change_of_a_limit_moves_it(voided: Desk) -> None:
    told = voided("policy", "set", "seed.general", "5", "--from", "2026-11-20", expect=3)
    assert "TS-2026-0001: " in told and "TS-2026-0002" not in told
    voided("policy", "set", "seed.general", "5", "--from", "2026-11-20", "--yes")
    assert "sound" in voided("verify")


@pytest.mark.requirement("A6.3")
def test_its_page_of_the_register_says_that_it_was_voided_and_why(voided: Desk) -> None:
    page = voided("slip", "2", "register")
    assert "2026年11月23日（已作废）" in page and "重复登记；保留TS-2026-0001\n" in page
    assert "已作废" not in voided("slip", "1", "register")


def test_a_voided_case_is_projected_as_it_stands(voided: Desk) -> None:
    assert rows(voided, "SELECT status, left_at IS NOT NULL FROM complaint WHERE case_no = 'TS-2026-0002'") == [
        ("voided", 1)
    ]
    assert "sound" in voided("verify")


@pytest.mark.requirement("A6.3")
def test_it_comes_back_from_the_register_as_voided(voided: Desk, tmp_path: Path, furnished: bytes) -> None:
    book = tmp_path / "登记簿.csv"
    voided("ledger", "-o", str(book), "--reveal", "--reason", "移交")
    other = Desk(tmp_path / "other.db")
    other.path.write_bytes(furnished)
    other("import", str(book))
    assert [status for (status,) in rows(other, "SELECT status FROM complaint ORDER BY case_no")] == [
        "registered", "voided", "registered",
    ]  # fmt: skip
    assert "sound" in other("verify")

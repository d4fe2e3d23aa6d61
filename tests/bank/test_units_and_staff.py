"""Units and people are renamed, moved and retired; what was done before keeps the names of its day."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases
from support.case_file import rows, unchanged

from complaintctl.base.errors import Refused
from complaintctl.cases.directory_rows import serving


def listed(desk: Desk, noun: str, code: str) -> dict[str, object]:
    """A unit or a member of staff as it is listed."""
    return next(dict(row) for row in desk.json(noun, "list") if row["code"] == code)


# ---- Units ----


@pytest.mark.requirement("A2.1", "A19.1")
def test_a_slip_keeps_the_name_of_its_day_and_nothing_else_does(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    desk("unit", "set", "chengguan", "--name", "城关一部")
    desk.do("supervise", "1", "--reason", "directive")
    desk("unit", "set", "chengguan", "--name", "城关中心支行")
    names = rows(desk, "SELECT to_unit, to_unit_name FROM slip ORDER BY seq")
    assert names == [("chengguan", "城关支行"), ("chengguan", "城关一部")]
    assert desk.json("list")[0]["unit_name"] == "城关中心支行"
    assert desk.case("1")["respondent_unit"] == "chengguan"
    assert "no unit" in desk("transfer", "1", "--to", "城关支行", expect=4)
    assert desk.register(unit="城关中心支行")["respondent_unit"] == "chengguan"


def test_who_takes_no_short_name_is_typed_by_the_name(desk: Desk) -> None:
    assert desk("unit", "add", "南门支行") == "Unit 南门支行 added.\n"
    assert desk("staff", "add", "韩小雪", "--unit", "南门支行") == "韩小雪 added to the staff.\n"
    assert listed(desk, "staff", "韩小雪")["unit_name"] == "南门支行"
    assert desk.register(unit="南门支行")["respondent_unit"] == "南门支行"


def test_what_is_given_changes_and_the_rest_stays(desk: Desk) -> None:
    desk("unit", "set", "hexi", "--email", "hexi@bank.example", "--line", "零售", "--head", "qian")
    desk("unit", "set", "河西支行", "--email", "", "--kind", "办公室")
    assert listed(desk, "unit", "hexi") == {
        "code": "hexi", "name": "河西支行", "kind": "office", "kind_label": "office", "email": None, "head": "qian",
        "line": "零售", "area": "country", "area_label": "country", "retired_on": None,
            "merged_into": None,
    }  # fmt: skip
    assert "sound" in desk("verify")
    desk("unit", "set", "hexi", "--name", "hexi")
    assert listed(desk, "unit", "hexi")["name"] == "hexi"


@cases(
    "words status finding",
    (("unit", "set", "nowhere", "--name", "某支行"), 4, "no unit"),
    (("unit", "set", "hexi"), 3, "would change"),
    (("unit", "set", "hexi", "--name", "河西支行"), 3, "would change"),
    (("unit", "set", "hexi", "--name", "城关支行"), 3, "chengguan"),
    (("unit", "set", "hexi", "--name", "chengguan"), 3, "already"),
    (("unit", "set", "hexi", "--name", " "), 2, "empty"),
    (("unit", "set", "hexi", "--kind", "shop"), 4, "branch, department, office"),
    (("unit", "set", "hexi", "--area", "moon"), 4, "Known: town, country."),
    (("unit", "set", "hexi", "--email", "nobody"), 2, "e-mail"),
    (("unit", "set", "hexi", "--head", "nobody"), 4, "no member"),
    (("unit", "set", "hexi", "--retired", "soon"), 2, "not a date"),
    (("unit", "set", "hexi", "--name", "河西二部", "--at", "2026-11-24"), 2, "in the future"),
    (("unit", "set", "supervision", "--retired", "2026-12-31"), 3,
     "policy set supervision_office UNIT --from 2026-12-31"),
    (("staff", "set", "nobody", "--name", "某人"), 4, "no member"),
    (("staff", "set", "qian"), 3, "would change"),
    (("staff", "set", "qian", "--login", "li"), 3, "one person, one login"),
    (("staff", "set", "qian", "--role", "king"), 4, "no role"),
    (("staff", "set", "qian", "--unit", "nowhere"), 4, "no unit"),
    (("staff", "set", "qian", "--name", ""), 2, "empty"),
    (("staff", "set", "qian", "--retired", "2026-13-01"), 2, "does not exist"),
    (("staff", "set", "li", "--retired", "2027-01-01"), 3, "Nobody retires by their own act"),
)  # fmt: skip
def test_neither_a_unit_nor_a_person_is_changed_into_nonsense(
    desk: Desk, words: tuple[str, ...], status: int, finding: str
) -> None:
    with unchanged(desk):
        assert finding in desk(*words, expect=status)


@cases(
    "as_of command said",
    ("2027-01-04", "unit set hexi --retired 31日", "Unit 河西支行 changed: no more from Thursday 2026-12-31 on."),
    ("2026-12-31", "staff set qian --retired 1月2日", "changed: serves no more from Saturday 2027-01-02 on."),
)
def test_the_day_on_which_one_retires_is_said_as_it_was_understood(
    desk: Desk, as_of: str, command: str, said: str
) -> None:
    assert said in desk(*command.split(), as_of=as_of)


def test_a_retired_unit_says_what_lies_with_it(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    said = desk.run("unit", "set", "chengguan", "--retired", "2026-11-30")
    assert "complaintctl transfer TS-2026-0001 --to UNIT" in said.stderr
    assert listed(desk, "unit", "chengguan")["retired_on"] == "2026-11-30"
    assert "retired" in desk("staff", "add", "zhu", "朱处暑", "--unit", "chengguan", as_of="2026-11-30", expect=3)
    desk("staff", "add", "zhu", "朱处暑", "--unit", "chengguan")  # it still serves today
    desk("unit", "set", "chengguan", "--retired", "")
    desk("staff", "add", "xu", "许寒露", "--unit", "chengguan", as_of="2026-11-30")


def test_a_case_at_a_unit_that_is_no_more_is_to_be_passed_on(desk: Desk) -> None:
    desk.register(unit="chengguan", received_at="2026-11-02")
    desk.do("transfer", "1", "--to", "chengguan", "--at", "2026-11-02")
    desk("unit", "set", "chengguan", "--retired", "2026-11-24")
    assert "transfer" not in desk.owed() and "supervise" in desk.owed()
    later = "2026-11-24T10:00"
    duty = desk.duty("transfer", as_of=later)
    assert (duty["owed"], duty["due_at"][:10]) == (True, "2026-11-24")
    assert "supervise" not in desk.owed(as_of=later)
    assert "retired" in desk("supervise", "1", "--reason", "overdue", as_of=later, expect=3)
    desk.do("transfer", "1", "--to", "hexi", as_of=later)
    assert "transfer" not in desk.owed(as_of=later) and "supervise" in desk.owed(as_of=later)


def test_another_supervision_office_lets_the_first_one_go(desk: Desk) -> None:
    desk("unit", "add", "care", "消保部", "--kind", "office")
    office = ("policy", "set", "supervision_office", "care", "--from", "2026-12-31")
    assert "Nobody could act for 消保部" in desk(*office, expect=3)
    desk("unit", "set", "care", "--head", "zhang")
    desk(*office)
    assert "supervision_office" in desk("unit", "set", "supervision", "--retired", "2026-12-30", expect=3)
    desk("unit", "set", "supervision", "--retired", "2026-12-31")


# ---- Staff ----


@pytest.mark.requirement("A19.1")
def test_a_person_is_promoted_moved_and_named_again(desk: Desk) -> None:
    desk("staff", "set", "qian", "--role", "unit_head", "--name", "钱立春", "--phone", "0000-1234568")
    assert listed(desk, "unit", "hexi")["head"] == "qian"  # it had none
    said = desk.run("staff", "set", "qian", "--unit", "chengguan", "--line", "零售")
    assert "complaintctl unit set hexi --head STAFF" in said.stderr
    assert listed(desk, "staff", "qian") | {"role_label": ""} == {
        "code": "qian", "name": "钱立春", "unit": "chengguan", "unit_name": "城关支行", "role": "unit_head",
        "role_label": "", "login": None, "email": None, "phone": "0000-1234568", "line": "零售", "retired_on": None,
        "shared_login": False, "ssh_key": None,
    }  # fmt: skip
    assert listed(desk, "unit", "chengguan")["head"] == "zhang"
    details = "SELECT detail ->> 'previous_name', detail ->> 'previous_role' FROM event WHERE kind = 'staff_changed'"
    assert rows(desk, details) == [("钱谷雨", "officer"), (None, None)]
    assert rows(desk, "SELECT kind, code, name FROM former_name") == [("staff", "qian", "钱谷雨")]
    assert "sound" in desk("verify")


def test_a_retired_person_says_what_hangs_on_him(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan", "--handler", "zhang")
    said = desk.run("staff", "set", "zhang", "--retired", "2026-11-24").stderr
    assert "TS-2026-0001 is handled by 张立冬" in said and "unit set chengguan --head STAFF" in said
    assert "retired on 2026-11-24" in desk("unit", "set", "hexi", "--head", "zhang", as_of="2026-11-24", expect=3)
    assert "retired" in desk("unit", "add", "beishan", "北山支行", "--head", "zhang", as_of="2026-11-24", expect=3)


@pytest.mark.requirement("A8.2b")
def test_a_line_leader_has_his_line_from_the_start(desk: Desk, tmp_path: Path) -> None:
    desk("staff", "add", "he", "何小雪", "--unit", "supervision", "--role", "line_leader", "--line", "公司")
    (tmp_path / "staff.csv").write_text("code,name,unit,role,line\nlv,吕大暑,supervision,line_leader,零售\n", "utf-8")
    desk("staff", "import", str(tmp_path / "staff.csv"))
    assert (listed(desk, "staff", "he")["line"], listed(desk, "staff", "lv")["line"]) == ("公司", "零售")
    assert "sound" in desk("verify")


def test_the_ledger_says_what_was_entered(desk: Desk) -> None:
    desk("unit", "add", "beishan", "北山支行", "--area", "country", "--at", "2026-11-20")
    desk("staff", "add", "he", "何小雪", "--unit", "beishan", "--role", "unit_head", "--login", "he")
    events = rows(desk, "SELECT kind, day, detail FROM event WHERE case_no IS NULL ORDER BY seq DESC LIMIT 2")
    assert events == [
        ("staff_added", "2026-11-23",
         '{"heads":"beishan","login":"he","name":"何小雪","role":"unit_head","staff":"he","unit":"beishan"}'),
        ("unit_added", "2026-11-20", '{"area":"country","kind":"branch","name":"北山支行","unit":"beishan"}'),
    ]  # fmt: skip


# ---- Who still serves ----


@pytest.mark.parametrize(("retired_on", "serves"), [(None, True), ("2026-11-24", True), ("2026-11-23", False)])
def test_the_day_of_retirement_is_the_first_without_him(retired_on: str | None, serves: bool) -> None:
    row: Any = {"code": "sun", "name": "孙惊蛰", "role": "officer", "retired_on": retired_on}
    if serves:
        assert serving(row, "2026-11-23") is row
    else:
        with pytest.raises(Refused, match="孙惊蛰 retired on 2026-11-23: name who serves now"):
            serving(row, "2026-11-23")

"""Investigations: who, what on which evidence; violations; repeats and their causes (Arts 10, 13, 17, 24)."""

import pytest
from conftest import Desk, made_once, picked
from support.results import BOX, blocking, finish, last, owed, report

FLAGS = ("--violation-nature", "--severity", "--opinion", "--by-unit")
VIOLATION = dict(zip(FLAGS, ("代客保管存折", "一般违规", "记过并培训", "retail"), strict=True))


def look(desk: Desk, *words: str, case: str = "1", expect: int = 0) -> str:
    """An investigation of a case."""
    given = ("investigate", case, "--findings", "调阅监控,情况属实", *words)
    return desk(*given, expect=expect) if expect else str(desk.do(*given))


@made_once
def repeated(desk: Desk) -> None:
    """A second case that repeats the first, which is closed, on the report of zhang."""
    desk.register(**BOX)
    desk.do("brief", "1", "--to", "sun")
    desk.do("resolve", "1", *report(apology="已致歉"))
    finish(desk)
    desk.register(**BOX, repeat_of="1", summary="仍未解决")
    desk.do("brief", "2", "--to", "sun")


# ---- An investigation ----


@pytest.mark.requirement("A13.1a")
def test_an_investigation_is_kept_whole(desk: Desk) -> None:
    desk.register(unit="chengguan")
    look(desk, "--by", "sun", "--by", "钱谷雨", "--evidence", "11月20日大厅录像", "--at", "2026-11-23T10:00")
    kept = last(desk, "investigated")
    assert picked(kept, "text by evidence") == ("调阅监控,情况属实", ["sun", "qian"], "11月20日大厅录像")
    assert kept["at"] == "2026-11-23T10:00:00+08:00"
    look(desk)
    assert last(desk, "investigated")["by"] == ["li"]  # who enters it, if nobody is named
    assert "--findings" in desk("investigate", "1", expect=2)


@pytest.mark.requirement("A13.1a")
def test_investigators_are_known_and_nothing_follows_the_end(desk: Desk) -> None:
    desk.register(answered="已答复")
    look(desk, "--by", "nobody", expect=4)
    desk.through("1", "brief close")
    assert "cannot be investigated any more" in look(desk, expect=3)


# ---- A violation ----


@pytest.mark.requirement("A13.3")
def test_a_violation_is_not_closed_before_it_is_defined(desk: Desk) -> None:
    desk.register(**BOX, category="rule_violation")
    desk.do("brief", "1", "--to", "sun")
    desk.do("resolve", "1", *report())
    look(desk)  # says nothing of its nature
    assert "define the violation" in finish(desk, expect=3)
    assert "cannot be waived" in desk("close", "1", "--waive", "violation_finding", "--reason", "无须", expect=3)
    look(desk, *[word for pair in VIOLATION.items() for word in pair])
    kept = last(desk, "investigated")
    assert [kept[name.strip("-").replace("-", "_")] for name in VIOLATION] == list(VIOLATION.values())
    desk.do("close", "1")


@pytest.mark.requirement("A13.3")
@pytest.mark.parametrize("missing", list(VIOLATION))
def test_a_violation_is_defined_whole(desk: Desk, missing: str) -> None:
    desk.register(**BOX, category="rule_violation")
    rest = [word for name, value in VIOLATION.items() if name != missing for word in (name, value)]
    assert f"give {missing} as well" in look(desk, *rest, expect=2)
    assert "violation_finding" in blocking(desk)


@pytest.mark.requirement("A13.3")
def test_the_unit_complained_of_does_not_define_the_violation_itself(desk: Desk) -> None:
    desk.register(category="rule_violation", unit="retail")
    words = [
        "--findings",
        "属实",
        "--violation-nature",
        "违规代办",
        "--severity",
        "一般",
        "--opinion",
        "记过",
        "--by-unit",
    ]
    assert "another department defines" in desk("investigate", "1", *words, "retail", expect=3)
    assert desk.duty("violation_finding")["done_at"] is None
    desk("investigate", "1", *words, "supervision")
    assert desk.duty("violation_finding")["done_at"]


@pytest.mark.requirement("A13.3")
def test_other_cases_ask_for_no_such_finding(desk: Desk) -> None:
    desk.register(**BOX)
    assert "violation_finding" not in owed(desk)
    desk.do("classify", "1", "--category", "rule_violation", "--reason", "查明系违规")
    assert "violation_finding" in blocking(desk)


# ---- A repeat ----


@pytest.mark.requirement("A17.1")
def test_a_repeat_is_not_closed_before_its_cause_is_found(repeated: Desk) -> None:
    desk = repeated
    assert "repeat_cause" not in owed(desk)
    desk.do("resolve", "2", *report(apology="已致歉"))
    look(desk, case="2")
    assert "find the cause of the repeat" in finish(desk, "2", expect=3)
    look(desk, "--repeat-cause", "首次答复未说明依据", case="2")
    assert last(desk, "investigated", "2")["repeat_cause"] == "首次答复未说明依据"
    desk.do("close", "2")


@pytest.mark.requirement("A17.2")
def test_a_repeat_is_looked_into_again_and_after(repeated: Desk) -> None:
    desk = repeated
    assert "fresh_investigation" in owed(desk, "2") and "fresh_investigation" not in owed(desk, "1")
    assert owed(desk, "2")["fresh_investigation"]["due_at"] == "2026-11-26T23:59:59+08:00"
    look(desk, case="2")
    assert "fresh_investigation" not in owed(desk, "2")
    desk.do("transfer", "2", "--to", "chengguan")
    assert owed(desk, "2")["track"]["due_at"] == "2026-11-25T23:59:59+08:00"
    desk.do("contact", "2", "--purpose", "track", "--text", "支行正在复核")
    assert "track" not in owed(desk, "2")
    assert "track" in owed(desk, "2", as_of="2026-11-26")


@pytest.mark.requirement("A17.2")
def test_the_same_people_as_the_first_time_are_remarked_on(repeated: Desk) -> None:
    said = repeated.run("investigate", "2", "--findings", "复核属实", "--by", "zhang", "--by", "li").stderr
    assert "张立冬 handled TS-2026-0001 as well" in said and "李清明 handled" not in said
    assert "as well" not in repeated.run("investigate", "2", "--findings", "复核属实", "--by", "qian").stderr


@pytest.mark.requirement("A17.2")
def test_so_is_the_handler_that_the_first_slip_named(desk: Desk) -> None:
    desk.register(unit="hexi")
    desk.do("transfer", "1", "--to", "hexi", "--handler", "qian")
    desk.register(unit="hexi", repeat_of="1")
    said = desk.run("investigate", "2", "--findings", "复核属实", "--by", "qian").stderr
    assert "钱谷雨 handled TS-2026-0001 as well" in said


@pytest.mark.requirement("A17.3")
def test_of_a_repeat_the_same_is_asked_as_of_any_case(repeated: Desk) -> None:
    desk = repeated
    desk.do("resolve", "2", *report())
    assert "apology" in blocking(desk, "2") and "report_not_accepted" not in owed(desk, "2")
    desk.do("review", "2", "--return", "--reason", "责任认定有误")
    desk.do("resolve", "2", *report(fault="customer", reply=None, replied_at=None))
    assert "explanation" in blocking(desk, "2") and "apology" not in owed(desk, "2")


# ---- A first finding that was untrue ----


@pytest.mark.requirement("A24.1")
def test_there_is_a_first_finding_only_of_a_repeat_or_a_case_reopened(desk: Desk) -> None:
    desk.register(answered="已答复")
    assert "no first finding" in look(desk, "--first-finding-untrue", expect=3)
    desk.through("1", "brief close")
    desk.do("reopen", "1", "--reason", "监控与答复不符")
    look(desk, "--first-finding-untrue")
    assert last(desk, "investigated")["first_finding_untrue"] is True
    assert len(desk.json("accountability", "list", "--kind", "untrue_finding")) == 1


@pytest.mark.requirement("A24.1")
def test_a_crime_is_passed_to_the_police(desk: Desk) -> None:
    desk.register(category="financial_crime")
    desk.do("escalate", "1", "--to", "police", "--reason", "涉嫌伪造存单", "--ref", "云溪农商移〔2026〕1号")
    passed = last(desk, "escalated")
    assert picked(passed, "to ref") == ("police", "云溪农商移〔2026〕1号")

"""Who may not handle a case, and to whom it may not be sent (Arts 9(2), 10, 13). There is no way round any of it."""

import pytest
from conftest import Desk, made_once
from support.results import report

REPORT = report(handler=None, satisfaction="satisfied", apology="已致歉")


@made_once
def reported(desk: Desk) -> None:
    """A report of wrongdoing against qian of hexi, and a colleague of his."""
    desk("staff", "add", "ge", "葛芒种", "--unit", "hexi")
    desk.register(channel="letter", nature="wrongdoing_report", unit="hexi", subject="qian")


# ---- The party (Art. 10) ----


@pytest.mark.requirement("A10.6", "A13.1a")
def test_the_party_neither_handles_nor_investigates_nor_resolves(desk: Desk) -> None:
    desk.register(unit="chengguan", subject="qian")
    assert "not the party" in desk("transfer", "1", "--to", "hexi", "--handler", "qian", expect=3)
    assert desk.case("1")["slips"] == []  # and no number was taken
    assert desk.json("transfer", "1", "--to", "hexi")["slips"][0]["slip_no"] == "转〔2026〕1号"
    assert "not the party" in desk("investigate", "1", "--findings", "属实", "--by", "li", "--by", "qian", expect=3)
    assert "not the party" in desk("--actor", "qian", "investigate", "1", "--findings", "属实", expect=3)
    assert "not the party" in desk("resolve", "1", *REPORT, "--handler", "qian", expect=3)
    desk.acts("1", "investigate --findings 属实 --by li", ["resolve", *REPORT, "--handler", "zhang"])


@pytest.mark.requirement("A10.6")
def test_a_handler_who_does_not_head_his_unit_is_remarked_on(desk: Desk) -> None:
    desk.register()
    said = [desk.run("transfer", "1", "--to", unit, "--handler", person).stderr
            for unit, person in (("hexi", "qian"), ("chengguan", "zhang"), ("retail", "zhang"))]  # fmt: skip
    assert ["钱谷雨 is not the head of 河西支行" in text for text in said] == [True, False, False]
    assert "not the head" not in said[1] + said[2]


@pytest.mark.requirement("A10.6")
def test_nor_does_he_approve_an_extension_of_the_case_against_him(desk: Desk) -> None:
    desk.register(legal_complexity="complex", subject="zhou")
    words = ["extend", "1", "--days", "10", "--reason", "需外部核查", "--customer-told", "2026-11-23T10:00"]
    assert "not the party" in desk(*words, "--approved-by", "zhou", expect=3)
    desk(*words, "--approved-by", "sun")


@pytest.mark.requirement("A10.6")
def test_nor_does_he_accept_a_report_on_himself(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", subject="qian")
    desk.resolve("1", "2026-11-23T10:00", handler="zhang")
    desk.grant("decide")
    assert "not the party" in desk("--actor", "qian", "review", "1", "--accept", expect=3)
    desk.do("review", "1", "--accept")


# ---- The head of the branch (Art. 9(2)) ----
@pytest.mark.requirement("G16")
def test_a_branch_whose_head_is_complained_of_does_not_look_after_its_box(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", subject="zhang")
    to_the_office = "complaintctl transfer TS-2026-0001 --to supervision"
    assert desk.duty("transfer")["remedy"] == to_the_office
    assert to_the_office in desk("resolve", "1", *REPORT, "--handler", "li", expect=3)
    assert to_the_office in desk("transfer", "1", "--to", "chengguan", expect=3)
    desk.acts("1", "transfer --to supervision --handler li", ["resolve", *REPORT, "--handler", "li"])


@pytest.mark.requirement("G16")
def test_where_a_slip_is_needed_somebody_else_there_is_asked_for(desk: Desk) -> None:
    desk("staff", "add", "ge", "葛芒种", "--unit", "chengguan")
    for _ in range(2):
        desk.register(channel="phone", unit="chengguan", subject="zhang")
    assert desk.duty("transfer")["remedy"].endswith("--to supervision")
    said = [desk.run("transfer", *words).stderr
            for words in (["1", "--to", "chengguan"], ["2", "--to", "chengguan", "--handler", "ge"])]  # fmt: skip
    assert ["张立冬 heads 城关支行 and is complained of" in text for text in said] == [True, False]


@pytest.mark.requirement("G16", "A9.2b")
def test_a_complaint_about_anybody_else_stays_with_the_branch(desk: Desk) -> None:
    desk("staff", "add", "ge", "葛芒种", "--unit", "chengguan")
    desk.register(channel="suggestion_box", unit="chengguan", subject="ge")
    assert desk.duty("transfer") is None


# ---- Reports of wrongdoing (Art. 13) ----
@pytest.mark.requirement("A13.4")
@pytest.mark.parametrize(
    "words",
    [["--to", "hexi"], ["--to", "supervision", "--assist", "hexi"], ["--to", "chengguan", "--assist", "hexi"],
     ["--to", "supervision", "--handler", "ge"]],
)  # fmt: skip
def test_a_report_of_wrongdoing_never_reaches_whom_it_reports(reported: Desk, words: list[str]) -> None:
    assert "it must not reach 河西支行" in reported("transfer", "1", *words, expect=3)
    assert "it must not reach 河西支行" in reported("transfer", "1", *words, "--ruling", "监察室裁定", expect=3)
    assert reported.case("1")["slips"] == []


@pytest.mark.requirement("A13.4")
def test_nor_is_it_listed_under_the_unit_it_reports(reported: Desk) -> None:
    late = "2026-12-15T10:00"
    listed = [*reported.json("list"), *reported.json("overdue", as_of=late)]
    assert [row["unit"] for row in listed] == ["supervision", "supervision"]
    assert reported.json("list", "--unit", "hexi") == reported.json("overdue", "--unit", "hexi", as_of=late) == []
    assert reported.case("1")["restricted"]  # elsewhere it may go
    assert reported.duty("transfer")["remedy"].endswith("--to UNIT")
    reported.do("transfer", "1", "--to", "chengguan", "--handler", "zhang")


@pytest.mark.requirement("A13.4")
def test_into_a_crime_the_supervision_office_looks_itself(desk: Desk) -> None:
    desk.register(category="financial_crime", unit="hexi")
    assert desk.duty("transfer") is None
    for unit in ("hexi", "chengguan", "retail"):
        assert "监察室 looks into it itself" in desk("transfer", "1", "--to", unit, expect=3)
    assert "must not reach 城关支行" in desk("transfer", "1", "--to", "supervision", "--handler", "zhang", expect=3)
    desk.do("transfer", "1", "--to", "supervision", "--handler", "li")


@pytest.mark.requirement("A13.4")
def test_a_unit_is_not_supervised_in_a_case_that_proved_to_report_it(desk: Desk) -> None:
    desk.register(channel="phone", unit="hexi", then="transfer --to hexi")
    late = "2026-12-01T10:00"
    assert "supervise" in desk.owed(as_of=late)
    desk.do("classify", "1", "--nature", "wrongdoing_report", "--reason", "反映信贷员收受好处", as_of=late)
    assert "supervise" not in desk.owed(as_of=late)
    refusal = desk("supervise", "1", "--reason", "overdue", as_of=late, expect=3)
    assert "complaintctl recall TS-2026-0001" in refusal
    desk.acts("1", "recall --reason 改由监察室办理; transfer --to supervision; supervise --reason overdue", as_of=late)


@pytest.mark.requirement("A13.4")
def test_a_plain_complaint_goes_to_whom_it_complains_of(desk: Desk) -> None:
    desk.register(channel="phone", unit="hexi", subject="qian", category="rule_violation")
    assert desk.duty("transfer")["remedy"].endswith("--to hexi")
    desk.do("transfer", "1", "--to", "hexi")

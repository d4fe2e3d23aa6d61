"""What a complaint is by its kind: thanks and enquiries, suggestions, what is not yet decided (Arts 10, 12, 13)."""

import pytest
from conftest import Desk, cases, picked

CLOSE = ["close", "1", "--ending", "out_of_scope", "--note", "咨询社保政策,已告知到社保局办理"]


@pytest.mark.requirement("A12.1")
@cases("nature", "enquiry", "thanks", "表扬")
@cases("channel", "phone", "government", "suggestion_box")
def test_thanks_and_enquiries_close_with_reason_and_direction_alone(desk: Desk, nature: str, channel: str) -> None:
    desk.register(channel=channel, nature=nature, category="rule_violation", unit="hexi")
    owed = {duty["duty"] for duty in desk.duties("1") if duty["owed"] and duty["blocking"]}
    assert owed == {"brief"} | ({"source_reply"} if channel == "government" else set())
    assert "complaintctl brief TS-2026-0001" in desk(*CLOSE, expect=3)
    desk.acts("1", "brief")
    if channel == "government":
        desk.do("contact", "1", "--purpose", "source_reply", "--text", "已回复")
    desk(*CLOSE)
    assert picked(desk.case("1"), "status fault lead_unit") == ("closed", None, None)
    assert {duty for duty in desk.owed() if duty != "archive"} == set()


@pytest.mark.requirement("A12.1")
@cases("words", ["close", "1"], ["close", "1", "--ending", "answered"], ["close", "1", "--note", "已告知"])
def test_but_never_without_the_reason(desk: Desk, words: list[str]) -> None:
    desk.register(nature="enquiry", then="brief")
    assert "--ending out_of_scope --note TEXT" in desk(*words, expect=3)
    assert "give it with --note" in desk("close", "1", "--ending", "out_of_scope", expect=2)


@pytest.mark.requirement("A12.1")
def test_an_enquiry_that_was_answered_on_the_spot_needs_no_reason(desk: Desk) -> None:
    desk.register(nature="enquiry", answered="已当场答复", then="brief; close")


@pytest.mark.requirement("A12.1")
def test_an_enquiry_that_a_unit_was_asked_about_goes_the_whole_way(desk: Desk) -> None:
    desk.register(nature="enquiry", unit="chengguan", then="transfer; brief")
    assert {"reply", "result_report"} <= desk.owed()
    assert "report the result" in desk(*CLOSE, expect=3)


@pytest.mark.requirement("A12.1")
def test_a_complaint_does_not_become_an_enquiry_without_a_reason(desk: Desk) -> None:
    desk.register(unit="chengguan")
    assert "--reason" in desk("classify", "1", "--nature", "enquiry", expect=3)
    desk("classify", "1", "--nature", "enquiry", "--reason", "客户只询问利率")
    assert not {"transfer", "reply", "result_report"} & desk.owed()
    desk("classify", "1", "--nature", "complaint")  # asking more needs none
    assert {"transfer", "reply", "result_report"} <= desk.owed()


@pytest.mark.requirement("A10.4")
@cases("category due", ("work_error", "2026-12-07"), ("undecided", "2026-12-07"), ("financial_crime", "2026-12-07"))
def test_a_suggestion_runs_ten_days(desk: Desk, category: str, due: str) -> None:
    assert desk.register(nature="suggestion", category=category)["due_on"] == due


@pytest.mark.requirement("A10.4", "G20")
@cases(
    "secondary due",
    ("", "2026-12-07"), ("service_attitude", "2026-11-26"), ("rule_violation", "2026-12-07"),
)  # fmt: skip
def test_an_anonymous_case_runs_the_days_of_its_second_category(desk: Desk, secondary: str, due: str) -> None:
    case = desk.register(category="anonymous", name="", phone="", secondary=secondary)
    clock = (
        "seed.complex" if secondary == "rule_violation" else "seed.general" if due < "2026-12" else "seed.unspecified"
    )
    assert (case["due_on"], case["due_rule"]) == (due, clock)


@pytest.mark.requirement("A13.4", "G20", "G21")
def test_a_crime_is_the_first_category_which_keeps_it_from_whom_it_reports(desk: Desk) -> None:
    desk.register(category="anonymous", name="", phone="", unit="hexi")
    said = desk("classify", "1", "--secondary", "金融犯罪", expect=2)
    assert "make it the first, --category financial_crime" in said
    desk("classify", "1", "--category", "financial_crime", "--secondary", "anonymous", "--reason", "反映侵占存款")
    assert desk.case("1")["restricted"]


@pytest.mark.requirement("A10.5", "A13.0")
def test_what_is_not_yet_decided_runs_under_the_shortest_limit_and_is_to_be_classified(desk: Desk) -> None:
    said = desk.run("register", "--channel", "phone", "--category", "类别待定", "--summary", "排队过长",
                    "--demand", "道歉", "--name", "赵小满").stderr  # fmt: skip
    assert "complaintctl classify TS-2026-0001 --category CODE" in said
    assert picked(desk.case("1"), "category due_on") == ("undecided", "2026-11-26")
    assert picked(desk.duty("classify"), "blocking due_at") == (True, "2026-11-26T23:59:59+08:00")
    assert "classify" in {row["duty"] for row in desk.json("todo")}
    assert "decide the category" in desk("close", "1", expect=3)
    # Counted from receipt, and not made longer without a reason.
    late = "2026-11-27T10:00"
    refusal = desk("classify", "1", "--category", "service_product", as_of=late, expect=3)
    assert "2026-11-26 out to 2026-12-07" in refusal
    desk("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of=late)
    assert picked(desk.case("1", as_of=late), "category due_on") == ("service_product", "2026-12-07")
    assert "classify" not in desk.owed(as_of=late)
    # What was late when it was decided stays so (Arts 10, 23).
    breach = desk.json("accountability", "list", "--kind", "late", as_of=late)
    assert [row["case_no"] for row in breach] == ["TS-2026-0001"]


@pytest.mark.requirement("A22.1")
def test_the_return_has_a_line_of_the_undecided_only_where_there_are_any(desk: Desk) -> None:
    desk.register()
    assert "undecided" not in {row["group"] for row in desk.json("report", "--by", "category")}
    desk.register(category="undecided")
    rows = {row["group"]: row["received"] for row in desk.json("report", "--by", "category")}
    assert (rows["undecided"], rows["total"]) == (1, 2)

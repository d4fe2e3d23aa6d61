"""The law's clocks: extension, pause, new facts, withdrawal, and the review of a decision."""

import pytest
from conftest import Desk
from support.clocks import CENTRAL_BANK, COMPLEX, PETITION, clocks, finish


# ---- A review of the decision ----
@pytest.mark.requirement("law2020.review")
def test_a_review_has_thirty_days_from_each_request(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    assert "no decision" in desk("contact", "1", "--purpose", "review_request", "--text", "不服", expect=3)
    finish(desk, "1", "2026-10-14")
    ask = ("contact", "1", "--purpose", "review_request", "--text", "不服")
    answer = ("contact", "1", "--purpose", "review_answer", "--text", "维持")
    case = desk.json(*ask, as_of="2026-10-19T10:00")
    review = clocks(case)["law2020.review"]
    assert (review["started_on"], review["due_on"], review["stopped_on"]) == ("2026-10-19", "2026-11-18", None)
    assert (case["status"], case["due_on"]) == ("closed", "2026-10-15")
    desk(*answer, as_of="2026-10-30T10:00")
    desk(*ask, as_of="2026-11-02T10:00")
    case = desk.json("show", "1", as_of="2026-11-03")
    reviews = [(row["due_on"], row["stopped_on"]) for row in case["clocks"] if row["clock"] == "law2020.review"]
    assert reviews == [("2026-12-02", None), ("2026-11-18", "2026-10-30")]
    assert desk.json("overdue", as_of="2026-12-31") == []


# ---- Extension, pause, new facts, withdrawal: the law's clocks alone ----
def extend(desk: Desk, days: int, at: str, *words: str, expect: int = 0) -> str:
    """Extend a clock of the first case by so many days."""
    told = ("--approved-by", "sun", "--reason", "案情复杂", "--customer-told", at)
    return desk("extend", "1", "--days", str(days), *told, *words, as_of=at, expect=expect)


@pytest.mark.requirement("law2020.complex")
def test_the_law_lets_a_complex_case_be_extended_by_thirty_days_in_all(desk: Desk) -> None:
    desk.register(as_of="2026-08-03T10:00", category="service_product", legal_complexity="complex")
    assert clocks(desk.case("1", as_of="2026-08-03T11:00"))["law2020.complex"]["due_on"] == "2026-09-02"
    assert "30 more days at most" in extend(desk, 31, "2026-08-10T10:00", expect=3)
    extend(desk, 20, "2026-08-10T10:00")
    extend(desk, 10, "2026-08-11T10:00")
    assert "0 more days at most" in extend(desk, 1, "2026-08-12T10:00", expect=3)
    case = desk.json("show", "1", as_of="2026-08-12T11:00")
    law = clocks(case)["law2020.complex"]
    assert (law["extended_days"], law["raw_due_on"], law["due_on"]) == (30, "2026-10-02", "2026-10-08")
    assert case["due_on"] == "2026-08-17"  # ten working days, as before


@pytest.mark.requirement("law2020.complex")
def test_an_extension_is_of_its_own_stretch(desk: Desk) -> None:
    desk.register(as_of="2026-08-03T10:00", channel="media", category="service_product", legal_complexity="complex")
    extend(desk, 30, "2026-08-10T10:00")
    finish(desk, "1", "2026-08-12")
    desk.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-08-17T09:00")
    law = [row for row in desk.case("1", as_of="2026-08-17T10:00")["clocks"] if row["clock"] == "law2020.complex"]
    assert {row["started_on"]: row["extended_days"] for row in law} == {"2026-08-17": 0, "2026-08-03": 30}


@pytest.mark.requirement("A10.9")
def test_the_regulations_own_limits_cannot_be_extended(desk: Desk) -> None:
    desk.register()
    assert "know no extension" in extend(desk, 3, "2026-11-24T10:00", expect=3)
    assert "know no extension" in extend(desk, 3, "2026-11-24T10:00", "--clock", "seed.general", expect=3)


@pytest.mark.requirement("pbc2020.transferred", "petition2022.handle")
@pytest.mark.parametrize(("clock", "options", "most", "due"), [
    ("pbc2020.transferred", {**CENTRAL_BANK, **COMPLEX}, 45, "2026-11-30"),  # sixty days in all
    ("petition2022.handle", {**PETITION, **COMPLEX}, 30, "2026-12-30"),  # ninety
])  # fmt: skip
def test_how_far_a_senders_limit_can_be_extended(
    desk: Desk, clock: str, options: dict[str, str], most: int, due: str
) -> None:
    desk.register(as_of="2026-10-01T10:00", **options)
    assert f"{most} more days at most" in extend(desk, most + 1, "2026-10-09T10:00", "--clock", clock, expect=3)
    extend(desk, most, "2026-10-09T10:00", "--clock", clock)
    case = desk.json("show", "1", as_of="2026-10-09T11:00")
    assert {name: row["extended_days"] for name, row in clocks(case).items() if row["extended_days"]} == {clock: most}
    assert clocks(case)[clock]["due_on"] == due


@pytest.mark.requirement("law2020.simple")
def test_the_days_of_a_pause_are_left_out_of_the_laws_count_alone(desk: Desk) -> None:
    desk.register()  # the law's fifteen days end on 2026-12-08
    desk.do("pause", "1", "--reason", "委托鉴定", "--customer-told", "2026-11-25T09:00", as_of="2026-11-25T10:00")
    paused = clocks(desk.case("1", as_of="2026-11-28"))
    assert (paused["law2020.simple"]["paused_days"], paused["law2020.simple"]["due_on"]) == (3, "2026-12-11")
    desk.do("resume", "1", as_of="2026-11-30T10:00")
    case = desk.json("show", "1", as_of="2026-12-10")
    law = clocks(case)["law2020.simple"]
    assert (law["paused_days"], law["raw_due_on"], law["due_on"]) == (5, "2026-12-13", "2026-12-14")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-26", "seed.general")
    assert {row["paused_days"] for name, row in clocks(case).items() if name != "law2020.simple"} == {0}


@pytest.mark.requirement("law2020.complex")
def test_what_the_law_does_to_the_count_of_a_complex_case(desk: Desk) -> None:
    """New facts start it anew, a withdrawal asked for stops it."""
    desk.register(category="service_product", legal_complexity="complex")
    desk.do("contact", "1", "--purpose", "new_facts", "--text", "补交录音", as_of="2026-11-27T10:00")
    desk.do("withdraw", "1", "--reason", "不再追究", as_of="2026-11-30T10:00")
    law = clocks(desk.case("1", as_of="2026-12-01"))["law2020.complex"]
    assert (law["started_on"], law["raw_due_on"], law["stopped_on"]) == ("2026-11-27", "2026-12-27", "2026-11-30")


@pytest.mark.parametrize(("resumed", "left_out", "last_day", "first_counted"), [
    ("2026-11-26", 0, "2026-12-12", "Saturday 2026-11-28: day 1, weekend"),
    ("2026-11-30", 3, "2026-12-15", "Tuesday 2026-12-01: day 1, working day"),
])  # fmt: skip
def test_of_a_pause_only_the_part_after_new_facts_is_left_out_of_the_new_count(
    desk: Desk, resumed: str, left_out: int, last_day: str, first_counted: str
) -> None:
    desk.register()
    desk.do("pause", "1", "--reason", "委托鉴定", "--customer-told", "2026-11-24T09:00", as_of="2026-11-24T10:00")
    desk.do("contact", "1", "--purpose", "new_facts", "--text", "补交录音", "--at", "2026-11-27T10:00",
            as_of="2026-12-01")  # fmt: skip
    desk.do("resume", "1", "--at", f"{resumed}T10:00", as_of="2026-12-01")
    law = clocks(desk.case("1", as_of="2026-12-01"))["law2020.simple"]
    assert (law["started_on"], law["paused_days"], law["raw_due_on"]) == ("2026-11-27", left_out, last_day)
    assert first_counted in desk("why", "1", as_of="2026-12-01")

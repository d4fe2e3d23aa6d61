"""What stops a clock, what reopening starts, what is in time and what late; the law's clocks and the senders'."""

from datetime import date, timedelta

import pytest
from conftest import Desk, cases, picked
from support.case_file import change, rows, unchanged
from support.clocks import CENTRAL_BANK, COMPLEX, HOTLINE, PETITION, REGULATOR, clocks, deciding, finish, timeliness
from support.results import report


# ---- What stops a clock ----
@pytest.mark.requirement("A10.1")
def test_a_clock_stops_with_the_reply(desk: Desk) -> None:
    desk.register(channel="media")
    desk.resolve("1", "2026-11-25T09:00", as_of="2026-11-26T16:00")
    case = desk.json("show", "1", as_of="2026-11-26T17:00")
    assert {clock["stopped_on"] for clock in deciding(case)} == {"2026-11-25"}
    assert case["due_on"] == "2026-11-26"  # what it was, though nothing runs any more
    desk.do("review", "1", "--return", "--reason", "未说明整改", as_of="2026-11-26T17:00")  # starts no clock again
    case = desk.json("show", "1", as_of="2026-12-10")
    assert {clock["stopped_on"] for clock in deciding(case)} == {"2026-11-25"}
    assert desk.json("overdue", as_of="2026-12-31") == []


def test_every_clock_stops_with_an_answer_on_the_spot(desk: Desk) -> None:
    enable(desk, "first_response")
    found = clocks(desk.register(channel="web", answered="已答复"))
    assert {"seed.acknowledge", "seed.web_dispatch", "first_response", "seed.general", "law2020.simple"} <= set(found)
    assert {clock["stopped_on"] for clock in found.values()} == {"2026-11-23"}


@pytest.mark.requirement("A9.7", "A10.1", "G10")
@pytest.mark.parametrize("source", [
    {"channel": "government", "source_agency": "县信访局"},
    {"channel": "superior"},
    {"channel": "letter", "source_agency": "县信访局"},
])  # fmt: skip
@pytest.mark.parametrize("first", ["resolve", "contact --purpose source_reply --text 已书面回复"])
def test_a_referred_case_stops_with_the_later_of_both_replies(desk: Desk, source: dict[str, str], first: str) -> None:
    desk.register(**source, then="transfer")
    (second,) = {"resolve", "contact --purpose source_reply --text 已书面回复"} - {first}
    desk.acts("1", first, as_of="2026-11-24T16:00")
    assert {clock["stopped_on"] for clock in deciding(desk.case("1", as_of="2026-11-25"))} == {None}
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-11-27")] == ["TS-2026-0001"]
    desk.acts("1", second, as_of="2026-11-26T16:00")
    assert {clock["stopped_on"] for clock in deciding(desk.case("1", as_of="2026-11-27"))} == {"2026-11-26"}
    assert desk.json("overdue", as_of="2026-11-27") == []


@pytest.mark.requirement("A13.5a")
def test_an_anonymous_case_stops_with_its_result_report(desk: Desk) -> None:
    desk.register(channel="media", category="anonymous", name=False, phone=False)
    words = report(fault="undetermined", satisfaction="unreachable", handler="li", reply=None, replied_at=None)
    desk.do("resolve", "1", *words, as_of="2026-11-30T16:00")
    case = desk.json("show", "1", as_of="2026-11-30T17:00")
    assert {clock["stopped_on"] for clock in deciding(case)} == {"2026-11-30"}


# ---- In time, late, reopened ----
@pytest.mark.requirement("G35", "A10.3", "G5")
@cases(
    "received category replied closed counted",
    ("2026-11-23", "service_attitude", "2026-11-26", "2026-11-30", (1, 0)),  # whenever it is closed
    ("2026-11-23", "service_attitude", "2026-11-27", None, (0, 1)),
    ("2026-11-02", "service_product", "2026-11-16", None, (1, 0)),  # the tenth working day; the target was the seventh
)
def test_a_reply_on_the_due_date_is_in_time_and_on_the_day_after_late(
    desk: Desk, received: str, category: str, replied: str, closed: str | None, counted: tuple[int, int]
) -> None:
    desk.register(as_of=f"{received}T10:00", channel="media", category=category)
    finish(desk, "1", replied, closed_on=closed)
    assert timeliness(desk, "2026-11") == counted


def test_reopening_starts_a_new_stretch(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-14")
    desk.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    case = desk.json("show", "1", as_of="2026-11-02T10:00")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-05", "seed.general")
    general = [clock for clock in case["clocks"] if clock["clock"] == "seed.general"]
    assert [(clock["started_on"], clock["due_on"], clock["stopped_on"]) for clock in general] == [
        ("2026-11-02", "2026-11-05", None), ("2026-10-12", "2026-10-15", "2026-10-14")]  # fmt: skip
    promise = case["events"][-1]
    assert (promise["kind"], promise["previous_due_on"], promise["due_on"], promise["reason"]) == (
        "deadline_set", "2026-10-15", "2026-11-05", "reopened")  # fmt: skip
    finish(desk, "1", "2026-11-05")
    assert desk.case("1", as_of="2026-11-06")["due_on"] == "2026-11-05"  # that of the last stretch
    assert (timeliness(desk, "2026-10"), timeliness(desk, "2026-11")) == ((1, 0), (1, 0))


def test_what_runs_from_receipt_alone_does_not_run_again_after_a_reopening(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="web", answered="已当场更正")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-12T11:00")
    desk.do("close", "1", as_of="2026-10-12T12:00")
    desk.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-02T09:00")
    anew = {clock["clock"] for clock in desk.case("1")["clocks"] if clock["started_on"] == "2026-11-02"}
    assert anew == {"seed.general", "law2020.simple"}


@pytest.mark.requirement("A5.2")
def test_nobody_has_to_be_told_that_an_anonymous_complaint_was_accepted(desk: Desk) -> None:
    enable(desk, "first_response")
    case = desk.register(as_of="2026-11-24T10:00", channel="letter", name="", phone="", anonymous=True)
    assert not {"seed.acknowledge", "first_response"} & set(clocks(case))


@cases(
    "first second october november",
    ("2026-10-20", "2026-11-03", (0, 1), (1, 0)),
    ("2026-10-14", "2026-11-20", (1, 0), (0, 1)),
)
def test_of_two_stretches_each_is_late_or_in_time_by_itself(
    desk: Desk, first: str, second: str, october: tuple[int, int], november: tuple[int, int]
) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", first)
    desk.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    before = report(replied_at=f"{first}T15:00")  # a reply after reopening is not dated before it
    assert "too early" in desk("resolve", "1", *before, as_of="2026-11-02T10:00", expect=3)
    finish(desk, "1", second)
    assert (timeliness(desk, "2026-10"), timeliness(desk, "2026-11")) == (october, november)


@pytest.mark.requirement("petition2022.handle")
def test_the_petition_offices_days_run_from_its_own_acceptance(desk: Desk) -> None:
    case = desk.register(as_of="2026-09-10T10:00", **PETITION, accepted_on="2026年8月31日")
    handled = clocks(case)["petition2022.handle"]
    assert picked(handled, "started_on due_on") == ("2026-08-31", "2026-10-30")
    assert case["source_accepted_on"] == "2026-08-31"
    # Not those that run from receipt, and a case of which it is not known.
    assert clocks(case)["petition2022.notice"]["started_on"] == "2026-09-10"
    unknown = clocks(desk.register(as_of="2026-09-10T10:00", **PETITION))
    assert unknown["petition2022.handle"]["started_on"] == "2026-09-10"


@pytest.mark.requirement("petition2022.handle")
def test_the_day_of_acceptance_is_asked_for_where_a_limit_runs_from_it(desk: Desk) -> None:
    words = ("register", "--channel", "government", "--category", "work_error", "--summary", "多扣手续费",
             "--demand", "退款", "--name", "赵小满", "--phone", "13900000001")  # fmt: skip
    petition, named = ("--source-agency", "云溪县信访局"), "give it as soon as it is known"
    assert named in desk.run(*words, *petition).stderr
    assert named not in desk.run(*words, *petition, "--accepted-on", "2026-11-20").stderr
    assert named not in desk.run(*words, "--source-agency", "云溪县人民政府").stderr
    assert "2026-11-20" in desk("show", "2")
    with unchanged(desk):
        assert "is in the future" in desk(*words, *petition, "--accepted-on", "2026-11-24", expect=2)
        assert "not a date" in desk(*words, *petition, "--accepted-on", "上周", expect=2)
        of_nobody = ("register", "--channel", "phone", *words[3:], "--accepted-on", "2026-11-20")
        assert "--source-agency" in desk(*of_nobody, expect=2)


@pytest.mark.requirement("petition2022.handle", "A3.1")
def test_the_day_of_acceptance_is_corrected_and_the_limit_runs_from_it(desk: Desk) -> None:
    desk.register(as_of="2026-09-10T10:00", **PETITION)
    desk.register(as_of="2026-09-10T10:00")
    right = ("--reason", "核对转办函", "--accepted-on")

    def handled() -> tuple[str, str]:
        return picked(clocks(desk.case("1"))["petition2022.handle"], "started_on due_on")

    case = desk.json("correct", "1", *right, "2026-08-31", as_of="2026-09-11T10:00")
    assert (handled(), case["source_accepted_on"]) == (("2026-08-31", "2026-10-30"), "2026-08-31")
    assert case["events"][-1]["corrected"] == {"source_accepted_on": None}
    with unchanged(desk):
        assert "is in the future" in desk("correct", "1", *right, "2026-12-24", expect=2)
        assert "registered so already" in desk("correct", "1", *right, "2026年8月31日", expect=2)
        assert "name that body with --source-agency" in desk("correct", "2", *right, "2026-08-31", expect=2)
    desk("correct", "1", *right, "none")
    assert handled()[0] == "2026-09-10"


# ---- Which clocks a case runs ----
def enable(desk: Desk, clock: str) -> None:
    """Switch on a clock that is off until the bank wants it."""
    change(desk, f"UPDATE time_limit SET enabled = 1 WHERE code = '{clock}'")


# Every limit beside the three of Art. 10.
@pytest.mark.requirement(
    "law2020.simple", "law2020.complex", "regulator.transferred", "pbc2020.transferred", "petition2022.handle",
    "petition2022.notice", "petition2022.objection", "hotline.transferred", "cbrc2012.limit", "seed.acknowledge",
    "credit_objection", "A9.3b", "A9.7", "first_response",
)  # fmt: skip
@pytest.mark.parametrize(("clock", "options", "received", "last_day", "due"), [
    ("law2020.simple", {}, "2026-11-23", "2026-12-08", "2026-12-08"),
    ("law2020.simple", {}, "2026-02-01", "2026-02-16", "2026-02-24"),
    ("law2020.simple", {}, "2026-01-31", "2026-02-15", "2026-02-24"),
    ("law2020.complex", COMPLEX, "2026-11-23", "2026-12-23", "2026-12-23"),
    ("regulator.transferred", REGULATOR, "2026-11-23", "2026-12-08", "2026-12-08"),
    ("pbc2020.transferred", CENTRAL_BANK, "2026-11-23", "2026-12-08", "2026-12-08"),
    ("petition2022.handle", PETITION, "2026-09-01", "2026-10-31", "2026-11-02"),
    ("petition2022.notice", PETITION, "2026-11-23", "2026-12-08", "2026-12-08"),
    ("petition2022.objection", PETITION, "2026-11-23", "2026-11-30", "2026-11-30"),
    ("petition2022.objection", PETITION, "2026-09-30", "2026-10-13", "2026-10-13"),
    ("hotline.transferred", HOTLINE, "2026-11-23", "2026-11-30", "2026-11-30"),
    ("cbrc2012.limit", {}, "2015-09-02", "2015-09-24", "2015-09-24"),
    ("seed.web_dispatch", {"channel": "web"}, "2026-09-24", "2026-09-29", "2026-09-29"),
    ("seed.acknowledge", {}, "2026-09-30", "2026-10-08", "2026-10-08"),
    ("source.own_date", {**PETITION, "source_due": "2026-12-06"}, "2026-11-23", "2026-12-06", "2026-12-06"),
    ("credit_objection", {"business_type": "personal_information"}, "2026-11-23", "2026-12-13", "2026-12-14"),
    ("first_response", {}, "2026-11-27", "2026-11-28", "2026-11-28"),
])  # fmt: skip
def test_a_clock_and_its_due_date(
    desk: Desk, clock: str, options: dict[str, str], received: str, last_day: str, due: str
) -> None:
    enable(desk, clock)
    found = clocks(desk.register(as_of=f"{received}T10:00", **options))[clock]
    assert (found["started_on"], found["raw_due_on"], found["due_on"]) == (received, last_day, due)


# Civil Code 203: each of these ends on National Day, and so on the first working day after it.
ROLLED = [
    ("law2020.simple", {}, "2026-09-16"),
    ("law2020.complex", COMPLEX, "2026-09-01"),
    ("regulator.transferred", REGULATOR, "2026-09-16"),
    ("pbc2020.transferred", CENTRAL_BANK, "2026-09-16"),
    ("petition2022.handle", PETITION, "2026-08-02"),
    ("petition2022.notice", PETITION, "2026-09-16"),
    ("hotline.transferred", HOTLINE, "2026-09-24"),
    ("credit_objection", {"business_type": "personal_information"}, "2026-09-11"),
    ("law2020.review", {}, "2026-09-01"),
    ("petition2022.review", PETITION, "2026-09-01"),
]


@pytest.mark.parametrize(("clock", "options", "started"), ROLLED)
def test_a_last_day_that_is_no_working_day_moves_to_the_next(
    desk: Desk, clock: str, options: dict[str, str], started: str
) -> None:
    enable(desk, clock)
    case = desk.register(as_of=f"{started}T10:00", answered="已当场答复", **options)
    if clock.endswith(".review"):
        desk.do("contact", "1", "--purpose", "review_request", "--text", "不服", as_of=f"{started}T11:00")
        case = desk.json("show", "1", as_of=f"{started}T12:00")
    found = clocks(case)[clock]
    assert (found["started_on"], found["raw_due_on"], found["due_on"]) == (started, "2026-10-01", "2026-10-08")


def test_every_limit_in_calendar_days_is_among_those(desk: Desk) -> None:
    found = rows(desk, "SELECT DISTINCT code FROM time_limit WHERE day_kind = 'calendar'")
    assert {code for (code,) in found} == {clock for clock, _, _ in ROLLED}


@pytest.mark.requirement("A26")
@pytest.mark.parametrize(("clock", "options", "first_day", "last_day"), [
    ("law2020.simple", {}, "2020-03-01", None),
    ("law2020.complex", COMPLEX, "2020-03-01", None),
    ("regulator.transferred", REGULATOR, "2020-03-01", None),
    ("pbc2020.transferred", CENTRAL_BANK, "2020-11-01", None),
    ("petition2022.handle", PETITION, "2022-05-01", None),
    ("petition2022.notice", PETITION, "2022-05-01", None),
    ("petition2022.objection", PETITION, "2022-05-01", None),
    ("cbrc2012.limit", {}, "2012-03-01", "2020-02-29"),
])  # fmt: skip
def test_the_rules_in_force_on_the_day_of_receipt_hold(
    desk: Desk, clock: str, options: dict[str, str], first_day: str, last_day: str | None
) -> None:
    enable(desk, clock)

    def runs(day: date) -> bool:
        # Entered today: it is the receipt that counts.
        return clock in clocks(desk.register(received_at=day.isoformat(), **options))

    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day or "2026-11-23")
    assert (runs(first - timedelta(days=1)), runs(first), runs(last)) == (False, True, True)
    if last_day:
        assert not runs(last + timedelta(days=1))


@pytest.mark.parametrize("clock", ["cbrc2012.limit", "hotline.transferred", "first_response"])
def test_what_is_off_until_the_bank_enables_it_does_not_run(desk: Desk, clock: str) -> None:
    assert clock not in clocks(desk.register(as_of="2015-09-02T10:00", **HOTLINE))


@pytest.mark.parametrize(("options", "names"), [
    ({}, {"law2020.simple"}),
    (COMPLEX, {"law2020.complex"}),
    (REGULATOR, {"law2020.simple", "regulator.transferred"}),
    ({**REGULATOR, **COMPLEX}, {"law2020.complex"}),
    (CENTRAL_BANK, {"law2020.simple", "pbc2020.transferred"}),
    (PETITION, {"law2020.simple", "petition2022.handle"}),
    ({"channel": "superior", "source_agency": "省联社云溪办事处"}, {"law2020.simple"}),
    ({"channel": "letter", "source_due": "2026-12-01"}, {"law2020.simple", "source.own_date"}),
])  # fmt: skip
def test_the_clocks_that_run_beside_the_regulations_own(desk: Desk, options: dict[str, str], names: set[str]) -> None:
    assert {clock["clock"] for clock in deciding(desk.register(**options))} == {"seed.general", *names}


@pytest.mark.requirement("A10.5", "law2020.complex")
def test_a_case_found_complex_has_the_longer_limit_of_the_law(desk: Desk) -> None:
    case = desk.register(as_of="2026-02-13T10:00", category="service_product")
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", "law2020.simple")
    case = desk.json(
        "classify", "1", "--legal-complexity", "complex", "--reason", "须外部鉴定", as_of="2026-02-14T10:00"
    )
    assert (case["due_on"], case["due_rule"]) == ("2026-03-05", "seed.complex")
    law = clocks(case)["law2020.complex"]
    assert (law["started_on"], law["due_on"]) == ("2026-02-13", "2026-03-16")  # still from receipt


# ---- The sender's own date ----
@pytest.mark.requirement("A9.7", "source.own_date")
def test_the_senders_own_date_decides_if_it_is_the_earliest(desk: Desk) -> None:
    case = desk.register(**PETITION, category="service_product", source_due="2026-11-28")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-28", "source.own_date")  # a Saturday: it is not ours to move
    assert "Saturday 2026-11-28, the referring body's own date\n" in desk("show", "1")
    assert [row["due_rule"] for row in desk.json("overdue", as_of="2026-11-29")] == ["source.own_date"]

    for later in ("2026-11-27", "2026-11-26"):  # of two on one day the regulation's own is named
        case = desk.register(**PETITION, source_due=later)
        assert (case["due_on"], case["due_rule"]) == ("2026-11-26", "seed.general")


@pytest.mark.requirement("G36")
def test_the_senders_own_date_hangs_on_no_schedule(desk: Desk) -> None:
    case = desk.register(as_of="2026-12-30T10:00", **PETITION, source_due="2027-01-03")
    assert (case["due_on"], case["provisional"]) == ("2027-01-03", False)


def test_the_senders_own_date_does_not_come_back_with_a_reopening(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media", source_agency="县政府办", source_due="2026-10-14")
    desk.do("contact", "1", "--purpose", "source_reply", "--text", "已书面回复", as_of="2026-10-13T10:00")
    finish(desk, "1", "2026-10-13")
    desk.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    case = desk.json("show", "1", as_of="2026-11-02T10:00")
    own = [clock["started_on"] for clock in case["clocks"] if clock["clock"] == "source.own_date"]
    assert (case["due_on"], own) == ("2026-11-05", ["2026-10-12"])


# ---- Clocks that the reply does not stop ----
@pytest.mark.parametrize(("clock", "options", "words"), [
    ("seed.acknowledge", {}, ["contact", "1", "--purpose", "acknowledge", "--text", "已受理"]),
    ("seed.web_dispatch", {"channel": "web"}, ["transfer", "1", "--to", "chengguan"]),
    ("first_response", {}, ["contact", "1", "--purpose", "progress", "--text", "已收悉"]),
    ("petition2022.notice", PETITION, ["contact", "1", "--purpose", "acknowledge", "--text", "书面告知"]),
    ("petition2022.objection", PETITION, ["contact", "1", "--purpose", "source_objection", "--text", "不属本行"]),
])  # fmt: skip
def test_what_stops_it(desk: Desk, clock: str, options: dict[str, str], words: list[str]) -> None:
    enable(desk, clock)
    another = "" if clock == "first_response" else "contact --purpose progress --text 办理中"  # which does not stop it
    case = desk.register(**options, then=another)
    assert clocks(case)[clock]["stopped_on"] is None
    running = {name for name, row in clocks(case).items() if row["stops_with"] == "reply"}
    stopped = clocks(desk.json(*words, as_of="2026-11-24T10:00"))
    assert stopped[clock]["stopped_on"] == "2026-11-24"
    assert running and all(stopped[name]["stopped_on"] is None for name in running)


@pytest.mark.requirement("first_response")
def test_the_first_response_is_counted_in_hours(desk: Desk) -> None:
    enable(desk, "first_response")
    desk.register(received_at="2026-11-20T16:30")
    found = rows(desk, "SELECT due_at, provisional FROM case_clock WHERE clock = 'first_response'")
    assert found == [("2026-11-21T16:30:00+08:00", 0)]
    desk.register(as_of="2026-12-31T16:30")  # and hangs on no schedule of the next year
    found = rows(desk, "SELECT due_at, provisional FROM case_clock WHERE clock = 'first_response' ORDER BY due_at")
    assert found[-1] == ("2027-01-01T16:30:00+08:00", 0)


@pytest.mark.requirement("A9.3b", "seed.acknowledge")
def test_a_clock_that_the_reply_does_not_stop_makes_no_case_overdue_or_late(desk: Desk) -> None:
    case = desk.register(channel="web")  # to be acknowledged by the 24th, transferred by the 25th, answered by the 26th
    assert (case["due_on"], case["due_rule"]) == ("2026-11-26", "seed.general")
    assert desk.json("overdue", as_of="2026-11-26") == []
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-11-26T09:00")
    finish(desk, "1", "2026-11-26")
    assert timeliness(desk, "2026-11") == (1, 0)

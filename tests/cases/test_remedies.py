"""Every remedy that the program prints can be run as printed, its blanks filled, and makes its duty go away."""

from collections.abc import Callable

import pytest
from conftest import Desk
from support.acts import filled
from support.case_file import rows

MONDAY, LATER = "2026-11-23T10:00", "2026-12-04T10:00"


def plain(desk: Desk) -> None:
    desk.register(channel="phone", unit="chengguan")


def late(desk: Desk) -> None:
    desk.register(channel="web", unit="chengguan", then="brief --to sun --absent; brief --to zhou; transfer")


def press(desk: Desk) -> None:
    desk.register(channel="media", media_level="city", media_stage="sign", reputation=True)


def rumour(desk: Desk) -> None:
    desk.register(channel="phone", unit="chengguan", media_level="province", media_stage="sign")


def major(desk: Desk) -> None:
    desk.register(channel="walk_in", amount="80000", unit="chengguan", then="transfer --to chengguan --handler zhang")


def product(desk: Desk) -> None:
    desk.register(channel="superior", category="service_product", unit="chengguan", source_agency="县联社")
    desk.do("transfer", "1", "--to", "chengguan")


def violation(desk: Desk) -> None:
    desk.register(channel="letter", category="rule_violation", unit="chengguan")


def court(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", legal_dispute=True)


def at_fault(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan")
    desk.resolve("1", MONDAY, as_of=MONDAY, apology="", loss="300")


def repeat(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan")
    desk.register(channel="suggestion_box", unit="chengguan", repeat_of="1", summary="仍未解决")


def repeat_not_accepted(desk: Desk) -> None:
    repeat(desk)
    desk.resolve("2", MONDAY, as_of=MONDAY, fault="customer", satisfaction="dissatisfied", beyond_authority=True)


def returned_report(desk: Desk) -> None:
    plain(desk)
    desk.do("transfer", "1", "--to", "chengguan")
    desk.resolve("1", MONDAY, as_of=MONDAY)
    desk.do("review", "1", "--return", "--reason", "未说明整改")


def disputed(desk: Desk) -> None:
    plain(desk)
    for unit in ("chengguan", "hexi"):
        desk.acts("1", ["transfer", "--to", unit], "return --reason 不属本单位")


def ordered(desk: Desk) -> None:
    plain(desk)
    desk.acts("1", "brief; transfer; direct --by sun --text 由监察室督办 --supervise")


def withdrawn(desk: Desk) -> None:
    plain(desk)
    desk.do("withdraw", "1", "--reason", "已和解")


def review(desk: Desk) -> None:
    desk.register(answered="已当场更正", then="brief; close; contact --purpose review_request --text 不服答复")


def against_the_office(desk: Desk) -> None:
    desk.register(channel="suggestion_box", nature="wrongdoing_report", unit="supervision")


# Each with the day it is looked at, and what is owed from there to its end.
SITUATIONS: list[tuple[Callable[[Desk], None], str, str]] = [
    (plain, MONDAY, "brief direct transfer acknowledge reply apology result_review archive"),
    (late, LATER, "brief direct acknowledge supervise delay_reason delay_told reply apology result_review archive"),
    (press, MONDAY,
     "brief direct acknowledge report_union report_regulator media_response reply apology result_review archive"),
    (rumour, MONDAY, "brief direct transfer acknowledge report_media reply apology result_review archive"),
    (major, "2026-11-25T10:00",
     "brief direct acknowledge track report_union report_regulator supervise reply apology result_review archive"),
    (product, MONDAY, "brief direct lead_department acknowledge reply source_reply result_review archive"),
    (violation, MONDAY, "brief direct transfer acknowledge violation_finding reply result_review archive"),
    (court, MONDAY, "brief direct acknowledge counsel reply apology result_review archive"),
    (at_fault, MONDAY, "brief direct apology compensation result_review archive"),
    (repeat, MONDAY, "brief direct acknowledge repeat_cause reply apology result_review archive"),
    (repeat_not_accepted, MONDAY,
     "brief direct repeat_cause explanation report_beyond_authority report_not_accepted result_review archive"),
    (returned_report, MONDAY, "brief direct supervise result_report apology result_review archive"),
    (disputed, MONDAY, "brief direct transfer acknowledge reply apology result_review archive"),
    (ordered, MONDAY, "acknowledge supervise reply apology result_review archive"),
    (withdrawn, MONDAY, "brief direct transfer acknowledge reply apology result_review verify_withdrawal archive"),
    (review, MONDAY, "review_answer archive"),
    (against_the_office, MONDAY, "approval approval acknowledge reply apology result_review archive"),
]  # fmt: skip


def owed(desk: Desk, case: str, now: str) -> list[tuple[str, str]]:
    """The duties still owed on a case with their remedies, in their order."""
    return [(row["duty"], row["remedy"]) for row in desk.json("show", case, as_of=now)["duties"] if row["owed"]]


def fulfil(desk: Desk, case: str, now: str) -> list[str]:
    """Do what is asked, one after the other, until nothing is asked; the duties in the order they were done."""
    done: list[str] = []
    duties = owed(desk, case, now)
    while duties:
        assert len(done) < 40, f"always something else: {done}"
        duty, remedy = duties[0]
        desk(*filled(remedy, now), as_of=now)
        duties = owed(desk, case, now)
        assert (duty, remedy) not in duties, f"{remedy} did not fulfil {duty}"
        done.append(duty)
    return done


@pytest.mark.parametrize(("situation", "now", "expected"), SITUATIONS, ids=[row[0].__name__ for row in SITUATIONS])
def test_remedies_fulfil_their_duties_and_the_case_can_be_closed(
    desk: Desk, situation: Callable[[Desk], None], now: str, expected: str
) -> None:
    situation(desk)
    case = str(len(desk.json("list", "--all")))
    done = fulfil(desk, case, now)
    if desk.json("show", case, as_of=now)["is_open"]:
        desk.do("close", case, as_of=now)
    done += fulfil(desk, case, now)
    assert done == expected.split()
    assert desk.json("show", case, as_of=now)["status"] == "archived"


def test_the_situations_above_meet_every_duty(desk: Desk) -> None:
    duties = {code for (code,) in rows(desk, "SELECT code FROM duty")}
    along_with_another = {"fresh_investigation"}  # repeat_cause asks for an investigation too
    assert {duty for row in SITUATIONS for duty in row[2].split()} | along_with_another == duties

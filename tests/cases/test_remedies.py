"""Every remedy that the program prints can be run as printed, its blanks filled, and makes its duty go away."""

import shlex
from itertools import pairwise
from sqlite3 import Connection
from typing import Any

import pytest
from conftest import Desk
from support.acts import filled
from support.case_file import rows
from support.results import BOX, report

from complaintctl.cases import case_rows

MONDAY, LATER = "2026-11-23T10:00", "2026-12-04T10:00"
PHONE = {"channel": "phone", "unit": "chengguan"}
AT_FAULT = shlex.join(["resolve", *report(satisfaction="satisfied", loss="300")])
NOT_ACCEPTED = shlex.join(["resolve", *report(fault="customer", satisfaction="dissatisfied"), "--beyond-authority"])

# Each with what is registered and then done, the day it is looked at, and what is owed from there to its end.
SITUATIONS: list[tuple[str, list[tuple[dict[str, Any], str]], str, str]] = [
    ("plain", [(PHONE, "")], MONDAY, "brief direct transfer acknowledge reply apology result_review archive"),
    ("undecided", [({**PHONE, "category": "undecided"}, "")], MONDAY,
     "brief direct classify transfer acknowledge reply apology result_review archive"),
    ("late", [({**PHONE, "channel": "web"}, "brief --to sun --absent; brief --to zhou; transfer")], LATER,
     "brief direct acknowledge supervise delay_reason delay_told reply apology result_review archive"),
    ("press", [({"channel": "media", "media_level": "city", "media_stage": "sign", "reputation": True}, "")], MONDAY,
     "brief direct acknowledge report_union report_regulator media_response reply apology result_review final_union"
     " final_regulator archive"),
    ("rumour", [({**PHONE, "media_level": "province", "media_stage": "sign"}, "")], MONDAY,
     "brief direct transfer acknowledge report_media reply apology result_review archive"),
    ("major", [({**PHONE, "channel": "walk_in", "amount": "80000"}, "transfer --to chengguan --handler zhang")],
     "2026-11-25T10:00",
     "brief direct acknowledge track report_union report_regulator supervise reply apology result_review final_union"
     " final_regulator archive"),
    ("promised", [(PHONE, "contact --purpose acknowledge --text 周四回电 --promise 2026-11-26")], MONDAY,
     "brief direct transfer promise reply apology result_review archive"),
    ("product", [({"channel": "superior", "category": "service_product", "unit": "chengguan",
                   "source_agency": "县联社"}, "transfer")], MONDAY,
     "brief direct lead_department acknowledge reply source_reply result_review archive"),
    ("violation", [({**PHONE, "channel": "letter", "category": "rule_violation"}, "")], MONDAY,
     "brief direct transfer acknowledge violation_finding reply result_review archive"),
    ("court", [({**BOX, "legal_dispute": True}, "")], MONDAY,
     "brief direct acknowledge counsel reply apology result_review archive"),
    ("at_fault", [(BOX, AT_FAULT)], MONDAY, "brief direct apology compensation result_review archive"),
    ("repeat", [(BOX, ""), ({**BOX, "repeat_of": "1", "summary": "仍未解决"}, "")], MONDAY,
     "brief direct acknowledge repeat_cause reply apology result_review archive"),
    ("repeat_not_accepted", [(BOX, ""), ({**BOX, "repeat_of": "1", "summary": "仍未解决"}, NOT_ACCEPTED)], MONDAY,
     "brief direct repeat_cause explanation report_beyond_authority report_not_accepted result_review archive"),
    ("returned_report", [(PHONE, "transfer; resolve; review --return --reason 未说明整改")], MONDAY,
     "brief direct supervise result_report apology result_review archive"),
    ("disputed", [(PHONE, "transfer; return --by zhang --reason 误; transfer --to hexi; return --by qian --reason 误")],
     MONDAY, "brief direct transfer acknowledge reply apology result_review archive"),
    ("ordered", [(PHONE, "brief; transfer; direct --by sun --text 由监察室督办 --supervise")], MONDAY,
     "acknowledge supervise reply apology result_review archive"),
    ("leaders_day", [(PHONE, "brief; transfer; direct --by sun --text 三日内核实 --due 2026-11-24")], MONDAY,
     "acknowledge directive_day apology result_review archive"),
    ("leaders_day_after_the_report",
     [(PHONE, "brief; transfer; resolve; direct --by sun --text 再核实 --due 2026-11-24")], MONDAY,
     "directive_day supervise directive_day apology result_review archive"),
    ("unanswered", [(PHONE, "brief; transfer; direct --by sun --text 核实; supervise --reason major --due 2026-11-24")],
     "2026-11-25T10:00", "acknowledge supervise reply apology result_review archive"),
    ("coerced", [({**PHONE, "unit": "retail"},
                  "brief; transfer --to retail; withdraw --reason 已和解 --verified-by li --coerced")], MONDAY,
     "brief direct acknowledge reply transfer reply apology result_review archive"),
    ("withdrawn", [(PHONE, "withdraw --reason 已和解")], MONDAY,
     "brief direct transfer acknowledge reply apology result_review verify_withdrawal archive"),
    ("review", [({"answered": "已当场更正"}, "brief; close; contact --purpose review_request --text 不服答复")], MONDAY,
     "review_answer archive"),
    ("against_the_office", [({"channel": "suggestion_box", "nature": "wrongdoing_report", "unit": "supervision"}, "")],
     MONDAY, "approval approval acknowledge reply apology result_review archive"),
]  # fmt: skip


def owed(connection: Connection, case: str) -> list[tuple[str, str]]:
    """The duties still owed on a case with their remedies, in their order."""
    return [(row["duty"], row["remedy"]) for row in case_rows.open_duties(connection, f"TS-2026-{int(case):04}")]


TYPED: list[list[str]] = []  # what was run as printed, whatever its case; once is enough, the act takes less time


def fulfil(desk: Desk, case: str, now: str) -> list[str]:
    """Do what is asked, one after the other, until nothing is asked; the duties in the order they were done."""
    done: list[str] = []
    before: tuple[str, str] | None = None
    while True:
        with desk.acting(now) as act:
            while duties := owed(act.connection, case):
                assert len(done) < 40, f"always something else: {done}"
                assert before not in duties, f"{before} did not fulfil its duty"
                before = duties[0]
                done.append(before[0])
                words = filled(before[1], now)
                if words[:1] + words[2:] not in TYPED:
                    break
                desk.do(*words, as_of=now)
            else:
                return done
        desk(*words, as_of=now)
        TYPED.append(words[:1] + words[2:])


@pytest.mark.parametrize(("registered", "now", "expected"), [row[1:] for row in SITUATIONS],
                         ids=[row[0] for row in SITUATIONS])  # fmt: skip
def test_remedies_fulfil_their_duties_and_the_case_can_be_closed(
    desk: Desk, registered: list[tuple[dict[str, Any], str]], now: str, expected: str
) -> None:
    for options, then in registered:
        desk.register(**options, then=then)
    case = str(len(desk.json("list", "--all")))
    page = desk("show", case, as_of=now).splitlines()
    assert all(after.startswith("    complaintctl ") for line, after in pairwise(page) if "): owed, " in line)
    done = fulfil(desk, case, now)
    if desk.case(case, as_of=now)["is_open"]:
        desk.do("close", case, as_of=now)
    done += fulfil(desk, case, now)
    assert done == expected.split()
    assert desk.case(case, as_of=now)["status"] == "archived"


def test_the_situations_above_meet_every_duty(desk: Desk) -> None:
    duties = {code for (code,) in rows(desk, "SELECT code FROM duty")}
    along_with_another = {"fresh_investigation"}  # repeat_cause asks for an investigation too
    assert {duty for row in SITUATIONS for duty in row[3].split()} | along_with_another == duties

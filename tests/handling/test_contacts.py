"""Contacts: what is kept of each, recordings, the media, reviews of the decision, new facts (Arts 3, 9, 15, 18)."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each
from support.clocks import clocks
from support.results import BOX, blocking, finish, last, owed, report

NEXT_DAY = "2026-11-24T10:00"


def contact(desk: Desk, purpose: str, *words: str, as_of: str | None = None, expect: int = 0) -> str:
    """A contact on the first case; what is said where it is refused."""
    given = ("contact", "1", "--purpose", purpose, "--text", "已电话沟通", *words)
    return desk(*given, as_of=as_of, expect=expect) if expect else str(desk.do(*given, as_of=as_of))


@made_once
def closed(desk: Desk) -> None:
    """A case answered on the spot and closed."""
    desk.register(answered="已当场答复")
    desk.through("1", "brief close")


def review_clock(desk: Desk, as_of: str, law: str = "law2020") -> Any:
    return clocks(desk.case("1", as_of=as_of))[f"{law}.review"]


# ---- What is kept ----


@pytest.mark.requirement("O12", "O6", "A5.2")
def test_every_contact_has_and_keeps_its_time_purpose_means_and_content(desk: Desk) -> None:
    desk.register()
    contact(desk, "受理告知", as_of=NEXT_DAY)
    contact(desk, "progress", "--method", "短信", "--at", "2026-11-23T16:30", as_of=NEXT_DAY)
    events = desk.case("1", as_of=NEXT_DAY)["events"][-2:]
    assert [(event["purpose"], event["at"], event["text"], event.get("method")) for event in events] == [
        ("acknowledge", "2026-11-24T10:00:00+08:00", "已电话沟通", None),
        ("progress", "2026-11-23T16:30:00+08:00", "已电话沟通", "短信"),
    ]
    assert "--text" in desk("contact", "1", "--purpose", "progress", expect=2)
    assert "--purpose" in desk("contact", "1", "--text", "已沟通", expect=2)
    assert "'。' says nothing" in desk("contact", "1", "--purpose", "progress", "--text", " 。", expect=2)
    assert "is empty" in desk("contact", "1", "--purpose", "progress", "--text", " ", expect=2)
    assert "Did you mean progress" in contact(desk, "progres", expect=4)
    assert "not sent by another body" in contact(desk, "source_reply", expect=3)


@pytest.mark.requirement("O5")
def test_a_promised_call_back_is_owed_until_the_customer_hears_again(desk: Desk) -> None:
    desk.register()
    contact(desk, "acknowledge", "--promise", "2026-11-26", as_of=NEXT_DAY)
    due = desk.duty("promise", as_of=NEXT_DAY)
    assert picked(due, "due_at owed blocking remedy") == (
        "2026-11-26T23:59:59+08:00", True, False,
        "complaintctl contact TS-2026-0001 --purpose progress --text TEXT",
    )  # fmt: skip
    assert [row["due_at"] for row in desk.json("todo", as_of=NEXT_DAY) if row["duty"] == "promise"] == [due["due_at"]]
    late = [row for row in desk.json("overdue", "--duties", as_of="2026-11-30T09:00") if row["code"] == "promise"]
    assert [(row["due_on"], row["days"]) for row in late] == [("2026-11-26", 2)]
    contact(desk, "progress", "--promise", "2026-12-01", as_of="2026-11-25T15:00")  # another takes its place
    assert desk.duty("promise", as_of="2026-11-25T15:00")["due_at"] == "2026-12-01T23:59:59+08:00"
    contact(desk, "track", as_of="2026-11-27T09:00")  # with the unit, not with the customer
    assert "promise" in desk.owed(as_of="2026-11-27T09:00")
    contact(desk, "progress", as_of="2026-11-27T10:00")
    assert desk.duty("promise", as_of="2026-11-27T10:00")["done_at"] == "2026-11-27T10:00:00+08:00"


@pytest.mark.requirement("O5")
def test_a_promise_closes_no_door_and_is_owed_on_the_closed_case(closed: Desk) -> None:
    contact(closed, "follow_up", "--promise", "2026-12-03", as_of=NEXT_DAY)
    remedy = "complaintctl contact TS-2026-0001 --purpose follow_up --text TEXT"
    assert closed.duty("promise", as_of=NEXT_DAY)["remedy"] == remedy
    assert "call the customer back as promised" in closed("todo", as_of=NEXT_DAY)
    contact(closed, "follow_up", as_of="2026-12-03T10:00")
    assert "promise" not in closed.owed(as_of="2026-12-03T10:00")


@cases(
    "purpose day said",
    ("progress", "2026-11-22", "is before the contact"),
    ("progress", "改天", "改天"),
    ("new_facts", "2026-11-26", "is no word to the customer"),
    ("track", "2026-11-26", "is no word to the customer"),
)
def test_what_is_no_promise_to_a_customer_is_refused(desk: Desk, purpose: str, day: str, said: str) -> None:
    desk.register()
    assert said in contact(desk, purpose, "--promise", day, expect=2)


@pytest.mark.requirement("A9.1b", "O12")
def test_of_a_recording_its_name_and_fingerprint_are_kept(desk: Desk, tmp_path: Path) -> None:
    desk.register(channel="phone")
    recording = tmp_path / "通话-20261123-0930.wav"
    recording.write_bytes(b"RIFF....WAVE")
    desk("contact", "1", "--purpose", "progress", "--text", "已电话沟通", "--recording", str(recording))
    kept = last(desk, "contacted")
    assert kept["recording"] == "通话-20261123-0930.wav"
    assert kept["recording_sha256"] == hashlib.sha256(b"RIFF....WAVE").hexdigest()
    assert "cannot be read" in contact(desk, "progress", "--recording", str(tmp_path / "none.wav"), expect=2)


@pytest.mark.requirement("O9")
def test_a_call_after_closing_is_recorded_on_the_closed_case_and_nothing_else(closed: Desk) -> None:
    contact(closed, "follow_up", "--method", "电话", as_of="2026-11-30T10:00")
    case = closed.json("show", "1", as_of="2026-11-30T11:00")
    assert (case["status"], case["events"][-1]["purpose"]) == ("closed", "follow_up")
    assert "cannot be added to any more" in contact(closed, "progress", as_of="2026-11-30T10:00", expect=3)
    assert "complaintctl reopen TS-2026-0001" in contact(closed, "new_facts", as_of="2026-11-30T10:00", expect=3)


# ---- The media ----


@pytest.mark.requirement("A9.6")
def test_the_media_are_answered_without_a_slip_or_the_closing_says_so(desk: Desk) -> None:
    desk.register(channel="media", media_level="county", unit="chengguan")
    assert "media_response" in owed(desk) and not {"media_response", "transfer"} & blocking(desk)
    assert owed(desk)["media_response"]["due_at"] == "2026-11-26T23:59:59+08:00"
    desk.do("brief", "1", "--to", "sun")
    desk.do("resolve", "1", *report(apology="已致歉"))
    finish(desk)
    assert "media_response" in last(desk, "closed")["left_open"]


# ---- A review of the decision ----


@pytest.mark.requirement("law2020.review")
def test_a_review_is_asked_for_and_answered_on_a_closed_case(closed: Desk) -> None:
    desk = closed
    desk.do("archive", "1")
    assert "No review of TS-2026-0001 is asked for" in contact(desk, "review_answer", expect=3)
    contact(desk, "review_request", as_of=NEXT_DAY)
    review = review_clock(desk, NEXT_DAY)
    assert picked(review, "started_on due_on stopped_on") == ("2026-11-24", "2026-12-24", None)
    assert picked(desk.case("1", as_of=NEXT_DAY), "status is_open") == ("archived", False)
    owed = [("review_answer", "2026-12-24T23:59:59+08:00")]
    assert picked_each(desk.json("todo", as_of=NEXT_DAY), "duty due_at") == owed
    assert "waits for its answer" in contact(desk, "review_request", as_of=NEXT_DAY, expect=3)
    contact(desk, "review_answer", as_of="2026-11-25T10:00")
    assert review_clock(desk, "2026-11-25T11:00")["stopped_on"] == "2026-11-25"
    assert desk.json("todo", as_of="2026-11-25T11:00") == []


@pytest.mark.requirement("petition2022.review")
def test_a_petitioners_review_runs_under_the_petition_rules_too(desk: Desk) -> None:
    desk.register(channel="government", source_agency="云溪县信访局", answered="已当场答复")
    desk.do("brief", "1", "--to", "sun")
    contact(desk, "source_reply")
    desk.do("close", "1")
    contact(desk, "review_request", as_of=NEXT_DAY)
    assert {review_clock(desk, NEXT_DAY, law)["due_on"] for law in ("law2020", "petition2022")} == {"2026-12-24"}
    contact(desk, "review_answer", as_of="2026-11-25T10:00")
    assert review_clock(desk, "2026-11-25T11:00", "petition2022")["stopped_on"] == "2026-11-25"


@pytest.mark.requirement("law2020.review")
def test_a_review_follows_the_reply_and_its_answer_the_request(desk: Desk) -> None:
    desk.register(**BOX)
    assert "no decision to review" in contact(desk, "review_request", expect=3)
    desk.do("resolve", "1", *report(replied_at="2026-11-25T09:00"), as_of="2026-11-25T10:00")
    desk.as_of = "2026-11-27T10:00"
    assert "too early" in contact(desk, "review_request", "--at", "2026-11-24T10:00", expect=3)
    contact(desk, "review_request", "--at", "2026-11-26T10:00")
    assert "too early" in contact(desk, "review_answer", "--at", "2026-11-25T10:00", expect=3)


@pytest.mark.requirement("law2020.review")
@cases(
    "replied asked noted",
    # Thirty days after 2026-09-03 is Saturday 2026-10-03, in the national holiday: the 8th is the last day.
    ("2026-09-03", "2026-10-08", False),
    ("2026-09-03", "2026-10-09", True),
    ("2026-08-03", "2026-09-02", False),
    ("2026-08-03", "2026-09-03", True),
)
def test_a_review_asked_for_after_thirty_days_is_taken_with_a_note(
    desk: Desk, replied: str, asked: str, noted: bool
) -> None:
    desk.register(**BOX, as_of=f"{replied}T08:00")
    desk.do("resolve", "1", *report(replied_at=f"{replied}T09:00"), as_of=f"{replied}T10:00")
    words = ("contact", "1", "--purpose", "review_request", "--text", "客户申请核查")
    said = desk.run(*words, as_of=f"{asked}T10:00")
    assert ("It was taken: answer it" in said.stderr) is noted
    if noted:
        assert f"The request came on {asked}; a review is asked for within 30 days of the reply, by " in said.stderr
    assert desk.duty("review_answer", as_of=f"{asked}T11:00")["done_at"] is None  # it is owed all the same


@pytest.mark.requirement("law2020.review", "A25")
def test_within_how_many_days_a_review_is_asked_for_is_a_rule_of_the_day_of_receipt(desk: Desk) -> None:
    desk("policy", "set", "review_request_days", "60", "--from", "2026-08-01", "--yes")
    for number, received in (("1", "2026-08-03"), ("2", "2026-07-31")):
        desk.register(**BOX, received_at=received)
        desk.do("resolve", number, *report(replied_at="2026-09-03T09:00"))
    words = ("--purpose", "review_request", "--text", "客户申请核查", "--at", "2026-10-20")
    assert "It was taken" not in desk.run("contact", "1", *words).stderr
    assert "within 30 days" in desk.run("contact", "2", *words).stderr


# ---- New facts ----


@pytest.mark.requirement("A17.5", "law2020.simple")
def test_new_facts_start_the_laws_count_anew_and_not_the_banks(desk: Desk) -> None:
    case = desk.register(as_of="2026-02-13T10:00", category="service_product")
    assert picked(case, "due_on due_rule") == ("2026-02-28", "law2020.simple")
    contact(desk, "new_facts", as_of="2026-02-25T10:00")
    case = desk.json("show", "1", as_of="2026-02-25T11:00")
    assert picked(clocks(case)["law2020.simple"], "started_on due_on") == ("2026-02-25", "2026-03-12")
    assert picked(clocks(case)["seed.complex"], "started_on due_on") == ("2026-02-13", "2026-03-05")
    assert (case["due_on"], case["events"][-1]["kind"]) == ("2026-03-05", "deadline_set")


@pytest.mark.requirement("A17.5")
@pytest.mark.parametrize("told", ["replied", "reported"])
def test_new_facts_after_the_reply_start_nothing(desk: Desk, told: str) -> None:
    desk.register(**BOX)
    unreached = {"satisfaction": "unreachable", "reply": None, "replied_at": None}
    words = report() if told == "replied" else report(**unreached)
    desk.do("resolve", "1", *words)
    contact(desk, "new_facts", as_of=NEXT_DAY)
    assert clocks(desk.case("1", as_of=NEXT_DAY))["law2020.simple"]["started_on"] == "2026-11-23"


@pytest.mark.requirement("law2020.simple")
def test_a_pause_entered_before_a_reply_of_an_earlier_day_leaves_out_no_day(desk: Desk) -> None:
    desk.register(**BOX)
    told = ("--reason", "委托鉴定", "--customer-told", "2026-11-25T09:00")
    desk.do("pause", "1", *told, as_of="2026-11-25T10:00")
    desk.do("resolve", "1", *report(replied_at="2026-11-24T10:00"), as_of="2026-11-26T10:00")
    now = "2026-11-27T10:00"
    assert clocks(desk.case("1", as_of=now))["law2020.simple"]["paused_days"] == 0
    assert "Thursday 2026-11-26: day 3, working day" in desk("why", "1", as_of=now).split("law: ")[1]

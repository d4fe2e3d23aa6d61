"""Reports upward and outward: major cases, the media, the courts, what is not accepted (Arts 15, 16, 17, 20)."""

import json

import pytest
from conftest import Desk, cases, picked, picked_each

MONDAY = "2026-11-23T23:59:59+08:00"
SPEAK = ["contact", "1", "--purpose", "media_response", "--text", "已向报社说明情况"]
CONSENT = ["--authorised-by", "sun", "--authorised-at", "2026-11-23T09:30"]


def due(desk: Desk, *words: str, as_of: str | None = None) -> list[tuple[str, str, str]]:
    """What `escalate --due` lists: case, target, articles."""
    rows = json.loads(desk("escalate", "--due", *words, "--format", "json", as_of=as_of))
    return [(row["case_no"][-1], row["target"], row["articles"]) for row in rows]


# ---- Major cases (Art. 20) ----


@pytest.mark.requirement("A20.1", "G25")
def test_a_major_case_owes_two_reports_the_same_working_day(desk: Desk) -> None:
    desk.register(channel="phone", amount="80000", received_at="2026-11-21")  # a Saturday
    both = {"report_union", "report_regulator"}
    assert {desk.duty(name)["due_at"] for name in both} == {MONDAY}
    desk.do("escalate", "1", "--to", "regulator", "--reason", "涉及金额八万元")
    assert desk.owed() & both == {"report_union"}
    words = ["--to", "省联社办事处", "--reason", "涉及金额八万元", "--via", "传真", "--ref", "云银发〔2026〕8号"]
    event = desk.json("escalate", "1", *words, "--stage", "initial")["events"][-1]
    assert picked(event, "to text via ref stage") == ("union", "涉及金额八万元", "传真", "云银发〔2026〕8号", "initial")
    assert not desk.owed() & both
    desk("escalate", "1", *words, "--stage", "last", expect=2)
    desk.register(channel="phone", amount="50000")
    assert not desk.owed("2") & both
    desk.register(channel="phone", amount="80000")
    assert "2026-11-23  第二十条  " in desk("--lang", "zh", "escalate", "--due")


@pytest.mark.requirement("A20.1")
def test_what_becomes_major_later_is_due_from_that_day(desk: Desk) -> None:
    desk.register(received_at="2026-11-18")
    desk.do("classify", "1", "--amount", "60000", "--at", "2026-11-20T15:00")
    assert desk.duty("report_union")["due_at"] == "2026-11-20T23:59:59+08:00"
    desk.do("classify", "1", "--amount", "600", "--reason", "金额更正")
    assert desk.duty("report_union") is None


@pytest.mark.requirement("A20.1", "A15.5")
def test_all_that_is_due_is_listed_and_recorded_in_one_go(desk: Desk) -> None:
    desk.register(channel="phone", amount="80000", media_level="city", media_stage="sign")
    desk.register(channel="phone")
    desk.register(channel="web", hot_topic=True, as_of="2026-11-20T10:00")
    expected = [
        ("3", "regulator", "Art. 20"), ("3", "union", "Art. 20"),
        ("1", "union", "Art. 20; Art. 15"), ("1", "regulator", "Art. 20"),
    ]  # fmt: skip
    assert sorted(due(desk)) == sorted(expected)
    assert [row[:2] for row in due(desk)[2:]] == [("1", "union"), ("1", "regulator")]  # the media first
    before = len(desk.case("1")["events"])
    done = desk.run("escalate", "--due", "--all", "--via", "邮件", "--format", "json")
    assert "4 escalations recorded." in done.stderr and len(json.loads(done.stdout)) == 4
    assert due(desk) == []
    assert "Nothing is to be escalated." in desk.run("escalate", "--due").output
    events = desk.case("1")["events"][before:]
    assert picked_each(events, "kind to via") == [("escalated", "union", "邮件"), ("escalated", "regulator", "邮件")]
    assert desk.run("escalate", "--due", "--all").stderr.startswith("0 escalations")
    desk("escalate", "1", "--due", expect=2)
    desk("escalate", "1", "--all", expect=2)


@pytest.mark.requirement("A20.1")
def test_what_is_recorded_for_a_whole_day_is_not_before_receipt_and_may_follow_the_end(desk: Desk) -> None:
    desk.register(channel="walk_in", amount="80000", answered="已当场更正")
    desk("escalate", "--due", "--all", as_of="2026-11-23")
    at = {event["at"] for event in desk.case("1")["events"] if event["kind"] == "escalated"}
    assert at == {"2026-11-23T10:00:00+08:00"}
    desk.through("1", "brief close")
    desk.do("escalate", "1", "--to", "regulator", "--reason", "办结报告", "--stage", "final")


@pytest.mark.requirement("A20.1")
def test_how_a_major_case_ended_is_reported_too(desk: Desk) -> None:
    """From the day its result is accepted, to both; the first report is not the last, nor is any other."""
    desk.register(channel="suggestion_box", unit="chengguan", amount="80000", then="brief; resolve")
    both = {"final_union", "final_regulator"}
    desk("escalate", "--due", "--all")
    assert not desk.owed() & both
    saturday = "2026-11-28T10:00"
    desk.do("review", "1", "--accept", as_of=saturday)
    assert desk.owed(as_of=saturday) & both == both
    assert {desk.duty(name, as_of=saturday)["due_at"][:10] for name in both} == {"2026-11-30"}
    desk.do("escalate", "1", "--to", "union", "--reason", "进展", "--stage", "progress", as_of=saturday)
    assert desk.owed(as_of=saturday) & both == both
    words = ("escalate", "1", "--to", "union", "--stage", "final", "--reason", "已办结")
    assert desk.duty("final_union", as_of=saturday)["remedy"].split()[3:7] == ["--to", "union", "--stage", "final"]
    desk.do(*words, as_of=saturday)
    assert desk.owed(as_of=saturday) & both == {"final_regulator"}
    assert due(desk, as_of=saturday) == [("1", "regulator", "Art. 20")]
    said = desk.run("close", "1", as_of=saturday).stderr
    assert "final report" not in said.split("Next:")[0]  # not left undone: it is still asked for
    refusal = desk("archive", "1", as_of=saturday, expect=3)
    assert "escalate TS-2026-0001 --to regulator --stage final --reason TEXT" in refusal and "union" not in refusal
    desk("escalate", "--due", "--all", as_of=saturday)
    assert picked(desk.case("1", as_of=saturday)["events"][-1], "kind to stage") == (
        "escalated", "regulator", "final")  # fmt: skip
    desk.do("archive", "1", as_of=saturday)
    assert not desk.owed(as_of=saturday)


@pytest.mark.requirement("A20.1")
def test_an_initial_report_left_out_and_the_final_one_are_two(desk: Desk) -> None:
    desk.register(channel="walk_in", amount="80000", then="brief; transfer --to hexi")
    desk.do("withdraw", "1", "--reason", "已和解", "--verified-by", "li", "--voluntary")
    assert sorted(due(desk)) == [
        ("1", "regulator", "Art. 20"),
        ("1", "union", "Art. 20"),
    ]  # those of the start are over
    assert desk.owed() == {"final_union", "final_regulator", "archive"}
    desk.register(channel="suggestion_box", unit="chengguan", amount="80000", then="brief; resolve; review --accept")
    assert len([row for row in due(desk) if row[0] == "2"]) == 4
    before = len(desk.case("2")["events"])
    desk("escalate", "--due", "--all")
    stages = [event.get("stage") for event in desk.case("2")["events"][before:]]
    assert sorted(map(str, stages)) == ["None", "None", "final", "final"]


@pytest.mark.requirement("A20.1", "A6.3")
def test_a_case_that_was_not_major_or_lies_in_the_archive_owes_none(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", then="brief; resolve; review --accept; close")
    assert desk.owed() == {"archive"}
    desk.do("archive", "1")
    assert not desk.owed()


# ---- The media (Arts 9(6), 15) ----


@pytest.mark.requirement("A15.5", "G24", "G25")
@pytest.mark.parametrize(
    ("level", "told"), [("county", False), ("city", True), ("province", True), ("central", True), ("online", False)]
)
def test_from_city_media_up_the_union_is_told_within_two_hours(desk: Desk, level: str, told: bool) -> None:
    desk.register(channel="phone", media_level=level, media_stage="sign", received_at="2026-11-22T23:00")
    report = desk.duty("report_media")
    assert (report and report["due_at"]) == ("2026-11-23T01:00:00+08:00" if told else None)
    desk.do("escalate", "1", "--to", "union", "--reason", "有报道苗头")
    assert "report_media" not in desk.owed()


@pytest.mark.requirement("A15.5", "A20.1")
def test_what_the_union_was_told_before_is_not_that_report(desk: Desk) -> None:
    desk.register(channel="phone", amount="80000")
    desk.do("escalate", "1", "--to", "union", "--reason", "重大投诉")
    now = "2026-11-25T10:00"
    desk.do("classify", "1", "--media-level", "city", "--media-stage", "sign", as_of=now)
    report = desk.duty("report_media", as_of=now)
    assert (report["due_at"], report["done_at"]) == ("2026-11-25T12:00:00+08:00", None)
    desk.do("escalate", "1", "--to", "union", "--reason", "有报道苗头", as_of=now)
    assert "report_media" not in desk.owed(as_of=now)


@pytest.mark.requirement("A15.3", "G18")
@cases(
    "words said",
    ([], "--authorised-by CODE"),
    (["--authorised-by", "sun"], "--authorised-at WHEN"),
    (["--authorised-by", "zhang", "--authorised-at", "2026-11-23T09:30"], "no leader"),
    (["--authorised-by", "sun", "--authorised-at", "2026-11-23T09:31", "--at", "2026-11-23T09:30"], "came after"),
    (["--authorised-by", "sun", "--authorised-at", "2026-11-23T08:59"], "too early"),
)
def test_nobody_answers_the_media_without_a_leaders_earlier_consent(desk: Desk, words: list[str], said: str) -> None:
    desk.register(channel="media", received_at="2026-11-23T09:00")
    assert said in desk(*SPEAK, *words, expect=3)
    assert "media_response" in desk.owed()


@pytest.mark.requirement("A15.3", "G18", "A9.6")
def test_with_it_the_office_answers_them(desk: Desk) -> None:
    desk.register(channel="media", received_at="2026-11-23T09:00")
    assert {(row["duty"], row["unit"]) for row in desk.json("todo")} >= {("media_response", "supervision")}
    event = desk.json(*SPEAK, *CONSENT, "--at", "2026-11-23T09:30")["events"][-1]  # on the same second
    assert (event["authorised_by"], event["authorised_at"]) == ("sun", "2026-11-23T09:30:00+08:00")
    assert "media_response" not in desk.owed()


@pytest.mark.requirement("A15.2")
def test_one_person_speaks_for_the_bank(desk: Desk) -> None:
    desk.register(channel="media", received_at="2026-11-23T09:00")
    desk(*SPEAK, *CONSENT)
    desk(*SPEAK, *CONSENT)
    desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
    other = ["--actor", "ren", *SPEAK, *CONSENT]
    assert "one person speaks for the bank" in desk(*other, expect=3)
    desk(*other, "--handover", "李清明休假")
    desk(*other)
    assert "任小寒 responds to the media" in desk(*SPEAK, *CONSENT, expect=3)


# ---- The courts (Art. 16) ----


@pytest.mark.requirement("A16.1")
def test_the_leader_is_told_first_and_counsel_after_him(desk: Desk) -> None:
    desk.register(channel="suggestion_box", legal_dispute=True)
    assert "counsel" not in desk.owed()
    words = ["escalate", "1", "--to", "counsel", "--reason", "客户拟起诉"]
    assert "before any leader was briefed" in desk.run(*words).stderr
    desk.do("brief", "1", "--to", "sun", "--absent", as_of="2026-11-23T11:00")
    assert "counsel" not in desk.owed(as_of="2026-11-23T11:00")  # nobody has taken the report yet
    desk.do("brief", "1", "--to", "zhou", as_of="2026-11-23T11:00")
    desk.do("brief", "1", "--to", "wu", as_of="2026-11-23T11:00")
    assert "counsel" in desk.owed(as_of="2026-11-23T11:00")  # what was said before does not count
    desk.through("1", "resolve review", as_of="2026-11-23T11:00")
    assert "escalate TS-2026-0001 --to counsel" in desk("close", "1", as_of="2026-11-23T11:00", expect=3)
    assert "before any leader" not in desk.run(*words, as_of="2026-11-23T11:00").stderr
    desk.do("close", "1", as_of="2026-11-23T12:00")


@pytest.mark.requirement("A16.1")
def test_an_earlier_briefing_entered_late_counts(desk: Desk) -> None:
    desk.register(legal_dispute=True, received_at="2026-11-23T08:00")
    desk.do("escalate", "1", "--to", "counsel", "--reason", "客户拟起诉", "--at", "2026-11-23T09:30")
    desk.do("brief", "1", "--to", "sun", "--at", "2026-11-23T09:00")
    assert "counsel" not in desk.owed()


# ---- What is not accepted (Art. 17) ----


@pytest.mark.requirement("A17.4")
def test_a_repeat_whose_explanation_is_not_accepted_goes_upward(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", amount="80000")
    desk.register(channel="suggestion_box", unit="chengguan", amount="80000", repeat_of="1")
    desk.do("escalate", "2", "--to", "union", "--reason", "重大投诉")
    now = "2026-11-24T10:00"
    outcome = {"fault": "customer", "explanation": "已解释规定", "satisfaction": "dissatisfied"}
    desk.resolve("1", now, as_of=now, **outcome)
    assert desk.duty("report_not_accepted", "1", now) is None  # not on the first time
    desk.resolve("2", now, as_of=now, **outcome)
    assert "report_not_accepted" in desk.owed("2", now)  # being major was another report
    assert ("2", "union", "Art. 17") in due(desk, as_of=now)
    desk.do("escalate", "2", "--to", "union", "--reason", "客户不接受解释,请协助", as_of=now)
    assert "report_not_accepted" not in desk.owed("2", now)


@pytest.mark.requirement("A17.4")
@pytest.mark.parametrize("change", [{"fault": "bank"}, {"satisfaction": "satisfied"}, {"satisfaction": "declined"}])
def test_otherwise_it_does_not(desk: Desk, change: dict[str, str]) -> None:
    for repeated in ("", "1"):
        desk.register(channel="suggestion_box", unit="chengguan", repeat_of=repeated)
    outcome = {"fault": "customer", "explanation": "已解释规定", "satisfaction": "dissatisfied", **change}
    desk.resolve("2", "2026-11-23T10:00", **outcome)
    assert desk.duty("report_not_accepted", "2") is None

"""Correcting what was typed wrong at registration: old and new value, the receipt day, the customer (Arts 3, 6)."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases
from support.case_file import rows, tampering, unchanged

from complaintctl.base.errors import Refused
from complaintctl.cases import privacy_check
from complaintctl.file import db

REASON = ("--reason", "核对原件")
LONG = "赵小满称柜员解释手续费时语气生硬，且拒绝出示收费依据，并挂断电话"
LONG_MASKED = LONG.replace("赵小满", "赵**")
NEXT_DAY = "2026-11-24T10:00"


def corrected(case: dict[str, Any]) -> dict[str, Any]:
    """The last correction of a case."""
    event: dict[str, Any] = [event for event in case["events"] if event["kind"] == "corrected"][-1]
    return event


# ---- Every registered fact ----
EVERY = {
    "channel": ("letter", "walk_in", "letter"),
    "summary": ("柜员多收手续费", "柜员解释时语气生硬", "柜员多收手续费"),
    "demand": ("退款", "道歉", "退款"),
    "first_receiver": ("zhang", "li", "zhang"),
    "escorted_by": ("钱谷雨", None, "qian"),
    "letter_dated": ("2026-11-19", None, "2026-11-19"),
    "postmarked": ("2026年11月20日", None, "2026-11-20"),
    "posted_at": ("2026-11-22T08:00", None, "2026-11-22T08:00:00+08:00"),
    "source_agency": ("县信访局", None, "县信访局"),
    "source_ref": ("云信〔2026〕12号", None, "云信〔2026〕12号"),
    "source_due": ("2026-12-01", None, "2026-12-01"),
    "accepted_on": ("2026年11月18日", None, "2026-11-18"),
    "source_grade": ("平件", None, "平件"),
    "endorsed_by": ("副县长", None, "副县长"),
    "endorsed_on": ("2026-11-20", None, "2026-11-20"),
    "endorsement": ("请认真办理", None, "请认真办理"),
    "source_kind": ("other_body", None, "other_body"),
    "representatives": ("3", None, 3),
}


@pytest.mark.requirement("A3.1", "A6.3")
def test_every_registered_fact_is_corrected_and_the_old_value_stays(desk: Desk) -> None:
    desk.register()
    words = [word for name, (typed, *_) in EVERY.items() for word in (f"--{name.replace('_', '-')}", typed)]
    case = desk.json("correct", "1", *words, *REASON, as_of="2026-11-23T11:00")
    keys = {"postmarked": "postmarked_on", "source_due": "source_due_on", "accepted_on": "source_accepted_on"}
    event = corrected(case)
    assert event["corrected"] == {keys.get(name, name): before for name, (_, before, _after) in EVERY.items()}
    for name, (_typed, _before, after) in EVERY.items():
        key = keys.get(name, name)
        assert event[key] == after
        assert case.get(key, after) == after
    assert (event["text"], event["actor"], event["at"]) == ("核对原件", "li", "2026-11-23T11:00:00+08:00")
    assert "sound" in desk("verify")


@pytest.mark.requirement("A6.3")
def test_old_and_new_value_stand_in_show_in_either_language(desk: Desk) -> None:
    desk.register()
    desk.do("correct", "1", "--demand", "退款", "--channel", "letter", "--received-at", "2026-11-20T09:00", *REASON)
    assert "demand 道歉 → 退款" in desk("show", "1") and "channel walk-in → letter" in desk("show", "1")
    shown = desk("--lang", "zh", "show", "1")
    assert "诉求 道歉 → 退款" in shown and "投诉方式 上门 → 信件" in shown
    assert "投诉时间 2026-11-23 10:00 → 2026-11-20 09:00" in shown
    assert shown.count("语气生硬") == 2  # the registration is not told a second time


def test_what_is_taken_back_is_gone_and_what_every_case_has_is_not(desk: Desk) -> None:
    desk.register(source_agency="县信访局", source_ref="3号", source_due="2026-12-01", escorted_by="qian")
    words = ("--source-agency", "none", "--source-ref", "无", "--source-due", "none", "--escorted-by", "none")
    case = desk.json("correct", "1", *words, *REASON)
    assert (case["source_agency"], case["source_ref"], case["source_kind"]) == (None, None, None)
    assert "escorted_by" not in corrected(case)
    for option in ("--summary", "--received-at", "--first-receiver", "--channel"):
        assert "cannot be taken back" in desk("correct", "1", option, "none", *REASON, expect=2)


@pytest.mark.requirement("A6.3")
def test_nothing_that_changes_nothing_is_entered(desk: Desk) -> None:
    desk.register(source_agency="县信访局", posted_at="2026-11-22", received_at="2026-11-23T09:00")
    same = (
        (), ("--demand", " 道歉 "), ("--channel", "上门"), ("--name", "赵小满"), ("--phone", "139-0000-0001"),
        ("--received-at", "2026-11-23"), ("--received-at", "2026-11-23T09:00"), ("--posted-at", "2026/11/22"),
        ("--source-agency", "县信访局"), ("--escorted-by", "none"), ("--no-anonymous",),
    )  # fmt: skip
    with unchanged(desk):
        for words in same:
            assert "registered so already" in desk("correct", "1", *words, *REASON, expect=2), words
        assert "--reason" in desk("correct", "1", "--demand", "退款", expect=2)


@cases(
    "words status said",
    (("--channel", "pigeon"), 4, "pigeon"),
    (("--first-receiver", "nobody"), 4, "nobody"),
    (("--summary", " "), 2, "summary"),
    (("--letter-dated", "2026-12-24"), 2, "is after receipt"),
    (("--endorsed-by", "副县长"), 2, "--source-agency"),
    (("--source-kind", "other_body"), 2, "--source-agency"),
    (("--representatives", "9"), 3, "9 representatives"),
    (("--repeat-of", "1"), 2, "does not repeat itself"),
    (("--repeat-of", "9"), 4, "no case"),
    (("--received-at", "2026-11-24"), 2, "in the future"),
    (("--received-at", "1999-01-04"), 2, "1999"),
    (("--received-at", "gestern"), 2, "gestern"),
    (("--anonymous",), 2, "--name none --phone none"),
    (("--name", "匿名客户"), 2, "--phone none"),
    *(((option, masked), 2, f"{option} '{masked}' is masked") for option, masked in (
        ("--name", "钱**"), ("--name", "钱*"), ("--name", "钱＊＊"), ("--name", "保密"), ("--phone", "139****0002"),
        ("--id-no", "4101**********1234"), ("--address", "河南省***"))),
    *(((option, masked), 2, "is registered so already") for option, masked in (
        ("--name", "赵**"), ("--name", "赵＊＊"), ("--phone", "139****0001"), ("--summary", LONG_MASKED),
        ("--summary", f"{LONG_MASKED[:24]}…"), ("--demand", "向赵**道歉"))),
)  # fmt: skip
def test_what_could_not_be_registered_so_is_no_correction(
    desk: Desk, words: tuple[str, ...], status: int, said: str
) -> None:
    desk.register(name="赵小满", phone="13900000001", summary=LONG, demand="向赵小满道歉")
    with unchanged(desk):
        assert said in desk("correct", "1", *words, *REASON, expect=status)


def test_what_depends_on_a_fact_is_looked_at_again(desk: Desk) -> None:
    desk.register(posted_at="2026-11-22", source_agency="县信访局")
    assert "--posted-at" in desk("correct", "1", "--received-at", "2026-11-20", *REASON, expect=2)
    desk.do("correct", "1", "--received-at", "2026-11-20", "--posted-at", "2026-11-20", *REASON)
    assert desk.case("1")["source_kind"] == "petition_office"
    assert desk.json("correct", "1", "--source-agency", "县妇联", *REASON)["source_kind"] == "other_body"


def test_a_kind_of_body_that_was_stated_stays_while_the_body_does(desk: Desk) -> None:
    desk.register(source_agency="县妇联", source_kind="petition_office")
    words = ("--source-agency", "县妇联", "--channel", "walk_in", "--source-ref", "3号")
    assert desk.json("correct", "1", *words, *REASON)["source_kind"] == "petition_office"


@pytest.mark.requirement("A6.3")
def test_a_closed_case_is_corrected_too_and_stays_as_it_ended(desk: Desk) -> None:
    desk.register(answered="已致歉", then="brief; close")
    case = desk.json("correct", "1", "--demand", "书面道歉", *REASON, as_of=NEXT_DAY)
    assert (case["status"], case["demand"], case["left_at"][:10]) == ("closed", "书面道歉", "2026-11-23")


def test_a_later_correction_says_what_the_one_before_left(desk: Desk) -> None:
    desk.register()
    desk.do("correct", "1", "--demand", "退款", *REASON)
    event = corrected(desk.json("correct", "1", "--summary", "多收手续费", *REASON))
    assert (event["demand"], event["corrected"]) == ("退款", {"summary": "柜员解释时语气生硬"})
    assert "approved_by" not in event and "sound" in desk("verify")


# ---- The customer (Arts 6, 13) ----
@pytest.mark.requirement("A6.1", "A6.3")
def test_a_new_customer_stands_beside_the_old_one_and_neither_in_the_ledger(desk: Desk) -> None:
    desk.register()
    shown = desk("correct", "1", "--name", "钱多多", "--id-no", "610900198504123030", "--phone", "none", *REASON)
    assert "钱多多" not in shown
    assert [name for (name,) in rows(desk, "SELECT name FROM complainant ORDER BY id")] == ["赵小满", "钱多多"]
    assert not rows(desk, "SELECT 1 FROM event WHERE detail LIKE '%多多%' OR detail LIKE '%小满%'")
    case = desk.json("show", "1")
    assert (case["complainant"]["name"], case["complainant"]["phone"]) == ("钱**", None)
    assert corrected(case)["corrected"] == {"name": "赵**", "phone": "139****0001", "id_no": None}
    assert "name was 赵**  phone was 139****0001" in desk("show", "1")
    revealed = desk("show", "1", "--reveal", "--reason", "核对")
    assert "name was 赵小满  phone was 13900000001" in revealed and "钱多多" in revealed


@pytest.mark.requirement("A6.1")
def test_texts_hide_who_stood_there_before_as_well(desk: Desk) -> None:
    desk.register(summary="赵小满（13900000001）与钱多多排队")
    desk.do("correct", "1", "--name", "钱多多", "--phone", "13900000002", *REASON)
    for words in (("show", "1"), ("ledger", "--csv"), ("slip", "1", "register"), ("list", "--json")):
        said = desk(*words)
        assert "赵小满" not in said and "13900000001" not in said and "钱多多" not in said, words
    paper = desk("slip", "1", "register", "--reveal", "--reason", "核对")
    for part in ("钱多多（原：赵小满）", "13900000002（原：13900000001）", "赵**（139****0001）与钱多多排队"):
        assert part in paper, part
    assert (paper.count("赵小满"), paper.count("13900000001")) == (1, 1)  # beside what they are now, and in no text


@pytest.mark.requirement("A6.1")
def test_nor_does_the_text_of_a_return_name_who_stood_there_before(desk: Desk) -> None:
    desk.register()
    desk.do("correct", "1", "--name", "钱多多", *REASON)
    with db.reading(desk.path) as connection:
        for name in ("赵小满", "钱多多"):
            with pytest.raises(Refused, match="name of a customer"):
                privacy_check.check(connection, f"已向{name}说明", "--note")


@pytest.mark.requirement("A6.3")
@pytest.mark.parametrize("row", [1, 2])
def test_verify_finds_a_change_of_either_customer(desk: Desk, row: int) -> None:
    desk.register()
    desk.do("correct", "1", "--name", "钱多多", *REASON)
    assert "sound" in desk("verify")
    with tampering(desk.path) as file:
        file.execute("UPDATE complainant SET address = '城关镇' WHERE id = ?", (row,))
    assert "customer's data of TS-2026-0001 was changed" in desk.run("verify", expect=6).output


@pytest.mark.requirement("A17.1")
def test_earlier_cases_are_found_by_the_present_customer(desk: Desk) -> None:
    desk.register()
    desk.do("correct", "1", "--name", "钱多多", "--phone", "13900000002", *REASON)
    again = ("register", "--channel", "phone", "--category", "work_error", "--summary", "又多扣", "--demand", "退款")
    assert "TS-2026-0001" in desk.run(*again, "--name", "钱多多", "--phone", "13900000002").stderr
    assert "Earlier cases" not in desk.run(*again, "--name", "赵小满", "--phone", "13900000001").stderr


@pytest.mark.requirement("A13.5a", "A6.3")
def test_an_anonymous_customer_who_gives_a_name_becomes_one_with_a_name(desk: Desk) -> None:
    desk.register(name="", phone="", anonymous=True, category="anonymous")
    said = desk.run("correct", "1", "--name", "钱多多", *REASON)
    assert "classify TS-2026-0001 --category" in said.stderr
    case = desk.json("show", "1")
    assert (case["anonymous"], case["complainant"]["name"]) == (False, "钱**")
    assert corrected(case)["corrected"] == {"anonymous": True, "name": None}
    assert "reply" in desk.owed()
    desk.do("correct", "1", "--name", "none", "--anonymous", *REASON)
    assert desk.case("1")["anonymous"] is True


@pytest.mark.requirement("A13.5a")
def test_a_report_that_answered_while_he_was_nobody_still_does(desk: Desk) -> None:
    desk.register(name="", phone="", anonymous=True, then="brief; transfer")
    desk.resolve("1", "", as_of=NEXT_DAY, reply=None, satisfaction="unreachable")
    desk.do("correct", "1", "--name", "钱多多", *REASON, as_of="2026-12-01T10:00")
    assert desk.case("1", as_of="2026-12-01T10:00")["clocks"][0]["stopped_on"] == "2026-11-24"


@pytest.mark.requirement("A13.4", "A6.1")
def test_a_report_of_wrongdoing_is_corrected_by_the_office_alone(desk: Desk) -> None:
    desk.register(nature="wrongdoing_report")
    desk("staff", "add", "ge", "葛霜降", "--unit", "retail")
    desk.grant("handle", "look")
    with unchanged(desk):
        for name in ("赵小满", "钱多多"):  # whether it is the name that is held, he does not learn either
            refusal = desk("--actor", "ge", "correct", "1", "--name", name, *REASON, expect=3)
            assert "监察室 alone corrects it" in refusal
    desk("correct", "1", "--name", "钱多多", *REASON)
    assert "赵" not in desk("--actor", "ge", "show", "1")


@pytest.mark.requirement("A3.1", "A6.3")
def test_the_receipt_that_the_customer_has_is_not_written_anew(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    assert not desk.do("correct", "1", "--demand", "退款", *REASON).notes
    desk("slip", "1", "receipt", "-o", tmp_path / "receipt.docx")
    assert "stays as it was issued" in desk.do("correct", "1", "--demand", "道歉", *REASON).notes[0]


@pytest.mark.requirement("A6.3", "A13.4")
def test_of_who_reported_wrongdoing_it_is_not_said_that_nothing_stood_there(desk: Desk) -> None:
    desk.register(nature="wrongdoing_report", unit="chengguan")
    desk.do("correct", "1", "--phone", "13900000002", *REASON)
    assert "phone was 保密" in desk("show", "1") and "1390" not in desk("show", "1")
    assert corrected(desk.json("show", "1"))["corrected"] == {"phone": "保密"}


# ---- The receipt day (Arts 3, 10) ----
@pytest.mark.requirement("A10.1", "A10.5", "A3.1")
def test_an_earlier_receipt_moves_the_due_date_on_record(desk: Desk) -> None:
    desk.register()
    said = desk("correct", "1", "--received-at", "2026-11-20", *REASON)
    assert "corrected, due 2026-11-25" in said
    case = desk.json("show", "1")
    assert (case["received_at"][:10], case["due_on"]) == ("2026-11-20", "2026-11-25")
    moved = [event for event in case["events"] if event["kind"] == "deadline_set"][-1]
    assert (moved["previous_due_on"], moved["due_on"], moved["reason"]) == ("2026-11-26", "2026-11-25", "corrected")
    assert "from 2026-11-20" in desk("show", "1")


@pytest.mark.requirement("A10.5", "A10.9")
def test_a_later_receipt_needs_a_leader_who_serves_and_is_no_party(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:00", subject="wu")
    later = ("correct", "1", "--received-at", "2026-11-20T16:00", *REASON)
    with unchanged(desk):
        assert "--approved-by" in desk(*later, expect=3)
        assert "no leader" in desk(*later, "--approved-by", "zhang", expect=3)
        assert "complained of" in desk(*later, "--approved-by", "wu", expect=3)
        desk(*later, "--approved-by", "nobody", expect=4)
    desk("staff", "set", "zhou", "--retired", "2026-11-20")
    assert "retired" in desk(*later, "--approved-by", "zhou", expect=3)
    assert corrected(desk.json(*later, "--approved-by", "sun"))["approved_by"] == "sun"


@pytest.mark.requirement("A3.2")
def test_it_is_never_received_after_something_was_done_on_it(desk: Desk) -> None:
    desk.register(received_at="2026-11-18T09:00", as_of="2026-11-20T09:00")
    approved = ("--approved-by", "sun", *REASON)
    desk.do("brief", "1", "--to", "sun", "--at", "2026-11-19T15:00")
    with unchanged(desk):
        refusal = desk("correct", "1", "--received-at", "2026-11-19T15:01", *approved, expect=3)
    assert "2026-11-19 15:00 leader briefed" in refusal
    desk.do("correct", "1", "--received-at", "2026-11-19T15:00", *approved)


@pytest.mark.requirement("A3.2")
def test_nor_after_it_was_entered(desk: Desk) -> None:
    desk.register(received_at="2026-11-18", as_of="2026-11-20T09:00")
    refusal = desk("correct", "1", "--received-at", "2026-11-20T09:30", "--approved-by", "sun", *REASON, expect=3)
    assert "2026-11-20 09:00 registered" in refusal


@pytest.mark.requirement("A10.9", "A23.1")
def test_a_correction_never_makes_what_was_late_punctual(desk: Desk) -> None:
    desk.register(received_at="2026-11-13", as_of="2026-11-20T10:00")  # due on the 18th, late when it is corrected
    desk.do("correct", "1", "--received-at", "2026-11-19", "--approved-by", "sun", *REASON, as_of="2026-11-20T11:00")
    case = desk.json("show", "1", as_of="2026-11-20T12:00")
    assert case["due_on"] == "2026-11-24"
    desk.acts("1", "brief; transfer; resolve; review; close", as_of="2026-11-20T16:00")
    total = desk.json("report", "--month", "2026-11")[-1]
    assert (total["on_time"], total["late"]) == (0, 1)
    assert any(lead["kind"].startswith("late") for lead in desk.json("accountability", "list"))


@pytest.mark.requirement("A10.9")
@cases(
    "registered words",
    ({"source_agency": "县妇联", "source_due": "2026-11-16"}, ("--source-due", "2026-12-01")),
    ({"source_agency": "县妇联", "source_due": "2026-11-16"}, ("--source-due", "none")),
)
def test_nor_does_another_bodys_date_or_no_body(desk: Desk, registered: dict[str, str], words: tuple[str, ...]) -> None:
    desk.register(received_at="2026-11-13", as_of="2026-11-13T10:00", category="service_product", **registered)
    before = rows(desk, "SELECT clock, due_on FROM case_breach")
    desk.do("correct", "1", *words, *REASON, as_of="2026-11-17T10:00")
    assert ("source.own_date", "2026-11-16") in {(row[0], row[1]) for row in before}
    assert desk.case("1", as_of="2026-11-17T12:00")["due_on"] > "2026-11-17"
    assert set(before) <= set(rows(desk, "SELECT clock, due_on FROM case_breach"))


@pytest.mark.requirement("A10.9")
def test_a_case_that_needed_a_reply_to_a_body_is_not_made_punctual_without_one(desk: Desk) -> None:
    desk.register(received_at="2026-11-13", as_of="2026-11-13T10:00", source_agency="县妇联", then="brief; transfer")
    desk.resolve("1", "2026-11-16T10:00", as_of="2026-11-16T10:00")
    with unchanged(desk):
        words = ("--source-agency", "none", "--source-kind", "none", *REASON)
        assert "was late" in desk("correct", "1", *words, expect=3)


@pytest.mark.requirement("A6.3")
def test_the_number_stays_though_the_year_changes(desk: Desk) -> None:
    desk.register(as_of="2026-01-05T10:00")
    desk.register(as_of="2026-01-05T11:00")
    desk.do("correct", "2", "--received-at", "2025-12-31", *REASON, as_of="2026-01-06T10:00")
    desk.register(as_of="2026-01-06T11:00")
    assert [case for (case,) in rows(desk, "SELECT case_no FROM complaint ORDER BY case_no")] == [
        f"TS-2026-{number:04}" for number in (1, 2, 3)
    ]
    register = desk("ledger", "--csv", as_of="2026-01-07").splitlines()
    assert [line[:12] for line in register if line.startswith("TS-")] == [f"TS-2026-{n:04}" for n in (1, 2, 3)]
    assert "sound" in desk("verify", as_of="2026-01-07")
    year = desk.json("report", "--year", "2025", as_of="2026-01-07")[-1]
    assert (year["received"], year["closing"]) == (1, 1)


# ---- The series (Art. 17) ----
@pytest.mark.requirement("A17.1")
def test_a_case_is_linked_to_the_one_it_repeats_and_set_free(desk: Desk) -> None:
    for _time in range(3):
        desk.register(received_at="2026-11-20")
    assert desk.json("correct", "2", "--repeat-of", "1", *REASON)["repeat_no"] == 1
    assert desk.json("correct", "3", "--repeat-of", "2", *REASON)["repeat_no"] == 2
    assert "correct TS-2026-0003 --repeat-of none" in desk("correct", "2", "--repeat-of", "none", *REASON, expect=3)
    case = desk.json("correct", "3", "--repeat-of", "none", *REASON)
    assert (case["repeat_of"], case["repeat_no"], case["is_repeat"]) == (None, None, False)
    assert corrected(case)["corrected"] == {"repeat_of": "TS-2026-0002", "repeat_no": 2}


@pytest.mark.requirement("A17.1")
def test_a_receipt_is_not_moved_past_those_of_its_series(desk: Desk) -> None:
    desk.register(received_at="2026-11-18")
    desk.register(received_at="2026-11-19", repeat_of="1")
    approved = ("--approved-by", "sun", *REASON)
    assert "repeats TS-2026-0001" in desk("correct", "1", "--received-at", "2026-11-20", *approved, expect=3)
    assert "was received later" in desk("correct", "2", "--received-at", "2026-11-17", *REASON, expect=2)


@pytest.mark.requirement("A13.4", "A17.1")
def test_a_complaint_does_not_repeat_a_report_of_wrongdoing(desk: Desk) -> None:
    desk.register(received_at="2026-11-20", nature="wrongdoing_report")
    desk.register()
    assert "classify TS-2026-0002" in desk("correct", "2", "--repeat-of", "1", *REASON, expect=3)


# ---- Where else it shows ----
@pytest.mark.requirement("A6.3")
def test_the_register_shows_the_present_and_that_it_was_corrected(desk: Desk) -> None:
    desk.register(escorted_by="qian")
    desk.do("correct", "1", "--escorted-by", "zhang", "--summary", "多收手续费", *REASON)
    (case,) = desk.json("ledger")
    assert (case["陪同登记人"], case["投诉内容摘要"]) == ("张立冬", "多收手续费")
    assert "更正登记：核对原件" in case["备注"]


@pytest.mark.requirement("A6.3")
def test_the_register_page_shows_the_present_and_once_what_it_was(desk: Desk) -> None:
    desk.register(channel="letter", letter_dated="2026-11-19", escorted_by="qian")
    desk.do("correct", "1", "--escorted-by", "zhang", *REASON)
    page = desk("slip", "1", "register")
    assert "张立冬（原：钱谷雨）" in page and page.count("钱谷雨") == 1


def test_a_text_that_names_the_customer_is_warned_of_once(desk: Desk) -> None:
    desk.register(summary="赵小满说多扣")
    assert "the ledger keeps it" not in desk.run("correct", "1", "--demand", "退款", *REASON).stderr
    assert "the ledger keeps it" in desk.run("correct", "1", "--demand", "向赵小满道歉", *REASON).stderr

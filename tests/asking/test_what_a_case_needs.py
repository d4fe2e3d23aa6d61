"""A case is looked at before the first question; then what it owes is asked for, and no more than that is offered."""

from pathlib import Path

import pytest
from conftest import Desk
from support.questioned import Told, answered
from support.terminal import Terminal


def told(desk: Desk, line: str, folder: Path, **answers: str) -> Told:
    """A command at a terminal, its questions answered; an answer's name is the beginning of its question."""
    said = {question.replace("_", " "): answer for question, answer in answers.items()}
    return answered(desk.path, *line.split(), answers=said, as_of=str(desk.as_of), folder=folder)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("extend 1", "the limits of the regulation know no extension"),
        ("review 1", "has no result report to review"),
        ("recall 1", "has no transfer slip"),
        ("sign 1", "has no transfer slip"),
        ("resume 1", "is not paused"),
        ("reopen 1", "is open"),
        ("supervise 1", "lies with no unit"),
        ("direct 1", "No leader was briefed"),
        ("recall", "There is no case on which that can be done now"),
        ("accountability measure", "There is nothing on which that can be done now"),
    ],
)
def test_what_cannot_be_is_refused_before_any_question(desk: Desk, tmp_path: Path, line: str, said: str) -> None:
    desk.register()
    run = told(desk, line, tmp_path)
    assert run.status == 3
    assert said in " ".join(run.text.split())
    assert len(run.text.splitlines()) < 4  # the sentence alone


def test_the_cases_are_shown_on_which_it_can_be_done(desk: Desk, tmp_path: Path) -> None:
    desk.register(summary="排队过长")
    desk.register(summary="多扣手续费", then="brief; transfer")
    desk.register(summary="柜员语气生硬", then="brief; transfer")
    run = told(desk, "recall", tmp_path, Which_case="手续费")
    assert "排队过长" not in run.text
    assert "TS-2026-0003  due 2026-11-26  柜员语气生硬" in run.text
    assert "TS-2026-0002: slip taken back" in run.text
    only = told(desk, "recall", tmp_path)
    assert "Which case [TS-2026-0003" in only.text  # the only one is taken with Enter


def test_of_a_violation_what_the_duty_asks_is_asked(desk: Desk, tmp_path: Path) -> None:
    desk.register(category="rule_violation", unit="chengguan", then="brief; transfer")
    run = told(desk, "investigate", tmp_path, Which_department="retail")
    assert "城关支行" not in run.text.split("How grave")[1].split("Which department")[0]  # which it complains of
    assert "violation_finding" not in desk.owed()
    assert desk.case()["events"][-1]["by_unit"] == "retail"
    desk.register()
    assert "rule was broken" not in told(desk, "investigate 2", tmp_path).text  # and of no other case


def test_a_word_with_the_media_asks_for_the_consent_that_it_needs(desk: Desk, tmp_path: Path) -> None:
    desk.register(channel="media", media_level="city", media_stage="media_enquiry", outlet="云溪晚报")
    desk.register()
    answers = {"Why_was_the_contact_made": "media_response", "When_did": "2026-11-23T10:00"}
    refusal = "Nobody responds to the media without a leader's consent"
    assert refusal not in told(desk, "contact 1", tmp_path, **answers).text  # it is owed, and asked for as it is
    assert refusal in told(desk, "contact 2", tmp_path, **answers).text  # which is cured by what it lacks
    assert [desk.case(case)["events"][-1]["authorised_by"] for case in "12"] == ["sun", "sun"]


def test_no_purpose_is_offered_that_would_be_refused(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    run = told(desk, "contact 1", tmp_path)
    assert "acknowledgement" in run.text and "answer to the body" not in run.text and "review" not in run.text
    assert "not overdue" not in told(desk, "supervise 1", tmp_path).text


def test_leaders_are_offered_whom_it_was_reported_to_first(desk: Desk, tmp_path: Path) -> None:
    desk.register(then="brief --to wu")
    assert "1 吴白露 business-line leader" in told(desk, "void 1", tmp_path).text
    desk.register(then="brief --to zhou")
    directed = told(desk, "direct 2", tmp_path).text
    assert "1 周立夏" in directed and "孙惊蛰" not in directed  # only who was told writes a directive


def test_of_who_is_in_charge_it_is_asked_if_he_was_there(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    assert (
        "Was he there (number or words) [yes, he was briefed]"
        in told(desk, "brief 1", tmp_path, Which_leader="sun").text
    )
    assert "sun noted" not in told(desk, "brief 1", tmp_path, Which_leader="zhou").text
    away = told(desk, "brief 1", tmp_path, Which_leader="sun", Was_he_there="2")
    assert "孙惊蛰 noted as absent" in away.text
    assert [event.get("absent") for event in desk.case()["events"][-3:]] == [None, None, True]


def test_a_slip_of_a_unit_without_staff_says_so_before_anything_is_asked(desk: Desk, tmp_path: Path) -> None:
    desk("unit", "add", "南门支行")
    desk.register(unit="南门支行", then="brief; transfer --to 南门支行")
    for line in ("sign 1", "return 1"):
        run = told(desk, line, tmp_path)
        assert "Nobody of 南门支行 is on the staff list" in run.text and "complaintctl staff add" in run.text
        assert run.status == 3 and "[" not in run.text  # the sentence alone


def test_no_leader_is_offered_who_must_stand_aside(desk: Desk, tmp_path: Path) -> None:
    desk.register(category="rule_violation", nature="wrongdoing_report", subject="zhou")
    run = told(desk, "brief", tmp_path)
    assert "1 孙惊蛰" in run.text and "周立夏" not in run.text
    assert "柜员解释时语气生硬" in run.text  # to whom may read it, as in `list`


def test_a_receipt_is_corrected_from_what_stands_there(desk: Desk, tmp_path: Path) -> None:
    desk.register(received_at="2026-11-20T23:50")
    desk.acts("1", "correct --phone 13900000002 --reason 误记")
    stands = "When was it received [Friday 2026-11-20 23:50]"
    run = told(desk, "correct 1 --reason 误记", tmp_path, Which_of_these="When was it", When_was_it="2026-11-22 09:00")
    assert stands in run.text and "2026-11-22" in desk.case()["received_at"]
    assert "1 孙惊蛰" in run.text.split("A later receipt gives")[1]  # whose approval it needs
    assert desk.case()["events"][-1]["approved_by"] == "sun"


def test_a_supervision_slip_says_what_the_unit_is_to_do(desk: Desk, tmp_path: Path) -> None:
    desk.register(then="brief; transfer")
    told(desk, "supervise 1", tmp_path, What_is_the_unit_to_do="三日内书面说明")
    assert desk.case()["events"][-1]["text"] == "三日内书面说明"


def test_the_question_before_keeps_its_answer(desk: Desk) -> None:
    desk.register()
    terminal = Terminal(desk, "void", "1").answer("Why should it not be there", "重复登记")
    terminal.asks("Which leader approved it").press("escape").asks("Why should it not be there: 重复登记")
    terminal.enters("Why should it not be there", ("Which leader approved it", "1"))
    terminal.sees("TS-2026-0001  柜员解释时语气生硬", "1 Why should it not be there  重复登记").press("escape")
    terminal.enters("Which leader approved it", ("Is this right", "1"), ("Why should it not be there", "误登"))
    terminal.sees("1 Why should it not be there  重复登记误登").answer("Is this right").ends()
    assert desk.case()["status"] == "voided"


def test_without_a_terminal_nothing_is_asked(desk: Desk) -> None:
    desk.register()
    for words, missing in (
        (["brief"], "'CASE'"), (["brief", "1"], "--to"), (["void", "1", "--reason", "重复"], "--approved-by"),
        (["unit", "add"], "'CODE'"), (["slip", "1"], "'KIND'"), (["escalate", "1"], "--to"),
    ):  # fmt: skip
        assert f"{missing}" in desk(*words, expect=2)


def test_a_case_file_is_not_replaced_by_who_does_not_agree(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_bytes(desk.content())
    desk.register()
    run = told(desk, "restore", tmp_path, Which_backup_file="kept.db", Replace_the_case_file="no")
    assert (run.status, desk.case()["status"]) == (3, "registered")


def test_what_is_to_be_changed_is_asked_before_why(desk: Desk, tmp_path: Path) -> None:
    desk.register(name="赵小满")
    run = told(desk, "correct 1", tmp_path, Which_of_these="name", Customer="赵小曼")
    assert "registered so already" not in run.text and "Missing option" not in run.text
    assert run.text.index("Which of these") < run.text.index("Why is it corrected")
    assert "Customer's name: 赵**" in run.text  # as it stands, of what fits the channel
    assert "Date of the postmark" not in run.text
    assert desk.case()["events"][-1]["kind"] == "corrected"


def test_an_extension_of_too_many_days_is_asked_for_again(desk: Desk) -> None:
    desk.register(as_of="2026-02-13T10:00", category="service_product", legal_complexity="complex")
    words = [
        "extend",
        "1",
        "--days",
        "31",
        "--approved-by",
        "sun",
        "--reason",
        "需外部核查",
        "--customer-told",
        "2026-02-13",
    ]
    terminal = Terminal(desk, *words, as_of="2026-02-13T11:00")
    terminal.sees("30 more days at most")
    terminal.sees("which ends on", "The limits of Art. 10 stay as they are.")
    terminal.enters(("By how many calendar days", "30"), "Is this right").ends()
    assert desk.case("1", as_of="2026-02-13T11:00")["events"][-1]["days"] == 30


def test_no_due_date_is_told_of_a_case_that_was_replied_to(desk: Desk, tmp_path: Path) -> None:
    desk.register(summary="排队过长", answered="已当场更正")
    desk.register(summary="多扣手续费", then="brief")
    run = told(desk, "withdraw", tmp_path, Which_case="手续费", Why_does="已和解")
    assert "TS-2026-0001  排队过长" in run.text and "TS-2026-0002  due 2026" in run.text


def test_a_blank_report_is_offered_while_there_is_none_and_the_file_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    desk.register(then="brief; transfer")
    run = told(desk, "slip 1 --blank", tmp_path, Which_form="1", Into_which_file="")
    assert "  1 result report" in run.text and "  2 " not in run.text  # no other is filled in by hand
    run = told(desk, "打印 1", tmp_path, Which_form="result report", Into_which_file="空白单.docx")
    assert "result report (blank, to fill in by hand)" in run.text
    assert "result report written to 空白单.docx" in run.text and (tmp_path / "空白单.docx").exists()
    assert desk.case()["events"][-1]["blank"]
    run = told(desk, "slip 1", tmp_path, Which_form="receipt", Into_which_file="")
    assert "such as 受理回执-TS-2026-0001.docx" in run.text and "《客户投诉（信访）处理办法》" in run.text
    desk.resolve("1", "2026-11-23T10:00", no_form=True)
    assert "by hand)" not in told(desk, "slip 1", tmp_path, Which_form="result", Into_which_file="").text
    desk("slip", "1", "空白单", "-o", str(tmp_path / "2.docx"))
    assert desk.case()["events"][-1]["blank"]

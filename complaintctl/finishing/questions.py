"""Questions when a unit's result report is entered: its nine parts, and what was made good (Arts 11, 13, 14)."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from complaintctl.asking import field
from complaintctl.asking.case_choice import about, case_question
from complaintctl.asking.choices import Asking
from complaintctl.asking.interview import Foreseen, filled, first_missing, interview
from complaintctl.asking.question import Answers, Question
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.finishing import result_report
from complaintctl.finishing.result_report import FIELDS, is_reply_owed
from complaintctl.finishing.returned_report import Returned, returned
from complaintctl.front.session import Session, in_terminal
from complaintctl.papers import rows as papers_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act

Given = dict[str, Any]  # by the names of result.csv, and `case`; None where nothing was given
Before = Callable[[str], Returned | None]  # the report of a case that was returned


def completed(session: Session, given: Given) -> tuple[str, Given]:
    """The case and its result report: what was given, and what the officer answers if anything required is missing.

    The reply is required where it is owed, and asked for only at a terminal. Raises UsageProblem where nobody is there
    to be asked for one of the nine parts.
    """
    missing = first_missing(FIELDS, given, _("Which case"))
    if not missing and (given["reply"] is not None or not in_terminal()):
        return _outcome(given, {})
    with session.asking() as act:
        known = _known(session, act, given)
        if not missing and not is_reply_owed(act, known["case"], known["satisfaction"]):
            return _outcome(given, {})
        asking, before = Asking(session, act, FIELDS), cache(partial(returned, act))

        def say_why(answers: Answers) -> None:
            """Say why the report of the case was returned."""
            if back := before(answers["case"]):
                field.remark(_("The report was returned on {day}: {reason}", day=back.day, reason=back.reason))

        if "case" in known:
            say_why(known)
        case = case_question(
            session, act, _("Which case"), partial(result_report.awaiting_report, act), given=known.get("case")
        )
        asked = [
            *map(asking.question, ("findings", "fault", "responsible", "lessons", "corrective")),
            asking.question("loss", asked_if=lambda answers: queries.is_in(  # Art. 13
                act.connection, "compensation_owed", case_no=answers["case"], fault=answers["fault"]
            )),
            *map(asking.question, ("compensation", "apology", "explanation")),
            *_reply(asking, before),
            *_handler(asking),
        ]  # fmt: skip
        questions = [
            case._replace(then=say_why),
            *([] if given["no_form"] else _form(asking)),
            *(_begun(question, before) for question in asked),
        ]

        def outcome(answers: Answers) -> tuple[str, Given]:
            """The case and its result report, where it was returned with what is taken over from before."""
            case, said = _outcome(given, answers, act.clock.now().day)
            if back := before(str(answers["case"])):
                said = {
                    name: back.taken(name, value) if isinstance(value, str) else value for name, value in said.items()
                }
                said["beyond_authority"] = said["beyond_authority"] or back.beyond_authority
            return case, said

        def rehearse(answers: Answers) -> Foreseen:
            with session.rehearsing() as rehearsal:
                return Foreseen(result_report.resolve(rehearsal, *outcome(answers)).notes)

        heading = _("To be entered as the unit's result:")
        answers = interview(questions, known, heading, rehearse, lambda said: about(session, act, said["case"]))
        return outcome(answers)


def _begun(question: Question, before: Before) -> Question:
    """A question that begins with the answer of the report that was returned, if one was."""
    name = question.key

    def default(answers: Answers) -> str:
        usual = question.default_by(answers) if question.default_by else question.default
        back = before(answers["case"])
        return (back.shown.get(name, "") if back and name != "at" else "") or usual

    def check(answer: str, answers: Answers) -> None:
        back = before(answers["case"]) if "case" in answers else None
        if back:
            back.check(name, answer)
        if question.check:
            question.check(answer, answers)

    return question._replace(default_by=default, check=check)


def _known(session: Session, act: Act, given: Given) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: value for key, value in given.items() if isinstance(value, str)}
    known |= {key: rule_rows.code(act.connection, key, known[key]) for key in ("fault", "satisfaction") if key in known}
    return known | ({"case": session.case_number(known["case"])} if "case" in known else {})


def _outcome(given: Given, answers: Answers, today: str = "") -> tuple[str, Given]:
    """The case and its result report, of what was given and the answers."""
    said = filled(given, answers)
    if answers.get("at") == today:  # as where nothing is said: now
        said["at"] = given["at"]
    said["no_form"] = given["no_form"] or answers.get("on_form") == "no"
    said["day_corrected"] = given["day_corrected"] or answers.get("day_corrected") == "yes"
    return str(said.pop("case")), said


def _form(asking: Asking) -> list[Question]:
    """The check characters of the form that was printed for the case; or that the report came in another way."""
    db = asking.act.connection

    def is_out(answers: Answers) -> bool:
        return papers_rows.blank_is_out(db, answers["case"])

    def of_this_case(answer: str, answers: Answers) -> None:
        if "case" in answers:  # else they were given before the case was: looked at with all the rest
            result_report.of_this_case(case_rows.case(db, answers["case"]), answer)

    def not_on_the_form(answer: str, answers: Answers) -> None:
        if answer == "yes":
            raise UsageProblem("Its check characters are needed then: go back to them.")

    return [
        asking.question("check_characters", asked_if=is_out, check=of_this_case),
        Question(
            "on_form",
            _("Was it reported on the printed form"),
            (("yes", _("yes, with its check characters")), ("no", _("no, in another way"))),
            asked_if=lambda answers: not answers.get("check_characters") and is_out(answers),
            check=not_on_the_form,
        ),
    ]


def _reply(asking: Asking, before: Before) -> list[Question]:
    """Ask for the reply, unless the customer could not be reached, and then how they take it (Arts 10, 11)."""
    act, db = asking.act, asking.act.connection

    def is_asked(answers: Answers) -> bool:
        return bool(before(answers["case"])) or queries.is_in(db, "reply_reported", case_no=answers["case"])

    def was_told(answers: Answers) -> bool:
        return bool(answers.get("replied_at"))

    def since_opened(answer: str, answers: Answers) -> None:
        if answer:
            opened_at = case_rows.case(db, answers["case"])["opened_at"]
            occurred_at(act, answer, opened_at, _("The time of the reply"))

    def is_another_day(answers: Answers) -> bool:
        back = before(answers["case"])
        return bool(
            back and was_told(answers) and answers["replied_at"][:10] != back.answers.get("replied_at", "")[:10]
        )

    def of_what_was_told(answer: str, answers: Answers) -> None:
        if not answers.get("reply") and "case" in answers and is_reply_owed(act, answers["case"], answer):
            raise UsageProblem(
                "The customer takes a result of which they were told: go back to the reply, or say that they could not"
                " be reached."
            )

    return [
        asking.question("replied_at", check=since_opened, asked_if=is_asked),
        Question(
            "day_corrected",
            _("Was the day of the reply entered wrong"),
            (("no", _("no, the customer was told again")), ("yes", _("yes, this day holds"))),
            asked_if=is_another_day,
        ),
        asking.question(
            "reply",
            may_be_left_out=False,
            check=lambda answer, answers: required_text(answer, _("The reply")),
            asked_if=was_told,
        ),
        asking.question("reply_method", asked_if=was_told),
        asking.question("satisfaction", check=of_what_was_told),
    ]


def _handler(asking: Asking) -> list[Question]:
    """Ask who handled it, as a rule whom the slip names or the head of the unit, their phone, and the day."""
    db, today = asking.act.connection, asking.act.clock.now().day

    def may_handle(answer: str, answers: Answers) -> None:
        person = directory_rows.member(db, answer)["code"]
        recusal.may(db, case_rows.case(db, answers["case"]), person, "report", _("cannot handle it"))

    return [
        asking.question(
            "handler", default_by=lambda answers: recusal.usual_handler(db, answers["case"]) or "", check=may_handle
        ),
        asking.question(
            "phone", default_by=lambda answers: directory_rows.member(db, answers["handler"])["phone"] or ""
        ),
        asking.question("at", default=today, may_be_left_out=False),
    ]

"""Questions when a unit's result report is entered: its nine parts, and what was made good (Arts 11, 13, 14)."""

from functools import partial
from typing import Any

from complaintctl.asking.case_choice import about, case_question
from complaintctl.asking.choices import Asking
from complaintctl.asking.interview import filled, first_missing, interview
from complaintctl.asking.question import Answers, Question
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.finishing import result_report
from complaintctl.finishing.result_report import FIELDS, is_reply_owed
from complaintctl.front.session import Session, in_terminal
from complaintctl.papers import rows as papers_rows
from complaintctl.record.ledger import Act

Given = dict[str, Any]  # by the names of result.csv, and `case`; None where nothing was given


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
        asking = Asking(session, act, FIELDS)

        def loss_matters(answers: Answers) -> bool:
            """Tell whether compensation would be owed for a loss of the customer's."""
            case, outcome = _outcome(given, answers)
            return "compensation" in _rehearsed(session, case, {**outcome, "compensation": None, "loss": "1"})

        questions = [
            case_question(
                session, act, _("Which case"), partial(result_report.awaiting_report, act), given=known.get("case")
            ),
            *([] if given["no_form"] else _form(asking)),
            *map(asking.question, ("findings", "fault", "responsible", "lessons", "corrective", "satisfaction")),
            *_reply_and_handler(asking),
            asking.question("loss", asked_if=loss_matters),
            *map(asking.question, ("compensation", "apology", "explanation")),
        ]

        def rehearse(answers: Answers) -> None:
            _rehearsed(session, *_outcome(given, answers))

        heading = _("To be entered as the unit's result:")
        answers = interview(questions, known, heading, rehearse, lambda said: about(session, act, said["case"]))
        return _outcome(given, answers)


def _known(session: Session, act: Act, given: Given) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: value for key, value in given.items() if isinstance(value, str)}
    known |= {key: rule_rows.code(act.connection, key, known[key]) for key in ("fault", "satisfaction") if key in known}
    return known | ({"case": session.case_number(known["case"])} if "case" in known else {})


def _outcome(given: Given, answers: Answers) -> tuple[str, Given]:
    """The case and its result report, of what was given and the answers."""
    said = {**filled(given, answers), "no_form": given["no_form"] or answers.get("on_form") == "no"}
    return str(said.pop("case")), said


def _rehearsed(session: Session, case: str, outcome: Given) -> set[str]:
    """Enter a result, look at what is owed then, and undo it. Raises ComplaintError as `resolve` does."""
    with session.rehearsing() as rehearsal:
        case_no = result_report.resolve(rehearsal, case, outcome).case_no
        return {duty["duty"] for duty in case_rows.open_duties(rehearsal.connection, case_no)}


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


def _reply_and_handler(asking: Asking) -> list[Question]:
    """Ask for the reply, and who handled it, as a rule whom the slip names or the head of the unit, and their phone."""
    act, db = asking.act, asking.act.connection

    def is_owed(answers: Answers) -> bool:
        return is_reply_owed(act, answers["case"], answers["satisfaction"])

    def since_opened(answer: str, answers: Answers) -> None:
        opened_at = case_rows.case(db, answers["case"])["opened_at"]
        occurred_at(act, answer, opened_at, _("The time of the reply"))

    def may_handle(answer: str, answers: Answers) -> None:
        person = directory_rows.member(db, answer)["code"]
        recusal.may(db, case_rows.case(db, answers["case"]), person, "report", _("cannot handle it"))

    return [
        asking.question(
            "replied_at",
            may_be_left_out=False,
            check=since_opened,
            asked_if=is_owed,
        ),
        asking.question(
            "reply",
            may_be_left_out=False,
            check=lambda answer, answers: required_text(answer, _("The reply")),
            asked_if=is_owed,
        ),
        asking.question("reply_method", asked_if=is_owed),
        asking.question(
            "handler", default_by=lambda answers: recusal.usual_handler(db, answers["case"]) or "", check=may_handle
        ),
        asking.question(
            "phone", default_by=lambda answers: directory_rows.member(db, answers["handler"])["phone"] or ""
        ),
    ]

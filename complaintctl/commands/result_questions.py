"""Questions when a unit's result report is entered: its nine parts, and what was made good (Arts 11, 13, 14)."""

from typing import Any

from complaintctl import queries
from complaintctl.casework import finishing, recusal
from complaintctl.casework.common import occurred_at
from complaintctl.casework.finishing import Outcome
from complaintctl.clock import with_year
from complaintctl.commands.interview import filled, first_missing, interview
from complaintctl.commands.offered import Asking, case_question
from complaintctl.commands.question import Answers, Question
from complaintctl.commands.session import Session, in_terminal
from complaintctl.errors import UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act
from complaintctl.queries import forms
from complaintctl.queries.recusal import usual_handler
from complaintctl.values import required_text

Given = dict[str, Any]  # by the names of Outcome, and `case`; None where nothing was given


def completed(session: Session, given: Given) -> tuple[str, Outcome]:
    """The case and its result report: what was given, and what the officer answers if anything required is missing.

    The reply is required where it is owed, and asked for only at a terminal. Raises UsageProblem where nobody is there
    to be asked for one of the nine parts.
    """
    missing = first_missing(Outcome, given, _("Which case"))
    if not missing and (given["reply"] is not None or not in_terminal()):
        return _outcome(given, {})
    with session.asking() as act:
        known = _known(session, act, given)
        if not missing and not _is_reply_owed(act, known):
            return _outcome(given, {})
        questions = [
            case_question(session, act, _("Which case"), lambda number: finishing.awaiting_report(act, number)),
            *_questions(Asking(session, act, Outcome), given),
        ]
        heading = _("To be entered as the unit's result:")
        answers = interview(questions, known, heading, lambda answers: _rehearsed(session, *_outcome(given, answers)))
        return _outcome(given, answers)


def _known(session: Session, act: Act, given: Given) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: value for key, value in given.items() if isinstance(value, str)}
    known |= {key: queries.code(act.connection, key, known[key]) for key in ("fault", "satisfaction") if key in known}
    return known | ({"case": session.case_number(known["case"])} if "case" in known else {})


def _outcome(given: Given, answers: Answers) -> tuple[str, Outcome]:
    """The case and its result report, of what was given and the answers."""
    said = {**filled(given, answers), "no_form": given["no_form"] or answers.get("on_form") == "no"}
    return str(said.pop("case")), Outcome(**said)


def _rehearsed(session: Session, case: str, outcome: Outcome) -> set[str]:
    """Enter a result, look at what is owed then, and undo it. Raises ComplaintError as `resolve` does."""
    with session.rehearsing() as rehearsal:
        case_no = finishing.resolve(rehearsal, case, outcome).case_no
        return {duty["duty"] for duty in queries.open_duties(rehearsal.connection, case_no)}


def _is_reply_owed(act: Act, answers: Answers) -> bool:
    return finishing.is_reply_owed(act, answers["case"], answers["satisfaction"])


def _questions(asking: Asking, given: Given) -> list[Question]:
    question = asking.question
    return [
        *([] if given["no_form"] else _form(asking)),
        *map(question, ("findings", "fault", "responsible", "lessons", "corrective", "satisfaction")),
        *_reply(asking),
        *_who(asking),
        question("loss", asked_if=lambda answers: _loss_matters(asking.session, given, answers)),
        *map(question, ("compensation", "apology", "explanation")),
    ]


def _form(asking: Asking) -> list[Question]:
    """The check characters of the form that was printed for the case; or that the report came in another way."""
    db = asking.act.connection

    def of_this_case(answer: str, answers: Answers) -> None:
        if "case" in answers:  # else they were given before the case was: looked at with all the rest
            finishing.of_this_case(queries.case(db, answers["case"]), answer)

    def not_on_the_form(answer: str, answers: Answers) -> None:
        if answer == "yes":
            raise UsageProblem("Its check characters are needed then: go back to them.")

    return [
        asking.question(
            "check_characters", asked_if=lambda answers: forms.blank_is_out(db, answers["case"]), check=of_this_case
        ),
        Question(
            "on_form",
            _("Was it reported on the printed form"),
            (("yes", _("yes, with its check characters")), ("no", _("no, in another way"))),
            asked_if=lambda answers: not answers.get("check_characters") and forms.blank_is_out(db, answers["case"]),
            check=not_on_the_form,
        ),
    ]


def _reply(asking: Asking) -> list[Question]:
    act, now = asking.act, asking.act.clock.default_at()

    def is_owed(answers: Answers) -> bool:
        return _is_reply_owed(act, answers)

    def since_opened(answer: str, answers: Answers) -> None:
        occurred_at(act, answer, queries.case(act.connection, answers["case"])["opened_at"], _("The time of the reply"))

    return [
        asking.question(
            "replied_at",
            default=now.day if now.whole_day else now.text[:16],
            may_be_left_out=False,
            check=since_opened,
            full=lambda typed: with_year(typed, act.clock.now().day[:4]),
            asked_if=is_owed,
        ),
        asking.question(
            "reply",
            may_be_left_out=False,
            check=lambda answer, answers: required_text(answer, _("The reply")),
            asked_if=is_owed,
        ),
        asking.question("reply_method", asked_if=is_owed),
    ]


def _who(asking: Asking) -> list[Question]:
    """Ask for the handler, as a rule whom the slip names or the head of the unit, and their phone."""
    db = asking.act.connection

    def may_handle(answer: str, answers: Answers) -> None:
        person = queries.member(db, answer)["code"]
        recusal.may(db, queries.case(db, answers["case"]), person, "report", _("cannot handle it"))

    return [
        asking.question(
            "handler", default_by=lambda answers: usual_handler(db, answers["case"]) or "", check=may_handle
        ),
        asking.question("phone", default_by=lambda answers: queries.member(db, answers["handler"])["phone"] or ""),
    ]


def _loss_matters(session: Session, given: Given, answers: Answers) -> bool:
    """Tell whether compensation would be owed for a loss of the customer's."""
    case, outcome = _outcome(given, answers)
    return "compensation" in _rehearsed(session, case, outcome._replace(compensation=None, loss="1"))

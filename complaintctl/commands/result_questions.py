"""What is asked when a unit's result report is entered: its nine parts, and what was made good (Arts 11, 13, 14)."""

from typing import Any

from complaintctl import queries
from complaintctl.casework import finishing, recusal
from complaintctl.casework.common import occurred_at
from complaintctl.casework.finishing import Outcome
from complaintctl.clock import with_year
from complaintctl.commands.ask import somebody_to_ask
from complaintctl.commands.interview import interview
from complaintctl.commands.offered import case_question, offered
from complaintctl.commands.question import Answers, Question
from complaintctl.commands.session import Session, in_terminal
from complaintctl.errors import UsageProblem
from complaintctl.language import _, marked
from complaintctl.ledger import Act
from complaintctl.queries import forms, handling
from complaintctl.queries.recusal import usual_handler
from complaintctl.values import parse_amount, required_text

Given = dict[str, Any]  # by the names of Outcome, and `case`; None where nothing was given

REQUIRED = {
    "case": marked("Which case"),
    "findings": marked("What was found"),
    "fault": marked("Whose fault is it"),
    "responsible": marked("What of those responsible"),
    "lessons": marked("What is to be learned"),
    "corrective": marked("What is put right"),
    "satisfaction": marked("How is it taken"),
    "handler": marked("Who handled it"),
    "phone": marked("That person's phone"),
}
_REPLY = {
    "replied_at": marked("When was the customer replied to"),
    "reply": marked("What was the customer told"),
}


def completed(session: Session, given: Given) -> Given:
    """What was given of a result report, and what the officer answers to the rest if anything required is missing.

    The reply is required where it is owed, and asked for only at a terminal. Raises UsageProblem where nobody is there
    to be asked for one of the nine parts.
    """
    missing = [key for key in REQUIRED if given[key] is None]
    if missing:
        somebody_to_ask("CASE" if missing[0] == "case" else f"--{missing[0]}", _(REQUIRED[missing[0]]))
    elif given["reply"] is not None or not in_terminal():
        return given
    with session.asking() as act:
        known = _known(session, act, given)
        if not missing and not _reply_is_owed(act, known):
            return given

        def rehearse(answers: Answers) -> None:
            _rehearsed(session, _filled(given, answers))

        questions = [
            case_question(session, act, _(REQUIRED["case"]), lambda number: finishing.awaiting_report(act, number)),
            *([] if given["no_form"] else _form(act)),
            *_parts(session, act),
            *_reply(session, act),
            *_who(session, act),
            *_made_good(session, given),
        ]
        return _filled(given, interview(questions, known, _("To be entered as the unit's result:"), rehearse))


def _known(session: Session, act: Act, given: Given) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: value for key, value in given.items() if isinstance(value, str)}
    known |= {key: queries.code(act.connection, key, known[key]) for key in ("fault", "satisfaction") if key in known}
    return known | ({"case": session.case_number(known["case"])} if "case" in known else {})


def _filled(given: Given, answers: Answers) -> Given:
    """What was given, and the answers, by the names of an Outcome."""
    asked = {key: answer or None for key, answer in answers.items() if key in given and given[key] is None}
    return {**given, **asked, "no_form": given["no_form"] or answers.get("on_form") == "no"}


def _rehearsed(session: Session, filled: Given) -> set[str]:
    """Enter a result, look at what is owed then, and undo it. Raises ComplaintError as `resolve` does."""
    with session.rehearsing() as rehearsal:
        case_no, _report_no = finishing.resolve(rehearsal, *case_and_outcome(filled))
        return {duty["duty"] for duty in queries.open_duties(rehearsal.connection, case_no)}


def case_and_outcome(filled: Given) -> tuple[str, Outcome]:
    """The case, and its result report."""
    return str(filled["case"]), Outcome(**{key: value for key, value in filled.items() if key != "case"})


def _reply_is_owed(act: Act, answers: Answers) -> bool:
    return handling.needs_reply(act.connection, answers["case"], answers["satisfaction"])


def _form(act: Act) -> list[Question]:
    """The check characters of the form that was printed for the case; or that the report came in another way."""
    db = act.connection

    def of_this_case(answer: str, answers: Answers) -> None:
        if "case" in answers:  # else they were given before the case was: looked at with all the rest
            finishing.of_this_case(queries.case(db, answers["case"]), answer)

    def not_on_the_form(answer: str, answers: Answers) -> None:
        if answer == "yes":
            raise UsageProblem("Its check characters are needed then: go back to them.")

    return [
        Question(
            "check_characters",
            _("Check characters on the form"),
            may_be_left_out=True,
            asked_if=lambda answers: forms.blank_is_out(db, answers["case"]),
            check=of_this_case,
        ),
        Question(
            "on_form",
            _("Was it reported on the printed form"),
            (("yes", _("yes, with its check characters")), ("no", _("no, in another way"))),
            asked_if=lambda answers: not answers.get("check_characters") and forms.blank_is_out(db, answers["case"]),
            check=not_on_the_form,
        ),
    ]


def _parts(session: Session, act: Act) -> list[Question]:
    db, language = act.connection, session.language

    def text(key: str) -> Question:
        return Question(key, _(REQUIRED[key]), check=lambda answer, answers: required_text(answer, _(REQUIRED[key])))

    return [
        text("findings"),
        Question("fault", _(REQUIRED["fault"]), offered(db, "fault", language)),
        *map(text, ("responsible", "lessons", "corrective")),
        Question("satisfaction", _(REQUIRED["satisfaction"]), offered(db, "satisfaction", language)),
    ]


def _reply(session: Session, act: Act) -> list[Question]:
    now = act.clock.default_at()

    def since_opened(answer: str, answers: Answers) -> None:
        occurred_at(act, answer, queries.case(act.connection, answers["case"])["opened_at"], _("The time of the reply"))

    return [
        Question(
            "replied_at",
            _(_REPLY["replied_at"]),
            default=now.day if now.whole_day else now.text[:16],
            check=since_opened,
            full=lambda typed: with_year(typed, act.clock.now().day[:4]),
            asked_if=lambda answers: _reply_is_owed(act, answers),
        ),
        Question(
            "reply",
            _(_REPLY["reply"]),
            check=lambda answer, answers: required_text(answer, _("The reply")),
            asked_if=lambda answers: _reply_is_owed(act, answers),
        ),
        Question(
            "reply_method",
            _("How (telephone, in person, writing)"),
            may_be_left_out=True,
            asked_if=lambda answers: _reply_is_owed(act, answers),
        ),
    ]


def _who(session: Session, act: Act) -> list[Question]:
    """Who handled it, as a rule whom the slip names or the head of the unit, and his phone."""
    db = act.connection

    def usual(answers: Answers) -> str:
        return usual_handler(db, answers["case"]) or ""

    def may_handle(answer: str, answers: Answers) -> None:
        person = queries.member(db, answer)["code"]
        recusal.may(db, queries.case(db, answers["case"]), person, "report", _("cannot handle it"))

    return [
        Question(
            "handler",
            _(REQUIRED["handler"]),
            offered=offered(db, "staff", session.language),
            default_by=usual,
            check=may_handle,
        ),
        Question(
            "phone",
            _(REQUIRED["phone"]),
            check=lambda answer, answers: required_text(answer, _(REQUIRED["phone"])),
            default_by=lambda answers: queries.member(db, answers["handler"])["phone"] or "",
        ),
    ]


def _made_good(session: Session, given: Given) -> list[Question]:
    """What was done for the customer, as the paper report has it; his loss where compensation would be owed for one."""

    def loss_matters(answers: Answers) -> bool:
        suffered = {**_filled(given, answers), "compensation": None, "loss": "1"}
        return "compensation" in _rehearsed(session, suffered)

    def amount(answer: str, answers: Answers) -> int:
        return parse_amount(answer)

    return [
        Question("loss", _("Customer's loss, yuan"), may_be_left_out=True, check=amount, asked_if=loss_matters),
        Question("compensation", _("What was paid, yuan"), may_be_left_out=True, check=amount),
        Question("apology", _("The apology made"), may_be_left_out=True),
        Question("explanation", _("The explanation given"), may_be_left_out=True),
    ]

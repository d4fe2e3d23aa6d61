"""What is asked at the counter when a complaint is registered (Arts 3, 8, 9)."""

from typing import Any, NamedTuple

from complaintctl import queries
from complaintctl.casework import facts, intake
from complaintctl.casework.intake import Intake
from complaintctl.clock import Moment
from complaintctl.commands.ask import somebody_to_ask
from complaintctl.commands.customer_questions import customer_questions
from complaintctl.commands.interview import interview
from complaintctl.commands.offered import offered, staff_of
from complaintctl.commands.origin_questions import origin_questions
from complaintctl.commands.question import Answers, Named, Question
from complaintctl.commands.session import Session
from complaintctl.language import _, marked
from complaintctl.ledger import Act
from complaintctl.queries.facts import major_grounds, stated_grounds
from complaintctl.queries.recusal import is_of_office
from complaintctl.render.text import visible
from complaintctl.values import parse_amount, required_text

Given = dict[str, Any]  # by the names of Intake; None where nothing was given

REQUIRED = {
    "channel": marked("How did it come in"),
    "category": marked("What is it about"),
    "summary": marked("What happened"),
    "demand": marked("What is asked for"),
}


class _Counter(NamedTuple):
    """Over what a registration's questions are asked."""

    session: Session
    act: Act
    given: Given
    received: Moment


def completed(session: Session, given: Given) -> Given:
    """What was given for a registration that lacks something required, and what the officer answers to the rest.

    Raises UsageProblem where nobody is there to be asked.
    """
    missing = next(key for key in REQUIRED if given[key] is None)
    somebody_to_ask(f"--{missing}", _(REQUIRED[missing]))
    with session.asking() as act:
        received = intake.receipt(act, Intake("", "", "", "", received_at=given["received_at"]))
        facts.read(act.connection, given, received.day)  # what was given will do, before more is asked
        counter = _Counter(session, act, given, received)

        def as_intake(answers: Answers) -> Intake:
            return Intake(**_filled(given, answers))

        def rehearse(answers: Answers) -> None:
            with session.rehearsing() as rehearsal:
                intake.register(rehearsal, as_intake(answers))

        questions = [
            *_matter(counter),
            *customer_questions(session, act, as_intake, asked=not given["anonymous"]),
            *_substance(counter),
            *origin_questions(act.connection, session.language, received, act.clock.now().day[:4]),
        ]
        time = received.day if received.whole_day else received.text[:16].replace("T", " ")
        receiver = visible(queries.member(act.connection, given["first_receiver"] or act.actor)["name"])
        heading = _("To be registered, received {time} by {person}:", time=time, person=receiver)
        return _filled(given, interview(questions, _known(act, given, received.day), heading, rehearse))


def _known(act: Act, given: Given, day: str) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: str(value) for key, value in given.items() if value is not None and not isinstance(value, bool)}
    coded = [key for key in ("channel", "category") if key in known]
    known |= {key: queries.code(act.connection, key, known[key], day) for key in coded}
    graves = [flag for flag in stated_grounds(act.connection) if given[flag]]
    known |= {"grave": graves[0]} if graves else {}
    if given["anonymous"] or any(given[key] for key in ("name", "phone", "id_no", "address")):
        known["anonymous"] = "yes" if given["anonymous"] else "no"
    return known


def _filled(given: Given, answers: Answers) -> Given:
    """What was given, and the answers, by the names of an Intake."""
    asked = {key: answer or None for key, answer in answers.items() if key in given and given[key] is None}
    grave = answers.get("grave")
    same = answers.get("same_matter", "no")
    return {
        **given,
        **asked,
        **({grave: True} if grave else {}),
        "anonymous": answers.get("anonymous") == "yes",
        "repeat_of": given["repeat_of"] if same == "no" else same,
        "nothing_new": given["nothing_new"] or answers.get("something_new") == "no",
    }


def _matter(counter: _Counter) -> list[Question]:
    db, language = counter.act.connection, counter.session.language

    def of_the_unit(answers: Answers) -> Named:
        return staff_of(db, queries.unit(db, answers["unit"])["code"] if answers.get("unit") else None)

    return [
        Question("channel", _(REQUIRED["channel"]), offered(db, "channel", language), default="walk_in"),
        Question("category", _(REQUIRED["category"]), offered(db, "category", language)),
        Question(
            "unit",
            _("Unit complained of"),
            offered=offered(db, "unit", language),
            default=_own_unit(counter),
            may_be_left_out=True,
            check=lambda answer, answers: queries.unit(db, answer),
        ),
        Question(
            "subject",
            _("Member of staff complained of"),
            offered_by=of_the_unit,
            may_be_left_out=True,
            check=lambda answer, answers: queries.member(db, answer),
        ),
    ]


def _own_unit(counter: _Counter) -> str:
    """The unit at whose counter the officer sits; the supervision office takes in what is said of others."""
    db, actor = counter.act.connection, counter.act.actor
    return "" if is_of_office(db, actor, counter.received.day) else str(queries.member(db, actor)["unit"])


def _substance(counter: _Counter) -> list[Question]:
    label = f"label_{counter.session.language}"
    grounds = [(row["code"], row[label]) for row in major_grounds(counter.act.connection) if row["is_stated"]]
    return [
        Question("summary", _(REQUIRED["summary"]), check=lambda a, answers: required_text(a, _("The summary"))),
        Question("demand", _(REQUIRED["demand"])),
        Question(
            "amount",
            _("Amount in dispute, yuan"),
            may_be_left_out=True,
            check=lambda answer, answers: parse_amount(answer),
        ),
        Question("grave", _("What makes it grave"), [("", _("nothing")), *grounds]),
        Question(
            "reason",
            _("Why is it grave"),
            may_be_left_out=True,
            asked_if=lambda answers: answers["grave"],
        ),
    ]

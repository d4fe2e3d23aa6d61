"""Questions at the counter when a complaint is registered (Arts 3, 8, 9)."""

from collections.abc import Callable
from typing import Any

from complaintctl.asking.choices import Asking, offered
from complaintctl.asking.interview import filled, first_missing, interview
from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base.clock import Moment, parse_day, with_year
from complaintctl.base.language import _, spoken
from complaintctl.base.text import visible
from complaintctl.base.values import required_text
from complaintctl.cases import directory_rows, facts, recusal, rule_rows
from complaintctl.front.session import Session, say
from complaintctl.intake import act as intake_act
from complaintctl.intake import rows as intake_rows
from complaintctl.intake.customer_questions import customer_questions
from complaintctl.intake.statement import FIELDS, accepted_day, before_receipt, receipt, sender
from complaintctl.intake.warnings import source_due_warnings
from complaintctl.record.ledger import Act

Given = dict[str, Any]  # by the names of complaint.csv; None where nothing was given


def completed(session: Session, given: Given) -> Given:
    """Complete what was given for a registration by asking the officer for the rest.

    Raises UsageProblem where nobody is there to be asked.
    """
    first_missing(FIELDS, given)
    with session.asking() as act:
        received = receipt(act, given["received_at"])
        facts.read(act.connection, given, received.day)  # what was given will do, before more is asked
        asking = Asking(session, act, FIELDS)

        def rehearse(answers: Answers) -> None:
            with session.rehearsing() as rehearsal:
                intake_act.register(rehearsal, _filled(given, answers))

        questions = [
            *_matter(asking, received.day),
            *customer_questions(
                asking, received.day, lambda answers: _filled(given, answers), asked=not given["anonymous"]
            ),
            *_substance(asking),
            *_origin(asking, received, given),
        ]
        time = received.day if received.whole_day else received.text[:16].replace("T", " ")
        receiver = visible(directory_rows.member(act.connection, given["first_receiver"] or act.actor)["name"])
        heading = _("To be registered, received {time} by {person}:", time=time, person=receiver)
        return _filled(given, interview(questions, _known(act, given, received.day), heading, rehearse))


def _known(act: Act, given: Given, day: str) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: str(value) for key, value in given.items() if value is not None and not isinstance(value, bool)}
    coded = [key for key in ("channel", "category") if key in known]
    known |= {key: rule_rows.code(act.connection, key, known[key], day) for key in coded}
    graves = [row["code"] for row in rule_rows.major_grounds(act.connection) if row["is_stated"] and given[row["code"]]]
    known |= {"grave": graves[0]} if graves else {}
    if given["anonymous"] or any(given[key] for key in ("name", "phone", "id_no", "address")):
        known["anonymous"] = "yes" if given["anonymous"] else "no"
    return known


def _filled(given: Given, answers: Answers) -> Given:
    """Fill the answers into what was given, by the names of complaint.csv."""
    same, grave = answers.get("same_matter", "no"), answers.get("grave")
    return {
        **filled(given, answers),
        **({grave: True} if grave else {}),
        "anonymous": answers.get("anonymous") == "yes",
        "repeat_of": given["repeat_of"] if same == "no" else same,
        "nothing_new": given["nothing_new"] or answers.get("something_new") == "no",
    }


def _matter(asking: Asking, day: str) -> list[Question]:
    db, actor = asking.act.connection, asking.act.actor
    # At the counter of their own unit; the supervision office takes in what is said of others.
    own_unit = "" if recusal.is_of_office(db, actor, day) else directory_rows.member(db, actor)["unit"]

    def of_the_unit(answers: Answers) -> Named:
        return offered(db, "staff", spoken(), directory_rows.given_code(db, "unit", answers.get("unit")))

    return [
        asking.question("channel", default="walk_in"),
        asking.question("category"),
        asking.question("unit", default=own_unit),
        asking.question("subject", offered_by=of_the_unit),
    ]


def _substance(asking: Asking) -> list[Question]:
    stated = [row for row in rule_rows.major_grounds(asking.act.connection) if row["is_stated"]]
    grounds = [(row["code"], row[f"label_{spoken()}"]) for row in stated]
    return [
        asking.question("summary", check=lambda answer, answers: required_text(answer, _("The summary"))),
        asking.question("demand", check=None),
        asking.question("amount"),
        Question("grave", _("What makes it grave"), [("", _("nothing")), *grounds]),
        asking.question("reason", asked_if=lambda answers: answers["grave"]),
    ]


def _origin(asking: Asking, received: Moment, given: Given) -> list[Question]:
    """Ask about the origin, as far as the channel makes that matter (Arts 9(3), 9(7), 9(8), 15)."""
    act, db, this_year = asking.act, asking.act.connection, asking.act.clock.now().day[:4]

    def if_it(column: str, *values: object) -> Callable[[Answers], bool]:
        return lambda answers: facts.channel_on(db, answers["channel"], received.day)[column] in values

    def or_not_known(kind: str) -> Named:
        return [("", _("not known")), *offered(db, kind, spoken())]

    def runs_from_acceptance(answers: Answers) -> bool:
        body = sender(act, {**given, **answers}, received.day)
        return intake_rows.runs_from_acceptance(db, body, received.day)

    def dated(typed: str) -> str:
        return with_year(typed, this_year)

    def look_again(answers: Answers) -> None:
        if answers["source_due"]:
            for warning in source_due_warnings(parse_day(answers["source_due"], ""), received.day):
                say(_("Note: {note}", note=warning))

    return [
        asking.question("source_agency", may_be_left_out=False, asked_if=if_it("referred", 1)),
        asking.question("source_ref", asked_if=if_it("referred", 1)),
        asking.question(
            "source_due",
            asked_if=if_it("referred", 1),
            check=lambda answer, answers: parse_day(answer, _("That body's own date")),
            then=look_again,
            full=dated,
        ),
        asking.question(
            "accepted_on",
            asked_if=runs_from_acceptance,
            check=lambda answer, answers: accepted_day(act, answer, _("The day of acceptance")),
            full=dated,
        ),
        asking.question(
            "posted_at",
            asked_if=if_it("asks", "posting"),
            check=lambda answer, answers: before_receipt(received, answer, _("The date of posting")),
            full=dated,
        ),
        asking.question("media_level", choices=or_not_known("media_level"), asked_if=if_it("asks", "media")),
        asking.question("media_stage", choices=or_not_known("media_stage"), asked_if=if_it("asks", "media")),
        asking.question("outlet", asked_if=if_it("asks", "media")),
    ]

"""Questions at the counter when a complaint is registered (Arts 3, 8, 9)."""

from typing import Any

from complaintctl.asking.choices import Asking, offered
from complaintctl.asking.interview import Foreseen, filled, first_missing, interview
from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.text import money
from complaintctl.base.values import required_text
from complaintctl.base.written import listed, round_amount
from complaintctl.cases import case_rows, directory_rows, facts, recusal, rule_rows
from complaintctl.cases.case_words import due_aloud
from complaintctl.front.session import Session
from complaintctl.intake import act as intake_act
from complaintctl.intake.customer_questions import customer_questions, nobody_named
from complaintctl.intake.reception_questions import reception_questions
from complaintctl.intake.statement import FIELDS, receipt
from complaintctl.record.ledger import Act

_MOST = 10  # names of the staff in one sentence
Given = dict[str, Any]  # by the names of complaint.csv; None where nothing was given


def completed(session: Session, given: Given) -> Given:
    """Complete what was given for a registration by asking the officer for the rest.

    Raises UsageProblem where nobody is there to be asked.
    """
    first_missing(FIELDS, given)
    with session.asking() as act:
        day = receipt(act, given["received_at"]).day
        facts.read(act.connection, given, day)  # what was given will do, before more is asked

        def as_given(answers: Answers) -> Given:
            return _filled(given, answers)

        def rehearse(answers: Answers) -> Foreseen:
            with session.rehearsing() as rehearsal:
                case_no, notes, _earlier = intake_act.register(rehearsal, as_given(answers))
                return Foreseen(notes, _follows(rehearsal, case_no, is_new=not as_given(answers)["nothing_new"]))

        asking = Asking(session, act, FIELDS)
        reception = reception_questions(asking, as_given)
        outlet = next(question for question in reception if question.key == "outlet")
        questions = [
            *_matter(asking, day, given),
            outlet,  # the paper first, so that it is not taken for a customer
            *customer_questions(asking, day, as_given, outlet.has_place, asked=not given["anonymous"]),
            *_weight(asking),
            *(question for question in reception if question != outlet),
        ]
        known, asked = _known(act, given, day), {question.key for question in questions}
        # What was given and nobody is asked for has its line as well.
        questions += [asking.question(name) for name in FIELDS if known.get(name) and name not in asked]
        return as_given(interview(questions, known, _("To be registered:"), rehearse))


def _known(act: Act, given: Given, day: str) -> dict[str, str]:
    """The answers that were given already, as codes where the questions have choices."""
    known = {key: str(value) for key, value in given.items() if value is not None and not isinstance(value, bool)}
    coded = [key for key in ("channel", "category", "nature") if key in known]
    known |= {key: rule_rows.code(act.connection, key, known[key], day) for key in coded}
    graves = [row["code"] for row in rule_rows.major_grounds(act.connection) if row["is_stated"] and given[row["code"]]]
    known |= {"grave": graves[0]} if graves else {}
    if given["anonymous"] or (not given["name"] and any(given[key] for key in ("phone", "id_no", "address"))):
        known["anonymous"] = "yes" if given["anonymous"] else "no"
    return known


def _filled(given: Given, answers: Answers) -> Given:
    """Fill the answers into what was given, by the names of complaint.csv."""
    same, grave = answers.get("same_matter", "no"), answers.get("grave")
    is_anonymous = nobody_named(answers)
    counted = [name for name in ("group_size", "representatives") if name in answers]
    numbers = {name: int(answers[name]) if answers[name] else None for name in counted}
    return {
        **filled(given, {**answers, "name": ""} if is_anonymous else answers),
        **numbers,
        **({grave: True} if grave else {}),
        "anonymous": is_anonymous,
        "repeat_of": given["repeat_of"] if same == "no" else same,
        "nothing_new": given["nothing_new"] or answers.get("something_new") == "no",
    }


def _follows(rehearsal: Act, case_no: str, *, is_new: bool) -> dict[str, str]:
    """The consequences of the answers, to be told beside those that decide it (Arts 9(1), 10).

    Where it `is_new` no case, they are those of the earlier one, on which it is noted.
    """
    case = case_rows.case(rehearsal.connection, case_no)
    beside = {"category": _("due {due}", due=due_aloud(rehearsal.connection, case_no))}
    if case["large_amount"]:
        limit = int(rule_rows.policy(rehearsal.connection, "major_amount_fen", case["received_on"]))
        over = _("over {limit}: major", limit=round_amount(limit))
        earlier = _("{amount} in the earlier case, {over}", amount=money(case["amount_fen"]), over=over)
        beside["amount"] = over if is_new else earlier
    return beside


def _matter(asking: Asking, day: str, given: Given) -> list[Question]:
    """Ask what it is about, and of whom; of a report of wrongdoing, by the staff list first (Art. 13)."""
    db, actor, words = asking.act.connection, asking.act.actor, [given["subject"]]
    # At the counter of their own unit; the supervision office takes in what is said of others.
    own_unit = "" if recusal.is_of_office(db, actor, day) else directory_rows.member(db, actor)["unit"]

    def of_the_unit(answers: Answers) -> Named:
        return offered(db, "staff", spoken(), directory_rows.given_code(db, "unit", answers.get("unit")))

    def sounds(answers: Answers) -> bool:
        return facts.sounds_like_wrongdoing(db, answers["category"], answers["summary"])

    def usual(answers: Answers) -> str:
        return "" if sounds(answers) else str(facts.nature_of(db, answers["category"], None)["nature"])

    def may_be_stated(answers: Answers) -> bool:
        return not facts.nature_of(db, answers["category"], None)["restricted"]

    def is_report(answers: Answers) -> bool:
        return bool(facts.nature_of(db, answers["category"], answers.get("nature"))["restricted"])

    def by_the_list(answer: str, answers: Answers) -> None:
        known = directory_rows.listed_member(db, answer)
        if known is None and answer not in words and is_report(answers):
            words.append(answer)
            names = listed(name for _code, name in of_the_unit(answers)[:_MOST]) or _("nobody")
            raise UsageProblem(
                "“{given}” is not on the staff list, which has there: {names}. Enter once more keeps these words.",
                given=answer,
                names=names,
            )

    return [
        asking.question("channel", default="walk_in"),
        asking.question("category"),
        asking.question("summary", check=lambda answer, answers: required_text(answer, _("The summary"))),
        asking.question(
            "nature", default_by=usual, asked_if=may_be_stated, on_page_if=lambda answers: not sounds(answers)
        ),
        asking.question("demand", check=None),
        asking.question("unit", default=own_unit),
        asking.question("subject", offered_by=of_the_unit, check=by_the_list, keeps=True),
    ]


def _weight(asking: Asking) -> list[Question]:
    """Ask what makes it grave (Art. 9(1))."""
    stated = [row for row in rule_rows.major_grounds(asking.act.connection) if row["is_stated"]]
    grounds = [(row["code"], row[f"label_{spoken()}"]) for row in stated]
    return [
        asking.question("amount"),
        Question("grave", _("What makes it grave"), [("", _("nothing")), *grounds]),
        asking.question("reason", asked_if=lambda answers: answers.get("grave")),
    ]

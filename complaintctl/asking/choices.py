"""Choices for questions that name something: units, staff, open cases, the codes of the regulation."""

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from complaintctl.asking.case_choice import KINDS, case_question
from complaintctl.asking.question import Named, Question
from complaintctl.base.clock import parse_day, parse_moment
from complaintctl.base.language import _, spoken
from complaintctl.base.option import Taken, fields_of
from complaintctl.base.spoken_days import in_full, side_of
from complaintctl.base.text import day_in_words, money, visible
from complaintctl.base.values import in_words, parse_amount, required_text
from complaintctl.cases import case_rows, directory_rows, facts, rule_rows
from complaintctl.front.session import Session, say
from complaintctl.record.ledger import Act

Known = Mapping[str, Any]  # what was given or answered, by the names of the options
NOTHING: Known = MappingProxyType({})
_SERVING = ("unit", "staff")
_FEW_UNITS = 20  # are numbered; more are found by a part of the name
_LEADERS = {"leader": "lead", "leader_told": "lead", "leader_to_tell": "told"}
_READ: Mapping[str, Callable[[str], object]] = {
    "day": lambda answer: parse_day(answer, _("The day")),
    "when": lambda answer: parse_moment(answer, _("The time")),
    "yuan": parse_amount,
}


def offered(connection: sqlite3.Connection, kind: str, language: str, unit: str | None = None) -> Named:
    """Code and name of everything of a kind that may be named now; of the staff, those of one unit if it is given."""
    if kind in _SERVING:
        return [(code, visible(name)) for code, name in directory_rows.now_serving(connection, kind, unit)]
    return [(row["code"], row[f"label_{language}"]) for row in rule_rows.choices(connection, kind)]


def question_of(session: Session, act: Act, kind: str, key: str, text: str, known: Known = NOTHING) -> Question:
    """The question for something of a kind: a unit, person or case is typed, the others are chosen from a list.

    What is typed is looked up: NotFound, and UsageProblem for what is no case number, are said at the question.
    """
    if kind in KINDS:

        def is_there(given: str) -> None:
            case_rows.case(act.connection, session.case_number(given), act.actor, gives_back=session.gives_back)

        return case_question(session, act, text, is_there, kind)
    if kind in _READ:
        return _read_question(act, kind, key, text)
    if kind in _LEADERS:
        return _leader_question(session, act, kind, key, text, known)
    if kind == "person":  # of the staff, or anybody else in words
        named = offered(act.connection, "staff", session.language)
        return Question(key, text, offered=named, check=lambda answer, answers: required_text(answer, text))
    named = offered(act.connection, kind, session.language)
    if kind in _SERVING:
        are_numbered = kind == "unit" and len(named) <= _FEW_UNITS
        return Question(
            key,
            text,
            choices=named if are_numbered else (),
            offered=() if are_numbered else named,
            takes_others=are_numbered,  # one that is no more
            check=lambda answer, answers: directory_rows.given_code(act.connection, kind, answer),
        )
    return Question(key, text, choices=named)


def _read_question(act: Act, kind: str, key: str, text: str) -> Question:
    """The question for an amount, or for a day or a time, which may be typed as people say it."""
    question = Question(key, text, check=lambda answer, answers: _READ[kind](answer))
    if kind == "yuan":
        return question._replace(understood=_in_yuan)
    today, side = act.clock.now().day, side_of(key)
    return question._replace(full=lambda typed: in_full(typed, today, side), understood=_with_weekday)


def _with_weekday(typed: str) -> str:
    """A day or a time with its weekday."""
    moment = parse_moment(typed, "")
    day = day_in_words(moment.day, spoken())
    return day if moment.whole_day else f"{day} {moment.text[11:16]}"


def _in_yuan(typed: str) -> str:
    return money(parse_amount(typed))


def _leader_question(session: Session, act: Act, kind: str, key: str, text: str, known: Known) -> Question:
    """The question for a leader, first whom the case was reported to; of a directive, one of those alone."""
    case_no = known.get("case")
    rows = directory_rows.leaders(act.connection, case_no, _LEADERS[kind], told=kind == "leader_told")
    named = [(row["code"], f"{visible(row['name'])} {row[f'role_{session.language}']}") for row in rows]
    if named:
        # Nobody is taken with Enter for who approved or consented.
        return Question(key, text, choices=named, default="" if kind == "leader" else named[0][0])
    say(_("No leader is entered whom this could name. One is entered with: complaintctl staff add"))
    return question_of(session, act, "staff", key, text)._replace(offered=())


class Asking(NamedTuple):
    """A form of questions: who asks them, in which file, for what an act or its class takes."""

    session: Session
    act: Act
    taken: Taken

    def question(self, name: str, **more: Any) -> Question:
        """The question for a field, with the choices or the check of its kind unless `more` says otherwise."""
        field = fields_of(self.taken)[name]
        text, kind = _(field.option.ask or field.option.help).rstrip(".。"), field.option.kind
        question = Question(name, text, may_be_left_out=not field.is_required)
        if kind:
            asked = question_of(self.session, self.act, kind, name, text)
            is_closed = asked.choices and not asked.takes_others
            question = asked._replace(may_be_left_out=not (field.is_required or is_closed))
        elif field.type == int | None:
            question = question._replace(check=lambda answer, answers: facts.number_of_people(answer, text))
        elif field.is_required:
            question = question._replace(check=lambda answer, answers: in_words(answer, text))
        return question._replace(**more)

"""Choices for questions that name something: units, staff, open cases, the codes of the regulation."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Taken, fields_of
from complaintctl.base.text import visible
from complaintctl.base.values import parse_amount, required_text
from complaintctl.cases import case_rows, directory_rows, rule_rows
from complaintctl.front.session import Session
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row, rows_of

_HINT = 24
_SERVING = {
    "unit": "SELECT code, name FROM serving_unit ORDER BY kind, code",
    # With the unit where two bear a name.
    "staff": """
        SELECT p.code,
            CASE WHEN EXISTS (SELECT 1 FROM serving_person WHERE name = p.name AND code <> p.code)
                THEN p.name || '（' || u.name || '）' ELSE p.name END AS name
        FROM serving_person p JOIN unit u ON u.code = p.unit
        WHERE p.unit = coalesce(:unit, p.unit) ORDER BY p.unit, p.code
        """,
}


def offered(connection: sqlite3.Connection, kind: str, language: str, unit: str | None = None) -> Named:
    """Code and name of everything of a kind that may be named now; of the staff, those of one unit if it is given."""
    if kind in _SERVING:
        return [(code, visible(name)) for code, name in rows_of(connection, _SERVING[kind], unit=unit)]
    return [(row["code"], row[f"label_{language}"]) for row in rule_rows.choices(connection, kind)]


def open_cases(session: Session, act: Act) -> Named:
    """Each open case that who is asked may know of, and what it is about."""
    masking, rows = Masking(act.connection, None), session.told_of(act.connection, case_rows.open_cases(act.connection))
    return [(row["case_no"], _hint(row, masking)) for row in rows]


def _hint(row: Row, masking: Masking) -> str:
    """Tell what a case is about, for who does not know its number."""
    summary = visible(masking.of(row["case_no"]).text(row["summary"]))
    short = summary if len(summary) <= _HINT else f"{summary[:_HINT]}…"
    return _("due {due}  {summary}", due=row["due_on"] or _("not known"), summary=short).strip()


def question_of(session: Session, act: Act, kind: str, key: str, text: str) -> Question:
    """The question for something of a kind: a unit, person or case is typed, the others are chosen from a list.

    What is typed is looked up: NotFound, and UsageProblem for what is no case number, are said at the question.
    """
    known = open_cases(session, act) if kind == "case" else offered(act.connection, kind, session.language)

    def look_up(answer: str, answers: Answers) -> None:
        if kind == "case":
            case_rows.case(act.connection, session.case_number(answer))
        else:
            directory_rows.given_code(act.connection, kind, answer)

    if kind == "case" or kind in _SERVING:
        return Question(key, text, offered=known, check=look_up)
    return Question(key, text, choices=known)


class Asking(NamedTuple):
    """A form of questions: who asks them, in which file, for what an act or its class takes."""

    session: Session
    act: Act
    taken: Taken

    def question(self, name: str, **more: Any) -> Question:
        """The question for a field, with the choices or the check of its kind unless `more` says otherwise."""
        field = fields_of(self.taken)[name]
        text, kind = _(field.option.ask), field.option.kind
        question = Question(name, text, may_be_left_out=not field.is_required)
        if kind == "yuan":
            question = question._replace(check=lambda answer, answers: parse_amount(answer), understood=_in_yuan)
        elif kind:
            asked = question_of(self.session, self.act, kind, name, text)
            question = asked._replace(may_be_left_out=not (field.is_required or asked.choices))
        elif field.is_required:
            question = question._replace(check=lambda answer, answers: required_text(answer, text))
        return question._replace(**more)


def _in_yuan(typed: str) -> str:
    fen = parse_amount(typed)
    return _("{amount} yuan", amount=f"{fen // 100:,}.{fen % 100:02}")


def case_question(session: Session, act: Act, text: str, may_be: Callable[[str], object]) -> Question:
    """The question for a case; `may_be` raises ComplaintError for one on which the deed cannot be done."""

    def full(typed: str) -> str:
        with suppress(UsageProblem):
            return session.case_number(typed)
        return typed

    return Question(
        "case",
        text,
        offered=open_cases(session, act),
        full=full,
        check=lambda answer, answers: may_be(answer),
    )

"""Choices for questions that name something: units, staff, open cases, the codes of the regulation."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from complaintctl.asking.asked_command import Wanted
from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base import command_names
from complaintctl.base.clock import parse_day, parse_moment, with_year
from complaintctl.base.errors import ComplaintError, NotFound, Refused, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.option import Taken, fields_of
from complaintctl.base.text import visible
from complaintctl.base.values import parse_amount, required_text
from complaintctl.cases import case_rows, directory_rows, rule_rows
from complaintctl.front import sources
from complaintctl.front.session import Session, say
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row, rows_of

Fits = Callable[[str], object]
Known = Mapping[str, Any]  # what was given or answered, by the names of the options
NOTHING: Known = MappingProxyType({})
_HINT = 24
_SHOWN = 9  # cases that are listed above the question for one
_TRIED = 50  # cases of which the act is asked whether it can be done
_TOLD = 200  # cases that are offered with what they are about
_MOST = 12  # choices that are numbered; more are offered as they are typed
_KINDS_OF_CASE = ("case", "closed_case", "case_to_see")
_LEADERS = {"leader": "lead", "leader_told": "lead", "leader_to_tell": "told"}
_READ: Mapping[str, Callable[[str], object]] = {
    "day": lambda answer: parse_day(answer, _("The day")),
    "when": lambda answer: parse_moment(answer, _("The time")),
    "yuan": parse_amount,
}
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


def _cases(session: Session, act: Act, kind: str) -> Named:
    """Each case that who is asked may know of, and what it is about; of the open ones those due first lead.

    Those that are not open follow, as for a `case_to_see`, or stand alone, as for a `closed_case`.
    """
    masking, found = Masking(act.connection, None), list[Row]()
    if kind != "closed_case":
        found += sorted(case_rows.open_cases(act.connection), key=lambda row: row["due_on"] or "9")
    if kind != "case":
        found += case_rows.ended_cases(act.connection)
    told = session.told_of(act.connection, found)
    return [(row["case_no"], _hint(row, masking if place < _TOLD else None)) for place, row in enumerate(told)]


def _hint(row: Row, masking: Masking | None) -> str:
    """Tell what a case is about, for who does not know its number; without the masking, when it is due alone."""
    summary = visible(masking.of(row["case_no"]).text(row["summary"])) if masking else ""
    short = summary if len(summary) <= _HINT else f"{summary[:_HINT]}…"
    return _("due {due}  {summary}", due=row["due_on"] or _("not known"), summary=short).strip()


def case_question(
    session: Session, act: Act, text: str, may_be: Fits, kind: str = "case", given: str | None = None
) -> Question:
    """The question for a case, above it those due first on which it can be done: `may_be` raises for any other.

    The act itself is asked of as many as nobody waits for; of one that is given alone. Raises Refused: there is none
    on which it can be done; and as `may_be` does.
    """
    if given:
        may_be(given)
        return Question("case", text)
    every = _cases(session, act, kind)
    fitting = [row for row in every[:_TRIED] if _does(may_be, row[0])]
    rest = every[_TRIED:]
    if not (fitting or rest):
        raise Refused(
            "There is no case on which that can be done now. What stands against it in a case is said of the case that"
            " is named: complaintctl {command} CASE",
            command=command_names.command(session.command),
        )
    for case_no, hint in fitting[:_SHOWN]:
        say(f"  {case_no}  {hint}")
    if more := len(fitting[_SHOWN:]) + len(rest):
        say(plural("  … and {number} more.", "  … and {number} more.", more))

    def full(typed: str) -> str:
        with suppress(UsageProblem):
            return session.case_number(typed)
        return typed

    default = fitting[0][0] if len(fitting) == 1 and not rest else ""
    offered = [*fitting, *rest]
    return Question("case", text, (), offered, default, check=lambda answer, answers: may_be(answer), full=full)


def question_of(session: Session, act: Act, kind: str, key: str, text: str, known: Known = NOTHING) -> Question:
    """The question for something of a kind: a unit, person or case is typed, the others are chosen from a list.

    What is typed is looked up: NotFound, and UsageProblem for what is no case number, are said at the question.
    """
    if kind in _KINDS_OF_CASE:

        def is_there(given: str) -> None:
            case_rows.case(act.connection, session.case_number(given))

        return case_question(session, act, text, is_there, kind)
    if kind in _READ:
        return _read_question(act, kind, key, text)
    if kind in _LEADERS:
        return _leader_question(session, act, kind, key, text, known)
    named = offered(act.connection, kind, session.language)
    if kind in _SERVING:
        return Question(
            key, text, offered=named,
            check=lambda answer, answers: directory_rows.given_code(act.connection, kind, answer),
        )  # fmt: skip
    return Question(key, text, choices=named)


def _read_question(act: Act, kind: str, key: str, text: str) -> Question:
    """The question for a day, a time or an amount; the year may be left out."""
    year = act.clock.now().day[:4]
    read: Callable[[str], object] = _READ[kind]
    full = (lambda typed: with_year(typed, year)) if kind in ("day", "when") else None
    understood = _in_yuan if kind == "yuan" else None
    return Question(key, text, check=lambda answer, answers: read(answer), full=full, understood=understood)


def _in_yuan(typed: str) -> str:
    fen = parse_amount(typed)
    return _("{amount} yuan", amount=f"{fen // 100:,}.{fen % 100:02}")


def _leader_question(session: Session, act: Act, kind: str, key: str, text: str, known: Known) -> Question:
    """The question for a leader, first whom the case was reported to; of a directive, one of those alone."""
    case_no = known.get("case")
    rows = directory_rows.leaders(act.connection, case_no, _LEADERS[kind], told=kind == "leader_told")
    named = [(row["code"], f"{visible(row['name'])} {row[f'role_{session.language}']}") for row in rows]
    if named:
        return Question(key, text, choices=named, default=named[0][0])
    return question_of(session, act, "staff", key, text)


def question_for(session: Session, act: Act | None, wanted: Wanted, path: str, known: Known) -> Question:
    """The question for a value of a command: of its kind, else of what a shell would offer for it, else a text."""
    option, key, text, fits = wanted.option, wanted.name, wanted.question, wanted.option.fits
    if act and option.kind in _KINDS_OF_CASE:
        may = partial(fits, act, known) if fits else None
        return (
            case_question(session, act, text, may, option.kind)
            if may
            else question_of(session, act, option.kind, key, text)
        )
    question = Question(key, text)
    if wanted.is_needed and wanted.parameter.param_type_name == "option":
        question = question._replace(check=lambda answer, answers: required_text(answer, text))
    if act and option.offers:
        question = Question(key, text, choices=option.offers(act, known))
        if not question.choices:
            raise Refused("There is nothing on which that can be done now.")
    elif getattr(wanted.parameter, "is_bool_flag", False):
        question = Question(key, text, choices=(("yes", _("yes")), ("no", _("no"))))
    elif act and option.kind:
        question = question_of(session, act, option.kind, key, text, known)
    elif act and (source := sources.source_of(wanted.parameter, path)):
        found = sources.offered(source, sources.loaded(source, act.connection), act.clock.now().day, "")
        question = Question(
            key, text, offered=[(code, (zh if session.language == "zh" else en) or code) for code, zh, en in found]
        )
    if not act or not (question.choices or question.offered):
        return question
    may_be: Fits = partial(fits, act, known) if fits else str
    named = [row for row in (question.choices or question.offered) if _does(may_be, row[0])]
    if len(named) <= _MOST or question.choices:
        return question._replace(choices=named, offered=(), check=None)

    def is_known(answer: str, answers: Answers) -> None:
        if answer not in dict(named):
            raise NotFound("{given} is none of what is offered here.", given=repr(answer))
        may_be(answer)

    return question._replace(offered=named, check=question.check if question.check and not fits else is_known)


def _does(may_be: Fits, code: str) -> bool:
    """Tell whether a choice will do."""
    with suppress(ComplaintError):
        may_be(code)
        return True
    return False


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
        if kind:
            asked = question_of(self.session, self.act, kind, name, text)
            question = asked._replace(may_be_left_out=not (field.is_required or asked.choices))
        elif field.is_required:
            question = question._replace(check=lambda answer, answers: required_text(answer, text))
        return question._replace(**more)

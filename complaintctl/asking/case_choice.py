"""The question for a case: those on which an act can be done, by number, matter and due date."""

from collections.abc import Callable
from contextlib import suppress

from complaintctl.asking.question import Named, Question
from complaintctl.base import command_names
from complaintctl.base.errors import ComplaintError, Refused
from complaintctl.base.language import _, plural
from complaintctl.base.text import excerpt, visible
from complaintctl.cases import case_rows, directory_rows
from complaintctl.front.session import Session, say
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

Fits = Callable[[str], object]  # raises ComplaintError for what will not do
KINDS = ("case", "closed_case", "case_to_see")
_HINT = 24
_SHOWN = 9  # cases that are listed above the question
_TRIED = 50  # cases of which the act is asked whether it can be done
_TOLD = 200  # cases that are offered with what they are about


def _cases(session: Session, act: Act, kind: str) -> Named:
    """Each case that who is asked may know of, and what it is about; of the open ones those due first lead.

    Those that are not open follow, as for a `case_to_see`, or stand alone, as for a `closed_case`.
    """
    masking, found = session.masking(act.connection), list[Row]()
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
    if not row["is_running"]:  # it was replied to, or has no due date at all
        return short
    return _("due {due}  {summary}", due=row["due_on"] or _("not known"), summary=short).strip()


def case_question(
    session: Session, act: Act, text: str, may_be: Fits, kind: str = "case", given: str | None = None
) -> Question:
    """The question for a case, above it those due first on which it can be done: `may_be` raises for any other.

    The act itself is asked of as many as nobody waits for; of one that is given alone. Raises Refused: there is none
    on which it can be done; and as `may_be` does.
    """

    def full(typed: str) -> str:
        with suppress(ComplaintError):  # what is wrong with it the check says
            return session.case_number(typed)
        return typed

    if given:
        may_be(given)
        return Question("case", text, check=lambda answer, answers: may_be(answer), full=full)  # edited on the page
    every = _cases(session, act, kind)
    fitting = [row for row in every[:_TRIED] if does(may_be, row[0])]
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

    default = fitting[0][0] if len(fitting) == 1 and not rest else ""
    offered = [*fitting, *rest]
    return Question("case", text, (), offered, default, check=lambda answer, answers: may_be(answer), full=full)


def about(session: Session, act: Act, case_no: str) -> str:
    """The line by which a page to confirm says of which case it is: number, matter as it is listed, unit."""
    case = case_rows.case(act.connection, case_no)
    told = session.told_of(act.connection, [case])
    summary = visible(session.masking(act.connection).of(case_no).text(case["summary"])) if told else _("restricted")
    unit = case["lead_unit"] or case["respondent_unit"]
    named = directory_rows.name_of(act.connection, "unit", unit) if unit and told else ""
    return "  ".join(filter(None, [case_no, excerpt(summary, _HINT), visible(named)]))


def does(may_be: Fits, code: str) -> bool:
    """Tell whether a choice will do."""
    with suppress(ComplaintError):
        may_be(code)
        return True
    return False

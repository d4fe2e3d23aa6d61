"""Investigation: findings, the nature of a violation, the cause of a repeat (Arts 10, 13, 17, 24)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from complaintctl.base import command_names
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, directory_rows, recusal
from complaintctl.cases.case_acts import Done, open_case, record
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_define(act: Act, known: Mapping[str, Any], unit: str) -> None:
    """Raise as `investigate` does for a unit that may not define the violation."""
    _defining(act, case_rows.case(act.connection, known["case"]), unit)


class Inquiry(NamedTuple):
    """An investigation as the officer types it."""

    findings: Annotated[str, Option("What was found.", ask="What the investigation found")]
    by: Annotated[Sequence[str], Option("Who looked into it; may be repeated; default you.", "CODE")] = ()
    evidence: Annotated[str | None, Option("What it rests on.")] = None
    repeat_cause: Annotated[
        str | None, Option("Why the customer came again (Art. 17).", ask="Why did the customer come again")
    ] = None
    violation_nature: Annotated[
        str | None, Option("What rule was broken, and how (Art. 13).", ask="What rule was broken, and how")
    ] = None
    severity: Annotated[str | None, Option("How grave the violation is.", ask="How grave is the violation")] = None
    opinion: Annotated[str | None, Option("What should be done about it.", ask="What should be done about it")] = None
    by_unit: Annotated[
        str | None,
        Option("The department that defines it.", "UNIT", "Which department defines it", "unit", fits=may_define),
    ] = None
    first_finding_untrue: Annotated[bool, Option("The first finding proved untrue (Art. 24).")] = False
    at: At = None


def may_investigate(act: Act, given: str, by: Sequence[str] = ()) -> tuple[Row, list[str]]:
    """A case and who looks into it. Raises Refused: it is no longer open, or one of them is the party (Art. 10)."""
    case = open_case(act, given, _("it cannot be investigated any more"))
    people = [directory_rows.member(act.connection, name)["code"] for name in by or (act.actor,)]
    for person in people:
        recusal.may(act.connection, case, person, "handle", _("cannot investigate it"))
    return case, people


def investigate(act: Act, given: str, inquiry: Inquiry) -> Done:
    """Record an investigation and what it found.

    Example: complaintctl investigate 2 --findings "经调阅凭证属实" --repeat-cause "首次答复未说明依据"

    Raises:
        Refused: an investigator is the party complained of (Art. 10); the unit complained of would define the violation
            itself (Art. 13); there was no first finding to be untrue.
    """
    case, people = may_investigate(act, given, inquiry.by)
    reopened = queries.is_in(act.connection, "event", case_no=case["case_no"], kind="reopened")
    if inquiry.first_finding_untrue and not (case["repeat_of"] or reopened):
        raise Refused("{case_no} is no repeat and was never reopened: there is no first finding (Art. 24).", **case)
    detail = {
        "text": required_text(inquiry.findings, "--findings"),
        "by": people,
        "evidence": clean_text(inquiry.evidence or "", "--evidence"),
        "repeat_cause": clean_text(inquiry.repeat_cause or "", "--repeat-cause"),
        "first_finding_untrue": inquiry.first_finding_untrue,
        **_violation(act, case, inquiry),
    }
    notes = [  # Art. 17: others than before look into a repeat
        _(
            "{person} handled {case_no} as well: Art. 17 asks for a fresh look.",
            person=directory_rows.name_of(act.connection, "staff", person),
            case_no=case["repeat_of"],
        )
        for person in people
        if queries.is_in(act.connection, "case_handler", case_no=case["repeat_of"], person=person)
    ]
    record(act, case, "investigated", inquiry.at, detail)
    return Done(case["case_no"], _("{case_no}: investigation recorded.", **case), notes)


def _violation(act: Act, case: Row, inquiry: Inquiry) -> dict[str, str]:
    stated = {name: getattr(inquiry, name) for name in ("violation_nature", "severity", "opinion", "by_unit")}
    if not any(stated.values()):
        return {}
    flags = {name: f"--{name.replace('_', '-')}" for name in stated}
    missing = [name for name, value in stated.items() if not value]
    if missing:
        options = _(" and ").join(command_names.option(flags[name]) for name in missing)
        problem = UsageProblem("A violation is defined whole (Art. 13): give {options} as well.", options=options)
        raise problem.lacking(*missing)
    texts = {name: required_text(value, flags[name]) for name, value in stated.items()}
    return texts | {"by_unit": _defining(act, case, texts["by_unit"])}


def _defining(act: Act, case: Row, given: str) -> str:
    """The code of a unit that may define a violation: another than the one complained of (Art. 13). Raises Refused."""
    unit = str(directory_rows.unit(act.connection, given)["code"])
    recusal.unit_may_have(act.connection, case, unit)
    if queries.is_in(act.connection, "complaint", case_no=case["case_no"], respondent_unit=unit):
        raise Refused(
            "{case_no} complains of {unit}: another department defines the nature of the violation (Art. 13). Name it"
            " with --by-unit.",
            case_no=case["case_no"],
            unit=directory_rows.name_of(act.connection, "unit", unit),
        )
    return unit

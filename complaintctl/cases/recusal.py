"""The gate for persons and units: who must stand aside, as the views have it. None of this can be overridden."""

import sqlite3

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, marked
from complaintctl.cases import case_rows, directory_rows, recusal_rows
from complaintctl.cases.in_service import serving
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

# What is said of each ground that the view recusal knows; who is outside of it all is told what the unit is told.
_GROUNDS = {
    "reported": marked(
        "{case_no} is a report of wrongdoing that concerns {person}, who takes no part in it: it must not be shown to"
        " him. Name somebody else (Art. 13; Petition Regulations 2022, Arts 30, 46)."
    ),
    "party": marked(
        "{person} is complained of in {case_no} and {refusal}: name someone who is not the party (Art. 10)."
    ),
    "concerned": marked(
        "{person} is of {unit}, which the case concerns: someone outside it verifies a withdrawal (Art. 18)."
    ),
    "unapproved": marked(
        "{case_no} reports 监察室 itself, whose members go on with it only once a leader who is not named has approved"
        " that; else it is escalated: {command} (Art. 13; Petition Regulations 2022, Arts 30, 46)."
    ),
}


def may(connection: sqlite3.Connection, case: Row, person: str, part: str, refusal: str = "") -> None:
    """Let a person take a part in a case, by the names that the view recusal has for the parts.

    `refusal` says in the language spoken what the party cannot do to the case: cannot handle it.

    Raises:
        Refused: the person is complained of (Art. 10), is or belongs to whom a report of wrongdoing reports (Art. 13),
            is of a unit that the case concerns (Art. 18), or waits for a leader's approval.
    """
    ground = recusal_rows.ground(connection, case["case_no"], person, part)
    if ground == "outside":
        unit_may_have(connection, case, directory_rows.member(connection, person)["unit"])
    if ground in _GROUNDS:
        raise Refused(
            _GROUNDS[ground],
            case_no=case["case_no"],
            person=person,
            unit=directory_rows.member(connection, person)["unit"],
            refusal=refusal,
            command=recusal_rows.approval_command(connection, case["case_no"]),
        )


def leader(act: Act, case: Row, given: str, day: str, no_leader: str, refusal: str) -> str:
    """The code of a leader who serves on a day and may lead in a case.

    `no_leader` is said of who is none; `refusal` as in `may`. Raises Refused.
    """
    person = str(serving(directory_rows.member(act.connection, given), day)["code"])
    if not directory_rows.is_leader(act.connection, person):
        raise Refused(no_leader, leader=person, person=person)
    may(act.connection, case, person, "lead", refusal)
    return person


def unit_may_have(connection: sqlite3.Connection, case: Row, unit: str) -> None:
    """Refuse to send a report of crime or other wrongdoing to whom it reports (Art. 13)."""
    barred = recusal_rows.barred_unit(connection, case["case_no"], unit)
    if barred:
        refusal = _(
            "{case_no} is a report of wrongdoing: it must not reach {unit}, nor anyone it reports. 监察室 looks into"
            " it itself (Art. 13; Petition Regulations 2022, Arts 30, 46).",
            **case,
            unit=unit,
        )
        if barred["leads"]:
            back = _("Take its slip back: complaintctl return {case_no} --reason TEXT", **case)
            refusal = _("{sentence} {more}", sentence=refusal, more=back)
        raise Refused(refusal)


def the_report_stands(connection: sqlite3.Connection, case: Row) -> None:
    """Refuse to go on with a result report by who must stand aside, as may have become known after it (Arts 10, 13)."""
    handler = recusal_rows.recused_report(connection, case["case_no"])
    if handler:
        raise Refused(
            "The result report of {case_no} is by {person}, who must stand aside in it (Arts 10, 13): complaintctl"
            " review {case_no} --return --reason TEXT",
            **case,
            person=handler,
        )


def not_back_to_the_partys_box(act: Act, case: Row, unit: Row) -> None:
    """Refuse to leave a case that needs no slip with the branch whose own head is complained of (Arts 9(2), 10)."""
    headed = recusal_rows.is_headed_by_party(act.connection, case["case_no"], unit["code"])
    if headed and queries.is_in(act.connection, "case_channel", case_no=case["case_no"], needs_slip=0):
        raise Refused(
            "{head} heads {unit} and is complained of in {case_no}: the branch does not handle it itself"
            " (Arts 9(2), 10): {command}",
            head=unit["head"],
            unit=unit["code"],
            **case,
            command=case_rows.transfer_command(act.connection, case["case_no"]),
        )

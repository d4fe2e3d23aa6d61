"""The gate for persons and units: who must stand aside, as the views have it (Arts 10, 13, 18); nothing overrides it.

It asks the file as it stands, whatever day other views are set to: who may not look today does not look back either.
"""

import sqlite3

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, marked
from complaintctl.cases import directory_rows
from complaintctl.cases.case_rows import transfer_command
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row, column_of, is_in, row_in, text_of

# What is said of each ground that the view recusal knows; who is outside of it all is told what the unit is told.
_GROUNDS = {
    "reported": marked(
        "{case_no} is a report of wrongdoing that concerns {person}, who takes no part in it: it must not be shown to"
        " them. Name somebody else (Art. 13; Petition Regulations 2022, Arts 30, 46)."
    ),
    "coerced": marked(
        "{case_no} was to be withdrawn under duress and concerns {person}, who takes no part in it any more: it must"
        " not be shown to them. Name somebody else (Arts 13, 18)."
    ),
    "party": marked(
        "{person} is complained of in {case_no} and {refusal}: name someone who is not the party (Art. 10)."
    ),
    "concerned": marked(
        "{person} is of {unit}, which the case concerns: someone outside it verifies a withdrawal (Art. 18)."
    ),
    "reporter": marked(
        "{person} is of {unit}, which reported on {case_no}: 监察室 reviews the result report (Art. 11)."
    ),
    "own_report": marked(
        "{person} reported the result of {case_no}: somebody else of 监察室 reviews the report and closes the case"
        " (Art. 11)."
    ),
    "unapproved": marked(
        "{case_no} reports 监察室 itself, whose members go on with it only once a leader who is not named has approved"
        " that; else it is escalated: {command} (Art. 13; Petition Regulations 2022, Arts 30, 46)."
    ),
}


def ground(connection: sqlite3.Connection, case_no: str, person: str, part: str) -> str | None:
    """The ground on which a person takes no part in a case (see the view recusal); None: nothing stands against it."""
    sql = """
        SELECT ground FROM main.recusal
        WHERE case_no = :case_no AND person = :person AND part = :part ORDER BY position LIMIT 1
        """
    return text_of(connection, sql, case_no=case_no, person=person, part=part)


def may(connection: sqlite3.Connection, case: Row, person: str, part: str, refusal: str = "") -> None:
    """Let a person take a part in a case, by the names that the view recusal has for the parts.

    `refusal` says in the language spoken what the party cannot do to the case: cannot handle it.

    Raises Refused: the person is complained of (Art. 10), is or belongs to whom a report of wrongdoing reports (Art.
    13), is of a unit that the case concerns (Art. 18) or whose report he would accept (Art. 11), or waits for a
    leader's approval.
    """
    against = ground(connection, case["case_no"], person, part)
    if against is None:
        return
    member = directory_rows.member(connection, person)
    unit = member["unit"]
    if against == "outside":
        unit_may_have(connection, case, unit)
        return
    against = "coerced" if against == "reported" and not _is_report(connection, case) else against
    approval = row_in(connection, "office_approval", case_no=case["case_no"])
    named = {"person": member["name"], "unit": directory_rows.name_of(connection, "unit", unit)}
    said = {"case_no": case["case_no"], "refusal": refusal, **named}
    raise Refused(_GROUNDS[against], command=approval and approval["remedy"], **said)


def _is_report(connection: sqlite3.Connection, case: Row) -> bool:
    """Tell whether a case that is kept from somebody ever reported wrongdoing; else its withdrawal was under duress."""
    return is_in(connection, "main.wrongdoing_stated", case_no=case["case_no"], is_report=1)


def leader(act: Act, case: Row, given: str, day: str, no_leader: str, refusal: str) -> str:
    """The code of a leader who serves on a day and may lead in a case.

    `no_leader` is said of who is none; `refusal` as in `may`. Raises Refused.
    """
    member = directory_rows.member(act.connection, given, day)
    person = str(member["code"])
    if not directory_rows.is_leader(act.connection, person):
        raise Refused(no_leader, leader=member["name"], person=member["name"])
    may(act.connection, case, person, "lead", refusal)
    return person


def unit_may_have(connection: sqlite3.Connection, case: Row, unit: str) -> None:
    """Refuse to send a report of crime or other wrongdoing to whom it reports (Art. 13)."""
    barred = row_in(connection, "main.barred_unit", case_no=case["case_no"], unit=unit)
    if barred:
        named = {"unit": directory_rows.name_of(connection, "unit", unit)}
        refusal = _(
            "{case_no} is a report of wrongdoing: it must not reach {unit}, nor anyone it reports. 监察室 looks into"
            " it itself (Art. 13; Petition Regulations 2022, Arts 30, 46).",
            **case,
            **named,
        )
        if not _is_report(connection, case):
            refusal = _(
                "{case_no} was to be withdrawn under duress: it must not reach {unit}, which it concerns. 监察室, or a"
                " unit that has no part in it, looks into it (Arts 13, 18).",
                **case,
                **named,
            )
        if barred["leads"]:
            back = _("Take its slip back: complaintctl recall {case_no} --reason TEXT", **case)
            refusal = _("{sentence} {more}", sentence=refusal, more=back)
        raise Refused(refusal)


def the_report_stands(connection: sqlite3.Connection, case: Row) -> None:
    """Refuse to go on with a result report by who must stand aside, as may have become known after it (Arts 10, 13)."""
    report = row_in(connection, "recused_report", case_no=case["case_no"])
    if report:
        raise Refused(
            "The result report of {case_no} is by {person}, who must stand aside in it (Arts 10, 13): complaintctl"
            " review {case_no} --return --reason TEXT",
            **case,
            person=directory_rows.name_of(connection, "staff", report["handler"]),
        )


def not_back_to_the_partys_box(act: Act, case: Row, unit: Row) -> None:
    """Refuse to leave a case that needs no slip with the branch whose own head is complained of (Arts 9(2), 10)."""
    headed = is_in(act.connection, "headed_by_party", case_no=case["case_no"], unit=unit["code"])
    if headed and is_in(act.connection, "case_channel", case_no=case["case_no"], needs_slip=0):
        head = directory_rows.name_of(act.connection, "staff", unit["head"])
        said = {"head": head, "unit": unit["name"], "case_no": case["case_no"]}
        raise Refused(
            "{head} heads {unit} and is complained of in {case_no}: the branch does not handle it itself"
            " (Arts 9(2), 10): {command}",
            command=transfer_command(act.connection, case["case_no"]),
            **said,
        )


def barred_addressees(connection: sqlite3.Connection, case_no: str, seq: int | None) -> list[str]:
    """The barred units to which a slip is addressed, by its event; without one, those that hold the present slip."""
    sql = """
        SELECT unit FROM barred_addressee
        WHERE case_no = :case_no AND seq = coalesce(:seq, (
            SELECT max(s.seq) FROM slip s JOIN complaint c ON c.case_no = s.case_no AND c.lead_unit IS NOT NULL
            WHERE s.case_no = :case_no AND s.kind = 'transfer' AND s.returned_at IS NULL))
        ORDER BY leads DESC, unit
        """
    return column_of(connection, sql, case_no=case_no, seq=seq)


def parties(connection: sqlite3.Connection, case_no: str) -> list[str]:
    """The people complained of in a case, and those who were until that was found to be entered wrongly (Art. 10)."""
    return column_of(connection, "SELECT person FROM party WHERE case_no = :case_no ORDER BY person", case_no=case_no)


def kept_from(connection: sqlite3.Connection, person: str) -> list[str]:
    """The reports of wrongdoing that a person must not be told of, by case number (Art. 13)."""
    return column_of(connection, "SELECT case_no FROM main.barred_person WHERE person = :person", person=person)


def is_of_office(connection: sqlite3.Connection, person: str, day: str) -> bool:
    """Tell whether a person is of the unit that is the supervision office on a day (Art. 19)."""
    sql = """
        SELECT 1 FROM staff s JOIN policy o ON o.key = 'supervision_office' AND o.value = s.unit
        WHERE s.code = :person AND :day BETWEEN o.in_force_from AND o.in_force_to
        """
    return bool(column_of(connection, sql, person=person, day=day))


def usual_handler(connection: sqlite3.Connection, case_no: str) -> str | None:
    """Name who handles a case as a rule: whom its slip names, or the head of the unit, if nothing stands against it."""
    sql = """
        SELECT c.handler FROM complaint c WHERE c.case_no = :case_no
        UNION ALL SELECT u.head FROM complaint c JOIN unit u ON u.code = c.lead_unit WHERE c.case_no = :case_no
        """
    people = filter(None, column_of(connection, sql, case_no=case_no))
    return next((person for person in people if ground(connection, case_no, person, "report") is None), None)

"""The audit: who looked at whom, and who changed what others go by."""

import sqlite3
from collections.abc import Sequence
from typing import Annotated

import typer

from complaintctl.audit import rows as audit_rows
from complaintctl.audit.page import what
from complaintctl.base.language import _, marked
from complaintctl.base.text import minute
from complaintctl.base.written import clauses
from complaintctl.cases import case_rows, directory_rows, rule_rows
from complaintctl.front.session import Session
from complaintctl.tables.date_range import FromOption, ToOption, chosen_span
from complaintctl.tables.listing import Listing, Record
from complaintctl.tables.output import Found, lists

app = typer.Typer()


def _cells(record: Record) -> Record:
    """An entry as people read it, its flags in words."""
    marks = [
        _("unmasked") if record["revealed"] else "",
        _("not shown or written after all") if record["failed"] else "",
    ]
    login = record["login"]
    if record["other_login"]:
        login = _("{login} of {holder}", login=login, holder=record["holder_label"] or _("nobody"))
    told = clauses([record["what"], *marks])
    return {"recorded_at": minute(record["recorded_at"]), "login": login, "what": told}


ENTRIES = Listing(
    "seq at recorded_at kind kind_label act act_label actor actor_label login host other_login holder holder_label"
    " case_no complainant person person_label what reason revealed failed approved_by approved_by_label",
    "recorded_at actor_label login act_label case_no complainant what reason approved_by_label",
    {"kind": "audit_kind", "act": "event_kind"} | dict.fromkeys(("actor", "holder", "person", "approved_by"), "staff"),
    readable=lambda record: {**record, **_cells(record)},
    remark=marked("Each entry stands in the ledger, which `complaintctl verify` proves."),
)


@app.command("audit")
@lists(ENTRIES)
def audit(
    session: Session,
    connection: sqlite3.Connection,
    person: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="Only what this person did or approved, was done under their login, or to them."
        ),
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="CASE", help="Only of this case, also the exports that it stood in.")
    ] = None,
    first: FromOption = None,
    last: ToOption = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="reveal, print, export, search, rights, rules, file or login."),
    ] = None,
) -> Found:
    """List who looked at whom, exported or printed, and who changed people, rights, rules and calendar.

    This year's entries, of one case all, unless --from says otherwise. Customers' data is masked.

    Example: complaintctl audit --person li --from 2026-11-01

    Example: complaintctl audit --kind export --csv -o audit.csv
    """
    days = chosen_span(first, last, session.clock.now().day, "everything" if case else "year")
    reader = session.looker(connection)
    case_no = case_rows.case(connection, session.case_number(case), reader)["case_no"] if case else None
    whose = directory_rows.given_code(connection, "staff", person)
    wanted = directory_rows.given_code(connection, "audit_kind", kind)
    labels = rule_rows.labels(connection, session.language)
    entries = audit_rows.entries(connection, days, wanted, whose, case_no)

    def told_of(cases: Sequence[str]) -> list[str]:
        return [row["case_no"] for row in session.told_of(connection, [{"case_no": case_no} for case_no in cases])]

    none = _("Nothing of this is on record from {first} to {last}.", first=days[0], last=days[1])
    return Found([{**entry, "what": what(entry, labels, told_of)} for entry in entries], none)

"""Appointments: a say in cases, rules or people is given by two, and by nobody to themselves (Art. 19)."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from complaintctl.base.errors import Refused
from complaintctl.base.language import _
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.record.ledger import Act
from complaintctl.record.queries import column_of, rows_of


@contextmanager
def approved(act: Act, approved_by: str | None = None) -> Iterator[str | None]:
    """Change units or people within; gives the code of who approves it, if somebody is named.

    Raises Refused: whoever acts would have a say that they had not; or somebody else would, and no second one approves
    of those who could give it too, though such serve (not in a practice file).
    """
    seconds = set(column_of(act.connection, _SECONDS, actor=act.actor))
    approver = str(directory_rows.member(act.connection, approved_by)["code"]) if approved_by else None
    if approver and not seconds:
        raise Refused("Nobody else may change units and people so far: leave --approved-by out.")
    if approver and not seconds & {approver}:
        raise Refused(
            "{approver} cannot approve this: {seconds} may, somebody else than you who may change units and people"
            " (Art. 19).",
            approver=directory_rows.name_of(act.connection, "staff", approver),
            seconds=_names(act, seconds),
        )
    before, own = _say(act.connection), _say(act.connection, act.actor)
    yield approver
    if _say(act.connection, act.actor) - own:
        raise Refused("Nobody gives themselves a say in cases, rules or people: let a colleague do it (Art. 19).")
    for gains in sorted({code for code, _act in _say(act.connection) - before}):
        able = seconds - {gains}
        if able and not able & {approver} and not rule_rows.is_practice(act.connection):
            raise Refused(
                "{person} would decide cases, or say who may: a second one who may change units and people approves"
                " that, --approved-by CODE: {able}. Whom an import names is added before it: complaintctl staff add"
                " (Art. 19).",
                person=directory_rows.name_of(act.connection, "staff", gains),
                able=_names(act, able),
            ).lacking("approved_by")


def _names(act: Act, people: Iterable[str]) -> str:
    """Name people with their codes, for an option that takes one."""
    return _(", ").join(f"{directory_rows.name_of(act.connection, 'staff', code)} {code}" for code in sorted(people))


# Who may change units and people, but whoever acts.
_SECONDS = """
SELECT person FROM has_say WHERE act = 'people' AND person <> :actor
"""


def _say(connection: sqlite3.Connection, code: str | None = None) -> set[tuple[str, str]]:
    """The people who have a say, and in what; of one person, if their code is given."""
    sql = "SELECT person, act FROM has_say WHERE person = coalesce(:code, person)"
    return {(row["person"], row["act"]) for row in rows_of(connection, sql, code=code)}

"""The gate for acts: who may do what, and to which cases, as the rows have it (Art. 19).

Like the gate for persons it asks the file as it stands, whatever day other views are set to.
"""

import json
import sqlite3
from collections.abc import Collection

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, marked, spoken
from complaintctl.cases import directory_rows
from complaintctl.record.ledger import Act
from complaintctl.record.queries import column_of, is_in, row_in, row_of, rows_of, text_of


def scope(connection: sqlite3.Connection, person: str | None, right: str) -> str:
    """To which cases a person (None: a login that is nobody's) has a right: all, own_unit or none."""
    sql = "SELECT scope FROM main.right_of_person WHERE person IS :person AND act = :right"
    return text_of(connection, sql, person=person, right=right) or "none"


def ask(connection: sqlite3.Connection, person: str | None, right: str, *, of_all: bool = False) -> None:
    """Let a person begin an act of a kind. Raises Refused, naming the roles that may."""
    found = scope(connection, person, right)
    if found == "none":
        raise _refusal(connection, person, right, marked("{who} may not {act}: that is for {holders}."), of_all=of_all)
    if of_all and found != "all":
        own = marked("{who} may {act} of their own unit alone; of all of them: {holders}.")
        raise _refusal(connection, person, right, own, of_all=True)


def ask_of_case(act: Act, case_no: str, right: str = "") -> None:
    """Let who acts do to a case what the command, or one of its options, needs a right to. Raises Refused."""
    if kind := right or act.right:
        ask_of_look(act.connection, act.actor, case_no, kind)


def ask_of_look(connection: sqlite3.Connection, person: str | None, case_no: str, right: str = "look") -> None:
    """Let a person look at a case, or do what else needs a right. Raises Refused."""
    if may(connection, person, case_no, right):
        return
    ask(connection, person, right)
    own = marked("{case_no} is no case of their unit, and {who} may {act} of their own unit alone; of all: {holders}.")
    raise _refusal(connection, person, right, own, of_all=True, case_no=case_no)


def may(connection: sqlite3.Connection, person: str | None, case_no: str, right: str) -> bool:
    """Tell whether a person has a right to a case."""
    found = scope(connection, person, right)
    own = found == "own_unit" and is_in(connection, "main.own_case", case_no=case_no, person=person)
    return found == "all" or own


def ask_of_unit(act: Act, unit: str | None) -> None:
    """As ask_of_case, for what a unit has to do that is of no case; None: the whole bank."""
    own = is_in(act.connection, "staff", code=act.actor, unit=unit)
    if act.right:
        ask(act.connection, act.actor, act.right, of_all=not own)


def directs(act: Act, leader: str) -> None:
    """Let who acts enter a directive: the leader himself, or who handles cases for him (Art. 8(2)). Raises Refused."""
    if not is_in(act.connection, "main.directs_for", person=act.actor, leader=leader):
        sentence = marked("{who} does not direct for {leader}: a leader directs as himself, or {holders} for him.")
        named = directory_rows.name_of(act.connection, "staff", leader)
        raise _refusal(act.connection, act.actor, "handle", sentence, leader=named)


def hidden(connection: sqlite3.Connection, person: str | None, right: str, cases: Collection[str]) -> Collection[str]:
    """Of some cases those of which no listing tells a person: to which the right they look by does not reach."""
    found = scope(connection, person, right)
    if found != "own_unit":
        return () if found == "all" else cases
    sql = """
        SELECT listed.value FROM json_each(:cases) AS listed
        WHERE NOT EXISTS (SELECT 1 FROM main.own_case WHERE case_no = listed.value AND person = :person)
        """
    return column_of(connection, sql, person=person, cases=json.dumps(list(cases)))


def refuse_unheld(connection: sqlite3.Connection, right: str) -> None:
    """After a change of the file itself: refuse that nobody may keep, set rules, or enter people any more."""
    if not is_in(connection, "act_kind", code=right, of_case=0):
        return
    if lost := row_of(connection, "SELECT act, day FROM main.right_nobody_has ORDER BY day LIMIT 1"):
        raise Refused(
            "Nobody could {act} any more from {day} on: give that to somebody who serves first,"
            " complaintctl policy set right.ROLE.{code} all",
            act=_label(connection, "act_kind", lost["act"]),
            code=_label(connection, "act_kind", lost["act"]) if spoken() == "zh" else lost["act"],
            day=lost["day"],
        )


def _refusal(
    connection: sqlite3.Connection, person: str | None, right: str, sentence: str, *, of_all: bool = False, **said: str
) -> Refused:
    """Make a refusal of a sentence that has as who, act and holders: who may not, what, and which roles may."""
    who = _label(connection, "right_holder", "unknown")
    if person:
        member = directory_rows.member(connection, person)
        who = _("{person} ({role})", person=member["name"], role=_label(connection, "role", member["role"]))
    sql = """
        SELECT h.code FROM right_holder h JOIN main."right" r ON r.role = h.code AND r.act = :right
        WHERE h.code <> 'unknown' AND (r.scope = 'all' OR NOT :of_all AND r.scope = 'own_unit') ORDER BY h.position
        """
    holders = [
        _label(connection, "right_holder", row["code"]) for row in rows_of(connection, sql, right=right, of_all=of_all)
    ]
    said |= {"who": who, "act": _label(connection, "act_kind", right), "holders": _(", ").join(holders) or _("nobody")}
    shown = _("`complaintctl policy show rights` shows who may do what.")
    return Refused(_("{sentence} {more}", sentence=_(sentence, **said), more=shown))


def _label(connection: sqlite3.Connection, kind: str, code: str) -> str:
    row = row_in(connection, "code_label", kind=kind, code=code)
    return str(row[f"label_{spoken()}"]) if row else code

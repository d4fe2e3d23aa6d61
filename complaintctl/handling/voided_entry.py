"""Voiding a briefing or a directive that was entered wrong (Arts 6, 8(2))."""

from complaintctl.base.errors import Missing, NotFound, Refused
from complaintctl.base.language import _, marked
from complaintctl.base.text import excerpt, minute
from complaintctl.base.values import required_text
from complaintctl.cases import directory_rows
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.privacy.masking import Masking
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

# How an entry of each kind is named, by its number in the case, its leader, and what it says.
_NAMED = {
    "briefed": marked("briefing {number} ({time} {leader})"),
    "directed": marked("directive {number} ({time} {leader}: {text})"),
}
_SHOWN = 24  # characters of what it says


def void(act: Act, given: str, kind: str, number: int, *, reason: str | None, at: str | None = None) -> Done:
    """Void a briefing or a directive that was entered wrong: it stays on record, and nothing rests on it any more.

    Raises:
        NotFound: the case has no entry of that number, among those of its kind.
        Refused: the case is no longer open, the entry is voided already, or a directive rests on the briefing.
    """
    case = open_case(act, given, _("nothing of it is voided any more"), "prepare")
    case_no = case["case_no"]
    entries = queries.rows_in(act.connection, "leader_entry", case_no=case_no, kind=kind)
    found = next((row for row in entries if row["number"] == number), None)
    if found is None:
        named = [f"  {_name(act, row)}" for row in entries] or [f"  {_('nothing so far')}"]
        sentence = marked("{case_no} has no entry {number}; there is:\n{entries}")
        raise NotFound(sentence, case_no=case_no, number=number, entries="\n".join(named))
    said = {"case_no": case_no, "entry": _name(act, found)}
    if found["voided_at"]:
        raise Refused("{entry} of {case_no} was voided on {day} already.", **said, day=found["voided_at"][:10])
    if kind == "briefed":
        _refuse_if_directed(act, found)
    if reason is None:
        raise Missing.option("--reason", _("Why is the entry voided"), "reason")
    text = required_text(reason, "--reason")
    moment = occurred_at(act, at, max(case["opened_at"], found["at"]))
    detail = {"entry": found["seq"], "voided": kind, "number": number, "text": text}
    record(act, case, "entry_voided", moment, detail)
    notes = []
    if kind == "directed" and case["dispatched_at"]:
        old = marked("A slip printed before may show it: take that back, print it anew: complaintctl slip {case_no}")
        notes.append(_(old, case_no=case_no))
    return Done(case_no, _("{case_no}: {entry} voided.", **said), notes)


def _name(act: Act, entry: Row) -> str:
    text = Masking(act.connection, act.actor).of(entry["case_no"]).text(entry["text"] or "")
    leader = directory_rows.name_of(act.connection, "staff", entry["leader"])
    said = {"number": entry["number"], "time": minute(entry["at"]), "leader": leader, "text": excerpt(text, _SHOWN)}
    return _(_NAMED[entry["kind"]], **said)


def _refuse_if_directed(act: Act, entry: Row) -> None:
    """Refuse to void a briefing while a directive rests on it alone. Raises Refused."""
    of_leader = {"case_no": entry["case_no"], "leader": entry["leader"]}
    told = queries.rows_in(act.connection, "briefing", **of_leader, absent=0)
    others = [row["at"] for row in told if row["seq"] != entry["seq"]]
    directed = [row["at"] for row in queries.rows_in(act.connection, "directive", **of_leader)]
    if len(others) < len(told) and any(min(others, default="9") > at for at in directed):
        raise Refused(
            "{leader} directed {case_no} because he was briefed then: first void that directive with `complaintctl"
            " direct {case_no} --void N`, or enter when he was briefed.",
            leader=directory_rows.name_of(act.connection, "staff", entry["leader"]),
            case_no=entry["case_no"],
        )

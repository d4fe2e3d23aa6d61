"""Correcting a registration: what was typed wrong is said again, the old value stays on record (Arts 3, 6)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.base.errors import ANYTHING, Missing, Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.option import Field, fields_in
from complaintctl.base.text import minute
from complaintctl.base.values import required_text, takes_back
from complaintctl.cases import access, case_rows, facts, recusal, rule_rows
from complaintctl.cases.case_acts import Done, due_on, find_case, occurred_at, record
from complaintctl.intake import as_it_stands, series, statement
from complaintctl.intake import rows as intake_rows
from complaintctl.intake.warnings import number_warnings, source_due_warnings
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

_OWN = fields_in(Path(__file__).with_name("correction.csv"))  # of the correction, or told otherwise than at the first
_OF_REGISTERING = ("nothing_new", "answered", "reason")  # and no facts of the case


def _optional(field: Field) -> Field:
    kind = {str: str | None, bool: bool | None}.get(field.type, field.type)
    return field._replace(type=kind, is_required=False)


# What was registered and `classify` does not state anew; None where it was right.
_REGISTERED = {
    name: _optional(field)
    for name, field in statement.FIELDS.items()
    if name not in facts.FIELDS and name not in _OF_REGISTERING
}
FIELDS = {**_REGISTERED, **_OWN}

_LASTING = ("channel", "summary", "received_at", "first_receiver")  # what every registration has
# What is read again where the receipt is corrected: who and what served then, and what was written before it.
_OF_ITS_DAY = ("channel", "first_receiver", "posted_at", "letter_dated", "postmarked")


def may_correct(act: Act, given: str) -> Row:
    """A case that who acts may correct. Raises Refused as `correct` does."""
    case = find_case(act, given, "prepare")
    if not access.may_look(act.connection, case, act.actor):
        raise Refused(
            "{case_no} is a report of wrongdoing: 监察室 alone corrects it (Art. 13; Petition Regulations 2022,"
            " Art. 30).",
            **case,
        )
    return case


def correct(act: Act, given: str, **said: Any) -> Done:
    """Correct registered facts of an open or closed case, by the names of complaint.csv.

    What is not given, or is given as it is shown, masked, stays as it was; `none` takes back what need not be there.
    Both due dates stay on record where the due date moves.

    Raises:
        UsageProblem: nothing changes, or something cannot be read, contradicts the rest or cannot be taken back; a
            receipt in the future or before the calendar.
        Refused: who acts may not know who made a report of wrongdoing; the case was voided; it would be received after
            something that was done on it, or later without a leader; what was late would become punctual.
        NotFound: an unknown code, person or case.
    """
    case = may_correct(act, given)
    new = statement.nameless({name: said[name] for name in _REGISTERED if said.get(name) is not None})
    unchanged = as_it_stands.as_shown(act, case["case_no"], new)
    typed = {name: _typed(name, value) for name, value in new.items() if name not in unchanged}
    before = as_it_stands.registration(act, case)
    received = _receipt(act, case, typed.get("received_at"))
    customer, parts = _customer(act, case, before, typed)
    after = {**before, **_as_received(act, case, before, typed, received), **customer, "received_at": received.text}
    after |= _series(act, case, before, typed, received)
    former = {key: before.get(key) for key in after if (after[key] or None) != (before.get(key) or None)}
    if not former:
        raise UsageProblem(
            "{case_no} is registered so already: name what changes, such as --phone or --demand.", **case
        ).lacking(ANYTHING)
    statement.check_endorsement(act, after, after.get("endorsed_on"))
    statement.check_acceptance(after)
    moment = occurred_at(act, said.get("at"), max(case["opened_at"], received.text))
    detail = {
        **after,
        "corrected": {key: value for key, value in former.items() if key not in ("complainant_digest", "repeat_root")}
        | ({"customer": parts} if parts else {}),
        "text": _reason(said.get("reason")),
        "approved_by": _approver(act, case, said.get("approved_by"), moment, received.text > case["received_at"]),
    }
    promised, broken = case_rows.deadline(act.connection, case["case_no"]), _breaches(act, case)
    record(act, case, "corrected", moment, detail)
    if broken - _breaches(act, case):
        raise Refused(
            "{case_no} was late, and this would make it punctual: what was late stays so (Arts 10, 23).", **case
        )
    sentence = _("{case_no} corrected.", **case)
    if case["is_open"] and promised and promised["due_on"] != due_on(act, case):
        sentence = _("{case_no} corrected, due {due}.", **case, due=due_on(act, case))
    return Done(case["case_no"], sentence, list(_notes(act, case, former, after)))


def _reason(given: str | None) -> str:
    """Why it is corrected. Raises UsageProblem: nobody says."""
    if given is None:
        raise Missing.option("--reason", _("Why is it corrected"), "reason")
    return required_text(given, _("Why is it corrected"), "reason")


def _typed(name: str, value: Any) -> Any:
    """A value as it was typed; None for one that is taken back. Raises UsageProblem: it cannot be."""
    if not isinstance(value, str) or not takes_back(value):
        return value
    if name in _LASTING:
        raise UsageProblem("{option} cannot be taken back: every case has one.", option=_REGISTERED[name].flag)
    return None


def _receipt(act: Act, case: Row, given: str | None) -> Moment:
    """The time of receipt, as it is corrected. Raises UsageProblem and Refused as `correct` does."""
    recorded = Moment(case["received_at"], whole_day=case["received_at"][11:19] == "00:00:00")
    if given is None:
        return recorded
    received = statement.receipt(act, given)
    if received.whole_day and received.day == recorded.day:
        return recorded
    first = intake_rows.first_act(act.connection, case["case_no"])
    if received.text > first["at"]:
        said = {"given": received.text[:16], "time": minute(first["at"])}
        what = rule_rows.labels(act.connection, spoken())["event_kind", first["kind"]]
        raise Refused(
            "--received-at {given} is after something that was done on the case, {time} {what}: a complaint is"
            " accepted before it is handled (Art. 3).",
            **said,
            what=what,
        )
    for later in case_rows.followers(act.connection, case["case_no"]):
        if received.text > later["received_at"]:
            raise Refused(
                "--received-at {given} is after receipt of {other}, which repeats {case_no} (Art. 17).",
                given=received.text[:16],
                other=later["case_no"],
                case_no=case["case_no"],
            )
    return received


def _as_received(
    act: Act, case: Row, before: Mapping[str, Any], typed: Mapping[str, Any], received: Moment
) -> dict[str, Any]:
    """Read what was typed of how the case came in, and again what depends on it."""
    names = {*typed, *(_OF_ITS_DAY if "received_at" in typed else ())}
    known = {name: before.get(field.key) for name, field in statement.FIELDS.items()}
    given = {**known, **typed, "group_size": case["group_size"]}
    read = statement.as_received(act, given, received, names)
    sender = {name: read[name] for name in ("channel", "source_agency") if name in read}
    if "source_kind" not in typed and any(value != (before.get(name) or "") for name, value in sender.items()):
        # Known by the body's name, else by the channel, as when it was registered.
        read |= statement.as_received(act, {**given, "source_kind": None}, received, ("source_kind",))
    return read


def _customer(
    act: Act, case: Row, before: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[dict[str, Any], Sequence[str]]:
    """The part that the ledger keeps of the customer where they change, and which parts do; else nothing.

    The row of who was registered stays; nobody is anonymous of whom something is known (Arts 6, 13).
    """
    given, anonymous = {name: typed[name] for name in Person._fields if name in typed}, typed.get("anonymous")
    if not given and anonymous is None:
        return {}, ()
    known = personal.read(act.connection, case["complainant"], reveal=True)
    read = statement.customer({**dict.fromkeys(Person._fields), **given})
    person = known._replace(**{name: getattr(read, name) for name in given})
    parts = [name for name in Person._fields if getattr(person, name) != getattr(known, name)]
    if anonymous and person != Person():
        held = [f"--{name.replace('_', '-')} none" for name, part in person._asdict().items() if part]
        raise UsageProblem(
            "{case_no} knows something of the customer: who is anonymous gives nothing, so take it back, {options}.",
            **case,
            options=" ".join(held),
        )
    # Of whom nothing is left that was entered there is nobody: nothing is owed to them.
    stays = (bool(before.get("anonymous") or parts) and person == Person()) if anonymous is None else anonymous
    nameless = queries.is_in(act.connection, "category", code=case["category"], nameless=1)
    kept: dict[str, Any] = {"anonymous": personal.is_anonymous(person, stays, nameless)}
    if parts:
        kept |= {"complainant": None, "complainant_digest": None}
        kept |= personal.add(act, person) if person != Person() else {}
    return kept, parts


def _series(
    act: Act, case: Row, before: Mapping[str, Any], typed: Mapping[str, Any], received: Moment
) -> dict[str, Any]:
    """Place the case anew in the series it belongs to, or in none (Art. 17). Raises as `correct` does."""
    stated = typed.get("repeat_of", before.get("repeat_of"))
    if "repeat_of" not in typed and received.text == case["received_at"]:
        return {}
    place: dict[str, Any] = {"repeat_of": None, "repeat_root": None, "repeat_no": None}
    if stated:
        place = series.place(act, stated, received, case["case_no"])
    if place["repeat_of"] == before.get("repeat_of"):
        return {}
    if place["repeat_of"] == case["case_no"]:
        raise UsageProblem("--repeat-of names the earlier case: {case_no} does not repeat itself.", **case)
    for later in case_rows.followers(act.connection, case["case_no"]):
        raise Refused(
            "{other} repeats {case_no}, and would stand in another series: take that link off first, complaintctl"
            " correct {other} --repeat-of none --reason TEXT (Art. 17).",
            **case,
            other=later["case_no"],
        )
    if place.pop("nature", None) and not case["restricted"]:
        raise Refused(
            "{other} is a report of wrongdoing, and so is what repeats it: complaintctl classify {case_no} --nature"
            " wrongdoing_report comes first (Art. 13).",
            **case,
            other=place["repeat_of"],
        )
    return place


def _approver(act: Act, case: Row, given: str | None, moment: Moment, is_later: bool) -> str | None:
    """The leader who approved a later receipt, which gives more time. Raises Refused: nobody did, or no leader."""
    if given:
        no_leader = marked("{person} is no leader: a later receipt is approved by a leader.")
        return recusal.leader(act, case, given, moment.day, no_leader, _("cannot approve a correction of it"))
    if is_later:
        raise Refused(
            "A later receipt gives the case more time: name the leader who approved it, --approved-by CODE (Art. 10)."
        ).lacking("approved_by")
    return None


def _breaches(act: Act, case: Row) -> set[tuple[int, str]]:
    return case_rows.breaches(act.connection, case["case_no"])


def _notes(act: Act, case: Row, former: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Say what to look at again, a sentence each."""
    if "complainant" in former:
        yield from number_warnings(personal.read(act.connection, after["complainant"], reveal=True))
    is_named = case["is_open"] and case["anonymous"] and not after["anonymous"]
    if is_named and queries.is_in(act.connection, "category", code=case["category"], nameless=1):
        yield _(
            "The customer is known now, and the category is still that of an anonymous complaint: complaintctl"
            " classify {case_no} --category CODE (Art. 13).",
            **case,
        )
    if {"received_at", "source_due_on"} & former.keys():
        yield from source_due_warnings(after.get("source_due_on"), after["received_at"][:10])
    if queries.is_in(act.connection, "printed_copy", case_no=case["case_no"], form="receipt"):
        yield _("The receipt printed before stays as it was issued: tell the customer what was corrected.")

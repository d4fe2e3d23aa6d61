"""A case as the page that an officer reads."""

import json
from collections.abc import Iterator
from sqlite3 import Row

from complaintctl.base import command_names
from complaintctl.base.citations import cited
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import in_units, minute, money, padded, visible
from complaintctl.base.written import clauses
from complaintctl.cases.case_json import CLASSIFICATIONS, event_fields
from complaintctl.cases.case_words import Labels, due_in_words, event_line
from complaintctl.cases.whole_case import WholeCase

# How it stands with a leg, in the words of the view, for the catalogue.
_STATES = (
    marked("lying"),
    marked("returned"),
    marked("recalled"),
    marked("answered"),
    marked("moved"),
    marked("ended"),
)


def as_text(file: WholeCase, labels: Labels, language: str, mark: str) -> str:
    """The case as a page of plain text, its heading followed by a mark (that of a practice file)."""
    case, duties = file.case, list[str]()
    major, restricted = case["is_major"] and _("MAJOR"), case["restricted"] and _("RESTRICTED")
    heading = (case["case_no"], labels["status", case["status"]], major, restricted, mark)
    lines = ["  ".join(filter(None, heading))]
    lines += [f"  {padded(name, 12)} {value}" for name, value in _facts(file, labels, language) if value]
    for row in file.duties:
        said = {"duty": row[f"label_{language}"], "article": cited(row["article"]), "state": _duty_state(row)}
        duties.append(_("{duty} ({article}): {state}", **said))
        if row["still_owed"]:
            duties.append(f"  {command_names.hint(row['remedy'])}")
    sections = {
        _("Clocks"): [_clock_line(row, language) for row in file.clocks],
        **({_("Slips"): [_slip_line(row, labels) for row in file.slips]} if file.slips else {}),
        **({_("Legs"): [_leg_line(row, labels) for row in file.legs]} if file.legs else {}),
        **({_("Attachments"): [_attachment_line(row) for row in file.attachments]} if file.attachments else {}),
        _("Duties"): duties,
        _("Events"): [event_line(event_fields(row), labels) for row in file.events],
    }
    for name, told in sections.items():
        lines += ["", name, *(f"  {line}" for line in told)]
    return "\n".join(visible(line) if line else "" for line in lines) + "\n"


def _duty_state(row: Row) -> str:
    if row["done_at"]:
        return _("done {moment}", moment=minute(row["done_at"]))
    if row["waived_at"]:
        return _("waived {moment}", moment=minute(row["waived_at"]))
    if not row["is_owed"]:
        return _("not on record")
    if not row["due_at"]:
        return _("owed, at once")
    owed = marked("owed, by {due} (provisional)") if row["provisional"] else marked("owed, by {due}")
    return _(owed, due=minute(row["due_at"]))


def _slip_line(row: Row, labels: Labels) -> str:
    assisting = [labels["unit", unit] for unit in json.loads(row["assisting_units"] or "[]")]
    parts = [row["slip_no"] or _("of the old register"), _(" and ").join([row["to_unit_name"] or "", *assisting])]
    parts += [labels["supervision_reason", row["reason"]] if row["kind"] == "supervise" else ""]
    parts += [_("issued {moment}", moment=minute(row["issued_at"]))]
    parts += [_("due {due}", due=row["due_on"]) if row["due_on"] else ""]
    parts += [_("signed for {moment}", moment=minute(row["signed_at"])) if row["signed_at"] else ""]
    came_back = marked("taken back {moment}") if row["recalled"] else marked("returned {moment}")
    parts += [_(came_back, moment=minute(row["returned_at"])) if row["returned_at"] else ""]
    return clauses(parts)


def _leg_line(row: Row, labels: Labels) -> str:
    parts = [labels["unit", row["unit"]], row["slip_no"] or _("of the old register")]
    if row["working_days"] is not None:  # None past the end of the calendar
        parts += [plural("{number} working day", "{number} working days", row["working_days"])]
    state = row["state"]
    return clauses([*parts, _(state), minute(row["ended_at"]), row["return_reason"] or ""])


def _attachment_line(row: Row) -> str:
    voided = row["voided_at"] and _("voided {day}: {reason}", day=row["voided_at"][:10], reason=row["voided_for"])
    parts = [str(row["number"]), row["name"], in_units(row["size"]), minute(row["at"]), row["what"], voided]
    return "  ".join(filter(None, parts))


def _facts(file: WholeCase, labels: Labels, language: str) -> Iterator[tuple[str, str | None]]:
    case, deadline = file.case, file.deadline
    if deadline:
        rule = labels["time_limit", deadline["due_rule"]]
        yield _("due"), _("{due}, {rule}", due=due_in_words(deadline, language), rule=rule)
    by = {"channel": labels["channel", case["channel"]], "person": labels["staff", case["first_receiver"]]}
    yield _("received"), _("{moment}  {channel}, by {person}", moment=minute(case["received_at"]), **by)
    yield _("category"), labels["category", case["category"]]
    nameless = _("anonymous") if case["anonymous"] else _("restricted") if case["restricted"] else ""
    yield _("complainant"), "  ".join(part for part in file.person if part) or nameless
    yield _("summary"), case["summary"]
    yield _("demand"), case["demand"]
    yield _("amount"), case["amount_fen"] and money(case["amount_fen"])
    yield _("major"), _(", ").join(row[f"label_{language}"] for row in file.grounds)
    against = _names(labels, case["respondent_unit"], case["subject_employee"])
    yield _("against"), f"{against}  {_('“{text}”', text=case['subject_name']) if case['subject_name'] else ''}".strip()
    yield _("with"), _names(labels, case["lead_unit"], case["handler"])
    yield _("sent by"), _joined(case, "source_agency", "source_ref", "source_grade")
    yield _("sender's due"), case["source_due_on"]
    yield _("accepted there"), case["source_accepted_on"]
    yield _("endorsed"), _joined(case, "endorsed_by", "endorsed_on", "endorsement")
    series = {"case_no": case["repeat_of"], "number": case["repeat_no"] or 1}
    yield _("repeat of"), case["repeat_of"] and _("{case_no}, number {number} of its series", **series)
    classes = [labels[kind, case[kind]] for kind in CLASSIFICATIONS if case[kind] and case[kind] != "complaint"]
    yield _("classified"), _(", ").join(classes)
    yield _("fault"), case["fault"] and labels["fault", case["fault"]]
    yield _("satisfaction"), case["satisfaction"] and labels["satisfaction", case["satisfaction"]]
    yield _("compensation"), case["compensation_fen"] and money(case["compensation_fen"])


def _joined(case: Row, *names: str) -> str:
    return "  ".join(case[name] for name in names if case[name])


def _names(labels: Labels, unit: str | None, person: str | None) -> str:
    return "  ".join(labels[kind, code] for kind, code in (("unit", unit), ("staff", person)) if code)


def _clock_line(row: Row, language: str) -> str:
    due = due_in_words(row, language)
    if row["target_on"]:
        due = _("{due}, target {target}", due=due, target=row["target_on"])
    state = _("stopped {day}", day=row["stopped_on"]) if row["stopped_on"] else _("running")
    said = {"rule": row[f"label_{language}"], "day": row["started_on"], "article": cited(row["citation"])}
    return _("{rule} from {day}: {due}, {state} ({article})", due=due, state=state, **said)

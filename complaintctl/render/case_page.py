"""A case as the page that an officer reads."""

import json
from collections.abc import Iterator
from sqlite3 import Row
from typing import Any

from complaintctl.render.case import CaseFile, Labels, due_in_words
from complaintctl.render.case_object import CLASSIFICATIONS, event_fields
from complaintctl.render.text import minute, shortened, visible, yuan

MAJOR_REASONS = {
    "public_figure": ("社会知名人士", "public figure"),
    "hot_topic": ("热点敏感话题", "sensitive topic"),
    "large_amount": ("金额重大", "large amount"),
    "reputation": ("声誉影响", "reputational risk"),
    "large_group": ("人数众多", "large group"),
}
# What a reader of the page has seen already, or is of use to the program alone.
_NOT_REPEATED = frozenset(
    "seq kind at recorded_at actor text summary demand first_receiver channel category role rule reason"
    " import_key imported purpose form previous_category repeat_root duty target line".split()
)


def as_text(file: CaseFile, labels: Labels, language: str, mark: str) -> str:
    """The case as a page of plain text, its heading followed by a mark (that of a practice file)."""
    return "\n".join(visible(line) if line else "" for line in _page(file, labels, language, mark)) + "\n"


def _page(file: CaseFile, labels: Labels, language: str, mark: str) -> Iterator[str]:
    case = file.case
    major = "重大 MAJOR" if case["is_major"] else ""
    restricted = "保密 RESTRICTED" if case["restricted"] else ""
    yield "  ".join(
        part for part in (case["case_no"], labels["status", case["status"]], major, restricted, mark) if part
    )
    for name, value in _facts(file, labels, language):
        if value:
            yield f"  {name:<12} {value}"
    yield from ("", "Clocks")
    for row in file.clocks:
        yield f"  {_clock_line(row, language)}"
    if file.slips:
        yield from ("", "Slips")
    for row in file.slips:
        yield f"  {_slip_line(row, labels)}"
    if file.legs:
        yield from ("", "Legs")
    for row in file.legs:
        yield f"  {_leg_line(row, labels)}"
    yield from ("", "Duties")
    for row in file.duties:
        yield f"  {row[f'label_{language}']} ({row['article']}): {_duty_state(row)}"
        if row["is_owed"] and not row["done_at"] and not row["waived_at"]:
            yield f"    {shortened(row['remedy'])}"
    yield from ("", "Events")
    for row in file.events:
        yield f"  {_event_line(event_fields(row), labels)}"


def _duty_state(row: Row) -> str:
    if row["done_at"]:
        return f"done {minute(row['done_at'])}"
    if row["waived_at"]:
        return f"waived {minute(row['waived_at'])}"
    if not row["is_owed"]:
        return "not on record"
    if not row["due_at"]:
        return "owed, at once"
    return f"owed, by {minute(row['due_at'])}" + (" (暂定 provisional)" if row["provisional"] else "")


def _slip_line(row: Row, labels: Labels) -> str:
    assisting = [labels["unit", unit] for unit in json.loads(row["assisting_units"] or "[]")]
    parts = [row["slip_no"] or "of the old register", " and ".join([row["to_unit_name"] or "", *assisting])]
    parts += [labels["supervision_reason", row["reason"]] if row["kind"] == "supervise" else ""]
    parts += [f"issued {minute(row['issued_at'])}", f"due {row['due_on']}" if row["due_on"] else ""]
    parts += [
        f"{word} {minute(row[key])}"
        for word, key in (("signed for", "signed_at"), ("returned", "returned_at"))
        if row[key]
    ]
    return ", ".join(part for part in parts if part)


def _leg_line(row: Row, labels: Labels) -> str:
    days = "1 working day" if row["working_days"] == 1 else f"{row['working_days']} working days"
    parts = [labels["unit", row["unit"]], row["slip_no"] or "of the old register", days, row["state"]]
    parts += [minute(row["ended_at"]), row["return_reason"] or ""]
    return ", ".join(part for part in parts if part)


def _event_line(event: dict[str, Any], labels: Labels) -> str:
    what = labels["event_kind", event["kind"]]
    if event.get("purpose"):
        what += f" ({labels['contact_purpose', event['purpose']]})"
    if event.get("form"):
        what += f" ({labels['form', event['form']]})"
    parts = [f"{minute(event['at'])}  {what}", labels["staff", event["actor"]], event["text"]]
    parts += [_detail(key, value, labels) for key, value in event.items() if key not in _NOT_REPEATED]
    return "  ".join(part for part in parts if part)


def _detail(key: str, value: Any, labels: Labels) -> str:
    name = key.removesuffix("_fen").replace("_", " ")
    if key.endswith("_fen"):
        return f"{name} {yuan(value)}"
    if isinstance(value, list):
        return f"{name} {', '.join(_named(part, labels) for part in value)}"
    if value is True:
        return name
    return f"{name} {_named(value, labels)}"


def _named(value: Any, labels: Labels) -> str:
    """A code by its label, whatever kind it is of."""
    kinds = ("unit", "staff", "fault", "satisfaction", "escalation_target", "supervision_reason", "ending", "duty")
    return str(next((labels[kind, value] for kind in kinds if (kind, value) in labels), value))


def _facts(file: CaseFile, labels: Labels, language: str) -> Iterator[tuple[str, str | None]]:
    case, deadline = file.case, file.deadline
    if deadline:
        yield "due", due_in_words(deadline, language) + (", " + labels["time_limit", deadline["due_rule"]])
    how, receiver = labels["channel", case["channel"]], labels["staff", case["first_receiver"]]
    yield "received", f"{minute(case['received_at'])}  {how}, by {receiver}"
    yield "category", labels["category", case["category"]]
    nameless = "匿名 anonymous" if case["anonymous"] else "保密 restricted" if case["restricted"] else ""
    yield "complainant", "  ".join(part for part in file.person if part) or nameless
    yield "summary", case["summary"]
    yield "demand", case["demand"]
    yield "amount", case["amount_fen"] and f"{yuan(case['amount_fen'])} yuan"
    yield "major", ", ".join(words[language == "en"] for key, words in MAJOR_REASONS.items() if case[key])
    yield "against", _names(labels, case["respondent_unit"], case["subject_employee"])
    yield "with", _names(labels, case["lead_unit"], case["handler"])
    yield (
        "sent by",
        "  ".join(part for part in (case["source_agency"], case["source_ref"], case["source_due_on"]) if part),
    )
    yield "repeat of", case["repeat_of"] and f"{case['repeat_of']}, number {case['repeat_no'] or 1} of its series"
    classes = [labels[kind, case[kind]] for kind in CLASSIFICATIONS if case[kind] and case[kind] != "complaint"]
    yield "classified", ", ".join(classes)
    yield "fault", case["fault"] and labels["fault", case["fault"]]
    yield "satisfaction", case["satisfaction"] and labels["satisfaction", case["satisfaction"]]
    yield "compensation", case["compensation_fen"] and f"{yuan(case['compensation_fen'])} yuan"


def _names(labels: Labels, unit: str | None, person: str | None) -> str:
    return "  ".join(labels[kind, code] for kind, code in (("unit", unit), ("staff", person)) if code)


def _clock_line(row: Row, language: str) -> str:
    stopped = f", stopped {row['stopped_on']}" if row["stopped_on"] else ", running"
    target = f", target {row['target_on']}" if row["target_on"] else ""
    return (
        f"{row['clock']} from {row['started_on']}: {due_in_words(row, language)}{target}{stopped} ({row['citation']})"
    )

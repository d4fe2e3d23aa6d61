"""A case as the page that an officer reads."""

from collections.abc import Iterator
from sqlite3 import Row

from complaintctl.render.case import CaseFile, Labels, due_in_words
from complaintctl.render.case_object import event_fields
from complaintctl.render.text import minute, visible, yuan

MAJOR_REASONS = {
    "public_figure": "社会知名人士",
    "hot_topic": "热点敏感话题",
    "large_amount": "金额重大",
    "reputation": "声誉影响",
}


def as_text(file: CaseFile, labels: Labels, language: str, mark: str) -> str:
    """The case as a page of plain text, its heading followed by a mark (that of a practice file)."""
    return "\n".join(visible(line) if line else "" for line in _page(file, labels, language, mark)) + "\n"


def _page(file: CaseFile, labels: Labels, language: str, mark: str) -> Iterator[str]:
    case = file.case
    major = "重大 MAJOR" if case["is_major"] else ""
    yield "  ".join(part for part in (case["case_no"], labels["status", case["status"]], major, mark) if part)
    for name, value in _facts(file, labels):
        if value:
            yield f"  {name:<12} {value}"
    yield from ("", "Clocks")
    for row in file.clocks:
        yield f"  {_clock_line(row, language)}"
    yield from ("", "Duties")
    for row in file.duties:
        state = (
            f"done {minute(row['done_at'])}"
            if row["done_at"]
            else f"owed, by {minute(row['due_at'])[:10] or 'now'}: {row['remedy']}"
        )
        yield f"  {row[f'label_{language}']} ({row['article']}): {state}"
    yield from ("", "Events")
    for row in file.events:
        event = event_fields(row)
        known = (
            "seq",
            "kind",
            "at",
            "recorded_at",
            "actor",
            "text",
            "summary",
            "demand",
            "first_receiver",
            "channel",
            "category",
        )
        rest = " ".join(f"{key}={value}" for key, value in event.items() if key not in known)
        what = labels["event_kind", event["kind"]]
        yield f"  {minute(event['at'])}  {what}  {labels['staff', event['actor']]}  {event['text']} {rest}".rstrip()


def _facts(file: CaseFile, labels: Labels) -> Iterator[tuple[str, str | None]]:
    case, deadline = file.case, file.deadline
    if deadline:
        yield "due", due_in_words(deadline, "en") + (", " + labels["time_limit", deadline["due_rule"]])
    how, receiver = labels["channel", case["channel"]], labels["staff", case["first_receiver"]]
    yield "received", f"{minute(case['received_at'])}  {how}, by {receiver}"
    yield "category", labels["category", case["category"]]
    yield "complainant", "匿名" if case["anonymous"] else "  ".join(part for part in file.person if part)
    yield "summary", case["summary"]
    yield "demand", case["demand"]
    yield "amount", yuan(case["amount_fen"])
    yield "major", ", ".join(MAJOR_REASONS[key] for key in MAJOR_REASONS if case[key])
    yield "against", _names(labels, case["respondent_unit"], case["subject_employee"])
    yield "lies at", _names(labels, case["lead_unit"], case["handler"])
    yield (
        "sent by",
        "  ".join(part for part in (case["source_agency"], case["source_ref"], case["source_due_on"]) if part),
    )
    yield "repeat of", case["repeat_of"]
    yield "fault", case["fault"] and labels["fault", case["fault"]]
    yield "satisfaction", case["satisfaction"] and labels["satisfaction", case["satisfaction"]]
    yield "compensation", yuan(case["compensation_fen"])


def _names(labels: Labels, unit: str | None, person: str | None) -> str:
    return "  ".join(labels[kind, code] for kind, code in (("unit", unit), ("staff", person)) if code)


def _clock_line(row: Row, language: str) -> str:
    stopped = f", stopped {row['stopped_on']}" if row["stopped_on"] else ", running"
    target = f", target {row['target_on']}" if row["target_on"] else ""
    return f"{row['clock']}: {due_in_words(row, language)}{target}{stopped} ({row['citation']})"

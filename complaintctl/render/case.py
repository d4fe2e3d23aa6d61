"""A case: as the object that scripts read, and as the page that an officer reads."""

import json
from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Row
from typing import Any, NamedTuple

from complaintctl.personal import Person
from complaintctl.render.text import day_in_words, minute, visible, yuan

MAJOR_REASONS = {
    "public_figure": "社会知名人士",
    "hot_topic": "热点敏感话题",
    "large_amount": "金额重大",
    "reputation": "声誉影响",
}


class CaseFile(NamedTuple):
    """Everything the file knows of a case: its row, deadline, clocks, duties, slips, events and its customer."""

    case: Row
    deadline: Row | None
    clocks: Sequence[Row]
    duties: Sequence[Row]
    slips: Sequence[Row]
    events: Sequence[Row]
    person: Person


Labels = Mapping[tuple[str, str], str]


def as_object(file: CaseFile, labels: Labels) -> dict[str, Any]:
    """The case as `show --json` gives it."""
    case, deadline = file.case, file.deadline
    fields: dict[str, Any] = {"case_no": case["case_no"]}
    for key in ("status", "channel", "category"):
        fields[key] = case[key]
        fields[f"{key}_label"] = labels[key, case[key]]
    fields |= {
        key: case[key]
        for key in (
            "received_at",
            "registered_at",
            "registered_by",
            "first_receiver",
            "respondent_unit",
            "subject_employee",
            "lead_unit",
            "handler",
            "summary",
            "demand",
        )
    }
    fields["complainant"] = file.person._asdict()
    fields |= {
        "anonymous": bool(case["anonymous"]),
        "amount_yuan": yuan(case["amount_fen"]) or None,
        "is_major": bool(case["is_major"]),
        "major_reasons": [key for key in MAJOR_REASONS if case[key]],
        "is_repeat": case["repeat_of"] is not None,
        "repeat_of": case["repeat_of"],
        "source_agency": case["source_agency"],
        "source_ref": case["source_ref"],
        "source_due_on": case["source_due_on"],
        "is_open": bool(case["is_open"]),
        "replied_at": case["replied_at"],
        "left_at": case["left_at"],
        "fault": case["fault"],
        "satisfaction": case["satisfaction"],
        "compensation_yuan": yuan(case["compensation_fen"]) or None,
        "due_on": deadline["due_on"] if deadline else None,
        "due_rule": deadline["due_rule"] if deadline else None,
        "due_rule_label": labels["time_limit", deadline["due_rule"]] if deadline else None,
        "provisional": bool(deadline["provisional"]) if deadline else False,
        "clocks": [_clock(row) for row in file.clocks],
        "slips": [
            {key: row[key] for key in ("slip_no", "kind", "to_unit", "issued_at", "due_on", "signed_at", "returned_at")}
            for row in file.slips
        ],
        "duties": [
            {
                "duty": row["duty"],
                "article": row["article"],
                "due_at": row["due_at"],
                "done_at": row["done_at"],
                "blocking": bool(row["blocking"]),
                "remedy": row["remedy"],
            }
            for row in file.duties
        ],
        "events": [_event(row) for row in file.events],
    }
    return fields


def _clock(row: Row) -> dict[str, Any]:
    return {
        "clock": row["clock"],
        "due_on": row["due_on"],
        "raw_due_on": row["raw_due_on"],
        "target_on": row["target_on"],
        "provisional": bool(row["provisional"]),
        "started_on": row["started_on"],
        "stopped_on": row["stopped_on"],
        "citation": row["citation"],
    }


def _event(row: Row) -> dict[str, Any]:
    detail = json.loads(row["detail"])
    text = detail.pop("text", None) or detail.get("summary", "")
    detail = {key: value for key, value in detail.items() if not key.startswith("complainant")}
    return {
        "seq": row["seq"],
        "kind": row["kind"],
        "at": row["at"],
        "recorded_at": row["recorded_at"],
        "actor": row["actor"],
        "text": text,
        **detail,
    }


def as_text(file: CaseFile, labels: Labels, language: str) -> str:
    """The case as a page of plain text."""
    return "\n".join(visible(line) if line else "" for line in _page(file, labels, language)) + "\n"


def _page(file: CaseFile, labels: Labels, language: str) -> Iterator[str]:
    case = file.case
    yield f"{case['case_no']}  {labels['status', case['status']]}" + ("  重大 MAJOR" if case["is_major"] else "")
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
        event = _event(row)
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
        yield f"  {minute(event['at'])}  {what}  {event['actor']}  {event['text']} {rest}".rstrip()


def _facts(file: CaseFile, labels: Labels) -> Iterator[tuple[str, str | None]]:
    case, deadline = file.case, file.deadline
    if deadline:
        yield "due", due_in_words(deadline, "en") + (", " + labels["time_limit", deadline["due_rule"]])
    yield (
        "received",
        f"{minute(case['received_at'])}  {labels['channel', case['channel']]}, by {case['first_receiver']}",
    )
    yield "category", labels["category", case["category"]]
    yield "complainant", "匿名" if case["anonymous"] else "  ".join(part for part in file.person if part)
    yield "summary", case["summary"]
    yield "demand", case["demand"]
    yield "amount", yuan(case["amount_fen"])
    yield "major", ", ".join(MAJOR_REASONS[key] for key in MAJOR_REASONS if case[key])
    yield "against", "  ".join(part for part in (case["respondent_unit"], case["subject_employee"]) if part)
    yield "lies at", "  ".join(part for part in (case["lead_unit"], case["handler"]) if part)
    yield (
        "sent by",
        "  ".join(part for part in (case["source_agency"], case["source_ref"], case["source_due_on"]) if part),
    )
    yield "repeat of", case["repeat_of"]
    yield "fault", case["fault"] and labels["fault", case["fault"]]
    yield "satisfaction", case["satisfaction"] and labels["satisfaction", case["satisfaction"]]
    yield "compensation", yuan(case["compensation_fen"])


def due_in_words(deadline: Row, language: str) -> str:
    """A due date with its weekday and whether it is provisional."""
    if deadline["due_on"] is None:
        return "not known: past the end of the calendar (暂定)"
    return day_in_words(deadline["due_on"], language) + (" (暂定 provisional)" if deadline["provisional"] else "")


def _clock_line(row: Row, language: str) -> str:
    stopped = f", stopped {row['stopped_on']}" if row["stopped_on"] else ", running"
    target = f", target {row['target_on']}" if row["target_on"] else ""
    return f"{row['clock']}: {due_in_words(row, language)}{target}{stopped} ({row['citation']})"

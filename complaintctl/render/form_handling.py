"""What a printed form says of the handling: the columns of the register, and the slip."""

from collections.abc import Mapping, Sequence
from sqlite3 import Row

from complaintctl.render import chinese
from complaintctl.render.form_sheet import Sheet

_SUPERVISION = ("supervision_count", "supervision_reason", "original_slip", "overdue")
_SLIP = (
    *("slip_to", "slip_assisting", "slip_handler", "slip_at", "slip_via", "slip_due_on", "slip_text", "slip_by"),
    *("signed", *_SUPERVISION),
)


def handling(sheet: Sheet) -> Mapping[str, str]:
    """What was done about the case, each act a line."""
    case = sheet.file.case
    ended = sheet.of_kind("closed", "withdrawn")
    archived = sheet.of_kind("archived")
    return {
        "answered": _texts(sheet, sheet.of_kind("replied"), on_the_spot=True),
        "briefings": "\n".join(_briefing(sheet, row) for row in sheet.of_kind("briefed")),
        "directives": "\n".join(_directive(sheet, row) for row in sheet.of_kind("directed")),
        "transfers": "\n".join(slip_line(row) for row in sheet.file.slips if row["kind"] == "transfer"),
        "slips": "\n".join(map(slip_line, sheet.file.slips)),
        "investigations": _texts(sheet, sheet.of_kind("investigated")),
        "source_replies": _texts(sheet, sheet.of_kind("contacted"), purpose="source_reply"),
        "closed_on": chinese.day(case["left_at"]),
        "archive_no": sheet.detail(archived[-1]).get("archive_no", "") if archived else "",
        "note": sheet.detail(ended[-1]).get("text", "") if ended else "",
    }


def _texts(sheet: Sheet, events: Sequence[Row], **wanted: object) -> str:
    """The texts of events with these details, each with its day and, if known, its way."""
    lines = []
    for row in events:
        detail = sheet.detail(row)
        if all(detail.get(key) == value for key, value in wanted.items()):
            parts = (chinese.day(row["at"]), detail.get("method"), detail.get("text"))
            lines.append(" ".join(part for part in parts if part))
    return "\n".join(lines)


def _briefing(sheet: Sheet, row: Row) -> str:
    detail = sheet.detail(row)
    leader = f"{sheet.names.of('staff', detail['to'], row['seq'])}({sheet.labels['role', detail['role']]})"
    return chinese.punctuated(f"{chinese.moment(row['at'])} {leader}") + ("不在" if detail.get("absent") else "")


def _directive(sheet: Sheet, row: Row) -> str:
    detail = sheet.detail(row)
    return f"{detail['text']} —— {sheet.names.of('staff', detail['by'], row['seq'])} {chinese.moment(row['at'])}"


def slip_line(row: Row) -> str:
    """A transfer or supervision slip: its number, which says which it is, its unit and its day (Arts 9, 10)."""
    parts = (row["slip_no"] or "原登记簿转办", row["to_unit_name"], chinese.day(row["issued_at"]))
    return " ".join(part for part in parts if part) + (" 已退回" if row["returned_at"] else "")


def slip(sheet: Sheet) -> Mapping[str, str]:
    """The transfer or supervision slip that is printed; else the last transfer."""
    slips = [row for row in sheet.file.slips if row["kind"] == "transfer"]
    event = sheet.event if sheet.event and sheet.event["kind"] in ("dispatched", "supervised") else None
    row = next((row for row in sheet.file.slips if event and row["seq"] == event["seq"]), slips[-1] if slips else None)
    if row is None:
        return dict.fromkeys(_SLIP, "")
    act = next(event for event in sheet.file.events if event["seq"] == row["seq"])
    detail = sheet.detail(act)
    assisting = [sheet.names.of("unit", code, row["seq"]) for code in detail.get("assisting_units", [])]
    return {
        "slip_to": row["to_unit_name"] or "",
        "slip_assisting": "、".join(assisting),
        "slip_handler": sheet.names.of("staff", detail.get("handler"), row["seq"]),
        "slip_at": chinese.moment(row["issued_at"]),
        "slip_via": detail.get("via", ""),
        "slip_due_on": _slip_due(sheet, row),
        "slip_text": "\n".join(detail[key] for key in ("text", "ruling") if detail.get(key)),
        "slip_by": sheet.names.of("staff", act["actor"], row["seq"]),
        "signed": _signed(sheet, row),
        **(_supervision(sheet, row) if row["kind"] == "supervise" else dict.fromkeys(_SUPERVISION, "")),
    }


def _slip_due(sheet: Sheet, row: Row) -> str:
    if not row["due_on"]:
        return ""
    days = sheet.working_days(row["issued_at"][:10], row["due_on"])
    left = f",距签发{days}个工作日" if days is not None and days >= 0 else ""
    return chinese.punctuated(sheet.due_day(row["due_on"]) + left)


def _signed(sheet: Sheet, row: Row) -> str:
    for event in sheet.of_kind("signed"):
        detail = sheet.detail(event)
        if event["seq"] > row["seq"] and detail.get("slip_no") == row["slip_no"]:
            return f"{sheet.names.of('staff', detail['by'], event['seq'])} {chinese.moment(event['at'])}"
    return ""


def _supervision(sheet: Sheet, row: Row) -> Mapping[str, str]:
    earlier = [slip for slip in sheet.file.slips if slip["seq"] <= row["seq"]]
    transfers = [slip for slip in earlier if slip["kind"] == "transfer"]
    original, due = "", None
    if transfers:
        due = transfers[-1]["due_on"]
        original = chinese.punctuated(f"{slip_line(transfers[-1])},期限{chinese.day(due) or '未定'}")
    days = sheet.working_days(due, row["issued_at"][:10]) if due else None
    return {
        "supervision_count": f"第{len(earlier) - len(transfers)}次",
        "supervision_reason": sheet.labels["supervision_reason", row["reason"]],
        "original_slip": original,
        "overdue": f"已超期{days}个工作日" if days is not None and days > 0 else "未超期",
    }

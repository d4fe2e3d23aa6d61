"""What a printed form says of the outcome: the result report, the reply, the delay."""

from collections.abc import Mapping
from sqlite3 import Row
from typing import Any

from complaintctl.render import chinese
from complaintctl.render.form_handling import slip_line
from complaintctl.render.form_sheet import Sheet
from complaintctl.render.text import yuan

_TO_TICK = "□"


def result(sheet: Sheet) -> Mapping[str, str]:
    """The result report that is printed, else the last one; a blank one has boxes to tick."""
    reports = sheet.of_kind("result_reported")
    chosen = (
        sheet.event if sheet.event and sheet.event["kind"] == "result_reported" else reports[-1] if reports else None
    )
    report = None if sheet.blank else chosen
    seq = report["seq"] if report else sheet.file.events[-1]["seq"]
    detail = sheet.detail(report) if report else {}
    unit = _report_unit(sheet, seq)
    return {
        "report_unit": sheet.names.of("unit", unit, seq),
        "report_slips": "\n".join(
            slip_line(row) for row in sheet.file.slips if row["to_unit"] == unit and row["seq"] < seq
        ),
        "report_at": chinese.moment(report["at"]) if report else "",
        "findings": detail.get("text", ""),
        **{key: detail.get(key, "") for key in ("responsible", "lessons", "corrective", "apology", "explanation")},
        **{key: _coded(sheet, key, detail) for key in ("fault", "satisfaction")},
        "compensation": yuan(detail.get("compensation_fen")),
        "handler": sheet.names.of("staff", detail.get("handler"), seq),
        "handler_phone": detail.get("phone", ""),
        "review": _review(sheet, report) if report else "",
        "review_body": f"{sheet.paper['bank']}总行" if sheet.has_superior else "",
        **_reply(sheet, report if sheet.event else None),
    }


def _report_unit(sheet: Sheet, seq: int) -> str | None:
    """The unit that the case lay with when the report was made; without a slip, the one complained of."""
    slips = [
        row for row in sheet.file.slips if row["kind"] == "transfer" and row["seq"] < seq and not row["returned_at"]
    ]
    return str(slips[-1]["to_unit"]) if slips else sheet.file.case["respondent_unit"]


def _coded(sheet: Sheet, key: str, detail: Mapping[str, Any]) -> str:
    if sheet.blank:
        return "  ".join(f"{_TO_TICK}{label}" for label in sheet.choices[key])
    return sheet.labels[key, detail[key]] if key in detail else ""


def _review(sheet: Sheet, report: Row) -> str:
    """What 监察室 said of a report: the first word after it."""
    for row in sheet.of_kind("result_accepted", "result_returned"):
        if row["seq"] > report["seq"]:
            word = sheet.labels["event_kind", row["kind"]]
            text = sheet.detail(row).get("text", "")
            who = sheet.names.of("staff", row["actor"], row["seq"])
            return f"{word} {text} —— {who} {chinese.moment(row['at'])}"
    return ""


def _reply(sheet: Sheet, report: Row | None) -> Mapping[str, str]:
    """The reply that a report tells of, else the last: how long it took, and whether it came in time (Art. 10)."""
    replies = [] if sheet.blank else sheet.of_kind("replied")
    if report:
        replies = [row for row in replies if row["seq"] < report["seq"]]
    if not replies:
        return dict.fromkeys(("replied_at", "reply_method", "reply", "time_taken", "late", "delay_told"), "")
    reply = replies[-1]
    detail = sheet.detail(reply)
    made = next(row for row in sheet.replies if row["seq"] == reply["seq"])
    days = made["working_days"]
    return {
        "replied_at": chinese.moment(reply["at"]),
        "reply_method": detail.get("reply_method") or ("现场答复" if detail.get("on_the_spot") else ""),
        "reply": detail.get("text", ""),
        "time_taken": chinese.punctuated(
            f"{chinese.day(made['opened_at'])}至{chinese.day(reply['at'])}"
            + (f",{days}个工作日" if days is not None else "")
        ),
        "late": _late(sheet, made),
        "delay_told": _told(sheet),
    }


def _late(sheet: Sheet, made: Row) -> str:
    """Say whether a reply broke a limit of its stretch, by how much, and why."""
    if not made["is_late"]:
        return "否"
    delays = [row for row in sheet.of_kind("delay_reported") if row["seq"] > made["opened_seq"]]
    reason = sheet.detail(delays[-1]).get("text", "") if delays else "未报告"
    return chinese.punctuated(f"是,超期{made['days_late']}个工作日;原因:") + reason


def _told(sheet: Sheet) -> str:
    told = [row["at"] for row in sheet.of_kind("contacted") if sheet.detail(row).get("purpose") == "explain_delay"]
    told += [sheet.detail(row).get("customer_told_at", "") for row in sheet.of_kind("delay_reported", "extended")]
    said = max([*told, ""])
    return chinese.punctuated(f"是,{chinese.moment(said)}") if said else ""


def delay(sheet: Sheet) -> Mapping[str, str]:
    """Why the case is not finished in time, and when it is expected to be."""
    events = sheet.of_kind("delay_reported", "extended")
    if not events:
        return dict.fromkeys(("delay_reason", "delay_from", "delay_told_at", "expected_on"), "")
    chosen = sheet.event if sheet.event in events else events[-1]
    detail = sheet.detail(chosen)
    clock = next((row for row in sheet.file.clocks if row["clock"] == detail.get("clock")), None)
    promised = sheet.file.deadline["due_on"] if sheet.file.deadline else None
    return {
        "delay_reason": detail.get("text", ""),
        "delay_from": chinese.day(detail.get("previous_due_on") or promised),
        "delay_told_at": chinese.moment(detail.get("customer_told_at")),
        "expected_on": chinese.day(clock["due_on"] if clock else detail.get("expected_on")),
    }

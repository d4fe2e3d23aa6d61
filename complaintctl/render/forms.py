"""What a printed form says: the fields of its template, in Chinese whatever the language spoken."""

from collections.abc import Mapping
from sqlite3 import Row
from typing import Any

from complaintctl.citations import in_chinese
from complaintctl.render import chinese, form_handling, form_outcome
from complaintctl.render.form_sheet import Sheet
from complaintctl.render.text import yuan


def fields(sheet: Sheet) -> Mapping[str, str]:
    """Every field that a template may use, by name (see form_fields); empty where there is nothing to say."""
    return {
        **sheet.paper,
        **_paper(sheet),
        **_complaint(sheet),
        **form_handling.handling(sheet),
        **form_handling.slip(sheet),
        **form_outcome.result(sheet),
        **form_outcome.delay(sheet),
    }


def _paper(sheet: Sheet) -> Mapping[str, str]:
    return {
        "title": sheet.form["title_zh"],
        "form_no": _form_no(sheet),
        "case_no": sheet.file.case["case_no"],
        "copy": f"第{sheet.copy_no}份" if sheet.copy_no and sheet.copy_no > 1 else "",
        "regulation": _regulation(sheet),
        "rule": _rule(sheet),
    }


def _form_no(sheet: Sheet) -> str:
    """The number of a form that has its own; a blank one gets it when it is typed in."""
    return "" if sheet.blank else str(sheet.number or sheet.file.case["case_no"])


def _regulation(sheet: Sheet) -> str:
    """The bank's regulation as it is in force, with its status and since when (Art. 26)."""
    since = sheet.rule["in_force_from"]
    start = f"自{chinese.day(since)}起施行" if since else "自发文之日起施行"
    return chinese.punctuated(f"《{sheet.rule['regulation']}》({sheet.rule['status']},{start})")


def _rule(sheet: Sheet) -> str:
    """The rule in force, as the foot of every form names it."""
    limit = _limit(sheet)
    text = f"依据:{sheet.paper['bank']}{_regulation(sheet)}"
    return chinese.punctuated(f"{text};期限:{limit}" if limit else text)


def _limit(sheet: Sheet) -> str:
    deadline = sheet.file.deadline
    if deadline is None:
        return ""
    label = sheet.labels["time_limit", deadline["due_rule"]]
    return chinese.punctuated(f"{label}({in_chinese(deadline['citation'])})")


def _complaint(sheet: Sheet) -> Mapping[str, str]:
    case, person = sheet.file.case, sheet.file.person
    registered, fact = sheet.last("registered"), sheet.last("registered", "classified")
    stated = sheet.detail(registered)
    receiver = case["first_receiver"]
    unit = sheet.names.of("unit", sheet.names.unit_of(receiver), registered["seq"])
    return {
        "received_at": chinese.moment(case["received_at"]),
        "registered_at": chinese.moment(case["registered_at"]),
        "registered_by": sheet.names.of("staff", case["registered_by"], registered["seq"]),
        "channel": sheet.labels["channel", case["channel"]],
        "complainant": person.name or _unnamed(case),
        "salutation": f"{person.name} 先生/女士" if person.name else "尊敬的客户",
        "id_no": person.id_no or "",
        "phone": person.phone or "",
        "address": person.address or "",
        "standing": _standing(case, stated),
        "first_receiver": chinese.punctuated(f"{sheet.names.of('staff', receiver, registered['seq'])}({unit})"),
        "escorted_by": sheet.names.of("staff", stated.get("escorted_by"), registered["seq"]),
        "respondent_unit": sheet.names.of("unit", case["respondent_unit"], fact["seq"]),
        "subject": sheet.names.of("staff", case["subject_employee"], fact["seq"]),
        "summary": case["summary"],
        "demand": case["demand"] or "",
        "category": "、".join(
            sheet.labels["category", case[key]] for key in ("category", "secondary_category") if case[key]
        ),
        "amount": yuan(case["amount_fen"]),
        "major": _major(sheet, sheet.detail(fact)),
        "repeat": _repeat(case),
        "source_agency": case["source_agency"] or "",
        "source_ref": case["source_ref"] or "",
        "source_due_on": chinese.day(case["source_due_on"]),
        "source_grade": case["source_grade"] or "",
        "endorsed_by": case["endorsed_by"] or "",
        "endorsed_on": chinese.day(case["endorsed_on"]),
        "endorsement": case["endorsement"] or "",
        "due_on": sheet.due_day(sheet.file.deadline["due_on"]) if sheet.file.deadline else "",
        "limit": _limit(sheet),
    }


def _unnamed(case: Row) -> str:
    return "匿名" if case["anonymous"] else "保密" if case["restricted"] else "未留姓名"


def _standing(case: Row, stated: Mapping[str, Any]) -> str:
    parts = ["匿名" if case["anonymous"] else "实名"]
    parts += [f"群体{case['group_size']}人"] if case["group_size"] else []
    parts += [f"代表{stated['representatives']}人"] if stated.get("representatives") else []
    return "、".join(parts)


def _repeat(case: Row) -> str:
    if not case["repeat_of"]:
        return "否"
    return chinese.punctuated(f"是,第{case['repeat_no'] or 2}次反映,原编号{case['repeat_of']}")


def _major(sheet: Sheet, stated: Mapping[str, Any]) -> str:
    if not sheet.file.case["is_major"]:
        return "否"
    reasons = "、".join(row["label_zh"] for row in sheet.file.grounds)
    return chinese.punctuated(f"是:{reasons}") + (f"。{stated['reason']}" if stated.get("reason") else "")

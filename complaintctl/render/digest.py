"""The night's mail about overdue cases: its subject, its text and its page, in Chinese whatever the language spoken.

Of a case it says the number, the category and the dates, nothing of the customer and nothing of what he wrote (Art. 6).
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from complaintctl.language import _
from complaintctl.render import chinese, overdue
from complaintctl.render.columns import heading
from complaintctl.render.listing import Record, aligned, as_csv
from complaintctl.render.page import filled
from complaintctl.render.text import minute, visible

_WEEKDAYS = "一二三四五六日"
_NUMBERS = frozenset(("working_days_overdue", "working_days_left"))
_FLAGS = frozenset(("reason_reported", "customer_told"))
_UNKNOWN_DUE = "期限未确定"  # the calendar ends before the due date


class Proof(NamedTuple):
    """What shows that the run was a real one, on a whole record: the ledger's head, and what was done before."""

    seq: int
    hash: str
    cases: int
    open_cases: int
    calendar_known_to: str
    calendar_last: str
    last_backup: str | None
    last_run: str | None


class Digest(NamedTuple):
    """What one mail is about: the whole bank, or one unit of it."""

    bank: str
    practice: bool
    day: str
    day_known: bool
    unit_name: str | None  # None: the whole bank
    soon_days: int
    late: Sequence[Record]
    soon: Sequence[Record]
    without_address: Sequence[str]  # units with such cases that no mail reaches
    retired: Sequence[str]  # units with such cases that are no more
    proof: Proof


class _Table(NamedTuple):
    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    grave: Sequence[bool]  # which of the rows are major cases


def subject(digest: Digest) -> str:
    """The subject, with the counts: of nothing as well, so that only a failure is silent."""
    mark = "【练习】" if digest.practice else ""
    unit = f"{digest.unit_name}：" if digest.unit_name else ""
    return visible(f"{mark}[{digest.bank}] {unit}{_counts(digest)} {digest.day}")


def as_text(digest: Digest) -> str:
    """The mail as plain text."""
    tables = _tables(digest)
    parts = [f"{_title(digest)}\n{_dated(digest)}\n\n{_counts(digest)}。\n"]
    for alike in ([table for table in tables if table.headings == kind] for kind in _kinds(tables)):
        texts = aligned(alike[0].headings, [table.rows for table in alike], alike[0].numeric)
        parts += [f"{table.title}\n{text}" for table, text in zip(alike, texts, strict=True)]
    parts += [f"{line}\n" for line in _remarks(digest)]
    return "\n".join(
        [*parts, "\n".join(f"{name}：{value}" for name, value in _proof(digest)), "", _promise(digest), ""]
    )


def as_html(digest: Digest) -> str:
    """The mail as a page with nothing in it from elsewhere."""
    return filled(
        "digest.html",
        subject=subject(digest),
        title=_title(digest),
        dated=_dated(digest),
        counts=_counts(digest),
        tables=_tables(digest),
        remarks=_remarks(digest),
        proof=_proof(digest),
        promise=_promise(digest),
    )


def attachment(digest: Digest) -> bytes:
    """The cases as CSV, as `overdue --soon` gives them, with the mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + as_csv([*digest.late, *digest.soon], overdue.SOON.columns).encode()


# ---- What it says ----


def _title(digest: Digest) -> str:
    mark = "【练习】" if digest.practice else ""
    return visible(f"{mark}{digest.bank} {digest.unit_name or ''}投诉超期情况")


def _dated(digest: Digest) -> str:
    return f"{chinese.day(digest.day)} 周{_WEEKDAYS[date.fromisoformat(digest.day).weekday()]}"


def _counts(digest: Digest) -> str:
    return _late_counts(digest.late) + _soon_count(digest)


def _late_counts(records: Sequence[Record]) -> str:
    """Count those overdue, and those whose due date is not known, so that they may be."""
    dated = [record for record in records if record["due_on"]]
    major = sum(bool(record["is_major"]) for record in dated)
    undated = len(records) - len(dated)
    late = f"超期 {len(dated)} 件" + (f"（重大 {major} 件）" if major else "")
    return late + (f"，{_UNKNOWN_DUE} {undated} 件" if undated else "")


def _soon_count(digest: Digest) -> str:
    if not digest.soon:
        return ""
    return f"，{digest.soon_days} 个工作日内到期 {len(digest.soon)} 件"


def _remarks(digest: Digest) -> Sequence[str]:
    lines = []
    if digest.without_address:
        lines.append(
            f"以上单位未登记邮箱，未能单独发送：{'、'.join(visible(name) for name in digest.without_address)}。"
        )
    if digest.retired:
        lines.append(f"以上单位已停用，不再单独发送，其案件须另行转办：{'、'.join(map(visible, digest.retired))}。")
    if any(record["due_on"] is None for record in digest.late):
        extend = _("complaintctl calendar import")
        lines.append(
            f"工作日历止于{digest.proof.calendar_last}，有案件的期限无法确定，可能已经超期；请延长工作日历：{extend}。"
        )
    if not digest.day_known:
        lines.append("今日是否为工作日尚未公布，按推测发送；请导入当年放假安排。")
    return lines


def _proof(digest: Digest) -> Sequence[tuple[str, str]]:
    proof = digest.proof
    return [
        ("台账末条", f"第{proof.seq}条，{proof.hash}"),
        ("案件总数", f"{proof.cases}件，其中未办结{proof.open_cases}件"),
        ("工作日历已知至", proof.calendar_known_to),
        ("上次备份", minute(proof.last_backup) or "无记录"),
        ("上次成功运行", minute(proof.last_run) or "无记录"),
    ]


def _promise(digest: Digest) -> str:
    if digest.unit_name:
        return "本邮件在有超期或即将到期案件的工作日自动发送。"
    return "本邮件每个工作日自动发送，没有超期案件时也发送；某个工作日没有收到，说明运行失败，请检查。"


# ---- Its tables ----


def _tables(digest: Digest) -> Sequence[_Table]:
    """One of the overdue cases for each unit, and one of all that are soon due."""
    late = [
        _table(f"{unit}（{_late_counts(records)}）", records, overdue.OVERDUE.shown)
        for unit, records in overdue.by_unit(digest.late)
    ]
    title = f"{digest.soon_days} 个工作日内到期"
    columns = [key for key in overdue.SOON.shown if not (digest.unit_name and key == "unit_name")]
    return [*late, _table(title, digest.soon, columns)] if digest.soon else late


def _kinds(tables: Sequence[_Table]) -> Sequence[Sequence[str]]:
    return list(dict.fromkeys(tuple(table.headings) for table in tables))


def _table(title: str, records: Sequence[Record], columns: Sequence[str]) -> _Table:
    return _Table(
        visible(title),
        tuple(heading(key, "zh") for key in columns),
        [[_shown(record, key) for key in columns] for record in records],
        [key in _NUMBERS for key in columns],
        [bool(record["is_major"]) for record in records],
    )


def _shown(record: Record, key: str) -> str:
    value = record[key]
    if value is None and key in ("due_on", *_NUMBERS):
        return _UNKNOWN_DUE if key == "due_on" else "未确定"
    if key == "due_on" and record["provisional"]:
        return f"{value} 暂定"
    if key == "is_major":
        return "重大" if value else ""
    if key in _FLAGS:
        return "是" if value else "否"
    return visible(value)

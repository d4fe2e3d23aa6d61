"""The night's mail about overdue cases: its subject, its text and its page, in Chinese whatever the language spoken.

Of a case it says the number, the category and the dates, nothing of the customer or of what they wrote (Art. 6).
"""

from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.language import _
from complaintctl.render import chinese, overdue
from complaintctl.render.columns import HEADINGS
from complaintctl.render.listing import Record, Section, as_csv, as_sections
from complaintctl.render.page import filled
from complaintctl.render.text import day_in_words, minute, visible

_NUMBERS = ("working_days_overdue", "working_days_left")
_FLAGS = ("reason_reported", "customer_told")
_UNKNOWN_DUE = "期限未确定"  # the calendar ends before the due date


class Digest(NamedTuple):
    """The content of one mail: about the whole bank, or one unit of it."""

    bank: str
    practice: bool
    day: str
    day_known: bool
    soon_days: int
    without_address: Sequence[str]  # units with such cases that no mail reaches
    retired: Sequence[str]  # units with such cases that are no more
    proof: Record  # as queries.digest.proof
    calendar: Record  # its last day, and known_to
    unit_name: str | None = None  # None: the whole bank
    late: Sequence[Record] = ()
    soon: Sequence[Record] = ()


def subject(digest: Digest) -> str:
    """The subject, with the counts: of nothing as well, so that only a failure is silent."""
    mark = "【练习】" if digest.practice else ""
    unit = f"{digest.unit_name}：" if digest.unit_name else ""
    return visible(f"{mark}[{digest.bank}] {unit}{_counts(digest)} {digest.day}")


def as_text(digest: Digest) -> str:
    """Return the mail as plain text."""
    sections = _sections(digest)
    parts = [f"{_title(digest)}\n{_dated(digest)}\n\n{_counts(digest)}。\n"]
    parts += [as_sections(sections)] if sections else []
    parts += [f"{line}\n" for line in _remarks(digest)]
    parts += ["\n".join(f"{name}：{value}" for name, value in _proof(digest)), "", _promise(digest), ""]
    return "\n".join(parts)


def as_html(digest: Digest) -> str:
    """Return the mail as a page with nothing in it from elsewhere."""
    return filled(
        "digest.html",
        subject=subject(digest),
        title=_title(digest),
        dated=_dated(digest),
        counts=_counts(digest),
        sections=_sections(digest),
        numbers=_NUMBERS,
        remarks=_remarks(digest),
        proof=_proof(digest),
        promise=_promise(digest),
    )


def attachment(digest: Digest) -> bytes:
    """The cases as CSV, as `overdue --soon` gives them, with the mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + as_csv([*digest.late, *digest.soon], (*overdue.COLUMNS, "soon")).encode()


# ---- What it says ----


def _title(digest: Digest) -> str:
    mark = "【练习】" if digest.practice else ""
    return visible(f"{mark}{digest.bank} {digest.unit_name or ''}投诉超期情况")


def _dated(digest: Digest) -> str:
    return f"{chinese.day(digest.day)} {day_in_words(digest.day, 'zh').partition(' ')[2]}"


def _counts(digest: Digest) -> str:
    soon = f"，{digest.soon_days} 个工作日内到期 {len(digest.soon)} 件" if digest.soon else ""
    return _late_counts(digest.late) + soon


def _late_counts(records: Sequence[Record]) -> str:
    """Count those overdue, and those whose due date is not known, so that they may be."""
    dated = [record for record in records if record["due_on"]]
    major = sum(bool(record["is_major"]) for record in dated)
    undated = len(records) - len(dated)
    late = f"超期 {len(dated)} 件" + (f"（重大 {major} 件）" if major else "")
    return late + (f"，{_UNKNOWN_DUE} {undated} 件" if undated else "")


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
            f"工作日历止于{digest.calendar['last']}，有案件的期限无法确定，可能已经超期；请延长工作日历：{extend}。"
        )
    if not digest.day_known:
        lines.append("今日是否为工作日尚未公布，按推测发送；请导入当年放假安排。")
    return lines


def _proof(digest: Digest) -> Sequence[tuple[str, str]]:
    proof = digest.proof
    return [
        ("台账末条", f"第{proof['seq']}条，{proof['hash']}"),
        ("案件总数", f"{proof['cases']}件，其中未办结{proof['open_cases']}件"),
        ("工作日历已知至", digest.calendar["known_to"]),
        ("上次备份", minute(proof["last_backup"]) or "无记录"),
        ("上次成功运行", minute(proof["last_run"]) or "无记录"),
    ]


def _promise(digest: Digest) -> str:
    if digest.unit_name:
        return "本邮件在有超期或即将到期案件的工作日自动发送。"
    return "本邮件每个工作日自动发送，没有超期案件时也发送；某个工作日没有收到，说明运行失败，请检查。"


def _sections(digest: Digest) -> list[Section]:
    """Make a table of the overdue cases of each unit, and one of all that are soon due."""
    tables: list[tuple[str, Sequence[Record], tuple[str, ...]]] = [
        (f"{unit}（{_late_counts(records)}）", records, overdue.SHOWN) for unit, records in overdue.by_unit(digest.late)
    ]
    if digest.soon:
        columns = tuple(key for key in overdue.SHOWN_SOON if not (digest.unit_name and key == "unit_name"))
        tables.append((f"{digest.soon_days} 个工作日内到期", digest.soon, columns))
    return [
        Section(title, [*map(_in_chinese, records)], columns, {key: HEADINGS[key][0] for key in columns})
        for title, records, columns in tables
    ]


def _in_chinese(record: Record) -> Record:
    due = _UNKNOWN_DUE if record["due_on"] is None else record["due_on"]
    return {
        **record,
        **{key: "未确定" for key in _NUMBERS if record[key] is None},
        **{key: "是" if record[key] else "否" for key in _FLAGS},
        "due_on": f"{due} 暂定" if record["provisional"] and record["due_on"] else due,
        "is_major": "重大" if record["is_major"] else "",
    }

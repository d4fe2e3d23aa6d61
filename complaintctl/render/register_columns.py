"""The columns of the register (登记簿) as banks keep it: what is entered of a case, as words, days and sums.

It is a document for the bank: its headings and words are Chinese whatever is spoken. What stands here, an import reads
back (complaintctl/mappings/chinese-register.toml names the columns).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from sqlite3 import Row
from typing import Any, NamedTuple

from complaintctl import entries
from complaintctl.entries import Line, stamp
from complaintctl.personal import Person
from complaintctl.render.text import printable

Cell = str | int | Decimal | date | datetime | None

_ANONYMOUS, _RESTRICTED = "匿名", "保密"


class Words(NamedTuple):
    """The names of codes: labels by (kind, code), units and staff by code as the register writes them; grounds."""

    labels: Mapping[tuple[str, str], str]
    units: Mapping[str, str]
    staff: Mapping[str, str]
    grounds: Sequence[Row]  # what makes a case major


class Column(NamedTuple):
    """A column: its heading, how many characters of it a page shows in a line, and what stands in it."""

    heading: str
    width: int
    cell: Callable[[Row, Person, Words], Cell]


def _text(key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: said(row[key])


def said(text: str | None) -> str | None:
    """Text as it can be printed; None if it says nothing, as an import takes it."""
    written = printable(text or "")
    return written if written and written not in entries.SAYS_NOTHING else None


def _label(kind: str, key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: row[key] and words.labels.get((kind, row[key]), row[key])


def _unit(key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: row[key] and printable(words.units.get(row[key], row[key]))


def _staff(key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: row[key] and printable(words.staff.get(row[key], row[key]))


def _time(key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: _moment(row[key])


def _moment(text: str | None) -> Cell:
    """A day, or a day with its time to the minute; words are left as they are."""
    if not text:
        return None
    try:
        written = stamp(text)
        return datetime.fromisoformat(written) if len(written) > 10 else date.fromisoformat(written)
    except ValueError:
        return printable(text)


def _yes_no(key: str) -> Callable[[Row, Person, Words], Cell]:
    return lambda row, person, words: "是" if row[key] else "否"


def _name(row: Row, person: Person, words: Words) -> Cell:
    nameless = _ANONYMOUS if row["anonymous"] else _RESTRICTED if row["restricted"] and person == Person() else None
    return said(person.name) or nameless


def _majority(row: Row, person: Person, words: Words) -> Cell:
    grounds = [ground["label_zh"] for ground in words.grounds if row[ground["code"]]]
    verdict = "是：" + "、".join(grounds) if grounds else "否"
    return "\n".join(part for part in (verdict, said(row["reason"])) if part)


def _briefings(row: Row, person: Person, words: Words) -> Cell:
    lines = (
        Line(
            stamp(at),
            words.staff.get(leader, leader),
            [words.labels.get(("role", role), ""), entries.ABSENT if absent else ""],
            printable(method or ""),
        )
        for at, leader, role, absent, method in json.loads(row["briefings"])
    )
    return _lines(row["stated_briefings"], lines)


def _directives(row: Row, person: Person, words: Words) -> Cell:
    lines = (
        Line(stamp(at), words.staff.get(leader, leader), (), text) for at, leader, text in json.loads(row["directives"])
    )
    return _lines(row["stated_directives"], lines)


def _slips(row: Row, person: Person, words: Words) -> Cell:
    lines = (
        Line(stamp(at), words.units.get(unit, unit), [slip_no or ""]) for at, unit, slip_no in json.loads(row["slips"])
    )
    return _lines(row["stated_slips"], lines)


def _remarks(row: Row, person: Person, words: Words) -> Cell:
    """The note of the registration, and a line for each thing done that has no column of its own."""
    lines = (
        f"{stamp(at)} {words.labels['event_kind', kind]} {words.units.get(unit, unit) or ''}{slip_no or ''}".rstrip()
        + (f"：{text}" if text else "")
        for at, kind, unit, slip_no, text in json.loads(row["remarks"])
    )
    return _lines(row["note"], lines)


def _lines(stated: str | None, lines: Iterator[Any]) -> Cell:
    """What an old register says, as it stands, and after it one line each of what was done since."""
    written = (printable(str(line)).replace("\n", " ") for line in lines)
    return "\n".join(part for part in (printable(stated or ""), *written) if part)


def _ending(row: Row, person: Person, words: Words) -> Cell:
    if row["left_kind"] == "withdrawn":
        return words.labels["event_kind", "withdrawn"]
    return said(words.labels.get(("ending", row["ending"]), row["ending"]))


COLUMNS = (
    Column("编号", 14, _text("case_no")),
    Column("登记日期时间", 11, _time("registered_at")),
    Column("投诉日期时间", 11, _time("received_at")),
    Column("投诉方式", 8, _label("channel", "channel")),
    Column("投诉人姓名", 9, _name),
    Column("证件号", 19, lambda row, person, words: said(person.id_no)),
    Column("联系电话", 13, lambda row, person, words: said(person.phone)),
    Column("住址", 20, lambda row, person, words: said(person.address)),
    Column("是否匿名", 5, _yes_no("anonymous")),
    Column("代表人数", 5, lambda row, person, words: row["representatives"]),
    Column("群体人数", 5, lambda row, person, words: row["group_size"]),
    Column("首问接待人", 9, _staff("first_receiver")),
    Column("首问部门", 11, _unit("first_receiver_unit")),
    Column("陪同登记人", 9, _staff("escorted_by")),
    Column("被投诉单位", 12, _unit("respondent_unit")),
    Column("被投诉人", 9, _staff("subject_employee")),
    Column("投诉内容摘要", 30, lambda row, person, words: printable(row["summary"])),
    Column("诉求", 16, _text("demand")),
    Column("类别", 9, _label("category", "category")),
    Column("事项性质", 9, _label("nature", "nature")),
    Column("是否保密", 5, _yes_no("restricted")),
    Column("涉及金额(元)", 12, lambda row, person, words: yuan(row["amount_fen"])),
    Column("是否重大及理由", 14, _majority),
    Column("是否重复(原编号)", 14, _text("repeat_of")),
    Column("转来部门", 13, _text("source_agency")),
    Column("来文编号", 13, _text("source_ref")),
    Column("转来部门要求时限", 11, _time("source_due_on")),
    Column("现场答复情况", 16, _text("answer")),
    Column("报告领导", 24, _briefings),
    Column("领导意见(批示)", 26, _directives),
    Column("转办单号/转办单位/日期", 26, _slips),
    Column("办理期限", 11, _time("due_on")),
    Column("结果报告日期", 11, _time("reported_at")),
    Column("处理结果", 26, _text("findings")),
    Column("责任认定", 9, _label("fault", "fault")),
    Column("赔偿(补偿)金额", 12, lambda row, person, words: yuan(row["compensation_fen"])),
    Column("回复客户日期", 11, _time("replied_at")),
    Column("回复内容", 20, _text("reply")),
    Column("回复转来部门日期", 11, _time("source_replied_at")),
    Column("满意程度", 9, _label("satisfaction", "satisfaction")),
    Column("办结日期", 11, _time("left_at")),
    Column("办结方式", 10, _ending),
    Column("重办次数", 5, lambda row, person, words: row["reopenings"] or None),
    Column("归档号", 12, _text("archive_no")),
    Column("登记人", 9, _staff("registered_by")),
    Column("旧登记簿编号", 12, _text("former_no")),
    Column("备注", 26, _remarks),
)


def yuan(fen: int | None) -> Decimal | None:
    """Fen as yuan."""
    return None if fen is None else Decimal(fen) / 100

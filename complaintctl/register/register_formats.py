"""The register in the form it is asked for: a workbook, a Word document, CSV, JSON or a table."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from complaintctl.base import spreadsheet_text
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.text import money, to_json
from complaintctl.front.session import say
from complaintctl.register.fields import COLUMNS
from complaintctl.register.page import Register
from complaintctl.register.register_columns import Cell, as_words
from complaintctl.tables import listing

# It lays out the page and says which columns stand below each other. A case stands on one page, the head on every one;
# a day or the number of a letter fits into a line, whatever the font.
TEMPLATE = Path(__file__).parent.parent / "forms" / "ledger.docx"
# What says nothing in a document where it is so, and only makes the page longer.
_UNSAID = ("否", "投诉")
# What does not say by itself what it is.
_LABELS = dict(
    pair.split("＝")
    for pair in (
        "旧登记簿编号＝原编号 转来部门要求时限＝限定 代表人数＝代表 群体人数＝人数 首问接待人＝首问"
        " 陪同登记人＝陪同 被投诉单位＝投诉 是否重大及理由＝重大 是否重复(原编号)＝重复 办理期限＝期限 报告领导＝报告"
        " 领导意见(批示)＝批示 转办单号/转办单位/日期＝转办 责任认定＝责任"
        " 涉及金额(元)＝金额 赔偿(补偿)金额＝赔偿 结果报告日期＝报送 回复客户日期＝答复"
        " 回复转来部门日期＝回文 重办次数＝重办次数"
    ).split()
)
_OF_SUMS = {heading: _LABELS[heading] for heading in ("涉及金额(元)", "赔偿(补偿)金额")}
_TO_THE_MINUTE = "投诉日期时间"  # of the rest the day is told, that fits into a line
_HEADINGS = [column.heading for column in COLUMNS]
# In a terminal no more than this fits, a row a line; a file has all columns.
_LISTED = tuple("case_no received_on channel_label complainant unit_name category_label text due_on closed_on".split())


def as_file(book: Register, form: str, encoding: str) -> bytes:
    """Return the register as a file of that form. Raises UsageProblem if a sheet does not hold it."""
    if form == "xlsx":
        from complaintctl.register.register_xlsx import MOST_ROWS, as_workbook, cut_cells

        if len(book.rows) > MOST_ROWS:
            raise UsageProblem(
                "A sheet holds {most} cases: choose a shorter period with --from and --to.", most=MOST_ROWS
            )
        if cut := list(cut_cells(book)):
            say(
                plural(
                    "{number} text is longer than a cell of a workbook and ends there with an ellipsis: {places}."
                    " A .csv has it whole.",
                    "{number} texts are longer than a cell of a workbook and end there with an ellipsis: {places}."
                    " A .csv has them whole.",
                    len(cut),
                    places=_(", ").join(cut),
                )
            )
        return as_workbook(book)
    if form == "docx":
        return _as_document(book)
    # Excel takes UTF-8 for what it is only behind a byte-order mark.
    return as_text(book, form).encode("utf-8-sig" if form == "csv" and encoding.lower() != "gb18030" else encoding)


def as_text(book: Register, form: str) -> str:
    """Return the register as CSV, JSON or a plain table."""
    if form == "csv":
        return as_csv(book)
    if form == "json":
        # A list of the cases, each by the headings of the register; null where nothing stands.
        cases = ([*map(_plain, shown), record and json.loads(str(record))] for *shown, record in book.rows)
        return to_json([dict(zip(_HEADINGS, case, strict=True)) for case in cases]) + "\n"
    return listing.as_sections([_section(book)])


def as_csv(book: Register) -> str:
    """Return the register as CSV, for programs and spreadsheets alike: the headings, the cases, the totals."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    writer.writerows([spreadsheet_text.forced(as_words(cell)) for cell in row] for row in book.rows)
    writer.writerow(as_words(book.totals.get(heading)) for heading in _HEADINGS)
    return out.getvalue()


def paint(book: Register) -> None:
    """Return a look at the register in the terminal."""
    from complaintctl.tables import painting

    section = _section(book)
    seen = section.records[: painting.screenful()]
    rows_left, columns_left = len(section.records) - len(seen), painting.paint(section._replace(records=seen))
    if columns_left:
        say(_("Not shown at this width: {columns}.", columns=_(", ").join(columns_left)))
    if rows_left:
        say(_("… and {number} more: choose a period, or write all with -o FILE.xlsx", number=rows_left))


def _as_document(book: Register) -> bytes:
    """Return the register as a .docx file, whose template calls for columns of a case by their headings."""
    from docxtpl import DocxTemplate

    cases = [
        partial(_below_each_other, {**dict(zip(_HEADINGS, cells, strict=True)), **transfers}, _LABELS)
        for cells, transfers in zip(book.rows, book.transfers, strict=True)
    ]
    document = DocxTemplate(TEMPLATE)
    document.render(
        {
            "title": f"{book.title}  {book.mark}".strip(),
            "period": book.period,
            "rule": f"{book.rule}  {book.mark}".strip(),
            "cases": [
                *zip(cases, book.overdue, book.voided, strict=True),
                (partial(_below_each_other, book.totals, _OF_SUMS), False, False),
            ],
        },
        autoescape=True,
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _below_each_other(case: Mapping[str, Cell], labels: Mapping[str, str], *headings: str) -> str:
    """Return the words in some columns of a case."""
    words = ((labels.get(heading, ""), _told(heading, case.get(heading))) for heading in headings)
    return "\n".join(f"{label} {text}".strip() for label, text in words if text and text not in _UNSAID)


def _told(heading: str, cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return money(int(cell * 100), "zh")
    return as_words(cell.date() if isinstance(cell, datetime) and heading != _TO_THE_MINUTE else cell)


def _plain(cell: Cell) -> int | str | None:
    return cell if isinstance(cell, int) else as_words(cell) or None


def _section(book: Register) -> listing.Section:
    """Return the register as a listing for a terminal, a record a case; it is Chinese whatever is spoken."""
    title = "  ".join(part for part in (book.title, book.period, book.mark) if part)
    listed = [(place, column.listed) for place, column in enumerate(COLUMNS) if column.listed]
    records = [{name: as_words(row[place]) for place, name in listed} for row in book.rows]
    return listing.Section(title, records, _LISTED, {name: listing.heading(name, "zh") for name in _LISTED})

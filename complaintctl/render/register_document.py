"""The register as a Word document, landscape on A4: the columns of the workbook, those that belong together in one."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from complaintctl.register_fields import COLUMNS
from complaintctl.render.register import Register
from complaintctl.render.register_columns import Cell, as_words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row

# Heading, width in millimetres, and the columns of the register that stand in it below each other. A day or the number
# of a letter, 〔2026〕13号, fits into a line, whatever stands in for the font.
_GROUPS: Sequence[tuple[str, int, Sequence[str]]] = (
    ("编号、登记时间、登记人", 19, ("编号", "登记日期时间", "登记人", "旧登记簿编号")),
    ("投诉时间、方式", 16, ("投诉日期时间", "投诉方式")),
    ("投诉人、证件号、电话、住址", 22, ("投诉人姓名", "证件号", "联系电话", "住址", "代表人数", "群体人数")),
    ("首问接待人、部门、陪同登记人", 14, ("首问接待人", "首问部门", "陪同登记人")),
    ("被投诉单位、人员", 15, ("被投诉单位", "被投诉人")),
    ("投诉内容摘要、诉求、现场答复", 30, ("投诉内容摘要", "诉求", "现场答复情况")),
    ("类别、金额、重大、重复", 16, ("类别", "事项性质", "涉及金额(元)", "是否重大及理由", "是否重复(原编号)")),
    ("转来部门、文号、时限", 19, ("转来部门", "来文编号", "转来部门要求时限")),
    ("报告领导", 19, ("报告领导",)),
    ("领导意见(批示)", 19, ("领导意见(批示)",)),
    ("转办", 18, ("转办单号/转办单位/日期",)),
    ("办理期限", 17, ("办理期限",)),
    ("处理结果、责任", 18, ("处理结果", "责任认定", "赔偿(补偿)金额", "结果报告日期")),
    ("回复客户、转来部门", 17, ("回复客户日期", "回复内容", "回复转来部门日期", "满意程度")),
    ("办结、归档、备注", 18, ("办结日期", "办结方式", "重办次数", "归档号", "备注")),
)
_HEADING, _OVERDUE = "D9E2F3", "FFD9D9"
# What says nothing where it is so, and only makes the page longer.
_UNSAID = ("否", "投诉")
# What does not say by itself what it is.
_LABELS = {"代表人数": "代表", "群体人数": "人数", "赔偿(补偿)金额": "赔偿", "重办次数": "重办次数"}


def as_document(book: Register) -> bytes:
    """The register as a .docx file."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    _set_up_page(document, book)
    title = document.add_paragraph(f"{book.title}  {book.mark}".strip())
    title.runs[0].bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(book.period)
    table = document.add_table(rows=1, cols=len(_GROUPS), style="Table Grid")
    _lay_out(table)
    _fill(table.rows[0], [heading for heading, _width, _columns in _GROUPS], _HEADING)
    _repeat(table.rows[0])
    totals = [book.totals.get(column.heading) for column in COLUMNS]
    blank = _blank_row(table)
    for cells, late in zip([*book.rows, totals], [*book.overdue, False], strict=True):
        _append(table, blank, list(_grouped(cells)), _OVERDUE if late else None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grouped(cells: Sequence[Cell]) -> Iterator[str]:
    places = {column.heading: place for place, column in enumerate(COLUMNS)}
    for _heading, _width, columns in _GROUPS:
        words = ((name, as_words(cells[places[name]])) for name in columns)
        said = ((_LABELS.get(name, ""), text) for name, text in words if text and text not in _UNSAID)
        yield "\n".join(f"{label} {text}".strip() for label, text in said)


def _set_up_page(document: "Document", book: Register) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(12)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(7)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.paragraph_format.space_after = Pt(0)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{book.rule}  {book.mark}  第 ".replace("    ", "  "))
    _number(foot, "PAGE")
    foot.add_run(" 页,共 ")
    _number(foot, "NUMPAGES")
    foot.add_run(" 页")


def _number(paragraph: Any, field: str) -> None:
    """A number that Word computes: of the page, or of all pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), field)
    paragraph._p.append(element)


def _lay_out(table: Any) -> None:
    """Columns of the widths given, the text close to the lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table.autofit = False
    for column, (_heading, width, _columns) in zip(table.columns, _GROUPS, strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "30")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _repeat(row: "_Row") -> None:
    """Have a row stand at the head of every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(row: "_Row", texts: Sequence[str], colour: str | None) -> None:
    from docx.shared import Mm

    for cell, (_heading, width, _columns), text in zip(row.cells, _GROUPS, texts, strict=True):
        cell.width = Mm(width)
        cell.text = text
        if colour:
            _shade(cell._tc, colour)


def _blank_row(table: Any) -> Any:
    """The XML of an empty row, to be copied: python-docx searches the whole table for every row it adds."""
    from docx.oxml import OxmlElement

    row = table.add_row()
    _fill(row, [""] * len(_GROUPS), None)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a case stands on one page
    table._tbl.remove(row._tr)
    return row._tr


def _append(table: Any, blank: Any, texts: Sequence[str], colour: str | None) -> None:
    from copy import deepcopy

    from docx.table import _Cell

    row = deepcopy(blank)
    table._tbl.append(row)
    for element, text in zip(row.tc_lst, texts, strict=True):
        if text:
            _Cell(element, table).text = text
        if colour:
            _shade(element, colour)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    cell.get_or_add_tcPr().append(shading)

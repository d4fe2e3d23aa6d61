"""The register as a Word document: the template lays out the page and says which columns stand below each other."""

import io
from collections.abc import Mapping
from pathlib import Path

from complaintctl.register.fields import COLUMNS
from complaintctl.register.page import Register
from complaintctl.register.register_columns import Cell, as_words

# A case stands on one page, the head on every one; a day or the number of a letter fits into a line, whatever the font.
TEMPLATE = Path(__file__).parent.parent / "forms" / "ledger.docx"
# What says nothing where it is so, and only makes the page longer.
_UNSAID = ("否", "投诉")
# What does not say by itself what it is.
_LABELS = {"代表人数": "代表", "群体人数": "人数", "赔偿(补偿)金额": "赔偿", "重办次数": "重办次数"}


class _Case:
    """A row of the register, of which the template calls for columns by their headings."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._cells = cells

    def __call__(self, *headings: str) -> str:
        """Return what stands in some columns, below each other."""
        words = ((_LABELS.get(heading, ""), as_words(self._cells.get(heading))) for heading in headings)
        return "\n".join(f"{label} {text}".strip() for label, text in words if text and text not in _UNSAID)


def as_document(book: Register) -> bytes:
    """Return the register as a .docx file."""
    from docxtpl import DocxTemplate

    headings = [column.heading for column in COLUMNS]
    cases = [_Case(dict(zip(headings, cells, strict=True))) for cells in book.rows]
    document = DocxTemplate(TEMPLATE)
    document.render(
        {
            "title": f"{book.title}  {book.mark}".strip(),
            "period": book.period,
            "rule": f"{book.rule}  {book.mark}".strip(),
            "cases": [*zip(cases, book.overdue, strict=True), (_Case(book.totals), False)],
        },
        autoescape=True,
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

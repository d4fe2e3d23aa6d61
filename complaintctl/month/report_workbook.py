"""The return as an Excel workbook: real numbers, percentages and money, and charts that Excel itself draws."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from complaintctl.base import written
from complaintctl.base.language import _, joined, marked
from complaintctl.base.text import visible
from complaintctl.month.analysis import GROUPED, GROUPED_TITLE, MONTHLY, Analysis, Record
from complaintctl.record.figures import COMPARED, value_type_of

_EARLIER = (
    ("before", marked("period before"), marked("on the period before")),
    ("year", marked("a year ago"), marked("on a year ago")),
)
_MONTHLY = ("received", "closing", "on_time_rate", "mean_working_days", "median_working_days")
_FORMATS = {"rate": "0.00%", "mean": "0.00", "yuan": "#,##0.00", "count": "#,##0", "text": "@"}
_PLACES = ("A3", "J3", "A19", "J19", "A35")  # of the charts
_HEAD_ROW = 3  # under the title, what it counts, and a blank line


class Workbook:
    """A workbook: the return, its comparison, and charts with their data."""

    def __init__(self, analysis: Analysis) -> None:
        import xlsxwriter

        self.analysis = analysis
        self.data = _("Data of charts")
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, "strings_to_formulas": False})
        # The day of the figures, not the moment of writing: the same figures are the same bytes.
        self.book.set_properties({"title": analysis.title, "created": datetime.fromisoformat(analysis.day)})
        add, line = self.book.add_format, {"border": 1, "border_color": "#B8BEC7"}
        self.title = add({"bold": True, "font_size": 14})
        self.head = add({**line, "bold": True, "bg_color": "#EEF1F5", "text_wrap": True, "valign": "vcenter"})
        self.cells = {kind: add({**line, "num_format": form}) for kind, form in _FORMATS.items()}
        self.totals = {
            kind: add({**line, "num_format": form, "bold": True, "top": 2}) for kind, form in _FORMATS.items()
        }

    def written(self, columns: Sequence[str]) -> bytes:
        """Return it as a file, with these columns of the return."""
        rows = self.analysis.rows[self.analysis.dimension]
        shown = ["label", *(key for key in columns if key not in ("period", "group", "label", "no_complaint"))]
        said = self.analysis.sizeless if "per_outlet" in shown else ""
        self._sheet(_("Return"), rows, self.analysis.headings(shown), said)
        self._sheet(_("Comparison"), rows, self._compared())
        charts = self.book.add_worksheet(_("Charts"))
        charts.write_string(0, 0, self.analysis.title, self.title)
        self._charts(charts, self.book.add_worksheet(self.data))
        self.book.close()
        return self.out.getvalue()

    def _sheet(self, name: str, rows: Sequence[Record], headings: Mapping[str, str], said: str = "") -> None:
        """Add a sheet with a heading that stays, the total last; it prints on A4, as wide as the page."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, self.analysis.title, self.title)
        seq, digest = self.analysis.last_entry
        counted = _(
            "By {dimension}, data as of {day}, head of the record {hash}@{seq}.",
            dimension=self.analysis.dimension_label,
            day=written.day(self.analysis.day),
            hash=digest,
            seq=seq,
        )
        practice = _("Practice data, no base for statistics.") if self.analysis.practice else ""
        sheet.write_string(1, 0, joined(filter(None, [practice, counted, self.analysis.undated, said])))
        self._table(sheet, _HEAD_ROW, 0, rows, headings)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, len(headings) - 1, 11)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_footer(f"&L{_('practice data') if self.analysis.practice else ''}&C{_('page &P of &N')}")

    def _compared(self) -> dict[str, str]:
        """Return the columns of the comparison and what stands over them."""
        headings = self.analysis.headings(["label"])
        for key, name in self.analysis.headings(COMPARED).items():
            headings[key] = name
            for when, earlier, change in _EARLIER:
                headings |= {
                    f"{key}_{when}": _("{figure}, {earlier}", figure=name, earlier=_(earlier)),
                    f"{key}_{when}_change": _("{figure}, change {on}", figure=name, on=_(change)),
                    f"{key}_{when}_rate": _("{figure}, rate of change {on}", figure=name, on=_(change)),
                }
        return headings

    def _table(self, sheet: Any, top: int, left: int, rows: Sequence[Record], headings: Mapping[str, str]) -> None:
        for column, heading in enumerate(headings.values(), left):
            sheet.write_string(top, column, heading, self.head)
        for place, row in enumerate(rows, top + 1):
            formats = self.totals if row["group"] == "total" else self.cells
            for column, key in enumerate(headings, left):
                value_type = "text" if key == "label" else value_type_of(key, self.analysis.figures)
                form, value = formats[value_type], row[key]
                if value_type == "text":
                    sheet.write_string(place, column, visible(value), form)
                else:
                    sheet.write(place, column, None if value is None else float(value), form)

    def _charts(self, sheet: Any, data: Any) -> None:
        """Write the tables that the charts are drawn of, side by side, and the charts."""
        places, months = iter(_PLACES), self.analysis.months
        self._table(data, 0, 0, months, self.analysis.headings(_MONTHLY, _("month")))
        data.set_column(0, 30, 12)
        data.freeze_panes(1, 0)
        for name, kind, title, keys in MONTHLY:
            axis = {"max": 1, "num_format": "0%"} if name == "on-time" else {}
            columns = [1 + _MONTHLY.index(key) for key in keys]
            self._chart(sheet, next(places), kind, _(title), len(months), 0, columns, axis)
        left = len(_MONTHLY) + 2
        for dimension, name in GROUPED.items():
            rows, place = self.analysis.with_complaints(dimension), next(places)
            self._table(data, 0, left, rows, self.analysis.headings(["received"], _(name)))
            if rows:
                self._chart(sheet, place, "bars", _(GROUPED_TITLE, dimension=_(name)), len(rows), left, [left + 1], {})
            left += 3

    def _chart(
        self, sheet: Any, place: str, kind: str, title: str, last: int, labels: int, columns: Sequence[int],
        axis: Mapping[str, Any],
    ) -> None:  # fmt: skip
        chart = self.book.add_chart({"type": kind.removesuffix("s")})
        for column in columns:
            chart.add_series(
                {
                    "name": [self.data, 0, column],
                    "categories": [self.data, 1, labels, last, labels],
                    "values": [self.data, 1, column, last, column],
                    "data_labels": {"value": True} if kind != "lines" else {},
                    "marker": {"type": "automatic"} if kind == "lines" else {},
                }
            )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"} if len(columns) > 1 else {"none": True})
        scale = {"min": 0, **axis}
        if kind == "bars":  # Excel lays the axes of a lying chart the other way round
            chart.set_x_axis(scale)
            chart.set_y_axis({"reverse": True})
        else:
            chart.set_y_axis(scale)
        chart.show_blanks_as("gap")
        chart.set_size({"width": 560, "height": 300 if kind != "bars" else 100 + 24 * last})
        sheet.insert_chart(place, chart, {"description": title})

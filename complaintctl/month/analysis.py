"""A period's analysis, as the page and the workbook say it (Art. 22)."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from complaintctl.base import written
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.periods import Period, named_month, period_before, year_before
from complaintctl.base.text import visible
from complaintctl.cases import case_rows, privacy_check, rule_rows
from complaintctl.month import act as month_act
from complaintctl.month import rows as month_rows
from complaintctl.privacy.masking import Masking
from complaintctl.record import views
from complaintctl.record.figures import figures_of
from complaintctl.tables.listing import heading
from complaintctl.watch.overdue_page import records_of

Record = Mapping[str, Any]

_MONTHS = 12
_DIMENSIONS = ("category", "channel", "unit", "cause")  # which the page always has
# A row without any of these has nothing to say.
_FIGURES = (
    *("opening", "received", "reopened", "resolved", "withdrawn", "closing", "overdue_now", "major", "repeat"),
    *("anonymous", "on_time", "late", "received_before", "received_year"),
)
# The charts of the last twelve months: name, kind, title, and the figures that each shows, with their names in it.
MONTHLY = (
    ("stock", "columns", marked("Open at the end, the last twelve months"), {"closing": marked("open at the end")}),
    ("on-time", "lines", marked("On-time rate, the last twelve months"), {"on_time_rate": marked("on-time rate")}),
    (
        *("days", "lines", marked("Working days to the answer, the last twelve months")),
        {"mean_working_days": marked("mean"), "median_working_days": marked("median")},
    ),
)
# And those of what was received in the period, by dimension.
GROUPED = {"category": marked("category"), "unit": marked("respondent unit")}
GROUPED_TITLE = marked("Received in this period, by {dimension}")


class Analysis:
    """Everything the page and the workbook say. Rows of the return end with the total."""

    def __init__(self, connection: sqlite3.Connection, period: Period, dimension: str, *, is_known_on: bool) -> None:
        """Gather all that is said of a period, every figure proved to balance. Raises as month.act.of_period."""
        self.period = period
        self.dimension = dimension
        self.is_known_on = is_known_on  # whether the day was asked for
        self.day = case_rows.today(connection)  # what is overdue is so on this day, and no later entry counts
        self.bank = rule_rows.policy(connection, "bank_name")
        self.regulation = rule_rows.policy(connection, "regulation")
        self.practice = rule_rows.is_practice(connection)
        self.dimension_label = month_act.dimension_name(connection, dimension)
        self.figures = figures_of(connection, period.last_day)
        sizes = month_rows.unknown_sizes(connection, period.last_day)
        self.unknown_sizes = [size[f"label_{spoken()}"] for size in sizes]
        # The return with its comparison, by dimension.
        self.rows = {
            each: month_act.of_period(connection, period, each, self.figures, compare=True)
            for each in dict.fromkeys([dimension, *_DIMENSIONS])
        }
        # The totals of the period, of the one before, and of the same of the year before; then of the last months.
        now, before, year = self._totals(connection, [period, period_before(period), year_before(period)])
        self.totals = {"now": now, "before": before, "year": year}
        months = [named_month(min(period.last_day, self.day)[:7])]
        while len(months) < _MONTHS:
            months.insert(0, period_before(months[0]))
        self.months = [
            {**row, "label": written.period(row["period"]), "group": ""} for row in self._totals(connection, months)
        ]
        overdue = case_rows.overdue(connection, None)
        self.overdue = records_of(overdue, rule_rows.labels(connection, spoken()), spoken())
        # No customer is named in a corrective action or a note, nor what a report of wrongdoing was learned from.
        texts = ("text", "outcome")
        actions = [
            {**action, **{key: privacy_check.masked(connection, action[key]) for key in texts}}
            for action in map(dict, month_rows.actions(connection, period.first_day, period.last_day))
        ]
        self.actions = Masking(connection, None).records(actions, texts)
        noted = month_rows.note(connection, period.name)
        self.findings = privacy_check.masked(connection, noted["findings"] if noted else None)
        self.proposals = privacy_check.masked(connection, noted["proposals"] if noted else None)
        self.last_entry = month_rows.last_entry(connection)  # number and hash

    def _totals(self, connection: sqlite3.Connection, periods: Sequence[Period]) -> list[Record]:
        """Return the totals of each of the periods, what the customers said among them."""
        views.set_periods(connection, periods, [])
        totals = {row["period"]: dict(row) for row in month_rows.figures(connection, "total")}
        month_act.check_balance(totals.values(), self.figures)
        return [totals[period.name] for period in periods]

    def headings(self, keys: Iterable[str], label: str = "") -> dict[str, str]:
        """Return the headings of columns, behind that of the groups if these have a `label`."""
        named = {key: self._name(key) for key in keys}
        return {"label": label, **named} if label else named

    def _name(self, key: str) -> str:
        if figure := self.figures.get(key):
            return figure.label_zh if spoken() == "zh" else figure.label_en
        return heading(key)

    def with_figures(self, dimension: str) -> list[Record]:
        """Return the rows by a dimension that have any figures, and the total."""
        return [row for row in self.rows[dimension] if row["group"] == "total" or any(row[key] for key in _FIGURES)]

    def with_complaints(self, dimension: str) -> list[Record]:
        """Return the groups of a dimension with complaints, the most first; units that were joined each by itself."""
        groups = [row for row in self.rows[dimension] if row["group"] != "total" and not month_act.is_joint(row)]
        rows = [row for row in groups if row["received"]]
        return sorted(rows, key=lambda row: -row["received"])

    @property
    def undated(self) -> str:
        """Say that cases left on a day which nobody knows, and are judged neither in time nor late; empty if none."""
        if not (number := self.totals["now"]["undated"]):
            return ""
        return _(
            "Of {number} of them the old register says that they were closed and not when: they count as closed on the"
            " day they were received, and neither as in time nor as late.",
            number=number,
        )

    @property
    def sizeless(self) -> str:
        """Say which figures are empty because nobody entered what they are divided by; empty if none."""
        sizes = written.listed(self.unknown_sizes)
        return _("Not entered, so that what is counted by it is empty: {sizes}.", sizes=sizes) if sizes else ""

    @property
    def title(self) -> str:
        """Name the document, marked if it comes from a practice file."""
        title = _("{bank}: complaints and petitions, {period}", bank=self.bank, period=written.period(self.period.name))
        return visible((_("[PRACTICE] ") if self.practice else "") + title)

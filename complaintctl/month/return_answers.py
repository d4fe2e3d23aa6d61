"""The answers of `report`: the figures, the cases behind one, what has changed since, how long cases lay, and notes."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.periods import Period
from complaintctl.base.text import yuan
from complaintctl.cases import rule_rows
from complaintctl.front.session import Session, say, tell
from complaintctl.month import act as month_act
from complaintctl.month import restatement
from complaintctl.month import rows as month_rows
from complaintctl.month.figure_words import readable, with_bars
from complaintctl.record.figures import Figures, figures_of, headings
from complaintctl.tables.listing import Listing, labelled
from complaintctl.tables.output import Output, give

Records = Sequence[Mapping[str, Any]]
Columns = Sequence[str]

_SHOWN = (
    *("label", "opening", "received", "received_bar", "reopened", "resolved", "withdrawn", "closing", "closing_bar"),
    *("on_time", "late", "mean_working_days", "overdue_now", "major", "no_complaint"),
)
_MORE_SHOWN = (
    *("label", "received", "received_bar", "share", "no_complaint", "on_time_rate", "mean_working_days"),
    *("median_working_days", "upheld", "satisfied", "satisfied_rate", "compensation_yuan", "slips", "slips_returned"),
    *("supervised", "mean_hand_offs", "ever_late", "undated"),
)
_COMPARED_SHOWN = (
    *("label", "received", "received_bar", "received_before", "received_before_rate", "received_year"),
    *("received_year_rate", "closing", "closing_before", "late", "late_before"),
)
_LEGS = (
    *("unit", "unit_name", "legs", "returned", "answered", "lying", "working_days", "mean_working_days"),
    "supervised",
)
_BEHIND = ("period", "group", "label", "column", "case_no", "day", "kind", "kind_label", "amount")
_BEHIND_SHOWN = ("case_no", "day", "kind_label", "amount")
_RESTATED = (
    *("period", "group", "label", "column", "then", "now", "seq", "recorded_at", "at", "kind", "kind_label", "case_no"),
    *("changed", "actor"),
)
_RESTATED_SHOWN = ("label", "column_label", "then", "now", "seq", "recorded_at", "kind_label", "case_no", "changed")


class Answer(NamedTuple):
    """An answer's session, and the form, file and encoding asked for; `force` to replace a file."""

    session: Session
    form: str
    output: Path | None
    force: bool
    encoding: str

    def show(self, records: Records, columns: Columns, shown: Columns, known: Figures, empty: str = "") -> None:
        """Give the records: `columns` to programs, `shown` to people, under the headings of the figures."""
        listing, output = Listing(" ".join(columns), " ".join(shown)), Output(*self[1:])
        give(self.session, listing, output, records, empty, private=False, headings=headings(known))


def known_day(given: str | None, today: str) -> str | None:
    """Read --known-on. Raises UsageProblem if the day is not over: it is not known yet what will be entered on it."""
    if given is None:
        return None
    day = parse_day(given, "--known-on")
    if day >= today:
        raise UsageProblem(
            "--known-on {day} is not a day that is over: what will be entered until its end is not known. Name one"
            " before {today}.",
            day=day,
            today=today,
        )
    return day


def figures(to: Answer, period: Period, by: str, known: str | None, *, more: bool, compare: bool) -> None:
    """Show the return itself, with a sentence if there was nothing at all."""
    with to.session.reading(known_on=known) as connection:
        dimension = month_act.dimension(connection, by)
        records = month_act.of_period(connection, period, dimension, compare=compare)
        known_figures = figures_of(connection)
    shown: Columns = _COMPARED_SHOWN if compare else _MORE_SHOWN if more else _SHOWN
    if to.form == "table":
        is_painted = not to.output and sys.stdout.isatty()
        records = with_bars(readable(records, known_figures), "received", "closing")
        shown = [key for key in shown if is_painted or not key.endswith("_bar")]
    shown = tuple(key for key in shown if key != "no_complaint" or dimension == "unit")
    to.show(records, month_act.columns(known_figures, more=more, compare=compare), shown, known_figures)
    if unknown := records[-1]["undated"]:
        say(
            plural(
                "{number} case was closed on a day that the old register does not give, nor that of a reply: it counts"
                " as closed on the day of receipt, and neither as on time nor as late, nor in the days it took.",
                "{number} cases were closed on days that the old register does not give, nor those of replies: they"
                " count as closed on the day of receipt, and neither as on time nor as late, nor in the days they"
                " took.",
                unknown,
            )
        )
    if month_act.is_nil(records):
        say(_("Nil return: no complaint in {period}.", period=period.name))


def explained(to: Answer, period: Period, by: str, given: str, known: str | None) -> None:
    """Show the cases behind a figure, no personal data among them."""
    with to.session.reading(known_on=known) as connection:
        row, figure, cases = month_act.explained(connection, period, month_act.dimension(connection, by), given)
        known_figures = figures_of(connection)
        labels = rule_rows.labels(connection, to.session.language)
    heads = headings(known_figures)
    records = [
        {
            **case,
            "period": period.name,
            "group": row["group"],
            "label": row["label"],
            "column": figure.code,
            "kind_label": labels.get(("event_kind", case["kind"])) or heads[case["kind"]],
            "amount": yuan(case["amount"]) if figure.value_type == "yuan" else case["amount"],
        }
        for case in cases
    ]
    to.show(records, _BEHIND, _BEHIND_SHOWN, known_figures, empty=_("No case is behind this figure."))
    say(
        _(
            "{period}, {group}, {column}: {figure}",
            period=period.name,
            group=row["label"],
            column=heads[figure.code],
            figure="-" if row[figure.code] is None else row[figure.code],
        )
    )


def restated(to: Answer, period: Period, by: str, known: str | None) -> None:
    """Show what has changed of a past period since it was known on a day, by default the first after it."""
    day = restatement.first_known(period, known, to.session.clock.now().day)
    with to.session.reading() as now, to.session.reading(known_on=day) as then:
        records = restatement.restated(now, then, period, month_act.dimension(now, by), day)
        labels = rule_rows.labels(now, to.session.language)
        known_figures = figures_of(now)
    heads = headings(known_figures)
    for record in records:
        record["kind_label"] = labels.get(("event_kind", record["kind"]))
        record["column_label"] = heads[record["column"]]
    empty = _("Nothing of {period} has changed since {day}.", period=period.name, day=day)
    to.show(records, _RESTATED, _RESTATED_SHOWN, known_figures, empty=empty)


def note(session: Session, period: Period, findings: str | None, proposals: str | None) -> None:
    """Put the officer's findings and proposals on a period on record."""
    with session.writing() as act:
        month_act.note(act, period, findings, proposals)
    tell(_("Noted on {period}.", period=period.name))


def legs(to: Answer, period: Period, known: str | None) -> None:
    """Show how long cases lay at each unit, by the months of their slips."""
    with to.session.reading(known_on=known) as connection:
        lying = month_rows.unit_legs(connection, period.first_day[:7], period.last_day[:7])
        records = labelled(lying, rule_rows.labels(connection, to.session.language))
        known_figures = figures_of(connection)
    to.show(records, _LEGS, _LEGS[1:], known_figures, empty=_("No slip was issued in {period}.", period=period.name))

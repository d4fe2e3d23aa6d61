"""The answers of `report` as listings: its columns, figures, the cases behind one, what changed, the time at units."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from complaintctl.base import written
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked, plural
from complaintctl.base.periods import Period
from complaintctl.base.text import yuan
from complaintctl.cases import rule_rows
from complaintctl.front.session import Session, say, tell
from complaintctl.month import act as month_act
from complaintctl.month import restatement
from complaintctl.month import rows as month_rows
from complaintctl.month.columns import column_names, defined
from complaintctl.record.figures import figures_of, headings, value_type_of
from complaintctl.record.queries import Rows
from complaintctl.tables.listing import Listing, Record, Section, labelled
from complaintctl.tables.output import Output, give

_SHOWN = (
    "label opening received received_bar reopened resolved withdrawn voided closing closing_bar on_time late"
    " mean_working_days overdue_now major no_complaint"
).split()
# One table under each heading, so that each fits on a page.
_MORE_SHOWN = {
    marked("Received and closed"): (
        "label received received_bar share no_complaint closed_rate on_time_rate ever_late undated".split()
    ),
    marked("Working days to the answer"): (
        "label mean_working_days median_working_days answered_band_1 answered_band_2 answered_band_3 answered_band_4"
        " first_response_rate progress_rate"
    ).split(),
    marked("What came of it"): (
        "label upheld untrue satisfied satisfied_rate agreed agreed_rate compensation_yuan".split()
    ),
    marked("Slips"): "label slips slips_returned supervised mean_hand_offs".split(),
    marked("By the size of the bank"): "label per_100_staff per_outlet per_10000_customers".split(),
}
_OFTEN_UNKNOWN = ("first_response_rate", "progress_rate", "per_100_staff", "per_outlet", "per_10000_customers")
_COMPARED_SHOWN = (
    "label received received_bar received_before received_before_rate received_year received_year_rate closing"
    " closing_before late late_before"
).split()
_LEGS = Listing(
    "unit unit_name legs returned answered lying working_days mean_working_days supervised",
    "unit_name legs returned answered lying working_days mean_working_days supervised",
)
_BEHIND = Listing(
    "period group label column case_no day kind kind_label amount out_of", "case_no day kind_label amount out_of"
)
_COLUMNS = Listing("column label option definition")
_RESTATED = Listing(
    "period group label column then now seq recorded_at at kind kind_label case_no changed actor",
    "label column_label then now seq recorded_at kind_label case_no changed",
)
_WIDEST_BAR = 12  # cells of the terminal
_PARTS = " ▏▎▍▌▋▊▉█"


def figures(
    session: Session, output: Output, period: Period, by: str, known: str | None, *, more: bool, compare: bool
) -> None:
    """Give the return itself, with a sentence if there was nothing at all."""
    with session.reading(known_on=known) as connection:
        dimension = month_act.dimension(connection, by)
        known_figures = figures_of(connection, period.last_day)
        records = month_act.of_period(connection, period, dimension, known_figures, compare=compare)
        unknown_sizes = month_rows.unknown_sizes(connection, period.last_day) if more else []
        title = _title(connection, period, dimension, known or session.clock.now().day)
    if output.is_painted:
        records = with_bars(records)
    if output.form == "table" and not output.file:
        tell(title)
    heads = headings(known_figures)

    def tells(key: str) -> bool:
        """Tell whether a column says anything to people."""
        if key.endswith("_bar"):
            return output.is_painted
        if key in ("voided", "undated"):
            return bool(records[-1][key])
        if key == "no_complaint":
            return dimension == "unit"
        return key not in _OFTEN_UNKNOWN or any(record[key] is not None for record in records)

    def in_per_cent(record: Record) -> Record:
        rates = [key for key in record if value_type_of(key, known_figures) == "rate"]
        return {**record, **{key: "" if record[key] is None else f"{100 * record[key]:.2f}%" for key in rates}}

    sections = []
    for title, columns in _MORE_SHOWN.items() if more and not compare and output.form == "table" else ():
        shown = tuple(filter(tells, columns))
        if shown != ("label",):
            sections.append(Section(_(title), [in_per_cent(record) for record in records], shown, heads))
    seen = " ".join(filter(tells, _COMPARED_SHOWN if compare else _SHOWN))
    listing = Listing(" ".join(column_names(known_figures, more=more, compare=compare)), seen, readable=in_per_cent)
    give(session, listing, output, records, sections=sections, private=False, headings=heads)
    is_of_units = more and dimension in ("unit", "area")
    for remark in _remarks(session, period, records, unknown_sizes, is_of_units=is_of_units):
        say(remark)


def _title(connection: sqlite3.Connection, period: Period, dimension: str, day: str) -> str:
    """Whose return it is, of which period, as of which day, broken down by what."""
    title = _(
        "{bank}: complaints and petitions, {period}",
        bank=rule_rows.policy(connection, "bank_name"),
        period=written.period(period.name),
    )
    by = month_act.dimension_name(connection, dimension)
    return title + "\n" + _("By {dimension}, as of {day}.", dimension=by, day=written.day(day))


def _remarks(
    session: Session, period: Period, records: Sequence[Record], unknown_sizes: Rows, *, is_of_units: bool
) -> Iterator[str]:
    """Yield what is empty in the return, what counts otherwise, and whether there was nothing at all."""
    if unknown_sizes:
        yield _(
            "Not entered for {day}: {sizes}. The figures that are divided by them are empty. Enter each with"
            " `complaintctl policy set {key} NUMBER --from {day}`.",
            day=min(period.last_day, session.clock.now().day),
            sizes=_(", ").join(size[f"label_{session.language}"] for size in unknown_sizes),
            key=rule_rows.rule_called(unknown_sizes[0]),
        )
    if is_of_units:
        yield _(
            "Complaints by staff, outlets and customers are of the bank as a whole: of a unit or an area they are not"
            " known, and empty."
        )
    if unknown := records[-1]["undated"]:
        yield plural(
            "{number} case was closed on a day that the old register does not give, nor that of a reply: it counts as"
            " closed on the day of receipt, and neither as on time nor as late, nor in the days it took.",
            "{number} cases were closed on days that the old register does not give, nor those of replies: they count"
            " as closed on the day of receipt, and neither as on time nor as late, nor in the days they took.",
            unknown,
        )
    if month_act.is_nil(records):
        yield _("Nil return: no complaint in {period}.", period=period.name)


def with_bars(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return the records with `received_bar` and `closing_bar`: these counts as bars, the total without."""
    counts = ("received", "closing")
    most = max((record[count] for record in records[:-1] for count in counts), default=0)
    bars = [{f"{count}_bar": bar(record[count], most) for count in counts} for record in records[:-1]]
    bars.append({f"{count}_bar": "" for count in counts})
    return [{**record, **beside} for record, beside in zip(records, bars, strict=True)]


def bar(count: int, most: int) -> str:
    """Return a count as a bar, `most` being as wide as there is room."""
    eighths = round(8 * _WIDEST_BAR * count / most) if most else 0
    full, part = divmod(max(eighths, 1) if count else 0, 8)
    return "█" * full + _PARTS[part].strip()


def explained(session: Session, output: Output, period: Period, by: str, given: str, known: str | None) -> None:
    """Give the cases behind a figure, no personal data among them."""
    with session.reading(known_on=known) as connection:
        known_figures, dimension = figures_of(connection, period.last_day), month_act.dimension(connection, by)
        explanation = month_act.explained(connection, period, dimension, known_figures, given)
        labels = rule_rows.labels(connection, session.language)
        are_all_told = len(session.told_of(connection, explanation.cases)) == len(explanation.cases)
    row, figure, cases, *_sums = explanation
    heads = headings(known_figures)
    place = {"period": period.name, "group": row["group"], "label": row["label"], "column": figure.code}
    kinds = {("event_kind", code): heading for code, heading in heads.items()}  # of moves that are no event
    records = [{**place, **case} for case in labelled(cases, {**kinds, **labels}, kind="event_kind")]
    if figure.value_type == "yuan":
        for record in records:
            record["amount"] = yuan(record["amount"])
    listing = _BEHIND
    if all(record["out_of"] is None for record in records):
        listing = _BEHIND._replace(seen=_BEHIND.seen.removesuffix(" out_of"))
    empty = _("No case is behind this figure.") if are_all_told else ""
    give(session, listing, output, records, empty, private=False, headings=heads)
    if not are_all_told:  # said alike whatever they are kept from who looks for
        say(_("Cases that are not shown to you are counted, and left out of this list."))
    said = {"period": period.name, "group": row["label"], "column": heads[figure.code]}
    say(_("{period}, {group}, {column}: {figure}", **said, figure=_worked_out(explanation)))
    say(figure.definition)


def _worked_out(explanation: month_act.Explanation) -> str:
    """Return a figure as it stands in the return, of a quotient with what is divided by what."""
    row, figure, cases, amount, out_of = explanation
    value = row[figure.code]
    if figure.is_median:
        return "-" if value is None else _("{figure}, the middle of {number}", figure=value, number=len(cases))
    if not figure.is_quotient:
        return str(value)
    times = f" × {figure.times}" if figure.times != 1 else ""
    if out_of is None:
        return _("not known: {amount} ÷ a number nobody has entered", amount=amount)
    if not out_of:
        return _("none: {amount} ÷ {out_of}", amount=amount, out_of=out_of)
    shown = f"{100 * value:.2f}%" if figure.value_type == "rate" else value
    return f"{shown} = {amount} ÷ {out_of}{times}"


def columns(session: Session, output: Output, period: Period) -> None:
    """Give the columns of the return, each with what it counts."""
    with session.reading() as connection:
        records = list(defined(figures_of(connection, period.last_day)))
    give(session, _COLUMNS, output, records, private=False)


def restated(session: Session, output: Output, period: Period, by: str, known: str | None) -> None:
    """Give what has changed of a past period since it was known on a day, by default the first after it.

    Raises UsageProblem if that day is not over, or lies before the period.
    """
    day = known or (date.fromisoformat(period.last_day) + timedelta(days=1)).isoformat()
    named = {"period": period.name, "day": day, "first": period.first_day}
    if day >= session.clock.now().day:
        raise UsageProblem(
            "{period} was not drawn yet: the first day after it, {day}, is not over. If it was drawn before, name"
            " the day with --known-on.",
            **named,
        )
    if day < period.first_day:
        raise UsageProblem(
            "{period} was not drawn on {day}: it begins on {first}. Name a later day with --known-on.", **named
        )
    with session.reading() as now, session.reading(known_on=day) as then:
        known_figures, dimension = figures_of(now), month_act.dimension(now, by)
        records = restatement.restated(now, then, period, dimension, known_figures, day)
        records = labelled(records, rule_rows.labels(now, session.language), kind="event_kind")
    heads = headings(known_figures)
    records = [{**record, "column_label": heads[record["column"]]} for record in records]
    empty = _("Nothing of {period} has changed since {day}.", period=period.name, day=day)
    give(session, _RESTATED, output, records, empty, private=False, headings=heads)


def legs(session: Session, output: Output, period: Period, known: str | None) -> None:
    """Give how long cases lay at each unit, by the months of their slips."""
    with session.reading(known_on=known) as connection:
        lying = month_rows.unit_legs(connection, period.first_day[:7], period.last_day[:7])
        records = labelled(lying, rule_rows.labels(connection, session.language))
        heads = headings(figures_of(connection))
    empty = _("No slip was issued in {period}.", period=period.name)
    give(session, _LEGS, output, records, empty, private=False, headings=heads)

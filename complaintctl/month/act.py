"""The return of a period: its figures, proved to balance before anybody sees them, and findings on it (Art. 22)."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, NotFound, Refused, UsageProblem
from complaintctl.base.language import _, plural, spoken
from complaintctl.base.periods import Period, period_before, year_before
from complaintctl.base.text import quoted
from complaintctl.base.values import plain, required_text
from complaintctl.calendar.rows import calendar_span
from complaintctl.cases import privacy_check
from complaintctl.cases.case_acts import occurred_at
from complaintctl.month import rows as month_rows
from complaintctl.record import ledger, views
from complaintctl.record.figures import COMPARED, Figure, Figures
from complaintctl.record.ledger import Act, Fact

Record = dict[str, Any]

_EARLIER = {"before": period_before, "year": year_before}
# What is written of nothing, by unit: groups add up to the total in these alone. A mean or a rate of nothing is None.
_NOTHING = {"count": 0, "yuan": "0.00"}


def of_period(
    connection: sqlite3.Connection, period: Period, dimension: str, figures: Figures, *, compare: bool = False
) -> list[Record]:
    """Return the rows of the return by one dimension, the total last; each has period, group, label and every figure.

    Among them are `share` (of all received, from 0 to 1) and `no_complaint`, whether none was received, which banks
    publish of their units (零投诉); never of a unit that is there for comparison alone. With `compare` it has, of each
    count of COMPARED, `COUNT_before`, `COUNT_before_change` (the difference) and `COUNT_before_rate` (the change in
    proportion, None where there was nothing), and the same for the year before as `COUNT_year`….

    Raises:
        ComplaintError: a group does not balance, or the groups do not add up to the total.
        Refused: a due date is not known, so that neither on time nor late can be counted.
        UsageProblem: nothing can lie before the period.
    """
    try:
        earlier = {name: find(period) for name, find in _EARLIER.items()} if compare else {}
    except (ValueError, OverflowError):
        raise UsageProblem(
            "{period} has no period before it to compare with: leave out --compare.", period=period.name
        ) from None
    views.set_periods(connection, [period, *earlier.values()], [dimension])
    if cases := month_rows.undated_cases(connection):
        named = {"period": period.name, "case_no": cases[0], "last": calendar_span(connection)["last"]}
        raise Refused(
            plural(
                "The return of {period} cannot be drawn: the due date of {number} case ({case_no}) is not known,"
                " because the calendar ends on {last}. Extend it first: complaintctl calendar import",
                "The return of {period} cannot be drawn: the due dates of {number} cases ({case_no} first) are not"
                " known, because the calendar ends on {last}. Extend it first: complaintctl calendar import",
                len(cases),
                **named,
            )
        )
    label = "label" if spoken() == "zh" else "label_en"
    rows: list[Record] = [
        {**dict(row), "label_zh": row["label"], "label": row[label], "no_complaint": row["received"] == 0}
        for row in month_rows.figures(connection, dimension)
    ]
    check_balance(rows, figures)
    records = [row for row in rows if row["period"] == period.name]
    records[-1:-1] = _gone(rows, records, figures)
    received = records[-1]["received"]
    for record in records:
        record["share"] = round(record["received"] / received, 4) if received else None
    joint = month_rows.joint_units(connection, period.last_day)
    for name, other in earlier.items():
        _add_comparison(records, [row for row in rows if row["period"] == other.name], name, joint)
    return records


def is_joint(row: Mapping[str, Any]) -> bool:
    """Tell whether a row counts a unit together with those it took over, which have rows of their own."""
    return str(row["group"]).endswith("+")


def dimension(connection: sqlite3.Connection, given: str) -> str:
    """Return what to break the return down by, named by code, Chinese label, or a part of one. Raises UsageProblem."""
    known, name = month_rows.dimensions(connection), plain(given)
    exact = [row for row in known if name in (row["code"], row["label_zh"])]
    found = exact or [row for row in known if name and name in row["label_zh"]]
    if len(found) == 1:
        return str(found[0]["code"])
    names = [row["label_zh"] if spoken() == "zh" else row["code"] for row in known]
    raise UsageProblem("--by {given} is none of {dimensions}.", given=quoted(given), dimensions=_(", ").join(names))


def dimension_name(connection: sqlite3.Connection, dimension: str) -> str:
    """Return what it is called by which the return is broken down, in the language spoken."""
    labels = {row["code"]: row["label_zh"] for row in month_rows.dimensions(connection)}
    return str(labels[dimension]) if spoken() == "zh" else dimension.replace("_", " ")


def is_nil(records: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether there was nothing at all: no case in stock, none received, none reopened."""
    total = records[-1]
    return not (total["opening"] or total["received"] or total["reopened"])


def check_balance(rows: Iterable[Record], figures: Figures) -> None:
    """See that every group balances and that the groups add up to the total. Raises ComplaintError, naming a group."""
    for period, of_period in groupby(rows, lambda row: row["period"]):
        *groups, total = of_period
        for row in (*groups, total):
            came, went = row["received"] + row["reopened"], row["resolved"] + row["withdrawn"] + row["voided"]
            if row["opening"] + came - went != row["closing"] or row["closing"] < 0:
                raise ComplaintError(
                    "The return of {period} does not balance for {group}: {opening} + {came} came - {went} left is"
                    " not {closing}. Nothing was written: run `complaintctl verify`.",
                    **{**row, "group": row["label"], "came": came, "went": went},
                )
        for figure in _sums(figures):
            added = sum((Decimal(row[figure.code]) for row in groups if not is_joint(row)), Decimal(0))
            if groups and added != Decimal(total[figure.code]):
                named = {"period": period, "column": figure.name, "total": total["label"]}
                raise ComplaintError(
                    "The groups of the return of {period} add up to {added} in the column {column}, but {total} has"
                    " {number}. Nothing was written: run `complaintctl verify`.",
                    **{**named, "added": added, "number": total[figure.code]},
                )


def _gone(rows: list[Record], records: list[Record], figures: Figures) -> list[Record]:
    """Return rows of zeros for the groups that had figures in another period alone: a unit retired between the two."""
    there = {record["group"] for record in records}
    zeros = {**nothing(figures), "period": records[-1]["period"], "no_complaint": False}
    added = [figure.code for figure in _sums(figures)]
    others = [row for row in rows if row["group"] not in there and not is_joint(row)]
    gone = [row | zeros for row in others if any(Decimal(row[code]) for code in added)]
    return list({row["group"]: row for row in gone}.values())


def _sums(figures: Figures) -> list[Figure]:
    return [figure for figure in figures.values() if figure.value_type in _NOTHING]


def nothing(figures: Figures) -> Record:
    """Return the figures of a group that there is nothing of."""
    return {code: _NOTHING.get(figure.value_type) for code, figure in figures.items()}


def _add_comparison(records: list[Record], others: list[Record], name: str, joint: Mapping[str, Sequence[str]]) -> None:
    before = {other["group"]: other for other in others}
    for record in records:
        parts = joint.get(record["group"], [record["group"]])
        for column in COMPARED:
            old = sum(before.get(part, {}).get(column, 0) for part in parts)
            change = record[column] - old
            record[f"{column}_{name}"] = old
            record[f"{column}_{name}_change"] = change
            record[f"{column}_{name}_rate"] = round(change / old, 4) if old else None


# ---- What is behind a figure ----


class Explanation(NamedTuple):
    """A figure of the return in a row of it, and the cases behind it; of a quotient both sums too.

    Each case has case_no, day, kind of move, amount, and what it counts in `out_of`: None of a sum, and of a figure
    that is divided by something else than cases.
    """

    row: Record
    figure: Figure
    cases: Sequence[Record]
    amount: Any
    out_of: int | None  # None: nobody knows it


def explained(
    connection: sqlite3.Connection, period: Period, dimension: str, figures: Figures, given: str
) -> Explanation:
    """Return the figure that `GROUP:COLUMN` names, by codes or by what stands over them, with the cases behind it.

    Raises UsageProblem where it is not written so, or there is no such column; NotFound for a group; ComplaintError
    where the cases do not make the figure.
    """
    name, figure = _asked(figures, given)
    rows = of_period(connection, period, dimension, figures)
    row = next((row for row in rows if name in (row["group"], row["label"], row["label_en"])), None)
    if row is None:
        raise NotFound.named(
            _("group of the return"), name, [(row["group"], row["label"], row["label_en"]) for row in rows]
        )
    shown = "total" if row["group"] == "total" else dimension
    cases = [
        {**{key: move[key] for key in ("case_no", "day", "kind")}, "amount": figure.amount(move),
         "out_of": figure.out_of(move)}
        for move in month_rows.moves(connection, shown, group=row["group"])
        if figure.is_made_of(move)
    ]  # fmt: skip
    amount = sum(case["amount"] or 0 for case in cases)
    if figure.per == "total":
        out_of = rows[-1][figure.of_move]
    elif figure.per:  # which nobody has entered, or nobody knows of a unit, where the figure is empty
        out_of = None if row[figure.code] is None else month_rows.sizes(connection, period.name)[figure.per]
    else:
        out_of = sum(case["out_of"] or 0 for case in cases)
    explanation = Explanation(row, figure, cases, amount, out_of)
    _check_made(explanation)
    return explanation


def _asked(figures: Figures, given: str) -> tuple[str, Figure]:
    """Return the name of the group, and the figure, that `GROUP:COLUMN` names. Raises UsageProblem."""
    name, colon, asked = (part.strip() for part in plain(given).rpartition(":"))
    explicable = [figure for figure in figures.values() if figure.of_move]
    # That of the name asked for goes before those of the heading.
    named = sorted(explicable, key=lambda figure: figure.code != asked)
    figure = next((one for one in named if asked in (one.code, one.label_zh, one.label_en)), None)
    columns = [known.name for known in explicable]
    if not colon:
        raise UsageProblem(
            "--explain {given} is not GROUP:COLUMN, such as total:received. The columns are {columns}.",
            given=quoted(given),
            columns=_(", ").join(columns),
        )
    if figure is None:
        every = [*columns, *(known.code for known in explicable)]
        raise UsageProblem(
            "--explain {given}: {error} `complaintctl report --columns` lists them.",
            given=quoted(given),
            error=NotFound.named(_("column"), asked, every),
        )
    return name, figure


def _check_made(explanation: Explanation) -> None:
    """See that the cases behind a figure make it. Raises ComplaintError."""
    row, figure, cases, amount, out_of = explanation
    made: float | Decimal | None = Decimal(amount) / (100 if figure.value_type == "yuan" else 1)
    if figure.is_median:
        made = median(case["amount"] for case in cases) if cases else None
    elif figure.is_quotient:
        made = figure.times * amount / out_of if out_of else None
    if not _is_same(row[figure.code], made, figure):
        said = {"group": row["label"], "column": figure.name, "figure": row[figure.code], "added": made}
        raise ComplaintError(
            "{group} has {figure} in the column {column}, but its cases add up to {added}. Nothing was written: run"
            " `complaintctl verify`.",
            **said,
        )


def _is_same(shown: Any, made: float | Decimal | None, figure: Figure) -> bool:
    """Tell whether a figure is what its cases make, a quotient rounded to the digits that it is shown with."""
    if shown is None or made is None:
        return shown is made
    if not figure.is_quotient:
        return Decimal(shown) == made
    return abs(float(shown) - float(made)) <= 0.5 * 10 ** -(4 if figure.value_type == "rate" else 2) + 1e-9


# ---- What the officer has to say on a period ----


def note(act: Act, period: Period, findings: str | None, proposals: str | None) -> None:
    """Enter the officer's findings and proposals on a period (Art. 22); the last of each are those that hold.

    Raises UsageProblem if one is empty, Refused if one holds something of a customer (Art. 6).
    """
    notes = {"findings": findings, "proposals": proposals}
    for name, text in notes.items():
        if text is not None:
            notes[name] = required_text(text, f"--note-{name}")
            privacy_check.check(act.connection, text, f"--note-{name}")
    detail = {"period": period.name, "first_day": period.first_day, "last_day": period.last_day, **notes}
    ledger.append(act, [Fact(None, "report_noted", occurred_at(act, None), detail)])

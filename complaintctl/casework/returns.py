"""The return of a period: its figures, proved to balance before anybody sees them (Art. 22)."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from complaintctl import ledger, views
from complaintctl.casework import free_text
from complaintctl.casework.common import occurred_at
from complaintctl.errors import ComplaintError, NotFound, Refused, UsageProblem
from complaintctl.figure_names import figure_name, figure_named
from complaintctl.language import _, plural, spoken
from complaintctl.ledger import Act, Fact
from complaintctl.periods import Period, period_before, year_before
from complaintctl.queries import calendar_span, returns
from complaintctl.values import plain, required_text

Record = dict[str, Any]

# The counts that are compared with the period before and with the same period of the year before.
COMPARED = ("received", "resolved", "closing", "late")
_EARLIER = {"before": period_before, "year": year_before}
_SUMS = (
    *("opening", "received", "reopened", "resolved", "withdrawn", "closing", "on_time", "late", "overdue_now"),
    *("major", "repeat", "anonymous", "upheld", "satisfied"),
)
_RATIOS = ("on_time_rate", "mean_working_days", "median_working_days")


class Unbalanced(ComplaintError):
    """The figures contradict each other: the program, or the file, is wrong."""


def of_period(
    connection: sqlite3.Connection, period: Period, dimension: str, *, more: bool = False, compare: bool = False
) -> list[Record]:
    """The rows of the return by one dimension, the total last; each has at least queries.returns.COLUMNS.

    Each also says with `no_complaint` whether none was received, which banks publish of their units (零投诉); never of
    a unit that is there for comparison alone. With `more` it has returns.MORE, `share` (of all received, from 0 to 1)
    and returns.MORE_SINCE; with `compare`, of each count of COMPARED, `COUNT_before`, `COUNT_before_change` (the
    difference) and `COUNT_before_rate` (the change in proportion, None where there was nothing), and the same for the
    year before as `COUNT_year`….

    Raises:
        Unbalanced: a group does not balance, or the groups do not add up to the total.
        Refused: a due date is not known, so that neither on time nor late can be counted.
        UsageProblem: nothing can lie before the period.
    """
    earlier = _earlier(period) if compare else {}
    views.set_periods(connection, [period, *earlier.values()], [dimension])
    _refuse_undated(connection, period)
    rows = [_record(row) for row in returns.figures(connection, dimension)]
    check_balance(rows)
    records = [row for row in rows if row["period"] == period.name]
    for record in records:
        record["no_complaint"] = record["received"] == 0
    records[-1:-1] = _gone(rows, records)
    if more:
        _add_more(connection, records, dimension, period)
    for name, other in earlier.items():
        _add_comparison(records, [row for row in rows if row["period"] == other.name], name)
    return records


def _refuse_undated(connection: sqlite3.Connection, period: Period) -> None:
    cases = returns.undated_cases(connection)
    if cases:
        raise Refused(
            plural(
                "The return of {period} cannot be drawn: the due date of {number} case ({case_no}) is not known,"
                " because the calendar ends on {last}. Extend it first: complaintctl calendar import",
                "The return of {period} cannot be drawn: the due dates of {number} cases ({case_no} first) are not"
                " known, because the calendar ends on {last}. Extend it first: complaintctl calendar import",
                len(cases),
                period=period.name,
                case_no=cases[0],
                last=calendar_span(connection)["last"],
            )
        )


def columns(*, more: bool = False, compare: bool = False) -> list[str]:
    """The columns of such rows, those that the contract promises first."""
    added = [*returns.MORE, "share", "no_complaint", *returns.MORE_SINCE] if more else []
    if compare:
        added += [
            f"{count}_{name}{part}" for name in _EARLIER for count in COMPARED for part in ("", "_change", "_rate")
        ]
    return [*returns.COLUMNS, *added]


def dimension(connection: sqlite3.Connection, given: str) -> str:
    """What the return is broken down by: by code, Chinese label, or a part that only one has. Raises UsageProblem."""
    known, name = returns.dimensions(connection), plain(given)
    exact = [row for row in known if name in (row["code"], row["label_zh"])]
    found = exact or [row for row in known if name and name in row["label_zh"]]
    if len(found) == 1:
        return str(found[0]["code"])
    names = [row["label_zh"] if spoken() == "zh" else row["code"] for row in known]
    raise UsageProblem(_("--by {given} is none of {dimensions}.", given=repr(given), dimensions=_(", ").join(names)))


def is_nil(records: Sequence[Mapping[str, Any]]) -> bool:
    """Whether there was nothing at all: no case in stock, none received, none reopened."""
    total = records[-1]
    return not (total["opening"] or total["received"] or total["reopened"])


def undated(records: Sequence[Mapping[str, Any]]) -> int:
    """Count the cases that left on a day that nobody knows, and so neither in time nor late."""
    total = records[-1]
    return int(total["resolved"] + total["withdrawn"] - total["on_time"] - total["late"])


def check_balance(rows: Iterable[Record]) -> None:
    """See that every group balances and that the groups add up to the total. Raises Unbalanced, naming the group."""
    sums: dict[str, Record] = {}
    for row in rows:
        came, went = row["received"] + row["reopened"], row["resolved"] + row["withdrawn"]
        if row["opening"] + came - went != row["closing"] or row["closing"] < 0:
            raise Unbalanced(
                _(
                    "The return of {period} does not balance for {group}: {opening} + {came} came - {went} left is not"
                    " {closing}. Nothing was written: run `complaintctl verify`.",
                    period=row["period"],
                    group=row["label"],
                    opening=row["opening"],
                    came=came,
                    went=went,
                    closing=row["closing"],
                )
            )
        if row["group"] != "total":
            added = sums.setdefault(row["period"], dict.fromkeys(_SUMS, 0))
            for column in _SUMS:
                added[column] += row[column]
        else:
            _check_total(row, sums.get(row["period"], row))


def _check_total(total: Record, added: Record) -> None:
    for column in _SUMS:
        if added[column] != total[column]:
            raise Unbalanced(
                _(
                    "The groups of the return of {period} add up to {added} in the column {column}, but {total} has"
                    " {number}. Nothing was written: run `complaintctl verify`.",
                    period=total["period"],
                    added=added[column],
                    column=figure_name(column),
                    total=total["label"],
                    number=total[column],
                )
            )


def _record(row: sqlite3.Row) -> Record:
    record = dict(row) | {"label_zh": row["label"]}
    return record if spoken() == "zh" else record | {"label": record["label_en"]}


def _earlier(period: Period) -> Mapping[str, Period]:
    try:
        return {name: find(period) for name, find in _EARLIER.items()}
    except (ValueError, OverflowError):
        raise UsageProblem(
            _("{period} has no period before it to compare with: leave out --compare.", period=period.name)
        ) from None


def _gone(rows: list[Record], records: list[Record]) -> list[Record]:
    """Rows of zeros for the groups that had figures in another period alone: a unit retired between the two."""
    there = {record["group"] for record in records}
    missing = {row["group"]: row for row in rows if row["group"] not in there and any(row[key] for key in _SUMS)}
    zeros = {**dict.fromkeys(_SUMS, 0), **dict.fromkeys(_RATIOS, None), "compensation_yuan": "0.00"}
    of_none = {"period": records[-1]["period"], "no_complaint": False}
    return [row | zeros | of_none for row in missing.values()]


def _add_more(connection: sqlite3.Connection, records: list[Record], dimension: str, period: Period) -> None:
    further = {
        row["group"]: dict(row)
        for row in returns.further_figures(connection, dimension)
        if row["period"] == period.name
    }
    received = records[-1]["received"]
    rates = ("satisfied_rate", "mean_hand_offs")
    columns = (*returns.MORE, *returns.MORE_SINCE)
    empty = {column: None if column in rates else 0 for column in columns}
    for record in records:
        record.update({key: further.get(record["group"], empty)[key] for key in columns})
        record["share"] = round(record["received"] / received, 4) if received else None


def _add_comparison(records: list[Record], others: list[Record], name: str) -> None:
    before = {other["group"]: other for other in others}
    for record in records:
        for column in COMPARED:
            old = before.get(record["group"], {}).get(column, 0)
            change = record[column] - old
            record[f"{column}_{name}"] = old
            record[f"{column}_{name}_change"] = change
            record[f"{column}_{name}_rate"] = round(change / old, 4) if old else None


# ---- What is behind a figure ----


def explained(
    connection: sqlite3.Connection, period: Period, dimension: str, given: str
) -> tuple[Record, str, list[Record]]:
    """The row of the return that `GROUP:COLUMN` names, the column, and the cases behind that figure.

    Group and column go by their codes or by what stands over them.

    Each case has case_no, day, kind of move and amount; a sum of the return is the sum of the amounts. Of a mean, a
    median or a rate these are what it was made of.

    Raises:
        UsageProblem: it is not written so, or there is no such column.
        NotFound: no such group.
        Unbalanced: the cases do not add up to the figure.
    """
    name, colon, asked = (part.strip() for part in plain(given).rpartition(":"))
    column = figure_named(asked, returns.SOURCES)
    if not colon or column is None:
        raise UsageProblem(
            _(
                "--explain {given} is not GROUP:COLUMN, such as total:received. The columns are {columns}.",
                given=repr(given),
                columns=_(", ").join(map(figure_name, returns.SOURCES)),
            )
        )
    rows = of_period(connection, period, dimension, more=column in (*returns.MORE, *returns.MORE_SINCE, "share"))
    row = next((row for row in rows if name in (row["group"], row["label"], row["label_en"])), None)
    if row is None:
        raise NotFound.named(_("group"), name, [known for row in rows for known in (row["group"], row["label"])])
    shown = "total" if row["group"] == "total" else dimension
    cases = [dict(case) for case in returns.cases_behind(connection, shown, row["group"], column)]
    _check_sum(row, column, sum(case["amount"] or 0 for case in cases))
    return row, column, cases


def _check_sum(row: Record, column: str, added: int) -> None:
    figure = row[column]
    if column == "compensation_yuan":
        figure = round(100 * float(figure))
    if isinstance(figure, int) and figure != added:
        raise Unbalanced(
            _(
                "{group} has {figure} in the column {column}, but its cases add up to {added}. Nothing was written: run"
                " `complaintctl verify`.",
                group=row["label"],
                figure=figure,
                column=figure_name(column),
                added=added,
            )
        )


# ---- What the officer has to say on a period ----


def note(act: Act, period: Period, findings: str | None, proposals: str | None) -> None:
    """Enter the officer's findings and proposals on a period (Art. 22); the last of each are those that hold.

    Raises:
        UsageProblem: one is empty.
        Refused: one holds something of a customer (Art. 6).
    """
    detail = {
        "period": period.name,
        "first_day": period.first_day,
        "last_day": period.last_day,
        "findings": _noted(act, findings, "--note-findings"),
        "proposals": _noted(act, proposals, "--note-proposals"),
    }
    ledger.append(act, [Fact(None, "report_noted", occurred_at(act, None), detail)])


def _noted(act: Act, given: str | None, what: str) -> str | None:
    if given is None:
        return None
    text = required_text(given, what)
    free_text.check(act.connection, text, what)
    return text

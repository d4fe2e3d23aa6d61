"""The effects of a change of rules, to which somebody has to agree: on cases, and on figures of past months."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, plural
from complaintctl.record.figures import figures_of
from complaintctl.record.queries import rows_of

_NAMED_AT_MOST = 20  # in a refusal; the rest are counted

# What every figure of the return is a sum, a mean or a rate of; period_slip was its own before version 6 of the tables.
# Files of before version 4 have their sums alone.
COUNTED, SUMS = ("period_move", "period_slip"), ("period_report",)
_OF_NO_FIGURE = {
    *("period", "case_no", "seq", "day", "kind", "unit", "slip_unit"),
    *("dimension", "group", "label", "label_en", "position"),
}

Figures = dict[tuple[str, str, str, str], Any]


class Effect(NamedTuple):
    """A case that a rule of an earlier day changes: its due date, importance or duties, before and after."""

    case_no: str
    before: str
    after: str


class Move(NamedTuple):
    """An open case's due date, or a figure of a month that is over, before and after a renewal of the rules."""

    what: str
    before: str
    after: str
    case_no: str = ""


def refuse_unless_agreed(key: str, day: str, effects: Sequence[Effect], agreed: Sequence[Effect] | None) -> None:
    """Refuse a change of a rule whose effects on cases nobody agreed to, naming them. `agreed`: None is any."""
    if agreed is None or effects == list(agreed):
        return
    if not effects:
        raise Refused("The cases have changed meanwhile: nothing was recorded. Try again.")
    refusal = plural(
        "{rule} from {day} changes {number} case received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day (--from, in a"
        " file from).",
        "{rule} from {day} changes {number} cases received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day (--from, in a"
        " file from).",
        len(effects),
        rule=key,
        day=day,
    )
    raise Refused(listed_below(refusal, effects))


def listed_below(sentence: str, effects: Sequence[tuple[Any, ...]]) -> str:
    """A sentence, and below it the first effects, each by its name, before and after; the rest are counted."""
    lines = [f"{name}: {before} → {after}" for name, before, after, *_more in effects[:_NAMED_AT_MOST]]
    if len(effects) > len(lines):
        lines.append(_("and {number} more", number=len(effects) - len(lines)))
    return "\n  ".join([sentence, *lines])


def due_dates(connection: sqlite3.Connection) -> dict[str, str | None]:
    """The due date of every open case; None where no clock runs."""
    sql = """
    SELECT case_no, (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on
    FROM complaint c WHERE is_open = 1 ORDER BY case_no
    """
    return {row["case_no"]: row["due_on"] for row in rows_of(connection, sql)}


def closed_figures(connection: sqlite3.Connection, views: Sequence[str] = COUNTED) -> Figures:
    """The figures of the months that are over, of the bank and by its category, channel and unit."""
    figures: Figures = {}
    for view in views:
        columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({view})")]
        if not columns:
            continue
        counted = [column for column in columns if column not in _OF_NO_FIGURE]
        sums = ", ".join(f"sum({column}) AS {column}" for column in counted)
        groups = "JOIN case_group g USING (case_no)" if view in COUNTED else ""
        sql = f"""
        WITH counted AS MATERIALIZED (
            SELECT * FROM {view} WHERE period < (SELECT substr(day, 1, 7) FROM today)
        )
        SELECT period, dimension, "group", {sums}
        FROM counted {groups}
        WHERE dimension IN ('total', 'category', 'channel', 'unit')
        GROUP BY period, dimension, "group"
        """
        for row in rows_of(connection, sql):
            place = (row["period"], row["dimension"], row["group"])
            figures |= {(*place, figure): row[figure] for figure in counted}
    return figures


def moves_since(
    connection: sqlite3.Connection, due: Mapping[str, str | None], figures: Figures, views: Sequence[str] = COUNTED
) -> list[Move]:
    """Compare the present with the due dates and the figures of before, if there are any.

    Of the figures those of both that differ: not one that only one of the programs knows, nor a group that has none.
    """
    moves, none = [], _("none")
    for case_no, due_on in due_dates(connection).items() if due else ():
        if due_on != due.get(case_no):
            moves.append(Move(case_no, due.get(case_no) or none, due_on or none, case_no))
    if figures:
        known, names = {figure for *_place, figure in figures}, figures_of(connection)
        for (period, dimension, group, figure), now in sorted(closed_figures(connection, views).items()):
            was = figures.get((period, dimension, group, figure))
            if figure in known and was != now and (was or now):
                name = names[figure].name if figure in names else figure
                what = _("{period}, {group}: {figure}", period=period, group=group, figure=name)
                moves.append(Move(what, str(was or 0), str(now or 0)))
    return moves

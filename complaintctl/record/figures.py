"""The figures of the return, as the file's table of them has them: their names, their units, what each is made of."""

from collections.abc import Mapping
from sqlite3 import Connection, Row
from typing import Any, NamedTuple

from complaintctl.base.language import spoken

# The counts that are compared with the period before and with the same period of the year before.
COMPARED = ("received", "resolved", "closing", "late")


class Figure(NamedTuple):
    """A figure of the return, which is made of the column `of_move` of period_move; empty: of other figures.

    A mean or a rate is the sum of that, `times` so many, divided by the sum of the columns `among`, or by what `per`
    names, or else by the number of moves that have a value.
    """

    code: str
    label_zh: str
    label_en: str
    value_type: str  # count, yuan, mean, rate or flag
    of_move: str
    among: str
    per: str  # a column of period_size, or total: the same sum of all groups
    times: int
    is_more: int
    definition_zh: str  # what it counts, in a few words
    definition_en: str

    @property
    def name(self) -> str:
        """The heading of its column in the language spoken; in English the name it is asked by."""
        return self.label_zh if spoken() == "zh" else self.code

    @property
    def definition(self) -> str:
        """The definition of what it counts, in the language spoken."""
        return self.definition_zh if spoken() == "zh" else self.definition_en

    @property
    def is_quotient(self) -> bool:
        """Tell whether it is a sum divided by another."""
        return self.value_type in ("mean", "rate")

    @property
    def is_median(self) -> bool:
        """Tell whether it is the middle of the amounts, and not their mean."""
        return self.code.startswith("median_")

    def amount(self, move: Mapping[str, Any] | Row) -> Any:
        """Return what a move adds to it: the value of its column; of one written column=n, whether that is n."""
        column, _sign, value = self.of_move.partition("=")
        return int(move[column] == int(value)) if value and move[column] is not None else move[column]

    def out_of(self, move: Mapping[str, Any] | Row) -> int | None:
        """Return what a move adds to what it is divided by; None of a sum, of a middle, and where that is no move."""
        if not self.is_quotient or self.is_median or self.per:
            return None
        if not self.among:
            return int(self.amount(move) is not None)
        columns = self.among.split()
        return sum(int(-move[name[1:]] if name.startswith("-") else move[name]) for name in columns)

    def is_made_of(self, move: Mapping[str, Any] | Row) -> bool:
        """Tell whether a move counts in it."""
        amount = self.amount(move)
        return bool(amount) or bool(self.out_of(move)) or (self.is_median and amount is not None)


Figures = Mapping[str, Figure]


def figures_of(connection: Connection, day: str | None = None) -> dict[str, Figure]:
    """Return the figures of the return by their codes, in the order of their columns.

    Their names are those of a `day`, today unless given, or of the first day that there was any rule: the bands of
    answers are in them.
    """
    sql = """
    SELECT code, label_zh, label_en, value_type,
        CASE WHEN value_type <> 'flag' THEN coalesce(of_move, code) ELSE '' END, coalesce(among, ''), coalesce(per, ''),
        times, is_more, definition_zh, definition_en
    FROM named_figure
    WHERE max(coalesce(:day, (SELECT day FROM today)), (SELECT min(in_force_from) FROM named_figure))
        BETWEEN in_force_from AND in_force_to
    ORDER BY position
    """
    return {row["code"]: Figure(*row) for row in connection.execute(sql, {"day": day})}


def headings(figures: Figures) -> dict[str, str]:
    """Return what stands over the column of each figure, in the language spoken."""
    return {code: figure.label_zh if spoken() == "zh" else figure.label_en for code, figure in figures.items()}


def value_type_of(key: str, figures: Figures) -> str:
    """Return the value type of a figure, or of one compared with an earlier period."""
    return figures[key].value_type if key in figures else "rate" if key.endswith("_rate") else "count"

"""The figures of the return, as the file's table of them has them: their names, their units, what each is made of."""

from collections.abc import Mapping
from sqlite3 import Connection, Row
from typing import Any, NamedTuple

from complaintctl.base.language import spoken

# The counts that are compared with the period before and with the same period of the year before.
COMPARED = ("received", "resolved", "closing", "late")


class Figure(NamedTuple):
    """A figure of the return, which is made of the column `of_move` of period_move; empty: of other figures."""

    code: str
    label_zh: str
    label_en: str
    value_type: str  # count, yuan, mean, rate or flag
    of_move: str
    among: str  # a mean or a rate is of the moves for which one of these columns holds
    is_more: int
    definition_zh: str  # what it counts, in a few words
    definition_en: str

    @property
    def name(self) -> str:
        """The heading of its column in the language spoken; in English the name it is asked by."""
        return self.label_zh if spoken() == "zh" else self.code

    def amount(self, move: Mapping[str, Any] | Row) -> Any:
        """Return what a move adds to it: the value of its column; of one written column=n, whether that is n."""
        column, _sign, value = self.of_move.partition("=")
        return move[column] == int(value) if value and move[column] is not None else move[column]

    def is_made_of(self, move: Mapping[str, Any] | Row) -> bool:
        """Tell whether a move counts in it."""
        amount = self.amount(move)
        if self.among:
            return bool(amount) or any(move[column] for column in self.among.split())
        return amount is not None if self.value_type == "mean" else bool(amount)


Figures = Mapping[str, Figure]


def figures_of(connection: Connection) -> dict[str, Figure]:
    """Return the figures of the return by their codes, in the order of their columns."""
    sql = """
    SELECT code, label_zh, label_en, value_type,
        CASE WHEN value_type <> 'flag' THEN coalesce(of_move, code) ELSE '' END, coalesce(among, ''), is_more,
        definition_zh, definition_en
    FROM named_figure ORDER BY position
    """
    return {row["code"]: Figure(*row) for row in connection.execute(sql)}


def headings(figures: Figures) -> dict[str, str]:
    """Return what stands over the column of each figure, in the language spoken."""
    return {code: figure.label_zh if spoken() == "zh" else figure.label_en for code, figure in figures.items()}


def value_type_of(key: str, figures: Figures) -> str:
    """Return the value type of a figure, or of one compared with an earlier period."""
    return figures[key].value_type if key in figures else "rate" if key.endswith("_rate") else "count"

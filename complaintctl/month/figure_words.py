"""The figures of a return for people: rates in per cent, and a bar beside a count in the terminal."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from complaintctl.record.figures import Figures, value_type_of

_WIDEST_BAR = 12  # cells of the terminal
_PARTS = " ▏▎▍▌▋▊▉█"


def per_cent(value: float | None) -> str:
    """Return a rate from 0 to 1 in per cent with two decimals, as banks print it; empty if there is none."""
    return "" if value is None else f"{100 * value:.2f}%"


def in_print(value: Any, value_type: str) -> str:
    """Return a figure in words: a rate in per cent, a dash for none; other values as they are."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if value_type == "rate":
        return per_cent(value)
    if value_type == "yuan":
        return f"{Decimal(value):,}"
    return f"{value:.2f}" if value_type == "mean" else str(value)


def readable(records: Sequence[Mapping[str, Any]], figures: Figures) -> list[dict[str, Any]]:
    """Return the records with every rate in per cent."""
    return [
        {key: per_cent(value) if value_type_of(key, figures) == "rate" else value for key, value in record.items()}
        for record in records
    ]


def with_bars(records: Sequence[Mapping[str, Any]], *columns: str) -> list[dict[str, Any]]:
    """Return the records with another column `COLUMN_bar` for each of these: its count as a bar, the total without."""
    most = max((record[column] for record in records for column in columns if record["group"] != "total"), default=0)
    return [
        {
            **record,
            **{f"{column}_bar": "" if record["group"] == "total" else bar(record[column], most) for column in columns},
        }
        for record in records
    ]


def bar(count: int, most: int) -> str:
    """Return a count as a bar, `most` being as wide as there is room."""
    eighths = round(8 * _WIDEST_BAR * count / most) if most else 0
    full, part = divmod(max(eighths, 1) if count else 0, 8)
    return "█" * full + _PARTS[part].strip()

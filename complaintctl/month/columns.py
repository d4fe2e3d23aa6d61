"""The columns of the return, each with what it counts: as `report --columns` and docs/return.md list them (Art. 22)."""

from collections.abc import Iterator

from complaintctl.base.language import _
from complaintctl.record.figures import COMPARED, Figures, headings
from complaintctl.tables.listing import heading

Column = dict[str, str]


def defined(figures: Figures) -> Iterator[Column]:
    """Yield each column in the order of the return: name, heading, what it counts, and the option it comes with."""
    yield _column("period", _("the period: a month, quarter, half or year by its name, a range by both its days"))
    yield _column("group", _("the code of the group; total: all cases"))
    yield _column("label", _("what the group is called"))
    for code, figure in figures.items():
        yield _column(code, figure.definition, headings(figures)[code], "more" if figure.is_more else "")
    earlier = {"before": _("the period before"), "year": _("the same period of the year before")}
    for name, period in earlier.items():
        for code in COMPARED:
            said = {"figure": figures[code].name, "period": period}
            for part, definition in {
                "": _("{figure} of {period}", **said),
                "_change": _("{figure} less that of {period}", **said),
                "_rate": _("the same difference / {figure} of {period}; empty where that was 0", **said),
            }.items():
                yield _column(f"{code}_{name}{part}", definition, option="compare")


def column_names(figures: Figures, *, more: bool = False, compare: bool = False) -> list[str]:
    """Return the names of the columns that the return has with these options."""
    options = ("", "more" * more, "compare" * compare)
    return [column["column"] for column in defined(figures) if column["option"] in options]


def _column(name: str, definition: str, label: str = "", option: str = "") -> Column:
    known = heading(name)
    shown = label or ("" if known == name else known)
    return {"column": name, "label": shown, "definition": definition, "option": option}

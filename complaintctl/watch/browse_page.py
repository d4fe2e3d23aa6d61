"""The description of the tables that Datasette shows: titles, columns, facets and the questions ready to be asked."""

import tomllib
from pathlib import Path
from typing import Any

from complaintctl.base.language import _, spoken
from complaintctl.tables.listing import heading

_SHOWN = Path(__file__).parent.parent / "tables" / "browsing.toml"
_HEADED = {"channel": "channel_label", "category": "category_label", "status": "status_label", "duty": "duty_label"}


def column(name: str) -> str:
    """Name a column: in Chinese by its heading, else as in the views."""
    if spoken() != "zh":
        return name
    return {"rule": "依据", "is_open": "未办结"}.get(name) or heading(_HEADED.get(name, name))


def configuration(database: str, day: str, bank: str, practice: bool) -> dict[str, Any]:
    """Datasette's metadata for the file of that name, whose figures are of that day."""
    title = _("Complaints of {bank}, as of {day}", bank=bank, day=day) + (_(" (PRACTICE)") if practice else "")
    shown = tomllib.loads(_SHOWN.read_text("utf-8"))
    called = _Columns(before=_("before"))
    for table in (*shown["tables"].values(), *shown["queries"].values()):
        table["title"] = table["title"][spoken()]
    for table in shown["tables"].values():
        table |= {"facets": [column(key) for key in table["facets"]], "size": 50}
    for query in shown["queries"].values():
        query["sql"] = query["sql"].format_map(called)
    return {
        "title": title,
        "description": _("Masked and read-only. Names, phone numbers and what was said are in the case file alone."),
        "databases": {database: {"title": title, **shown}},
    }


class _Columns(dict[str, str]):
    """The names of all columns."""

    def __missing__(self, name: str) -> str:
        return column(name)

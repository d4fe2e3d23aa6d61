"""The description of the tables that Datasette shows: titles, columns, facets and the questions ready to be asked."""

from typing import Any

from complaintctl.language import _, spoken
from complaintctl.render.columns import heading

_FACETS = {
    "case_overview": ["status", "unit", "category", "channel"],
    "overdue_case": ["unit", "category"],
    "open_duty": ["unit", "duty"],
}
_HEADED = {"channel": "channel_label", "category": "category_label", "status": "status_label", "duty": "duty_label"}


def column(name: str) -> str:
    """Name a column: in Chinese by its heading, else as in the views."""
    if spoken() != "zh":
        return name
    return {"rule": "依据", "is_open": "未办结"}.get(name) or heading(_HEADED.get(name, name))


def configuration(database: str, day: str, bank: str, practice: bool) -> dict[str, Any]:
    """Datasette's metadata for the file of that name, whose figures are of that day."""
    title = _("Complaints of {bank}, as of {day}", bank=bank, day=day) + (_(" (PRACTICE)") if practice else "")
    return {
        "title": title,
        "description": _("Masked and read-only. Names, phone numbers and what was said are in the case file alone."),
        "databases": {database: {"title": title, "tables": _tables(), "queries": _queries()}},
    }


def _tables() -> dict[str, Any]:
    titles = {
        "case_overview": _("All cases, masked"),
        "overdue_case": _("Overdue cases"),
        "open_duty": _("What is still owed"),
        "category_month": _("Statistics by month and category"),
        "channel_month": _("Statistics by month and channel"),
        "unit_month": _("Statistics by month and unit"),
    }
    return {
        name: {
            "title": title,
            "facets": [column(key) for key in _FACETS.get(name, ["period"])],
            "size": 50,
        }
        for name, title in titles.items()
    }


def _queries() -> dict[str, Any]:
    names = ("is_major", "is_open", "unit", "due_on", "label", "period", "group")
    major, is_open, unit, due_on, label, period, group = (f'"{column(name)}"' for name in names)
    received, resolved, before = column("received"), column("resolved"), _("before")
    return {
        "overdue": {
            "title": _("Overdue now, major cases first"),
            "sql": f"SELECT * FROM overdue_case ORDER BY {major} DESC, {due_on}",
        },
        "my_unit": {
            "title": _("Open cases of my unit"),
            "sql": f"""
                SELECT * FROM case_overview WHERE {is_open} = 1 AND {unit} LIKE '%' || :unit || '%' ORDER BY {due_on}
            """,
        },
        "this_month_against_last": {
            "title": _("This month against last, by category"),
            "sql": f"""
                SELECT {label},
                    sum("{received}" * ({period} = m.this)) AS "{received}",
                    sum("{received}" * ({period} = m.last)) AS "{received} {before}",
                    sum("{resolved}" * ({period} = m.this)) AS "{resolved}",
                    sum("{resolved}" * ({period} = m.last)) AS "{resolved} {before}"
                FROM category_month, (
                    SELECT max({period}) AS this, strftime('%Y-%m', max({period}) || '-01', '-1 month') AS last
                    FROM category_month) m
                GROUP BY {group}, {label} ORDER BY 2 DESC
            """,
        },
    }

"""The day in a few lines: what is overdue, what is due, what is to be done."""

from collections.abc import Iterator, Sequence
from sqlite3 import Row

from complaintctl.base.citations import cited
from complaintctl.base.language import _, plural
from complaintctl.base.text import day_aloud, minute, visible
from complaintctl.cases.case_words import Labels

_SHOWN = 5


def today_lines(
    day: str, overdue: Sequence[Row], due: Sequence[Row], duties: Sequence[Row], labels: Labels, language: str
) -> Iterator[str]:
    """Counts, and of each the first lines; unmasked is nothing in them."""
    undated = sum(row["due_on"] is None for row in overdue)
    said = {"overdue": len(overdue) - undated, "due": len(due), "duties": len(duties)}
    counts = _("{day}: overdue {overdue}, due today {due}, to be done today {duties}",
               day=day_aloud(day, day, language), **said)  # fmt: skip
    yield counts + (_(", due not known {number}", number=undated) if undated else "")
    unit = {row["case_no"]: labels.get(("unit", row["unit"]), "") for row in (*overdue, *due)}
    yield from _listed(
        _("Overdue:"),
        [f"{row['case_no']}  {unit[row['case_no']]}  {_overdue(row)}" for row in overdue[:_SHOWN]],
        len(overdue),
    )
    yield from _listed(
        _("Due today:"),
        [f"{row['case_no']}  {unit[row['case_no']]}  {row[f'label_{language}']}" for row in due[:_SHOWN]],
        len(due),
    )
    yield from _listed(_("To be done today:"), [_duty(row, language) for row in duties[:_SHOWN]], len(duties))


def _overdue(row: Row) -> str:
    if row["due_on"] is None:
        return _("due not known")
    if row["working_days_overdue"] is None:
        return _("due {due}", due=row["due_on"])
    return plural("due {due}, {number} working day over", "due {due}, {number} working days over",
                  row["working_days_overdue"], due=row["due_on"])  # fmt: skip


def _listed(heading: str, lines: Sequence[str], number: int) -> Iterator[str]:
    if lines:
        yield heading
        yield from (f"  {visible(line)}" for line in lines)
    if number > len(lines):
        yield "  " + _("… and {number} more", number=number - len(lines))


def _duty(row: Row, language: str) -> str:
    what = _("{duty} ({article})", duty=row[f"label_{language}"], article=cited(row["article"]))
    return f"{minute(row['due_at'])}  {row['case_no']}  {what}"

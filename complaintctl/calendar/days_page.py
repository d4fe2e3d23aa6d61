"""Days: the count behind a due date, and a month of the calendar."""

from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Row

from complaintctl.base.citations import cited
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import day_in_words, padded, visible
from complaintctl.cases.case_words import due_in_words

DAY_TYPES = {
    "working_day": marked("working day"),
    "make_up_day": marked("make-up working day"),
    "weekend": marked("weekend"),
    "holiday": marked("holiday"),
    "paused": marked("the clock was paused"),
}


def as_count(case: Row, deadline: Row, clocks: Sequence[Row], days: Sequence[Row], language: str, mark: str) -> str:
    """Each clock of a case day by day: counted or skipped, and why; then which clock decides."""
    received = _("{case_no}: received {day}", case_no=case["case_no"], day=day_in_words(case["received_on"], language))
    lines = [f"{received}  {mark}" if mark else received]
    for clock in sorted(clocks, key=lambda row: row["precedence"] is None):  # those that decide the due date first
        own = [row for row in days if (row["started_seq"], row["clock"]) == (clock["started_seq"], clock["clock"])]
        lines += ["", _heading(clock, language), *("  " + line for line in _count(clock, own, language))]
    decides = _(
        "Decides: {due} by {rule} ({article})." if deadline["running"] else "Decided: {due} by {rule} ({article}).",
        due=due_in_words(deadline, language),
        rule=next(clock[f"label_{language}"] for clock in clocks if clock["clock"] == deadline["due_rule"]),
        article=cited(deadline["citation"]),
    )
    return "\n".join(visible(line) if line else "" for line in [*lines, decides]) + "\n"


def _count(clock: Row, days: Sequence[Row], language: str) -> Iterator[str]:
    if clock["day_kind"] in ("working", "calendar"):
        first = day_in_words(clock["started_on"], language)
        yield _("{day}: the day it starts is not counted (Civil Code 201)", day=first)
    for row in days:
        count = [_counted(row)]
        if row["day"] == clock["target_on"]:
            count.append(_("target"))
        if row["day"] == clock["raw_due_on"] != clock["due_on"]:
            count.append(_("last day, a rest day: moves to the next working day (Civil Code 203)"))
        if not row["known"]:
            count.append(_("schedule not published: provisional"))
        yield _("{day}: {count}", day=day_in_words(row["day"], language), count=_("; ").join(count))
    stopped = marked("due {due}, stopped {day}") if clock["stopped_on"] else marked("due {due}")
    yield _(stopped, due=_due(clock, language), day=clock["stopped_on"])


def _heading(clock: Row, language: str) -> str:
    rule, article = clock[f"label_{language}"], cited(clock["citation"])
    heading = _("{rule} ({article})", rule=rule, article=article)
    if clock["extended_days"]:
        heading += plural(", extended by {number} day", ", extended by {number} days", clock["extended_days"])
    if clock["paused_days"]:
        heading += plural(", paused for {number} day", ", paused for {number} days", clock["paused_days"])
    return heading


def _due(clock: Row, language: str) -> str:
    """The due date; of a limit that counts no days, hours or the referring body's own date, it says so."""
    due = due_in_words(clock, language)
    if clock["day_kind"] == "hours":
        return plural(
            "{due} {time}: {number} hour, no days are counted",
            "{due} {time}: {number} hours, no days are counted",
            clock["limit_days"],
            due=due,
            time=clock["due_at"][11:16],
        )
    return _("{due}: no days are counted", due=due) if clock["day_kind"] == "own_date" else due


def _counted(row: Row) -> str:
    day_type = _day_type(row)
    if row["number"] is not None and row["day_type"] != "paused":
        return _("day {number}, {day_type}", number=row["number"], day_type=day_type)
    if row["day_type"] in ("working_day", "make_up_day"):
        return _("the next working day")
    return _("not counted, {day_type}", day_type=day_type)


def _day_type(row: Row) -> str:
    kind, holiday = row["day_type"], row["name"]
    day_type = _(DAY_TYPES[kind])
    return _("{day_type} ({holiday})", day_type=day_type, holiday=holiday) if holiday else day_type


def as_month(days: Sequence[Row], today: str, mark: str, beside: Mapping[str, str] = {}) -> str:
    """A month as a page, a line a week: rest days in brackets, make-up days with a plus, today with a star.

    What stands `beside` a day, such as how many cases fall due on it, follows in its cell.
    """
    width = max([6, *(len(text) + 6 for text in beside.values())])
    head = [padded(f" {name}", width) for name in _("Mon Tue Wed Thu Fri Sat Sun").split()]
    lines = [f"{days[0]['day'][:7]}  {mark}".rstrip(), "".join(head).rstrip()]
    cells = [" " * width] * ((days[0]["weekday"] - 1) % 7)
    for row in days:
        mark = "?" if not row["known"] else "+" if row["day_type"] == "make_up_day" else " "
        number = int(row["day"][8:])
        cell = f"{number}" if row["is_working"] else f"[{number}]"
        cells.append(f"{'*' if row['day'] == today else mark}{cell}{beside.get(row['day'], '')}".ljust(width))
    lines += ["".join(cells[n : n + 7]).rstrip() for n in range(0, len(cells), 7)]
    lines += ["", _("[n] rest day   +n make-up working day   ?n schedule not published   *n today")]
    lines += [f"{row['day']} {_day_type(row)}" for row in days if row["name"]]
    return "\n".join(visible(line) for line in lines) + "\n"


def paint_month(page: str) -> None:
    """Paint a month's page in the terminal: rest days red, make-up days green, today reversed."""
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

    text = Text(page.rstrip("\n"))
    for pattern, style in (
        (r"\[\d+\]", "red"),
        (r"\+\d+", Style(bold=True, color="green")),
        (r"\?\[?\d+\]?", "dim"),
        (r"\*\[?\d+\]?", "reverse"),
        (r"\(\d+(?:\+\d+)?\??\)", Style(bold=True, color="yellow")),
    ):
        text.highlight_regex(pattern, style)
    Console().print(text)

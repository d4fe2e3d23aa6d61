"""The run log as a listing: when each step ran, and how it ended."""

from collections.abc import Mapping

from complaintctl.base.language import _, marked
from complaintctl.base.text import minute
from complaintctl.front.session import Session
from complaintctl.night import rows as night_rows
from complaintctl.tables.date_range import chosen_span
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, give

# What the steps are called, and how they end, by their names in the run log.
STEPS: Mapping[str, str] = {
    "escalate": marked("escalations"),
    "checks": marked("checks"),
    "compare": marked("comparison"),
    "mail": marked("mail"),
    "logs": marked("logs"),
    "backup": marked("backup"),
    "second": marked("second copy"),
    "leftovers": marked("leftovers"),
}
_OUTCOMES: Mapping[str, str] = {"done": marked("done"), "failed": marked("failed"), "skipped": marked("skipped")}


RUNS = Listing(
    "run job day step step_label started_at ended_at outcome outcome_label text",
    "started_at step_label outcome_label text",
    readable=lambda record: {**record, "started_at": minute(record["started_at"])},
)


def list_runs(session: Session, output: Output, first: str | None, last: str | None) -> None:
    """List the steps that ran on some days, this month's unless they are said; of every job that nobody watches."""
    days = chosen_span(first, last, session.clock.now().day, "month")
    with session.reading() as connection:
        steps = night_rows.steps_of_runs(connection, days)
    records = [
        {**step, "step_label": _(STEPS.get(step["step"], step["step"])), "outcome_label": _(_OUTCOMES[step["outcome"]])}
        for step in steps
    ]
    none = _("Nothing ran from {first} to {last}.", first=days[0], last=days[1])
    give(session, RUNS, output, records, none)

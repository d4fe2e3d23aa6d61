"""The checks of what nobody watches: the night, and the mail of the overdue cases."""

import sqlite3
from collections.abc import Iterator

from complaintctl.base.clock import Moment
from complaintctl.base.language import _
from complaintctl.health.finding import Finding, ago, is_old
from complaintctl.night import rows as night_rows
from complaintctl.night.log_listing import STEPS

_AGAIN = "complaintctl nightly"


def of_night(connection: sqlite3.Connection, now: Moment) -> Finding:
    """The last nightly run: when, and how each of its steps ended.

    That there is none is a warning: other jobs may mail and back up, and whether they did is said of each.
    """
    steps = night_rows.last_run(connection, "nightly")
    if not steps:
        return Finding("nightly", "warning", _("never ran; {schedule}", schedule=_schedule()), _AGAIN)
    when = ago(steps[-1]["ended_at"], now)
    if failed := next((step for step in steps if step["outcome"] == "failed"), None):
        step, problem = _(STEPS[failed["step"]]), failed["text"].partition("\n")[0]
        text = _("{when}: {step} failed: {problem}", when=when, step=step, problem=problem)
        return Finding("nightly", "wrong", text, _AGAIN)
    there = {"second", "leftovers", *(step["step"] for step in steps)}  # a night of an older program has not those two
    if missing := [_(STEPS[step]) for step in STEPS if step not in there]:
        text = _("{when}: cut off before {steps}, or still at it", when=when, steps=_(", ").join(missing))
        return Finding("nightly", "warning", text, _AGAIN)
    if is_old(connection, steps[-1]["ended_at"], now):
        return Finding("nightly", "warning", _("{when}; {schedule}", when=when, schedule=_schedule()), _AGAIN)
    return Finding("nightly", "ok", when)


def _schedule() -> str:
    return _("`complaintctl schedule` prints the entry that runs it each night")


def of_overdue_mail(connection: sqlite3.Connection, mails: bool, now: Moment) -> Iterator[Finding]:
    """Say how the mail of the overdue cases went last, by whichever job; nothing of a bank that mails none."""
    last, again = night_rows.last_step(connection, "mail"), "complaintctl overdue --mail"
    when = ago(last["ended_at"], now) if last else ""
    if last and last["outcome"] == "failed":
        text = _(
            "failed {when}: {problem} Mend that, then mail again.", when=when, problem=" ".join(last["text"].split())
        )
        yield Finding("overdue_mail", "wrong", text, again)
    elif mails and last:
        yield Finding("overdue_mail", "ok", when)
    elif mails:
        yield Finding("overdue_mail", "warning", _("never ran"), again)

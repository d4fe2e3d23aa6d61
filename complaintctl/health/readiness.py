"""The checks whether an installation is ready for tomorrow: its calendar, its nights and backups, its people."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from complaintctl.audit import rows as audit_rows
from complaintctl.bank import rows as bank_rows
from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment
from complaintctl.base.language import _, marked, plural, spoken
from complaintctl.base.values import is_email_address
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows, directory_rows, rule_rows
from complaintctl.checks import act as checks_act
from complaintctl.checks import rows as checks_rows
from complaintctl.health.findings import Finding
from complaintctl.keep import backups
from complaintctl.night import rows as night_rows
from complaintctl.night.log_listing import STEPS
from complaintctl.record.queries import Row


def of_calendar(connection: sqlite3.Connection) -> Finding:
    """Say to which day working days are published, and to which they are guessed; what is due later is not known."""
    today, undated = case_rows.today(connection), calendar_rows.undated(connection)
    span, extend = calendar_rows.calendar_span(connection), _("complaintctl calendar import")
    said = {"day": span["known_to"], "last": span["last"]}
    if undated:
        text = plural(
            "known until {day}, ends on {last}: the due date of {number} case is not known ({case_no})",
            "known until {day}, ends on {last}: the due dates of {number} cases are not known ({case_no} first)",
            len(undated),
            case_no=undated[0],
            **said,
        )
        return Finding("calendar", "wrong", text, extend)
    if span["last"] < today:
        return Finding("calendar", "wrong", _("known until {day}, and it ended on {last}", **said), extend)
    remedy = _("complaintctl calendar import FILE")
    ahead = (date.fromisoformat(span["known_to"]) - date.fromisoformat(today)).days
    if ahead < 0:
        text = _("known until {day}, and that is past; guessed until {last}", **said)
        return Finding("calendar", "wrong", text, remedy)
    text = plural(
        "known until {day}, {number} day ahead; guessed until {last}",
        "known until {day}, {number} days ahead; guessed until {last}",
        ahead,
        **said,
    )
    # The schedule of the next year is published in November.
    is_near = ahead < int(rule_rows.policy(connection, "calendar_ahead_days"))
    return Finding("calendar", "warning", text, remedy) if is_near else Finding("calendar", "ok", text)


def of_night(connection: sqlite3.Connection, now: Moment) -> Finding:
    """The last nightly run: when, and how each of its steps ended."""
    steps, again = night_rows.last_run(connection, "nightly"), _("complaintctl nightly")
    if not steps:
        return Finding("nightly", "warning", _("never ran"), again)
    when, is_old = _ago(connection, steps[-1], now)
    if failed := next((step for step in steps if step["outcome"] == "failed"), None):
        step, problem = _(STEPS[failed["step"]]), failed["text"].partition("\n")[0]
        text = _("{when}: {step} failed: {problem}", when=when, step=step, problem=problem)
        return Finding("nightly", "wrong", text, again)
    if missing := [_(name) for step, name in STEPS.items() if step not in [row["step"] for row in steps]]:
        text = _("{when}: cut off before {steps}, or still at it", when=when, steps=_(", ").join(missing))
        return Finding("nightly", "warning", text, again)
    if is_old:
        return Finding("nightly", "warning", when, _("complaintctl nightly, and see that cron runs it"))
    return Finding("nightly", "ok", when)


def of_backup(connection: sqlite3.Connection, path: Path, folder: Path, now: Moment) -> Finding:
    """The last backup: when, whether it failed since, and whether any is in its folder."""
    last, done = (night_rows.last_step(connection, "backup", outcome) for outcome in (None, "done"))
    remedy = _("complaintctl backup")
    if last and last["outcome"] == "failed":
        problem = last["text"].partition("\n")[0]
        text = _("failed {when}: {problem}", when=_ago(connection, last, now)[0], problem=problem)
        return Finding("backup", "wrong", text, remedy)
    if not done:
        return Finding("backup", "warning", _("there is none"), remedy)
    files = backups.in_folder(path, folder)
    when, is_old = _ago(connection, done, now)
    text = _("{when}; {number} in {folder}", when=when, number=len(files), folder=folder)
    return Finding("backup", "warning", text, remedy) if is_old or not files else Finding("backup", "ok", text)


def of_mail(connection: sqlite3.Connection, mails: bool, now: Moment) -> Iterator[Finding]:
    """Say how the mail of the overdue cases went last, by whichever job; nothing of a bank that mails none."""
    last = night_rows.last_step(connection, "mail")
    when = _ago(connection, last, now)[0] if last else ""
    if last and last["outcome"] == "failed":
        text = _("failed {when}: {problem}", when=when, problem=" ".join(last["text"].split()))
        yield Finding("overdue_mail", "wrong", text, _("mend what it says, then: complaintctl overdue --mail"))
    elif mails and last:
        yield Finding("overdue_mail", "ok", when)
    elif mails:
        yield Finding("overdue_mail", "warning", _("never ran"), _("complaintctl overdue --mail"))


def of_looks(connection: sqlite3.Connection) -> Finding:
    """Name those who looked at unusually many customers a day, or exported them all, by the policy (Art. 6)."""
    days, most = (int(rule_rows.policy(connection, key)) for key in ("unusual_days", "looks_a_day"))
    looks = audit_rows.unusual_looks(connection)
    if not looks:
        text = _(
            "in {days} days nobody exported all customers, or looked at more than {most} in a day", days=days, most=most
        )
        return Finding("looks", "ok", text)
    told = {"all": marked("{name} ({person}) exported all customers on {day}"),
            "many": marked("{name} ({person}) looked at {customers} customers on {day}")}  # fmt: skip
    text = _("; ").join(_(told[look["what"]], **look) for look in looks)
    said = {"person": looks[0]["person"], "day": looks[0]["day"]}
    remedy = _("complaintctl audit --person {person} --from {day} --to {day}", **said)
    return Finding("looks", "warning", text, remedy)


def _ago(connection: sqlite3.Connection, step: Row, now: Moment) -> tuple[str, bool]:
    """Say how long ago a step of the night ended, and whether that is too long."""
    ended_at = step["ended_at"]
    hours = (datetime.fromisoformat(now.text) - datetime.fromisoformat(ended_at)).total_seconds() / 3600
    when = ended_at[:16].replace("T", " ")
    said = plural("{when}, {number} hour ago", "{when}, {number} hours ago", int(hours), when=when)
    return said, hours > int(rule_rows.policy(connection, "night_old_hours"))


def of_people(connection: sqlite3.Connection, mails: bool) -> Iterator[Finding]:
    """Heads of units, the leader in charge, who makes the daily checks; if mail is sent, who has no address."""
    if heads := bank_rows.units_without_head(connection):
        text = _("no head serves at {names}", names=_named(heads))
        yield Finding("heads", "warning", text, _("complaintctl unit set {code} --head STAFF", code=heads[0]["code"]))
    else:
        yield Finding("heads", "ok", _("every branch and department has a head"))
    if leaders := bank_rows.leaders_in_charge(connection):
        yield Finding("leader", "ok", _(", ").join(leader["name"] for leader in leaders))
    else:
        text = _("nobody is in charge of petitions ({article})", article=cited("Art. 8(2)"))
        yield Finding("leader", "wrong", text, _("complaintctl staff add CODE NAME --unit UNIT --role petition_leader"))
    if shared := directory_rows.with_shared_login(connection):
        text = _("others may act under the login of {names}, as in an older file is taken of all", names=_named(shared))
        remedy = _("complaintctl staff set {code} --no-shared-login", code=shared[0]["code"])
        yield Finding("logins", "warning", text, remedy)
    unnamed = [row for row in checks_rows.check_states(connection) if row["remedy"]]
    if unnamed:
        labels = rule_rows.labels(connection, spoken())
        checks = _(", ").join(checks_act.check_in_words(row, labels) for row in unnamed)
        text = _("nobody is named for {checks}", checks=checks)
        yield Finding("checks", "warning", text, unnamed[0]["remedy"])
    else:
        yield Finding("checks", "ok", _("somebody is named for every daily check"))
    # Cases that lie where nobody works on them any more, and of which no unit is mailed.
    if units := bank_rows.retired_units_with_cases(connection):
        said = [
            plural("{unit} ({number} case)", "{unit} ({number} cases)", unit["cases"], unit=_named([unit]))
            for unit in units
        ]
        text = _("open cases at units that are retired: {units}", units=_(", ").join(said))
        yield Finding("retired_units", "warning", text, units[0]["remedy"])
    if mails:
        yield _addresses("addresses", bank_rows.serving_units(connection), "unit")
        if leaders:
            yield _addresses("leader_address", leaders, "staff")


def _addresses(check: str, readers: Sequence[Row], command: str) -> Finding:
    """Tell whether those can be reached who are to be: an older file may hold an address that takes no mail."""
    unusable = [reader for reader in readers if reader["email"] and not is_email_address(reader["email"])]
    unreached = unusable or [reader for reader in readers if not reader["email"]]
    if not unreached:
        return Finding(check, "ok", _("all have an e-mail address"))
    remedy = _("complaintctl {command} set {code} --email ADDRESS", command=command, code=unreached[0]["code"])
    if unusable:
        named = _(", ").join(f"{_named([reader])} {reader['email']!r}" for reader in unusable)
        return Finding(check, "wrong", _("no mail can be sent to {names}", names=named), remedy)
    return Finding(check, "warning", _("no e-mail address: {names}", names=_named(unreached)), remedy)


def _named(rows: Sequence[Row]) -> str:
    """Units or people, by name and code."""
    return _(", ").join(f"{row['name']} ({row['code']})" for row in rows)

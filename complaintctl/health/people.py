"""Checks that somebody is there for each part of the work, acts under a name of their own, and can be written to."""

import sqlite3
from collections.abc import Iterator, Sequence

from complaintctl.audit import rows as audit_rows
from complaintctl.bank import rows as bank_rows
from complaintctl.base.citations import cited
from complaintctl.base.language import _, marked, plural, spoken
from complaintctl.base.text import quoted
from complaintctl.base.values import is_email_address
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.checks import rows as checks_rows
from complaintctl.checks.which_check import check_in_words
from complaintctl.health.finding import Finding
from complaintctl.record.queries import Row


def of_people(connection: sqlite3.Connection, mails: bool) -> Iterator[Finding]:
    """Heads of units, the leader in charge, who makes the daily checks; if mail is sent, who has no address."""
    leaders = bank_rows.leaders_in_charge(connection)
    yield _heads(connection)
    yield _leader(connection, leaders, mails)
    yield from _shared_logins(connection)
    yield _checks(connection)
    yield from _retired_units(connection)
    if mails:
        yield _addresses("addresses", bank_rows.serving_units(connection), "unit")
        if leaders:
            yield _addresses("leader_address", leaders, "staff")


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
    remedy = "complaintctl audit --person {person} --from {day} --to {day}".format_map(looks[0])
    return Finding("looks", "warning", text, remedy)


def _heads(connection: sqlite3.Connection) -> Finding:
    units = bank_rows.units_without_head(connection)
    if not units:
        return Finding("heads", "ok", _("every branch and department has a head"))
    text = _("no head serves at {names}", names=_named(units))
    return Finding("heads", "warning", text, f"complaintctl unit set {units[0]['code']} --head STAFF")


def _leader(connection: sqlite3.Connection, leaders: Sequence[Row], mails: bool) -> Finding:
    if leaders:
        return Finding("leader", "ok", _(", ").join(leader["name"] for leader in leaders))
    text = _("nobody is in charge of petitions ({article})", article=cited("Art. 8(2)"))
    office = rule_rows.policy(connection, "supervision_office")
    remedy = f"complaintctl staff add CODE NAME --unit {office} --role petition_leader"
    return Finding("leader", "wrong", text, f"{remedy} --email ADDRESS" if mails else remedy)


def _shared_logins(connection: sqlite3.Connection) -> Iterator[Finding]:
    if shared := directory_rows.with_shared_login(connection):
        text = _("others may act under the login of {names}, as in an older file is taken of all", names=_named(shared))
        yield Finding("logins", "warning", text, f"complaintctl staff set {shared[0]['code']} --no-shared-login")


def _checks(connection: sqlite3.Connection) -> Finding:
    unnamed = [row for row in checks_rows.check_states(connection) if row["remedy"]]
    if not unnamed:
        return Finding("checks", "ok", _("somebody is named for every daily check"))
    labels = rule_rows.labels(connection, spoken())
    checks = _(", ").join(check_in_words(row, labels) for row in unnamed)
    return Finding("checks", "warning", _("nobody is named for {checks}", checks=checks), unnamed[0]["remedy"])


def _retired_units(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Name cases that lie where nobody works on them any more, and of which no unit is mailed."""
    units = bank_rows.retired_units_with_cases(connection)
    named = ((_named([unit]), unit["cases"]) for unit in units)
    said = [plural("{unit} ({number} case)", "{unit} ({number} cases)", cases, unit=unit) for unit, cases in named]
    if units:
        text = _("open cases at units that are retired: {units}", units=_(", ").join(said))
        yield Finding("retired_units", "warning", text, units[0]["remedy"])


def _addresses(check: str, readers: Sequence[Row], command: str) -> Finding:
    """Tell whether those can be reached who are to be: an older file may hold an address that takes no mail."""
    unusable = [reader for reader in readers if reader["email"] and not is_email_address(reader["email"])]
    unreached = unusable or [reader for reader in readers if not reader["email"]]
    if not unreached:
        return Finding(check, "ok", _("all have an e-mail address"))
    remedy = f"complaintctl {command} set {unreached[0]['code']} --email ADDRESS"
    if unusable:
        named = _(", ").join(f"{_named([reader])} {quoted(reader['email'])}" for reader in unusable)
        return Finding(check, "wrong", _("no mail can be sent to {names}", names=named), remedy)
    return Finding(check, "warning", _("no e-mail address: {names}", names=_named(unreached)), remedy)


def _named(rows: Sequence[Row]) -> str:
    """Units or people, by name."""
    return _(", ").join(row["name"] for row in rows)

"""The checks that the record can be gone on with: by whose rules it is, whether it is sound, and at which time."""

import sqlite3

from complaintctl.base.clock import Clock
from complaintctl.base.language import _, plural
from complaintctl.cases import case_rows, rule_rows
from complaintctl.health.finding import Finding
from complaintctl.keep import integrity
from complaintctl.keep import rows as keep_rows
from complaintctl.record import entry_clock, ledger, program_text, schema

_QUICK = 1000  # events at the end of the ledger that are proven unless all are asked for


def of_schema(connection: sqlite3.Connection) -> Finding:
    """The version of the file's tables, which is this program's, and whose rules it has."""
    version, _tables = keep_rows.written_by(connection)
    if version and program_text.is_newer(version):
        text = _(
            "its rules are those of complaintctl {version}, a newer program: this one may only read it; install"
            " complaintctl {version} here",
            version=version,
        )
        return Finding("schema", "warning", text)
    if program_text.waiting(connection):
        text = _("its rules are those of another program; the next command that writes renews them")
        return Finding("schema", "warning", text, "complaintctl upgrade")
    return Finding("schema", "ok", _("version {version}, this program's", version=schema.VERSION))


def of_ledger(connection: sqlite3.Connection, thorough: bool) -> Finding:
    """Tell whether the record is sound: everything that verify looks at, or how the events at the end hang together.

    It says what was not looked at: nothing is sound for that.
    """
    problems = list(integrity.findings(connection) if thorough else ledger.broken_links(connection, _QUICK))
    events, head = case_rows.counts(connection)["events"], ledger.head(connection)[1][:16]
    if problems:
        found, first = len(problems), problems[0]
        text = plural("{number} finding: {problem}", "{number} findings, the first: {problem}", found, problem=first)
        return Finding("ledger", "wrong", text, "complaintctl verify")
    if thorough:
        text = plural("{number} event, sound, head {head}", "{number} events, sound, head {head}", events, head=head)
        return Finding("ledger", "ok", text)
    text = _(
        "the last {part} of {number} events are unchanged, head {head}; not looked at: the earlier ones, cases,"
        " customers, rules, units, staff and numbers, which `complaintctl verify` proves"
        if events > _QUICK
        else "all events ({number}) are unchanged, head {head}; not looked at: cases, customers, rules, units, staff"
        " and numbers, which `complaintctl verify` proves",
        part=_QUICK,
        number=events,
        head=head,
    )
    return Finding("ledger", "ok", text)


def of_clock(connection: sqlite3.Connection, thorough: bool) -> Finding:
    """Tell whether the entries follow one another in time, and the next one can be made at the machine's."""
    misdated = entry_clock.misdated(connection) if thorough else entry_clock.misdated(connection, _QUICK)
    if problem := next(misdated, ""):
        return Finding("clock", "wrong", problem, "complaintctl verify")
    if doubt := entry_clock.doubt(connection, Clock()):
        return Finding("clock", "warning", doubt)
    is_practice = rule_rows.is_practice(connection)
    text = _("may be set, in a practice file") if is_practice else _("it runs on from the last entry")
    return Finding("clock", "ok", text)

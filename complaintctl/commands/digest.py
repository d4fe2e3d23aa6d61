"""Mailing the overdue cases: who is written to, and what is said of how it went."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework import mailing
from complaintctl.casework.mailing import Delivery
from complaintctl.casework.unwatched import Step
from complaintctl.commands.mail_recipients import remarks, unit_targets, whole_targets, without_address
from complaintctl.commands.session import Session, say, tell
from complaintctl.errors import Undelivered, UsageProblem
from complaintctl.language import _, plural
from complaintctl.post import Letter
from complaintctl.post_settings import post
from complaintctl.queries import Row, health
from complaintctl.queries import digest as queries_of
from complaintctl.render import digest as page
from complaintctl.render.digest import Digest, Proof
from complaintctl.render.overdue import records_of
from complaintctl.render.text import minute, visible
from complaintctl.values import email_address

Record = dict[str, Any]
_KINDS = ("overdue_unit", "overdue_whole")  # as the log of what was mailed calls them


class _Round(NamedTuple):
    """All the letters of a day, and what kept others from being written, a sentence each."""

    letters: Sequence[Letter]
    problems: Sequence[str]
    remarks: Sequence[str]  # who is not written to, and why, a sentence each


def mail_overdue(session: Session, step: Step, *, soon: int | None = None, resend: bool = False) -> int:
    """Mail each unit its overdue cases, and all of them to the supervision office and the leader in charge.

    On rest days nothing is sent, and the step is skipped; what was sent for the day before is not sent again unless
    `resend`. What was done stands in `step` for the run log; returned is how many were sent now.

    Raises:
        Undelivered: some of it was not taken, or perhaps not; the rest was sent, and the next run tries again.
        UsageProblem: no mail server is configured.
    """
    with session.reading() as connection:
        day = queries_of.day(connection)
        written = _round(session, connection, soon) if day["is_working"] != 0 else None
    if written is None:
        step.outcome, step.text = "skipped", _("{day} is a rest day: nothing is mailed.", day=day["day"])
        return 0
    for remark in written.remarks:
        say(remark)
    delivery = mailing.send(
        session.path, session.clock, day["day"], written.letters, lambda: post(session.settings), resend
    )
    step.text = plural(
        "{number} message sent for {day}, {before} sent before.",
        "{number} messages sent for {day}, {before} sent before.",
        delivery.sent,
        day=day["day"],
        before=delivery.sent_before,
    )
    trouble = list(_trouble(delivery, written))
    if trouble:
        raise Undelivered("\n".join([step.text, *trouble]))
    return delivery.sent


def _trouble(delivery: Delivery, written: _Round) -> Iterator[str]:
    """What was not delivered or perhaps not, a line each."""
    failed = [f"{letter.recipient}: {reason}" for letter, reason in delivery.failed]
    if failed or written.problems:
        yield _("Not delivered; the next run tries again:")
        yield from (f"  {line}" for line in (*failed, *written.problems))
    if delivery.in_doubt:
        yield _("Perhaps delivered, for a run was cut off; see whether it arrived, or send all again with --resend:")
        yield from (f"  {letter.recipient}: {minute(begun_at)}" for letter, begun_at in delivery.in_doubt)


def show_overdue_mail(session: Session, *, soon: int | None = None) -> None:
    """Print the messages that would be sent; nothing is sent, and nothing noted."""
    with session.reading() as connection:
        day = queries_of.day(connection)
        written = _round(session, connection, soon)
    if day["is_working"] == 0:
        say(_("{day} is a rest day: nothing is mailed.", day=day["day"]))
        return
    for remark in (*written.remarks, *written.problems):
        say(remark)
    for letter in written.letters:
        tell(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n[{letter.csv_name}]\n")


def _round(session: Session, connection: sqlite3.Connection, soon: int | None) -> _Round:
    days = int(queries.policy(connection, "soon_days")) if soon is None else soon
    records = records_of(queries.overdue(connection, None, days), queries.labels(connection, "zh"), "zh")
    units = {row["code"]: row for row in queries_of.units(connection)}
    due = [units[code] for code in dict.fromkeys(record["unit"] for record in records) if code]
    kept, base = queries_of.kept_from(connection), _digest(connection, days, due)
    letters, problems = list[Letter](), list[str]()
    for target in (*unit_targets(due), *whole_targets(session, connection)):
        try:
            recipient = email_address(target.given, target.what)
        except UsageProblem as problem:
            problems.append(str(problem))
            continue
        told = [record for record in records if (record["case_no"], recipient.lower()) not in kept]
        if target.unit:
            told = [record for record in told if record["unit"] == target.unit["code"]]
        if told or not target.unit:
            letters.append(_letter(base, told, target.unit, recipient))
    if not any(letter.unit is None for letter in letters):
        problems.append(
            _(
                "Nobody gets the whole digest: give [mail] to in the configuration file, or 监察室 an address:"
                " complaintctl unit set {code} --email ADDRESS",
                code=queries.policy(connection, "supervision_office"),
            )
        )
    office = [unit for unit in units.values() if unit["is_office"] and unit not in due]
    return _Round(letters, problems, list(remarks([*due, *office], health.leaders_in_charge(connection))))


def _digest(connection: sqlite3.Connection, days: int, due: Sequence[Row]) -> Digest:
    """The digest of the whole bank, without its cases, which lie at the units `due`."""
    counts, (seq, head) = queries.counts(connection), ledger.head(connection)
    day, span = queries_of.day(connection), queries.calendar_span(connection)
    return Digest(
        queries.policy(connection, "bank_name"),
        queries.is_practice(connection),
        day["day"],
        bool(day["known"]),
        None,
        days,
        (),
        (),
        without_address(due),
        [unit["name"] for unit in due if unit["is_retired"]],
        Proof(
            seq,
            head,
            counts["cases"],
            queries_of.open_cases(connection),
            span["known_to"],
            span["last"],
            queries_of.last_done(connection, "backup"),
            queries_of.last_done(connection, "mail"),
        ),
    )


def _letter(base: Digest, records: Sequence[Record], unit: Row | None, recipient: str) -> Letter:
    digest = base._replace(
        late=[record for record in records if not record["soon"]],
        soon=[record for record in records if record["soon"]],
        unit_name=unit["name"] if unit else None,
        without_address=() if unit else base.without_address,
        retired=() if unit else base.retired,
    )
    return Letter(
        _KINDS[unit is None],
        unit["code"] if unit else None,
        recipient,
        visible(base.bank),
        page.subject(digest),
        page.as_text(digest),
        page.as_html(digest),
        f"overdue-{base.day}.csv",
        page.attachment(digest),
    )

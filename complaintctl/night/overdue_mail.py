"""The mail of the overdue cases: its letters, and the account of how they were sent."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from complaintctl.bank import health_rows
from complaintctl.base.errors import Unfinished, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.text import minute, visible
from complaintctl.base.values import email_address
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows, rule_rows
from complaintctl.disk.mail_settings import mail_server
from complaintctl.file.run_log import Step
from complaintctl.front.session import Session, say, tell
from complaintctl.night import mailing
from complaintctl.night import page as night_page
from complaintctl.night import rows as night_rows
from complaintctl.night.mail_recipients import remarks, retired, targets, without_address
from complaintctl.night.page import Digest
from complaintctl.night.smtp import Letter
from complaintctl.record.queries import Row
from complaintctl.watch.overdue_page import records_of

Record = dict[str, Any]
_KINDS = ("overdue_unit", "overdue_whole")  # as the log of what was mailed calls them


class _Round(NamedTuple):
    """All the letters of a day, and what kept others from being written, a sentence each."""

    letters: Sequence[Letter]
    problems: Sequence[str]
    remarks: Sequence[str]  # who is not written to, and why, a sentence each


def mail_overdue(session: Session, step: Step, *, soon: int | None = None, resend: bool = False) -> None:
    """Mail each unit its overdue cases, and all of them to the supervision office and the leader in charge.

    On rest days nothing is sent, and the step is skipped; what was sent for the day before is not sent again unless
    `resend`. What was done stands in `step` for the run log.

    Raises:
        Unfinished: some of it was not taken, or perhaps not; the rest was sent, and the next run tries again.
        UsageProblem: no mail server is configured.
    """
    day, written = _written(session, soon)
    if written is None:
        step.outcome, step.summary, step.text = "skipped", _("mail skipped"), _rest_day(day)
        return
    for remark in written.remarks:
        say(remark)
    server = partial(mail_server, session.settings)
    delivery = mailing.send(session.path, session.clock, day, written.letters, server, resend)
    step.text = plural(
        "{number} message sent for {day}, {before} sent before.",
        "{number} messages sent for {day}, {before} sent before.",
        delivery.sent,
        day=day,
        before=delivery.sent_before,
    )
    failed = [*(f"{letter.recipient}: {reason}" for letter, reason in delivery.failed), *written.problems]
    in_doubt = [f"{letter.recipient}: {minute(begun_at)}" for letter, begun_at in delivery.in_doubt]
    trouble = [
        (failed, _("Not delivered; the next run tries again:")),
        (
            in_doubt,
            _("Perhaps delivered, for a run was cut off; see whether it arrived, or send all again with --resend:"),
        ),
    ]
    lines = [line for found, head in trouble if found for line in (head, *(f"  {each}" for each in found))]
    if lines:
        raise Unfinished("\n".join([step.text, *lines]))
    step.summary = _("mail sent {number}", number=delivery.sent)


def show_overdue_mail(session: Session, *, soon: int | None = None) -> None:
    """Print the messages that would be sent; nothing is sent, and nothing noted."""
    day, written = _written(session, soon)
    if written is None:
        say(_rest_day(day))
        return
    for remark in (*written.remarks, *written.problems):
        say(remark)
    for letter in written.letters:
        tell(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n[{letter.csv_name}]\n")


def _rest_day(day: str) -> str:
    return _("{day} is a rest day: nothing is mailed.", day=day)


def _written(session: Session, soon: int | None) -> tuple[str, _Round | None]:
    """Return today and its letters; None on a rest day."""
    with session.reading() as connection:
        day = night_rows.day(connection)
        return day["day"], _round(session, connection, soon) if day["is_working"] != 0 else None


def _round(session: Session, connection: sqlite3.Connection, soon: int | None) -> _Round:
    days = int(rule_rows.policy(connection, "soon_days")) if soon is None else soon
    records = records_of(case_rows.overdue(connection, None, days), rule_rows.labels(connection, "zh"), "zh")
    units = {row["code"]: row for row in night_rows.units(connection)}
    due = [units[code] for code in dict.fromkeys(record["unit"] for record in records) if code]
    leaders, named = health_rows.leaders_in_charge(connection), session.settings.get("mail.to", ())
    kept, base = night_rows.kept_from(connection), _digest(connection, days, due)
    letters, problems = list[Letter](), list[str]()
    for target in targets(units.values(), due, leaders, named):
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
                code=rule_rows.policy(connection, "supervision_office"),
            )
        )
    office = [unit for unit in units.values() if unit["is_office"] and unit not in due]
    return _Round(letters, problems, list(remarks([*due, *office], leaders)))


def _digest(connection: sqlite3.Connection, days: int, due: Sequence[Row]) -> Digest:
    """Return the digest of the whole bank, without its cases, which lie at the units `due`."""
    day = night_rows.day(connection)
    return Digest(
        bank=rule_rows.policy(connection, "bank_name"),
        practice=rule_rows.is_practice(connection),
        day=day["day"],
        day_known=bool(day["known"]),
        soon_days=days,
        without_address=without_address(due),
        retired=retired(due),
        proof=dict(night_rows.proof(connection)),
        calendar=dict(calendar_rows.calendar_span(connection)),
    )


def _letter(base: Digest, records: Sequence[Record], unit: Row | None, recipient: str) -> Letter:
    digest = base._replace(
        late=[record for record in records if not record["soon"]], soon=[record for record in records if record["soon"]]
    )
    if unit:
        digest = digest._replace(unit_name=unit["name"], without_address=(), retired=())
    return Letter(
        _KINDS[unit is None],
        unit["code"] if unit else None,
        recipient,
        visible(base.bank),
        *night_page.as_text(digest),
        night_page.as_html(digest),
        f"overdue-{base.day}.csv",
        night_page.attachment(digest),
    )

"""The overdue cases: for people, for programs, and by mail."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from complaintctl.base.errors import FoundWrong, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.calendar.calendar_end import undated_sentence
from complaintctl.cases import case_rows, directory_rows, rule_rows
from complaintctl.front.session import Session, of, say, tell
from complaintctl.tables.listing import Section, labelled
from complaintctl.tables.output import Output, give, takes_output
from complaintctl.watch import overdue_page

app = typer.Typer()


@app.command("overdue")
@takes_output
def overdue(
    context: typer.Context,
    output: Output,
    soon: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Also what falls due within N working days.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only cases of this unit.")] = None,
    duties: Annotated[
        bool, typer.Option("--duties", help="What is late and is no reply, by unit and person, instead of the cases.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with status 6 if anything is overdue, or of unknown due date.")
    ] = False,
    mail: Annotated[
        bool, typer.Option("--mail", help="Mail each unit its own and the office all, once a day.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --mail: print the messages, send none.")] = False,
    resend: Annotated[
        bool, typer.Option("--resend", help="With --mail: send again what was, or may have been, sent today.")
    ] = False,
) -> None:
    """List the cases past their due date, by unit, or mail them; or what else is late.

    Of each unit the major cases stand first, then the longest overdue. A case whose due date is not known, because the
    calendar ends before it, is listed with them.

    --duties lists what is late beside the answers: reviews, reports to the union and the regulator, briefings,
    transfers, days without a daily check, corrective actions; the mail has it as a second table. None of it is counted
    among the overdue cases.

    --mail sends on working days only, also when nothing is overdue, so that silence means failure; [mail] in the
    configuration file names the server. It exits with status 7 if a message was not sent. The mail is in the language
    asked for by --lang or the configuration, else in Chinese; a unit reads of itself alone.

    Each message is noted before it is sent, and its outcome after. Where a run is cut off in between, the next one
    names the message, which may have been sent, and sends it again with --resend alone.

    Example: complaintctl overdue --soon 3 --unit chengguan

    Example: complaintctl overdue --mail --dry-run
    """
    session = of(context)
    if duties:
        if mail or dry_run or resend or soon is not None:
            raise UsageProblem("--duties goes with --unit and --exit-code; --mail has a table of them by itself.")
        _list_duties(session, output, unit, exit_code)
        return
    if mail:
        if unit or output.is_asked or (dry_run and resend):
            raise UsageProblem("--mail goes with --soon and --exit-code, and with one of --dry-run and --resend.")
        session.command = "overdue --mail"  # it tells of every unit, and is noted as sent: as the night does, who keeps
        _mail(session, soon, dry_run, resend)
        if not exit_code:
            return
    elif dry_run or resend:
        raise UsageProblem("--dry-run and --resend are for --mail.")
    with session.reading() as connection:
        code = directory_rows.given_code(connection, "unit", unit)
        rows = session.told_of(connection, case_rows.overdue(connection, code, soon))
        labels = rule_rows.labels(connection, session.language)
        day = case_rows.today(connection)
        # Looked for where one is listed: those of another unit are none of it.
        undated = undated_sentence(connection) if any(row["due_on"] is None for row in rows) else ""
    records = overdue_page.records_of(rows, labels, session.language)
    late = [record for record in records if not record["soon"]]
    if not mail:
        listing = overdue_page.OVERDUE if soon is None else overdue_page.SOON
        none = _("No case is overdue on {day}.", day=day)
        give(session, listing, output, records, none, _sections(records, soon))
    if exit_code and late:
        number = sum(record["due_on"] is not None for record in late)
        said = plural("{number} case is overdue on {day}.", "{number} cases are overdue on {day}.", number, day=day)
        raise FoundWrong("\n".join(filter(None, [said if number else "", undated])))
    if undated and not mail:
        say(undated)


def _list_duties(session: Session, output: Output, unit: str | None, exit_code: bool) -> None:
    """List what is late and is no reply, by unit. Raises FoundWrong if there is any and `exit_code` was asked for."""
    with session.reading() as connection:
        code = directory_rows.given_code(connection, "unit", unit)
        labels = rule_rows.labels(connection, session.language)
        # Others are neither listed nor counted, and no unit is named for them alone.
        rows = session.told_of(connection, case_rows.overdue_duties(connection, code))
        day = case_rows.today(connection)
    records = labelled(rows, labels, session.language, **overdue_page.DUTIES.labels)
    listing = overdue_page.DUTIES
    sections = [
        Section(name, [*map(listing.readable, group)], listing.shown) for name, group in overdue_page.by_unit(records)
    ]
    none = _("Nothing else than answers is late on {day}.", day=day)
    give(session, listing, output, records, none, sections)
    if exit_code and records:
        number = len(records)
        raise FoundWrong(
            plural("{number} matter is late on {day}.", "{number} matters are late on {day}.", number, day=day)
        )


def _sections(records: Sequence[dict[str, Any]], soon: int | None) -> Sequence[Section]:
    """Make a table for each unit, and one of what is soon due."""
    sections = [
        Section(name, [*map(overdue_page.readable, group)], overdue_page.OVERDUE.shown)
        for name, group in overdue_page.cases_by_unit([record for record in records if not record["soon"]])
    ]
    later = [overdue_page.readable(record) for record in records if record["soon"]]
    if later:
        title = plural("Due within {number} working day", "Due within {number} working days", soon or 0)
        sections.append(Section(title, later, overdue_page.SOON.shown))
    return sections


def _mail(session: Session, soon: int | None, dry_run: bool, resend: bool) -> None:
    if dry_run:
        from complaintctl.night.mail_letters import mail_of_today

        written = mail_of_today(session, soon)
        for sentence in filter(None, (written.rest_day, *written.remarks, *written.problems)):
            say(sentence)
        for letter in written.letters:
            attached = " ".join(f"[{name}]" for name, _content in letter.files)
            tell(f"To: {letter.recipient}\nSubject: {letter.subject}\n\n{letter.text}\n{attached}\n")
        return
    from complaintctl.file import run_log
    from complaintctl.night.overdue_mail import mail_overdue

    with session.reading() as connection:  # before a run is noted: no case file, or a clock that is not to be set
        session.check_clock(rule_rows.is_practice(connection))
    run = run_log.begun("overdue", session.clock.now())
    with run_log.noted(session.path, session.clock, run, "mail") as step:
        mail_overdue(session, step, soon=soon, resend=resend)
    tell(step.text)
    if step.not_noted:
        say(step.not_noted)

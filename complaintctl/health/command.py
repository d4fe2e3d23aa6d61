"""The health of the installation: doctor."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from wcwidth import wcswidth

from complaintctl.backup.command import backup_folder
from complaintctl.base.errors import Damaged, FoundWrong, OlderTables, StorageProblem, UsageProblem
from complaintctl.base.language import _, marked, plural
from complaintctl.base.text import padded, to_json, visible
from complaintctl.file import db
from complaintctl.front.session import Session, of, tell
from complaintctl.health import findings as health_findings
from complaintctl.health import readiness
from complaintctl.health.findings import Finding

app = typer.Typer()

_STATES = {"ok": marked("ok"), "warning": marked("warning"), "wrong": marked("wrong")}
_CHECKS = {
    "file": marked("file"),
    "permissions": marked("permissions"),
    "schema": marked("version"),
    "ledger": marked("ledger"),
    "clock": marked("computer's clock"),
    "calendar": marked("calendar"),
    "nightly": marked("nightly run"),
    "backup": marked("backup"),
    "overdue_mail": marked("overdue mail"),
    "mail": marked("mail"),
    "heads": marked("heads of units"),
    "leader": marked("leader in charge"),
    "checks": marked("daily checks"),
    "retired_units": marked("retired units"),
    "addresses": marked("units' addresses"),
    "leader_address": marked("leaders' addresses"),
    "logins": marked("shared logins"),
    "looks": marked("looks at customers"),
    "room": marked("disk space"),
}


@app.command("doctor")
def doctor(
    context: typer.Context,
    thorough: Annotated[bool, typer.Option("--thorough", help="Prove the whole record, as verify does.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Try whether the mail server answers.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Tell in one screen whether all is well.

    Each line is ok, a warning or wrong, with the command that mends it; exits with status 6 if something is wrong.

    Example: complaintctl doctor --thorough --mail
    """
    session = of(context)
    findings = list(_findings(session, thorough, mail))
    if as_json:
        tell(to_json([{"check": one.check, "label": _(_CHECKS[one.check]), **one._asdict()} for one in findings]))
    else:
        tell(_page(findings, session.mark))
    if wrong := sum(finding.state == "wrong" for finding in findings):
        raise FoundWrong(plural("{number} thing is wrong.", "{number} things are wrong.", wrong))


def _page(findings: Sequence[Finding], mark: str) -> str:
    """A line for each finding: how it is, what was looked at, what there is to say; below it the command that mends."""
    lines = [mark] if mark else []
    first, second = (max(wcswidth(_(word)) for word in words.values()) + 2 for words in (_STATES, _CHECKS))
    for finding in findings:
        state, check = padded(_(_STATES[finding.state]), first), padded(_(_CHECKS[finding.check]), second)
        lines.append(f"{state}{check}{visible(finding.text)}".rstrip())
        if finding.remedy:
            lines.append(f"{' ' * (first + second)}→ {visible(finding.remedy)}")
    return "\n".join(lines)


def _findings(session: Session, thorough: bool, try_mail: bool) -> Iterator[Finding]:
    host, folder = session.settings.get("mail.host"), backup_folder(session)
    yield from health_findings.of_file(session.path)
    if session.path.is_file():
        try:
            with db.reading(session.path, overlaid=False) as connection:  # by the rules that the file keeps
                yield health_findings.of_schema(connection)
                yield health_findings.of_ledger(connection, thorough)
            with db.reading(session.path) as connection:  # the whole record, whatever --as-of says
                yield health_findings.of_clock(connection, thorough)
            with session.reading() as connection:
                yield readiness.of_calendar(connection)
                yield readiness.of_night(connection, session.clock.now())
                yield readiness.of_backup(connection, session.path, folder, session.clock.now())
                yield from readiness.of_mail(connection, bool(host), session.clock.now())
                yield from readiness.of_people(connection, bool(host))
                yield readiness.of_looks(connection)
        except OlderTables as problem:
            yield Finding("schema", "wrong", str(problem), _("complaintctl upgrade"))
        except StorageProblem as problem:
            # Damage alone calls for a backup: a full or a failing disk may hold a sound file, which it would replace.
            remedy = _("complaintctl restore FILE --force --reason TEXT") if isinstance(problem, Damaged) else ""
            yield Finding("file", "wrong", str(problem), remedy)
    yield _mail(session, try_mail)
    yield health_findings.of_room(session.path, folder)


def _mail(session: Session, try_it: bool) -> Finding:
    host = session.settings.get("mail.host")
    if not host:
        text = _("no mail server is configured, so nothing is mailed")
        return Finding("mail", "warning", text, _("give [mail] host and sender in the configuration file"))
    from complaintctl.disk import mail_settings

    try:
        mail_settings.check_addresses(session.settings)
        if not try_it:
            return Finding("mail", "ok", _("{host}; --mail tries it", host=host))
        from complaintctl.night import smtp

        problem = smtp.unreachable(mail_settings.mail_server(session.settings))
    except UsageProblem as unusable:
        problem = str(unusable)
    if problem:
        return Finding("mail", "wrong", problem, _("look at [mail] in the configuration file"))
    return Finding("mail", "ok", _("{host} answers", host=host))

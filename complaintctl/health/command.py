"""The health of the installation: doctor."""

import re
import shlex
from typing import Annotated

import typer

from complaintctl.base.errors import FoundWrong, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.front.session import Session, of, tell
from complaintctl.health import machine
from complaintctl.health.examination import findings
from complaintctl.health.finding import Finding
from complaintctl.health.findings_page import as_json, as_page

app = typer.Typer()


@app.command("doctor")
def doctor(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 6 for a warning, too.")] = False,
    thorough: Annotated[bool, typer.Option("--thorough", help="Prove the whole record, as verify does.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Try whether the mail server answers.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Tell in one screen whether all is well.

    Each line is ok, a warning or wrong, with the command that mends it; in capitals stands there what you know alone.
    Exits with status 6 if something is wrong; with --strict, if anything is not ok.

    Example: complaintctl doctor --thorough --mail

    Example: complaintctl doctor --strict
    """
    session = of(context)
    found = [_as_typed(finding, context) for finding in findings(session, thorough)]
    if found[0].state != "wrong":
        found.append(_mail(session, mail))
    tell(as_json(found) if json else as_page(found, session.mark))
    wrong, warnings = (sum(finding.state == state for finding in found) for state in ("wrong", "warning"))
    if wrong:
        raise FoundWrong(plural("{number} thing is wrong.", "{number} things are wrong.", wrong))
    if strict and warnings:
        raise FoundWrong(plural("Nothing is wrong, but there is {number} warning.",
                                "Nothing is wrong, but there are {number} warnings.", warnings))  # fmt: skip


def _as_typed(finding: Finding, context: typer.Context) -> Finding:
    """The finding with the case file in its command, where it was named in this one."""
    root = context.find_root()
    source = root.get_parameter_source("db")
    if not source or source.name != "COMMANDLINE":
        return finding
    here = f"complaintctl --db {shlex.quote(str(root.params['db']))} "
    return finding._replace(remedy=re.sub(r"^complaintctl ", lambda _: here, finding.remedy))


def _mail(session: Session, try_it: bool) -> Finding:
    host = session.settings.get("mail.host")
    if not host:
        text = _("nothing is mailed: give [mail] host and sender in the configuration file")
        return Finding("mail", "warning", text, machine.to_edit())
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
        return Finding("mail", "wrong", problem, machine.to_edit())
    return Finding("mail", "ok", _("{host} answers", host=host))

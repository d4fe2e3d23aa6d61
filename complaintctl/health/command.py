"""The health of the installation: doctor."""

import re
import shlex
from typing import Annotated

import typer

from complaintctl.base.errors import FoundWrong
from complaintctl.base.language import plural
from complaintctl.base.values import email_address
from complaintctl.front.session import of, tell
from complaintctl.health.configuring import of_mail
from complaintctl.health.examination import findings
from complaintctl.health.finding import Finding, as_json, as_page

app = typer.Typer()


@app.command("doctor")
def doctor(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 6 for a warning, too.")] = False,
    thorough: Annotated[bool, typer.Option("--thorough", help="Prove the whole record, as verify does.")] = False,
    mail: Annotated[bool, typer.Option("--mail", help="Try whether the mail server answers.")] = False,
    mail_to: Annotated[
        str | None, typer.Option("--mail-to", metavar="ADDRESS", help="Send one test mail there.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Tell in one screen whether all is well.

    Each line is ok, a warning or wrong, with the command that mends it; in capitals stands there what you know alone.
    Exits with status 6 if something is wrong; with --strict, if anything is not ok.

    --mail-to sends through the settings of [mail], and says what the server answered. That it took the mail does not
    mean that it arrived: look in the mailbox. Nothing of a case or of the bank stands in it.

    Example: complaintctl doctor --thorough --mail

    Example: complaintctl doctor --strict
    """
    session = of(context)
    mail_to = None if mail_to is None else email_address(mail_to, "--mail-to")
    found = [_as_typed(finding, context) for finding in findings(session, thorough)]
    if found[0].state != "wrong":
        found.append(_as_typed(of_mail(session, mail, mail_to), context))
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
    return finding._replace(remedy=re.sub(r"^complaintctl (?!config )", lambda _: here, finding.remedy))

"""One member of staff served over SSH, by a key of their own: serve."""

import os
import shlex
import sys
from typing import Annotated

import typer

from complaintctl.base.errors import OlderTables, Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.cases import directory_rows
from complaintctl.disk import config
from complaintctl.front import served
from complaintctl.front.command_line import words_of
from complaintctl.front.served import Seal
from complaintctl.front.session import Session, in_terminal, of, say
from complaintctl.record.queries import Rows

app = typer.Typer()
_LONGEST = 65536  # bytes of the line that a client sends
_IGNORED = ("COMPLAINTCTL_ACTOR", "COMPLAINTCTL_AS_OF", "COMPLAINTCTL_DB", "COMPLAINTCTL_DEBUG")


@app.command("serve")
def serve(
    context: typer.Context,
    actor: Annotated[
        str, typer.Argument(metavar="[ACTOR]", help="Who is served: the member of staff whose key it is.")
    ] = "",
    authorized_keys: Annotated[
        bool, typer.Option("--authorized-keys", help="Print the line of each key (staff set X --key FILE) for sshd.")
    ] = False,
) -> None:
    """Serve a member of staff over SSH: the desk, or the one command that they send.

    It is the forced command of their key, under the account that owns the case file. The file, who acts, the clock and
    the configuration are sealed; no file of the server is named, read or written, and answers go to standard output.

    Example: complaintctl serve --authorized-keys
    """
    session = of(context)
    if bool(actor) == authorized_keys:
        raise UsageProblem("Say who is served: complaintctl serve ACTOR. The lines of all: --authorized-keys.")
    # What is written beside a file of somebody else's would be the account's.
    if os.name == "posix" and session.path.exists() and session.path.stat().st_uid != os.geteuid():
        raise Refused("{file} is not this account's: serve it under the one that owns it.", file=session.path)
    try:
        with session.reading() as connection:
            if authorized_keys:
                _print_lines(session, directory_rows.with_ssh_key(connection))
                return
            code = directory_rows.member(connection, actor, session.clock.now().day)["code"]
    except OlderTables:
        if authorized_keys:
            raise
        code = actor  # whom the command that moves them looks for
    words = _words_sent()
    for name in _IGNORED:  # a client may have sent them
        os.environ.pop(name, None)
    served.lay(Seal(session.path.absolute(), code, session.clock.as_of, session.settings))
    context.find_root().command.main(words, prog_name="complaintctl")


def _words_sent() -> list[str]:
    """The words of the line that the client sent; the desk if that sent none. Raises UsageProblem."""
    line = os.environ.get("SSH_ORIGINAL_COMMAND", "")
    if len(os.fsencode(line)) > _LONGEST:
        raise UsageProblem("The line is longer than {number} KiB: send a file to `import -`.", number=_LONGEST >> 10)
    words = words_of(line) or ["desk"]
    if words == ["desk"] and not in_terminal():
        raise UsageProblem("There is no terminal for the desk: ssh -t bank, or one command, such as ssh bank todo.")
    return words


def _print_lines(session: Session, people: Rows) -> None:
    """Print the lines of authorized_keys by which sshd serves each of these people, and lets them do nothing else."""
    # Both are named even where they are the account's usual ones: nothing that a client sends can put others there.
    configuration = config.config_path()
    words = ["env", f"COMPLAINTCTL_CONFIG={configuration.absolute()}"] if configuration else []
    # Python takes nothing of the environment: PYTHONINSPECT would leave a client at its prompt, which is a shell.
    words += [sys.executable, "-E", "-P", "-m", "complaintctl"]
    words += ["--db", str(session.path.absolute())]
    words += ["--as-of", session.clock.as_of.text] if session.clock.as_of else []
    for person in people:
        command = shlex.join([*words, "serve", person["code"]]).replace('"', r"\"")
        typer.echo(f'restrict,pty,command="{command}" {person["ssh_key"]} {person["code"]}')
    if not people:
        say(_("Nobody has a key yet: complaintctl staff set X --key FILE"))

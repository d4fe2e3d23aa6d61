"""One member of staff served over SSH, by a key of their own: serve."""

import os
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.cases import directory_rows
from complaintctl.front import served
from complaintctl.front.command_line import words_of
from complaintctl.front.served import Seal
from complaintctl.front.session import in_terminal, of

app = typer.Typer()
_LONGEST = 65536  # bytes of the line that a client sends
_OF_THE_CLIENT = ("COMPLAINTCTL_ACTOR", "COMPLAINTCTL_AS_OF", "COMPLAINTCTL_DB", "COMPLAINTCTL_DEBUG")


@app.command("serve")
def serve(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Who is served: the member of staff whose key it is.")],
) -> None:
    """Serve a member of staff over SSH: the desk, or the one command that they send.

    It is the forced command of their key, under the account that owns the case file. The file, who acts, the clock and
    the configuration are sealed; nothing of the server's files is named, read or written; answers go to standard
    output.

    Example: complaintctl serve li
    """
    session = of(context)
    _refuse_foreign(session.path)
    with session.reading() as connection:
        code = directory_rows.member(connection, actor, session.clock.now().day)["code"]
    line = os.environ.get("SSH_ORIGINAL_COMMAND", "")
    if len(os.fsencode(line)) > _LONGEST:
        raise UsageProblem("The line is longer than {number} KiB: send a file to `import -`.", number=_LONGEST >> 10)
    words = words_of(line) or ["desk"]
    if words == ["desk"] and not in_terminal():
        raise UsageProblem("There is no terminal for the desk: ssh -t bank, or one command, such as ssh bank todo.")
    for name in _OF_THE_CLIENT:
        os.environ.pop(name, None)
    served.lay(Seal(session.path.absolute(), code, session.clock.as_of, session.settings))
    context.find_root().command.main(words, prog_name="complaintctl")


def _refuse_foreign(path: Path) -> None:
    """Refuse to serve a file of somebody else's: what is written beside it would be the account's. Raises Refused."""
    if os.name == "posix" and path.exists() and path.stat().st_uid != os.geteuid():
        raise Refused("{file} is not this account's: serve it under the one that owns it.", file=path)

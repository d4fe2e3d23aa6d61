"""Every command of the program, read from its tree."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.main import get_command

from complaintctl.cli import app

FRONT = get_command(app)


def every_command(command: Any = FRONT, above: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with what is typed to reach it, those under another one too."""
    if above:
        yield " ".join(above), command
    if hasattr(command, "list_commands"):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), (*above, name))


COMMANDS = dict(every_command())
# Without those that only lead to others.
DOING = {
    words: command
    for words, command in COMMANDS.items()
    if not hasattr(command, "list_commands") or command.invoke_without_command
}

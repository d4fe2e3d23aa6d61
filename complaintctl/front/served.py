"""The seal of a served session: what holds for it from its start, whatever is named in its lines (Arts 6, 19)."""

import select
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from typer.models import TyperPath

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Refused
from complaintctl.front import commands

FREE = ("lang", "help", "version")  # of the options before a command, those that name nothing of the server's
# How the parameters are called that say where an answer goes, in which form, and what a file is called that is sent.
OUTPUT, FORM, SENT_NAME = "output", "form", "sent_name"
_CSV_FOR_EXCEL = ("--encoding", "gb18030")  # which opens what comes without a byte-order mark as the bank's own
# What Python calls each way to start another program, or to become one.
_STARTING = tuple(
    "subprocess.Popen os.system os.exec os.fork os.forkpty os.spawn os.posix_spawn os.startfile pty.spawn".split()
)


class Seal(NamedTuple):
    """The fixed state of a served session: the case file, who acts, the clock, the configuration."""

    path: Path
    actor: str
    as_of: Moment | None
    settings: Mapping[str, Any]


_held: Seal | None = None


def lay(seal: Seal) -> None:
    """Seal this process, for good."""
    global _held
    _held = seal
    sys.addaudithook(_stay)


def _stay(event: str, given: tuple[Any, ...]) -> None:
    """Let no other program be started, but that of the configuration which gives the password of the mail server."""
    if event in _STARTING:
        command = str(_held and _held.settings.get("mail.password_command", ""))
        if event != "subprocess.Popen" or str(given[1][0]) not in command:
            raise Refused("A served session starts no other program.")


def seal() -> Seal | None:
    """The seal of this process; None where nobody is served."""
    return _held


def takes_document() -> bool:
    """Tell whether a document goes to whoever is served: no terminal shows it."""
    return _held is not None and not sys.stdout.isatty()


def refuse_lost() -> None:
    """Refuse to keep what nobody waits for any more: the connection is lost, and what came over it may be cut off.

    Raises Refused.
    """
    if _held and hasattr(select, "poll"):
        answer = select.poll()
        answer.register(1, 0)  # tells nothing but that nobody reads it
        if answer.poll(0):
            raise Refused("The connection was lost, and nothing was recorded: connect again and enter it anew.")


def refuse_file(file: str) -> None:
    """Refuse a file of the server, where somebody is served. Raises Refused."""
    if _held:
        raise Refused(
            "{file} would be a file of the server, which a served session does not name: who keeps it does that there.",
            file=file,
        )


def refuse_sealed(command: Any, context: Any, args: Sequence[str]) -> None:
    """Refuse what a line of a served session may not name: what is sealed, and every file of the server.

    A file is whatever is declared as a path; `-`, where that may be given, is standard input.

    Raises Refused.
    """
    words = context.command_path.split()[1:]
    if not commands.is_served(" ".join(words)):
        raise Refused(
            "{command} is for the machine itself, and this is a served session: it is done there, by who keeps it.",
            command=" ".join(words),
        )
    given, _rest, named = command.make_parser(context).parse_args(list(args))
    for parameter in named:
        value = given[parameter.name]
        if not words and parameter.name not in FREE:
            option = parameter.opts[0]
            raise Refused("{option} is sealed in a served session, as the server has it: leave it out.", option=option)
        if isinstance(parameter.type, TyperPath):
            for each in value if isinstance(value, list | tuple) else [value]:
                if isinstance(each, str):  # else it is an argument that was left out
                    _refuse_path(command, words, list(args), parameter, each)


def _refuse_path(command: Any, words: list[str], args: list[str], parameter: Any, value: str) -> None:
    """Refuse a file of the server, with the line that does it at one's own machine."""
    if parameter.name == OUTPUT:
        words += [*_without(args, parameter), *_form(command, args, value)]
        raise Refused(
            "A served session writes no file on the server. At your own machine, in cmd (PowerShell 5 breaks what is no"
            " text): {line}",
            line=line_at_home(words, ">", value),
        )
    if not parameter.type.allow_dash:
        refuse_file(value)
    if value not in ("-", ""):
        words += ["-" if word == value else word for word in args]
        words += ["--name", Path(value).name] if any(each.name == SENT_NAME for each in command.params) else []
        raise Refused(
            "{file} would be a file of the server, which a served session does not name. At your own machine, in cmd:"
            " {line}",
            file=value,
            line=line_at_home(words, "<", value),
        )


def line_at_home(words: Sequence[str], sign: str, file: str) -> str:
    """The line that runs a command over SSH at one's own machine, its answer or its input a file there."""
    line, name = shlex.join(words), file if " " not in file else f'"{file}"'
    return f"ssh bank {line} {sign} {name}" if line == " ".join(words) else f'ssh bank "{line}" {sign} {name}'


def _without(args: Sequence[str], option: Any) -> list[str]:
    """The words of a line without an option and its value, however they are written."""
    words = iter(args)
    left = []
    for word in words:
        if word in option.opts:
            next(words, None)
        elif not word.startswith(tuple(f"{name}=" if name[:2] == "--" else name for name in option.opts)):
            left.append(word)
    return left


def _form(command: Any, args: Sequence[str], file: str) -> list[str]:
    """The options that have an answer in the form which the name of a file asks for."""
    ending = Path(file).suffix.lstrip(".").lower()
    by_name = {parameter.name: parameter for parameter in command.params}
    forms = str(by_name[FORM].metavar).split("|") if FORM in by_name else []
    is_for_excel = ending == "csv" and "encoding" in by_name and not _stands_in(by_name["encoding"], args)
    words = ["--format", ending] if ending in forms and not _stands_in(by_name[FORM], args) else []
    return [*words, *(_CSV_FOR_EXCEL if is_for_excel else ())]


def _stands_in(option: Any, args: Sequence[str]) -> bool:
    return any(name in args for name in option.opts)

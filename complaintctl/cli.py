"""The program's front: global options, and each command loaded only when it is called."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command_from_info, get_group_from_info

from complaintctl import __version__
from complaintctl.clock import Clock, parse_moment
from complaintctl.commands.session import Session
from complaintctl.errors import ComplaintError, StorageProblem, UsageProblem
from complaintctl.render.text import visible_lines

# The commands in the order of the day's work, and the module of complaintctl.commands that holds each. The others
# are not even imported: the officer waits for one command with a customer in front of him.
COMMANDS = {
    "init": "setup",
    "unit": "setup",
    "staff": "setup",
    "calendar": "calendar",
    "policy": "policy",
    "demo": "keeping",
    "register": "intake",
    "import": "bulk",
    "brief": "briefing",
    "direct": "briefing",
    "transfer": "handling",
    "sign": "handling",
    "return": "handling",
    "supervise": "handling",
    "contact": "contacts",
    "delay": "contacts",
    "extend": "clocks",
    "pause": "clocks",
    "resume": "clocks",
    "classify": "classification",
    "investigate": "investigation",
    "escalate": "escalation",
    "resolve": "finishing",
    "review": "finishing",
    "withdraw": "withdrawal",
    "close": "finishing",
    "reopen": "finishing",
    "archive": "finishing",
    "show": "watching",
    "why": "watching",
    "list": "listing",
    "todo": "listing",
    "overdue": "listing",
    "check": "checks",
    "report": "accounting",
    "accountability": "accountability",
    "improvement": "accountability",
    "verify": "keeping",
}


class Front(TyperGroup):
    """Loads a command's module when it is called, and turns every failure into a sentence and an exit status."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands' names, in the order of the day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"complaintctl.commands.{COMMANDS[cmd_name]}").app
        for command in module.registered_commands:
            if command.name == cmd_name:
                return get_command_from_info(command, pretty_exceptions_short=False, rich_markup_mode=None)
        for group in module.registered_groups:
            if group.name == cmd_name:
                return get_group_from_info(
                    group, pretty_exceptions_short=False, rich_markup_mode=None, suggest_commands=True
                )
        return None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; nothing it raises reaches the user as a traceback, which could show a customer's data."""
        try:
            return super().invoke(ctx)
        except ComplaintError as error:
            typer.echo(f"complaintctl: {visible_lines(str(error))}", err=True)
            raise typer.Exit(error.exit_status) from None
        except (typer.Abort, KeyboardInterrupt):
            typer.echo("\ncomplaintctl: stopped; nothing was recorded.", err=True)
            raise typer.Exit(130) from None
        except UnicodeEncodeError:
            typer.echo("complaintctl: what was typed is not valid UTF-8 text: type it again.", err=True)
            raise typer.Exit(UsageProblem.exit_status) from None
        except typer.TyperException as error:
            error.message = visible_lines(error.message)
            raise
        except (typer.Exit, BrokenPipeError):
            raise
        except OSError as error:
            # What could not be written must not be tried again when the program ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            # Whatever was to be recorded was on the disk before the answer was given.
            typer.echo(
                f"complaintctl: the answer could not be written: {error.strerror}. What was recorded stands:"
                " look with `complaintctl list` before you enter it again.",
                err=True,
            )
            raise typer.Exit(StorageProblem.exit_status) from None
        except Exception as error:
            if os.environ.get("COMPLAINTCTL_DEBUG"):
                raise
            typer.echo(
                f"complaintctl: internal error ({type(error).__name__}). Look with `complaintctl list`"
                " before you enter anything again; set COMPLAINTCTL_DEBUG=1 to see where, and report it.",
                err=True,
            )
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Front,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"complaintctl {__version__}")
        raise typer.Exit


@app.callback()
def front(
    context: typer.Context,
    db: Annotated[
        Path | None, typer.Option(envvar="COMPLAINTCTL_DB", metavar="PATH", help="The case file.", readable=False)
    ] = None,
    actor: Annotated[
        str | None, typer.Option(envvar="COMPLAINTCTL_ACTOR", metavar="CODE", help="Who acts; default by your login.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", envvar="COMPLAINTCTL_AS_OF", metavar="DATE", help="The day or time to take for now."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(envvar="COMPLAINTCTL_LANG", metavar="zh|en", help="Language of labels; default the locale's."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Complaints and petitions of one bank: its regulation, its clocks, its ledger. 客户投诉(信访)处理."""
    if lang and lang not in ("zh", "en"):
        raise UsageProblem(f"--lang {lang!r} is neither zh nor en.")
    clock = Clock(parse_moment(as_of, "--as-of")) if as_of else Clock()
    context.obj = Session(db, actor, clock, lang)


def main() -> None:
    """Run the program; text that the terminal cannot show is written as escapes rather than failing."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="complaintctl")

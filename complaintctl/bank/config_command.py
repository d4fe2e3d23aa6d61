"""The configuration file: config show, path, sample."""

import json
import os
from typing import Any

import typer

from complaintctl.base.errors import UsageProblem, writing_to
from complaintctl.base.language import _, spoken
from complaintctl.disk import config, modes
from complaintctl.disk.config_keys import Key, keys
from complaintctl.disk.mail_settings import PASSWORD_VARIABLE
from complaintctl.front.identity import login_name
from complaintctl.front.session import Session, of, say, tell
from complaintctl.tables.chosen_file import ForceOption, guarded, put_text
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, OutputOption, give, takes_output

app = typer.Typer()
configuration = typer.Typer(no_args_is_help=True, help="The configuration file: what it sets, and all it may set.")
app.add_typer(configuration, name="config")

# The keys that an option before the command, or its environment variable, sets as well.
_OPTIONS = {"database": "db", "actor": "actor", "lang": "lang"}


SETTINGS = Listing("setting value source line origin", "setting value origin")


@configuration.command("show")
@takes_output
def show(context: typer.Context, output: Output) -> None:
    """List every setting, what it is now, and where that comes from.

    An option before the command wins over the environment, the environment over the file. Passwords are not shown.

    Example: complaintctl config show

    Example: complaintctl --lang zh config show --json
    """
    session = of(context)
    lines = config.lines_set() if session.settings else {}
    give(session, SETTINGS, output, [_record(context, session, key, lines.get(key.name)) for key in keys().values()])


def _record(context: typer.Context, session: Session, key: Key, line: int | None) -> dict[str, Any]:
    """A setting, its value, and where it comes from."""
    option = _OPTIONS.get(key.name, "")
    place = context.find_root().get_parameter_source(option) if option else None
    variable = f"COMPLAINTCTL_{option.upper()}" if option else PASSWORD_VARIABLE
    if place and place.name == "COMMANDLINE":
        source, origin = "option", f"--{option}"
    elif (place and place.name == "ENVIRONMENT") or (key.name == "mail.password" and PASSWORD_VARIABLE in os.environ):
        source, origin = "environment", variable
    elif line:
        source, origin = "file", _("{file}, line {line}", file=config.config_path() or "", line=line)
    else:
        source, origin = "default", _("default: {otherwise}", otherwise=key.otherwise[session.language])
    value = _in_force(session, key)
    return {
        "setting": key.name,
        "value": _("set, not shown") if key.secret and value is not None else value,
        "source": source,
        "line": line if source == "file" else None,
        "origin": origin,
    }


def _in_force(session: Session, key: Key) -> Any:
    """The value of a key that holds now; None if there is none."""
    match key.name:
        case "database":
            try:
                return str(session.path)
            except UsageProblem:  # nowhere, unless it is named
                return None
        case "actor":
            return session.actor_option or session.settings.get("actor") or login_name()
        case "lang":
            return session.language
        case "mail.password" if PASSWORD_VARIABLE in os.environ:
            return os.environ[PASSWORD_VARIABLE]
    return session.settings.get(key.name, key.default)


@configuration.command("path")
def path(context: typer.Context) -> None:
    """Say where the configuration file is, or would be.

    Example: complaintctl config path
    """
    file = config.config_path()
    if file is None:
        raise UsageProblem("You have no home folder, where it would be: name a file with COMPLAINTCTL_CONFIG.")
    tell(str(file))
    if not file.exists():
        say(_("There is no such file yet: `complaintctl config sample` shows what it may set."))


@configuration.command("sample")
def sample(context: typer.Context, output: OutputOption = None, force: ForceOption = False) -> None:
    """Give a configuration that explains every key and sets none, to be filled in.

    Its folder is made where it is to be the configuration that is read.

    Example: complaintctl config sample -o config.toml
    """
    kept = guarded(of(context))
    if kept.configuration and not kept.configuration.exists():
        if output and output == kept.configuration:  # it may become this very file
            with writing_to(output.parent):
                modes.make_folder(output.absolute().parent)
        kept = kept._replace(configuration=None)
    put_text(kept, output, force, as_sample())
    if output:
        say(_("Wrote {file}.", file=output))


def as_sample() -> str:
    """A file that sets nothing yet: every key in a comment, with what it means and what holds without it."""
    lines = [_("# The configuration of complaintctl. Take the # away before a key to set it.")]
    section = ""
    for key in keys().values():
        above, _dot, name = key.name.rpartition(".")
        if above != section:
            lines += ["", f"[{above}]"]
            section = above
        lines += ["", f"# {key.meaning_words()}", _("# Without it: {otherwise}.", otherwise=key.otherwise[spoken()])]
        lines.append(f"# {name} = {json.dumps(key.example, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"

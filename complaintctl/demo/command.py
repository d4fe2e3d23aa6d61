"""The demonstration: the year is built, and then the main job is done on it as an officer would type it."""

import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import visible_lines
from complaintctl.file import db
from complaintctl.front.session import of

app = typer.Typer()


@app.command("demo")
def demo(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIRECTORY", help="A new or empty folder.")],
) -> None:
    """Show the main job on an invented bank.

    Builds a year of its cases in a practice file and walks through a day on it.

    Example: complaintctl demo ./demo
    """
    from complaintctl.demo import invented_bank, year

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageProblem("{folder} is not an empty folder and was left as it is: name a new one.", folder=directory)
    with db.create(directory / "demo.db") as connection:
        year.build(connection)
    bank = invented_bank.BANK["name"]
    _say("# " + _("A year of complaints at {bank}, an invented bank, in a practice file.", bank=bank))
    language = of(context).language
    shell = Shell(directory, language)
    walk = tomllib.loads(Path(__file__).with_name("walk.toml").read_text(encoding="utf-8"))
    for part in walk["part"]:
        if language in part:
            _say(f"\n# {part[language]}")
        for line in part["lines"].strip().splitlines():
            shell.type(line, part.get("status", 0))


class Shell:
    """An officer's terminal: what they have set, and the commands they type."""

    def __init__(self, folder: Path, language: str) -> None:
        # The answers are shown again, so they must come in an encoding known beforehand.
        self._environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COMPLAINTCTL_LANG": language}
        self._words = {"folder": str(folder), "case": ""}

    def type(self, line: str, expect: int) -> None:
        """Show a command, run it, and show all it says. Raises ComplaintError: it ends otherwise than expected."""
        words = [word.format(**self._words) for word in shlex.split(line)]
        if words[0] == "export":
            name, _equals, value = words[1].partition("=")
            self._environment[name] = value
            _say(f"$ export {name}={shlex.quote(value)}")
            return
        typed = shlex.join(("complaintctl", *words))
        if len(typed) > 90:  # each option on a line of its own
            quoted = ((" \\\n    " if word.startswith("--") else " ") + shlex.quote(word) for word in words)
            typed = "complaintctl" + "".join(quoted)
        _say(f"\n$ {typed}")
        ended = subprocess.run(  # noqa: S603 - the program itself
            [sys.executable, "-m", "complaintctl", *words],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        _say(ended.stdout.rstrip("\n"))
        if ended.returncode != expect:
            sentence = _(
                "The demonstration stopped: `{command}` ended with status {status}.",
                command=words[0],
                status=ended.returncode,
            )
            raise ComplaintError(sentence)
        if words[0] == "register":
            # TS-2026-0234: a case of this year may be named by its number alone.
            self._words["case"] = ended.stdout.partition("TS-")[2][5:9].lstrip("0")


def _say(text: str) -> None:
    print(visible_lines(text), flush=True)

"""Making a new case file."""

import os
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated, Any

import typer

from complaintctl.bank import directory
from complaintctl.bank import rows as bank_rows
from complaintctl.base.language import _, spoken
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import rule_rows
from complaintctl.disk import config, group_folder, mounts
from complaintctl.file import db
from complaintctl.file.replayed_rules import fresh
from complaintctl.front import identity
from complaintctl.front.session import in_terminal, of, say, tell
from complaintctl.record import program_text
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Rows
from complaintctl.rules.rule_changes import set_rule

app = typer.Typer()


@app.command("init")
def init(
    context: typer.Context,
    bank: Annotated[str | None, typer.Option(metavar="NAME", help="The bank's name.")] = None,
    officer: Annotated[str | None, typer.Option(metavar="NAME", help="Your name.")] = None,
    phone: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Your telephone, as letters to customers give it.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The bank's address, as envelopes give it.")
    ] = None,
    regulation: Annotated[str | None, typer.Option(metavar="NAME", help="The name of the bank's regulation.")] = None,
    in_force_from: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day it is in force; until then it is a draft.")
    ] = None,
    practice: Annotated[
        bool, typer.Option("--practice", help="A practice file, whose clock can be set with --as-of.")
    ] = False,
    group: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Let this group of logins work on it; the folder is looked at first."),
    ] = None,
) -> None:
    """Make a new case file, with 监察室 and you in it; in a terminal asks for what letters to customers need.

    Example: complaintctl init --bank 某某农村商业银行 --officer 李四 --phone 0000-1234567 --in-force-from 2026-01-01
    """
    session = of(context)
    session.check_clock(practice)
    if group is not None:
        group_folder.require(session.path.absolute().parent, group)
    given: dict[str, Any] = {
        "bank": bank, "officer": officer, "phone": phone, "address": address, "regulation": regulation,
        "in_force_from": in_force_from,
    }  # fmt: skip
    mounts.refuse_share(session.path)  # before anything is asked
    if doubt := mounts.doubt(session.path):
        say(doubt)
    if in_terminal() and not os.path.lexists(session.path):
        given = _asked(given, practice, session.clock.now().day)
    code = session.actor_option or identity.login_name()
    with db.create(session.path) as connection:
        act = Act(connection, session.clock, code, place=identity.place(practice))
        connection.execute("PRAGMA defer_foreign_keys = ON")
        directory.found(act, given["bank"], given["officer"] or code, given["phone"], practice=practice)
        _lay_down_papers(act, given)
        lacks = bank_rows.papers_lack(connection, code)
        day = calendar_rows.calendar_span(connection)["known_to"]
    tell(_("Practice file made: {file}" if practice else "Case file made: {file}", file=session.path))
    if group is not None:
        say(_("Whoever is in the group {group} can read the file itself, whatever their role may see.", group=group))
    said = {"name": given["officer"] or code, "login": code, "day": day}
    say(_("You are {name} of 监察室, login {login}. The schedule of working days is known to {day}.", **said))
    if not given["officer"]:
        say(
            _(
                "Lists and papers call you {login}, for your name is not known. Give it: complaintctl staff set {login}"
                " --name NAME",
                login=code,
            )
        )
    if not practice:
        _say_what_is_next(lacks)


def _asked(given: dict[str, Any], practice: bool, today: str) -> dict[str, Any]:
    """Ask the officer for what was not given, unless nothing is missing; for practice for the names alone."""
    from complaintctl.bank.questions import founding

    wanted = ("bank", "officer") if practice else tuple(given)
    if all(given[name] is not None for name in wanted):
        return given
    with closing(fresh(program_text.own())) as connection:
        usual = {"regulation": rule_rows.policy(connection, "regulation")}
        return dict(founding(given, wanted, usual, today))


def _lay_down_papers(act: Act, given: dict[str, Any]) -> None:
    """Enter what papers say: the bank's address, what its regulation is called, and from when on it is in force."""
    for key, value in ("bank_address", given["address"]), ("regulation", given["regulation"]):
        (rule,) = rule_rows.rules(act.connection, key)
        if value and value != rule["value"]:
            set_rule(act, key, value, since=rule["in_force_from"])
    if given["in_force_from"]:
        set_rule(act, "regulation_status", "现行", since=given["in_force_from"])


def _say_what_is_next(lacks: Rows) -> None:
    """Say what letters to customers lack, and what makes the file ready for the desk, each with its command."""
    file = config.config_path()
    sample = f'config sample -o "{file}"' if file and not file.exists() else "config show"
    steps = (
        (_("the branches and departments"), "unit import FILE"),
        (_("who works there, under which login"), "staff import FILE"),
        (_("the mail server, and where backups go"), sample),
        (_("mail and backups each night"), "schedule --systemd"),
        (_("all of this, step by step"), "docs administration"),
    )
    _say_lines(_("Letters to customers lack:"), [(row[f"label_{spoken()}"], row["remedy"]) for row in lacks])
    _say_lines(_("Next:"), steps)


def _say_lines(heading: str, lines: Sequence[tuple[str, str]]) -> None:
    if lines:
        said = (_("{what}: {command}", what=what, command=f"complaintctl {command}") for what, command in lines)
        say("\n  ".join([heading, *said]))

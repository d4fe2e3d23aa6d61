"""The entry that lets another program run the night: schedule."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from complaintctl.backup.folders import backup_folders
from complaintctl.base.errors import ANYTHING, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import Option
from complaintctl.base.text import quoted, visible
from complaintctl.cases import directory_rows
from complaintctl.disk import config
from complaintctl.disk.mail_settings import PASSWORD_VARIABLE
from complaintctl.front import identity
from complaintctl.front.session import Session, of, say
from complaintctl.night.schedule_entries import ENTRIES, Entry
from complaintctl.tables.chosen_file import ForceOption, guarded, opened
from complaintctl.tables.output import OutputOption

app = typer.Typer()

# How the files of each schedule are called, and what is to be done with them.
_SUFFIXES = {"cron": ("",), "systemd": (".service", ".timer"), "windows": (".xml",)}
_NEXT = {
    "cron": marked(
        "Put these lines into the crontab of {login}: crontab -e. What a night has to say cron mails to {login}, or to"
        " whom MAILTO names, where the machine can send mail; `complaintctl nightly --log` lists it in any case."
    ),
    "systemd": marked(
        "As root: install -m 644 {files} /etc/systemd/system/ && systemctl daemon-reload && systemctl enable --now"
        " {last}. What a night has to say stands in the journal; `complaintctl nightly --log` lists it as well."
    ),
    "windows": marked(
        "Write it with -o: a redirected text is not taken. Then schtasks /Create /TN complaintctl-nightly /XML {files}"
        " /RU {login} /RP *, which asks for the password. `complaintctl nightly --log` lists what a night had to say."
    ),
}


@app.command("schedule")
def schedule(
    context: typer.Context,
    cron: Annotated[bool, typer.Option("--cron", help="Lines for the crontab of your login."), Option("")] = False,
    systemd: Annotated[bool, typer.Option("--systemd", help="A hardened service and its timer."), Option("")] = False,
    windows: Annotated[bool, typer.Option("--windows", help="A task for schtasks /XML."), Option("")] = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Print the entry by which cron, systemd or Windows runs `nightly`.

    It names the program, the case file and the configuration by their whole paths, your login, the language, and who
    acts if you say so with --actor: give it under the login that keeps the case file, as the night is to have it.

    The night is run at 02:30 in the time of China, and at 06:30 once more for what could not be done then; every day,
    for the calendar in the case file knows the rest days. It mails by itself: `overdue --mail` needs no entry of its
    own. systemd and Windows make up for a night in which the machine was off, cron does not.

    With --systemd, -o names the service, and the timer is written beside it.

    Example: complaintctl schedule --cron

    Example: complaintctl schedule --systemd -o complaintctl-nightly.service
    """
    session = of(context)
    chosen = [kind for kind, is_asked in {"cron": cron, "systemd": systemd, "windows": windows}.items() if is_asked]
    if len(chosen) != 1:
        problem = UsageProblem("Choose one schedule: --cron, --systemd or --windows.")
        raise problem if chosen else problem.lacking(ANYTHING)
    entry, notes = _entry(session)
    texts, suffixes = ENTRIES[chosen[0]](entry, session.clock.now().day), _SUFFIXES[chosen[0]]
    first = output or Path(f"complaintctl-nightly{suffixes[0]}")
    files = [first, *(first.with_suffix(suffix) for suffix in suffixes[1:])]
    if output:
        for path, text in zip(files, texts, strict=True):
            with opened(guarded(session), path, force, private=False) as file:
                assert file
                file.write(text.encode("utf-16" if windows else "utf-8"))  # with the mark by which Windows knows it
    else:
        typer.echo("\n".join(texts), nl=False)
    # Whole paths: root stands in another folder.
    named = {"files": shlex.join(str(file.absolute()) for file in files), "last": files[-1].name, "login": entry.login}
    for sentence in (_(_NEXT[chosen[0]], **named), *notes):
        say(sentence)


def _entry(session: Session) -> tuple[Entry, Sequence[str]]:
    """Find what the entry runs, and what the night will lack. Raises UsageProblem, NotFound, and as reading does."""
    given = session.actor_option or session.settings.get("actor")
    with session.reading() as connection:
        acts = session.looker(connection)
        if given and not acts:
            directory_rows.member(connection, given)
    path, configuration = session.path.absolute(), config.config_path()
    _refuse_of_another(path)
    words = ["--db", str(path), *(["--actor", session.actor_option] if session.actor_option else [])]
    command = [*_program(), *words, "--lang", session.language, "nightly", "--quiet"]
    folders = [path.resolve().parent]
    for copies in backup_folders(session):
        if not copies.absolute().is_relative_to(folders[0]):
            folders.append(copies.absolute())
    domain, login = os.environ.get("USERDOMAIN"), identity.login_name()
    login = f"{domain}\\{login}" if os.name == "nt" and domain else login
    entry = Entry(command, login, configuration and configuration.absolute(), path, folders)
    for word in (*command, *map(str, (entry.configuration or "", *folders))):
        _refuse_odd(word, is_program=word is command[0])
    return entry, list(_notes(session.settings, entry, acts))


def _refuse_of_another(path: Path) -> None:
    """Raise UsageProblem where the case file is another login's: under that one the night has to run."""
    if hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        try:
            owner = path.owner()
        except KeyError:
            owner = str(path.stat().st_uid)
        raise UsageProblem(
            "{file} belongs to {owner}, under whose login the night has to run: give this command under that login.",
            file=path,
            owner=owner,
        )


def _refuse_odd(word: str, *, is_program: bool) -> None:
    """Raise UsageProblem for a word that cannot be quoted for all readers: systemd takes no quotes in a program."""
    odd = ("\\" if os.sep == "/" else "") + ("'\"" if is_program else "")
    if visible(word) != word or set(odd) & set(word):
        raise UsageProblem(
            "{word} cannot stand in a schedule: rename it without line breaks, control characters and backslashes;"
            " a program without quotes as well.",
            word=quoted(word),
        )


def _program() -> Sequence[str]:
    """The words that start this program, by its whole path; else how its Python starts it."""
    started, beside = Path(sys.argv[0]), Path(sys.executable).with_name("complaintctl")
    for program in (started, beside):
        if program.stem == "complaintctl" and (found := shutil.which(program)):
            return [str(Path(found).absolute())]
    return [sys.executable, "-P", "-m", "complaintctl"]


def _notes(settings: Mapping[str, Any], entry: Entry, acts: str | None) -> Iterator[str]:
    """Say what the night will lack: a mail server, its password, somebody who acts."""
    if not settings.get("mail.host"):
        yield _(
            "The night will mail nothing: [mail] host, sender and to are to stand in {file}.",
            file=entry.configuration or "",
        )
    elif PASSWORD_VARIABLE in os.environ and not settings.get("mail.password_command"):
        yield _(
            "{variable} is set for you, not for the night: give [mail] password_command, or password.",
            variable=PASSWORD_VARIABLE,
        )
    if not acts:
        yield _(
            "The login {login} is nobody's: the night does its work, but enters no logs in the record. Let who enters"
            " people record a keeper: complaintctl staff add CODE NAME --unit UNIT --role keeper --login {login}",
            login=entry.login,
        )

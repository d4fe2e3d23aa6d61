"""A run before its command: the file, who acts, the clock, the language."""

import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import typer

from complaintctl.base import command_names
from complaintctl.base.clock import Clock
from complaintctl.base.errors import NotFound, OlderTables, Refused, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.text import visible_lines
from complaintctl.calendar import calendar_end
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import directory_rows, privacy_check, recusal, rights, rule_rows
from complaintctl.cases.case_acts import case_number, own_number
from complaintctl.disk import config
from complaintctl.file import db
from complaintctl.front import commands, identity, served
from complaintctl.front.help import fitted
from complaintctl.front.typer_words import path_of
from complaintctl.privacy.masking import Masking
from complaintctl.record import entry_clock, ledger, program_text, queries, views
from complaintctl.record.ledger import Act


class NotRecorded(Exception):
    """The end of a run that goes no further than to where it would record."""


OfCase = TypeVar("OfCase", bound=Mapping[str, Any] | sqlite3.Row)


class Session:
    """The global options, with what follows from them when they are not given."""

    def __init__(self, db: Path | None, actor: str | None, clock: Clock, lang: str | None = None) -> None:
        self.db_option = db
        self.actor_option = actor
        self.lang_option = lang
        self.clock = clock
        self.mark = ""  # stands in every heading once a practice file is open
        self.command = ""  # as it is typed, with its group: unit add
        self.is_rehearsal = False  # of a whole command, before the officer agrees to what it records

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The configuration file's settings."""
        return config.load()

    @property
    def path(self) -> Path:
        """The case file: --db, COMPLAINTCTL_DB, the configuration's database, or the user's data folder."""
        if self.db_option:
            return self.db_option
        given = self.settings.get("database")
        return config.at_home(given) if given else config.default_database()

    @property
    def language(self) -> str:
        """zh or en: what is spoken in this run."""
        return spoken()

    @property
    def document_language(self) -> str:
        """zh or en: what is written for others to read, as asked for; else Chinese, whatever locale cron has."""
        return self.lang_option or self.settings.get("lang") or "zh"

    @contextmanager
    def reading(self, case: str | None = None, known_on: str | None = None) -> Iterator[sqlite3.Connection]:
        """The file for reading, as of --as-of; of one case alone, if the command is about one.

        With `known_on`, as it stood at the end of that day; what cannot be taken back is said.
        """
        number = self.case_number(case) if case and self.clock.as_of else None
        with db.reading(self.path, None if known_on else self.clock.as_of, number) as connection:
            self._note_practice(connection)
            if commands.need(self.command).right:  # else it does not matter who looks
                self._ask(connection, self.looker(connection))
            if known_on:
                from complaintctl.file import earlier_state

                self._begun(connection, known_on, "--known-on")
                for sentence in earlier_state.look_back(connection, known_on):
                    say(sentence)
            yield connection

    @contextmanager
    def writing(self, *, extends_calendar: bool = True) -> Iterator[Act]:
        """The file with one transaction open, its calendar reaching ahead, and who acts.

        What texts tell of a customer is said once that is on the disk: a terminal that is stopped keeps nobody waiting.

        Raises:
            Refused: an --as-of in a real file.
            StorageProblem: its clock cannot be right.
            NotRecorded: in a rehearsal, once all is done that would be recorded.
        """
        if self.is_rehearsal:
            with self.rehearsing(extends_calendar=extends_calendar) as act:
                yield act
            self.stop_rehearsal()
        with self._brought_up(partial(db.writing, self.path, self.clock.as_of)) as connection:
            with self._renewed(connection, extends_calendar) as act:
                before, _hash = ledger.head(connection)
                yield act
                served.refuse_lost()
            doubts = list(privacy_check.doubts(connection, before))
        for doubt in doubts:
            say(_("Note: {note}", note=doubt))

    @contextmanager
    def rehearsing(self, *, extends_calendar: bool = True) -> Iterator[Act]:
        """As writing, but whatever is done is undone at the end."""
        opened = db.writing(self.path, self.clock.as_of, keep=False)
        with opened as connection, self._renewed(connection, extends_calendar, keep=False) as act:
            yield act

    def rehearse(self, run: Callable[[], object]) -> bool:
        """Run a command up to where it would record, and tell whether it came to that. Raises as it does."""
        self.is_rehearsal = True
        try:
            run()
        except NotRecorded:
            return True
        finally:
            self.is_rehearsal = False
        return False

    def stop_rehearsal(self) -> None:
        """End the rehearsal of a command, if it is one, before what takes too long to be done twice."""
        if self.is_rehearsal:
            raise NotRecorded

    @contextmanager
    def asking(self, *, looks: bool = False) -> Iterator[Act]:
        """As writing, for questions to the officer: to look at, with nothing locked while they think.

        `looks`: for a command that looks alone, which who is not named may give as well.
        """
        if looks:
            with self.reading() as connection:
                yield Act(connection, self.clock, self.looker(connection) or "")
            return
        with self._brought_up(partial(db.reading, self.path)) as connection:
            if self.clock.as_of:
                views.set_clock(connection, self.clock.as_of)
            yield self.act(connection)

    @contextmanager
    def _brought_up(
        self, opened: Callable[[], AbstractContextManager[sqlite3.Connection]]
    ) -> Iterator[sqlite3.Connection]:
        """The file opened; if it has the tables of an older program they are moved first."""
        with ExitStack() as stack:
            try:
                connection = stack.enter_context(opened())
            except OlderTables:
                from complaintctl.front import file_renewal

                file_renewal.move_tables(self)
                connection = stack.enter_context(opened())
            yield connection

    @contextmanager
    def _renewed(self, connection: sqlite3.Connection, extends_calendar: bool, *, keep: bool = True) -> Iterator[Act]:
        """An act on the file, its rules renewed first where they are those of an older program, its calendar ahead."""
        with ExitStack() as stack:
            if program_text.waiting(connection, to_write=True) is None:
                act = self.act(connection, keep=keep)
            else:
                from complaintctl.front import file_renewal

                act = stack.enter_context(file_renewal.renewed(self, connection, keep=keep))
            if extends_calendar:
                calendar_end.keep_ahead(act)
            yield act
            rights.refuse_unheld(connection, act.right)

    def act(self, connection: sqlite3.Connection, *, keep: bool = True) -> Act:
        """Say who acts in an open transaction, and when. Raises as writing does."""
        practice = self._note_practice(connection)
        if keep:
            self.check_clock(practice)
        clock, random_bytes = entry_clock.running_on(connection, self.clock), os.urandom
        if self.clock.as_of:  # the same commands make the same file, byte for byte
            from random import Random

            random_bytes = Random(self.clock.as_of.text).randbytes  # noqa: S311 - a practice file guards nobody's data
        place = identity.place(practice)
        actor = directory_rows.serving(self._member(connection, place.login), self.clock.now().day)
        self._ask(connection, actor["code"])
        right = commands.need(self.command).right
        return Act(connection, clock, str(actor["code"]), random_bytes, place, right)

    def _ask(self, connection: sqlite3.Connection, person: str | None) -> None:
        """The one gate where an act or a reading begins: refuse who has no right to what the command is."""
        right, of_all = commands.need(self.command)
        if right:
            rights.ask(connection, person, right, of_all=of_all)

    def check_clock(self, practice: bool) -> None:
        """Refuse a set clock unless in a practice file."""
        if self.clock.as_of and not practice:
            raise Refused(
                "--as-of sets the clock of a practice file only: in a real one nobody back-dates an entry."
                " Say when it happened with --at or --received-at; `init --practice` makes a practice file."
            )

    def _note_practice(self, connection: sqlite3.Connection) -> bool:
        if self.clock.as_of:
            self._begun(connection, self.clock.as_of.day, "--as-of")
        if self.language == "zh":  # command lines name codes, units and people as this file does
            command_names.name_values(rule_rows.typed_names(connection))
        practice = rule_rows.is_practice(connection)
        self.mark = _("PRACTICE") if practice else ""
        return practice

    def _begun(self, connection: sqlite3.Connection, day: str, option: str) -> None:
        """Refuse a day before the calendar and the rules begin: there is nothing to go by."""
        first_day = calendar_rows.calendar_span(connection)["first"]
        if day < first_day:
            raise UsageProblem(
                "{option} {day} cannot be right: the calendar of working days begins on {first_day}.",
                option=option,
                day=day,
                first_day=first_day,
            )

    def case_number(self, given: str) -> str:
        """The full number of a case as the officer writes it; for that of a slip the file is read."""
        year = self.clock.now().day[:4]
        if number := own_number(given, year):
            return number
        with db.reading(self.path) as connection:
            return case_number(connection, given, year, self.looker(connection), gives_back=self.gives_back)

    @property
    def gives_back(self) -> bool:
        """Tell whether the command sends a slip back, which alone tells of a case whom it is kept from (Art. 13)."""
        return self.command == "return"

    def looker(self, connection: sqlite3.Connection) -> str | None:
        """The code of who looks; None for a login that is nobody's, which can change nothing either."""
        login = identity.place(rule_rows.is_practice(connection)).login
        try:
            return str(self._member(connection, login)["code"])
        except NotFound:
            # Who has a login, or is served, does not look as nobody.
            if served.seal() or queries.is_in(connection, "staff", login=login):
                raise
            return None

    def told_of(self, connection: sqlite3.Connection, rows: Iterable[OfCase]) -> list[OfCase]:
        """Leave out the rows of cases that who looks is not told of."""
        rows = list(rows)
        kept = self.untold(connection, {row["case_no"] for row in rows} - {None})
        return [row for row in rows if row["case_no"] not in kept]

    def untold(self, connection: sqlite3.Connection, cases: Collection[str]) -> Collection[str]:
        """Of some cases those that who looks is not told of: kept from them (Art. 13), or not their unit's."""
        looker = self.looker(connection)
        hidden = rights.hidden(connection, looker, commands.need(self.command).right or "look", cases)
        return {*hidden, *(recusal.kept_from(connection, looker) if looker else ())}

    def masking(self, connection: sqlite3.Connection) -> Masking:
        """Return the masking of texts for whoever runs this; who is not named may look, but sees less."""
        return Masking(connection, self.looker(connection))

    def _member(self, connection: sqlite3.Connection, login: str) -> sqlite3.Row:
        """Find who runs this. Raises as identity.member does, and Refused for who is served and serves no more."""
        if seal := served.seal():
            return directory_rows.member(connection, seal.actor, self.clock.now().day)
        return identity.member(connection, login, self.actor_option or self.settings.get("actor"))


def of(context: typer.Context) -> Session:
    """The session of a command."""
    session = context.find_object(Session)
    assert session is not None
    session.command = path_of(context)
    return session


def say(text: str) -> None:
    """A message to the officer, on standard error: standard output holds the answer alone."""
    typer.echo(fitted(visible_lines(text), sys.stderr), err=True)


def tell(text: str) -> None:
    """The answer, on standard output."""
    typer.echo(visible_lines(text))


def in_terminal() -> bool:
    """Tell whether somebody sits there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()

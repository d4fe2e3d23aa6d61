"""The day at the desk: desk."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import typer

from complaintctl.asking.field import is_capable
from complaintctl.asking.question import is_leaving
from complaintctl.base.errors import ComplaintError, Refused, UsageProblem
from complaintctl.base.language import at_desk, speak
from complaintctl.base.text import day_aloud
from complaintctl.cases import rule_rows
from complaintctl.desk import desk_words
from complaintctl.desk.desk_offers import Offers
from complaintctl.file import kept
from complaintctl.front import commands, served
from complaintctl.front.command_line import typed_command, words_of
from complaintctl.front.session import Session, in_terminal, of, say

app = typer.Typer()


@app.command("desk")
def desk(context: typer.Context) -> None:
    """Stay at the desk for the day: the same commands, without the program's name.

    Shows what is overdue, due today and new since you last entered something on an earlier day, on entry and when a
    new day begins. A case's number alone shows it. Tab completes commands, options and values; the arrow keys bring
    earlier lines back. The history keeps no personal data. `help` lists the commands, `clear` clears the screen, `exit`
    or Ctrl-D leaves; 查, 帮助, 清屏 and 退出 are understood too.

    Example: complaintctl desk
    """
    if not in_terminal():
        raise UsageProblem("The desk is for a terminal: from a script, call the commands one by one.")
    if _Desk.is_open:
        raise Refused("This is the desk already.")
    if of(context).clock.is_right:
        raise UsageProblem("Write --clock-is-right before the one command that it is for, at the desk too.")
    given: Mapping[str, Any] = {} if served.seal() else context.find_root().params
    options = [word for name in ("db", "actor", "as_of") if given.get(name)
               for word in (f"--{name.replace('_', '-')}", str(given[name]))]  # fmt: skip
    _Desk(of(context), context.find_root().command, options).work()


class _Desk:
    """One officer's session: the file, the program's front, and the global options that hold for every command."""

    is_open = False

    def __init__(self, session: Session, front: Any, options: list[str]) -> None:
        self.session, self.front, self.language = session, front, session.language
        self.options = [*options, "--lang", self.language]
        self.day, self.bank = "", ""
        self.offers = Offers(session)

    def work(self) -> None:
        """Read lines and run them until the officer leaves."""
        with at_desk():
            self._work()

    def _work(self) -> None:
        self.look_at_today()
        read, stays = self._reader(), True
        _Desk.is_open = True
        try:
            while stays:
                try:
                    line = read()
                    if self.is_new_day():
                        self.look_at_today()
                    stays = not is_leaving(line)
                    if stays:
                        self.do(line)
                except EOFError:
                    stays = False
                except ComplaintError as error:
                    say(str(error))
                except KeyboardInterrupt:  # leaves the line, or the command, but not the desk
                    say("")
        finally:
            _Desk.is_open = False
            kept.let_go()

    def do(self, line: str) -> None:
        """Run one line; whatever goes wrong is said, and the desk stays."""
        words = words_of(line)
        if not words:
            return
        if words[0] in desk_words.CLEAR:
            if is_capable():
                typer.echo("\x1b[2J\x1b[H", nl=False, err=True)
            return
        words = desk_words.meant(words)
        if any(commands.keeps_file(typed_command(word)) for word in words):
            kept.let_go()
            self.run(words)
        else:
            with kept.keeping():
                self.run(words)

    def run(self, words: list[str]) -> None:
        """Run a command; one that could not write its answer does not silence the next."""
        stdout = os.dup(sys.stdout.fileno())  # a command that could not write to it turns it away
        try:
            with suppress(SystemExit):
                self.front.main([*self.options, *words], prog_name="complaintctl")
        finally:
            sys.stdout.flush()
            os.dup2(stdout, sys.stdout.fileno())
            os.close(stdout)
        speak(self.language)

    def look_at_today(self) -> None:
        """Show what today brings."""
        from complaintctl.desk.greeting import greeting

        self.day = self.session.clock.now().day
        with kept.keeping(), self.session.reading() as connection:
            self.bank = rule_rows.policy(connection, "bank_name")
            greeted = greeting(self.session, connection)
        say(greeted)

    def is_new_day(self) -> bool:
        """Tell whether midnight has passed since the list was shown."""
        return self.session.clock.now().day != self.day

    def _prompt(self) -> str:
        name = self.session.mark or self.bank.replace("农村商业银行", "农商行").replace("股份有限公司", "")
        day = self.session.clock.now().day
        return f"{name} {day_aloud(day, day, self.language, short=True)}> "

    def _reader(self) -> Callable[[], str]:
        """A function that reads a line; in a terminal that knows no cursor, plainly."""
        if is_capable():
            from complaintctl.desk.desk_line import reader

            return reader(self.front, self.offers, self._prompt, self.is_new_day)

        def read_plainly() -> str:
            kept.let_go()  # nobody counts the time here
            typer.echo(self._prompt(), nl=False, err=True)
            if line := sys.stdin.readline():
                return line
            raise EOFError

        return read_plainly

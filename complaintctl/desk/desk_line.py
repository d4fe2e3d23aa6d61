"""The line that is typed on at the desk: completion, and a history that keeps nobody's data."""

import asyncio
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.output import create_output

from complaintctl.desk import desk_words
from complaintctl.desk.desk_offers import Offers
from complaintctl.disk import config
from complaintctl.file import kept
from complaintctl.front import served
from complaintctl.front.command_line import split, without_program

_MOST = 100  # offers in the menu: more are found by typing on


class History(FileHistory):
    """Past lines, in the user's state folder, where nobody's data stays; done without where it cannot be used."""

    def __init__(self, front: Any, known: desk_words.Known) -> None:
        self.front, self.known = front, known
        folder = config.user_folder("state")
        seal = served.seal()  # of several under one account, each has a history of their own
        name = f"desk-history-{quote(seal.actor, safe='')}" if seal else "desk-history"
        self.path = folder / name if folder else Path(os.devnull)  # for a user without a home
        super().__init__(self.path)

    def load_history_strings(self) -> Iterable[str]:
        """The lines of earlier sessions."""
        with suppress(OSError):
            return list(super().load_history_strings())
        return []

    def store_string(self, string: str) -> None:
        """Keep what may be kept of a line, for this user alone."""
        with suppress(OSError, ValueError):  # one whose quotation mark is missing is not kept
            line = shlex.join(desk_words.kept(self.front, split(string), self.known))
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.path.touch(mode=0o600)
            if line:
                super().store_string(line)


class Words(Completer):
    """Completes commands, options and values, by their code or their name."""

    def __init__(self, front: Any, known: desk_words.Known) -> None:
        self.front, self.known = front, known

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what the word at the cursor may become."""
        text = document.text_before_cursor
        try:
            words = split(text)
        except ValueError:  # inside quotes: a text of its own
            return
        typed = words.pop() if words and not text[-1].isspace() else ""
        found = desk_words.next_words(self.front, without_program(words), typed, self.known)
        for word, name in islice(found, _MOST):
            yield Completion(f"{word} ", -len(typed), display=word, display_meta=name)


def reader(front: Any, offers: Offers, prompt: Callable[[], str], is_new_day: Callable[[], bool]) -> Callable[[], str]:
    """A function that reads one line; an empty one as soon as a new day has begun and nothing is typed."""

    session: PromptSession[str] = PromptSession(
        prompt,
        output=create_output(stdout=sys.stderr),
        completer=Words(front, offers.known),
        complete_in_thread=False,
        history=History(front, offers.known),
        refresh_interval=30,
    )

    async def wait() -> None:
        while not is_new_day() or get_app().current_buffer.text:
            kept.rest()
            await asyncio.sleep(1)
        get_app().exit(result="")

    async def learn() -> None:
        for name in front.commands:  # each at leisure, and none at the first key that it begins with
            desk_words.command_of(front, name)
            await asyncio.sleep(0.02)

    def begin() -> None:
        get_app().create_background_task(learn())
        get_app().create_background_task(wait())

    def read() -> str:
        with kept.keeping():
            offers.refresh()
        return session.prompt(pre_run=begin)

    return read

"""One question at the terminal: a line to type on, choices by number, label or arrow keys, completion, a way back."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

from complaintctl.asking.question import BACK, Answers, Question, is_back, is_leaving
from complaintctl.base.language import _
from complaintctl.front.session import say

_kept: list[bool] = []  # a Ctrl-C that was pressed while no question stood


@contextmanager
def between_questions() -> Iterator[None]:
    """Keep a Ctrl-C that is pressed between two questions for the next one; a second one leaves at once.

    It would leave without asking, or be lost where Python throws away what is raised, as in a finalizer.

    Raises KeyboardInterrupt: it was pressed after the last one.
    """

    def keep(*_signal: object) -> None:
        if _kept:
            raise KeyboardInterrupt
        _kept.append(True)

    with _on_interrupt(keep):
        try:
            yield
            _raise_kept()
        finally:
            _kept.clear()


@contextmanager
def _on_interrupt(does: Callable[..., object]) -> Iterator[None]:
    """Let Ctrl-C do something else meanwhile; only the main thread is told of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, does)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _raise_kept() -> None:
    if _kept:
        _kept.clear()
        raise KeyboardInterrupt


def _leave_if_kept(prompt: Any) -> None:
    """As _raise_kept, of a prompt that is about to stand: from there on Ctrl-C is a key."""
    if _kept:
        _kept.clear()
        prompt.exit(exception=KeyboardInterrupt())


def ask(question: Question, answers: Answers | None = None, *, way_back: bool = False, is_at_stake: bool = True) -> str:
    """The answer, checked: what will not do is said at once, and asked again. BACK, where there is a way back.

    Ctrl-C, or `exit`, leaves at the second time where something `is_at_stake`, answers that would be lost.

    Raises KeyboardInterrupt if the officer leaves.
    """
    knows_cursor, leaves = is_capable(), False
    if len(question.choices) == 1:  # there is nothing to choose
        question = question._replace(default=question.choices[0][0])
    draft = question.draft
    while True:
        try:
            _raise_kept()
            typed = _typed(question, draft, way_back) if knows_cursor else _typed_plainly(question)
            if is_leaving(typed):
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            if leaves or not is_at_stake:
                raise
            leaves = True
            remark(_("Leave? Nothing was recorded. Ctrl-C once more leaves; the question stands as before."))
            continue
        leaves = False
        answer = question.meaning(typed) if typed or (draft and knows_cursor) else question.default
        if answer == BACK:
            if way_back:
                return BACK
            continue
        problem = question.problem(answer, answers or {})
        if knows_cursor and (typed or not problem):
            remark(_("{question}: {answer}", question=question.text, answer=question.shown(answer) or "-"))
        if not problem:
            return answer
        remark(problem)
        draft = ""
        question = question._replace(default=typed) if question.keeps else question


def remark(text: str) -> None:
    """A message broken at words, in a terminal of any width."""
    from complaintctl.front.help import wrapped

    for part in text.splitlines():
        say("\n".join(wrapped(part, shutil.get_terminal_size().columns - 1, hanging=2)))


def is_capable() -> bool:
    """Tell whether the terminal knows a cursor."""
    return os.name == "nt" or os.environ.get("TERM", "dumb") not in ("dumb", "unknown", "")


def _typed_plainly(question: Question) -> str:
    """A line from a terminal that knows no cursor: the choices stand above it, numbered."""
    for number, (_code, label) in enumerate(question.choices, 1):
        say(f"  {number} {label}")
    usual = f" [{question.shown(question.default)}]" if question.shown(question.default) else ""
    words = question.asked()
    asked = f"{_('{question} (number or words)', question=words) if question.choices else words}{usual}"
    try:
        with _on_interrupt(signal.default_int_handler):
            line: str = typer.prompt(asked, default="", show_default=False, err=True, prompt_suffix=_(": "))
    except typer.Abort:
        raise KeyboardInterrupt from None
    return line.strip()


def _typed(question: Question, draft: str, way_back: bool) -> str:
    """A line from a terminal that does; it gives way to the answer once that is known."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    how = _("number, word, arrow") if question.choices else _("a part or Tab") if question.offered else ""
    back = _("Esc back") if way_back else ""
    session: PromptSession[str] = PromptSession(
        lambda: list(_heading(question)),
        # Standard output holds the answer alone.
        output=create_output(stdout=sys.stderr),
        placeholder=[("class:placeholder", question.shown(question.default))] if not draft else None,
        completer=_completer(question),
        complete_while_typing=True,
        reserve_space_for_menu=6 if question.offered else 0,
        key_bindings=_keys(question),
        bottom_toolbar=" · ".join(filter(None, (how, _("Enter next"), back, _("Ctrl-C leaves")))),
        erase_when_done=True,
    )
    try:
        typed = session.prompt(default=draft, pre_run=lambda: _leave_if_kept(session.app))
    except EOFError:  # Ctrl-D, which leaves as Ctrl-C does
        raise KeyboardInterrupt from None
    added = typed.removeprefix(draft).strip()
    return BACK if is_back(added) else added if is_leaving(added) else typed.strip()


def _heading(question: Question) -> Iterator[tuple[str, str]]:
    """The question; its choices under it, with a mark at the one that Enter takes."""
    from prompt_toolkit.application import get_app

    yield "bold", question.asked()
    if question.choices:
        taken = question.meaning(get_app().current_buffer.text) or question.default
        for number, (code, label) in enumerate(question.choices, 1):
            yield ("bold", f"\n> {number} {label}") if code == taken else ("", f"\n  {number} {label}")
        yield "", "\n"
        yield "", _("Answer: ")
    else:
        yield "", _(": ")


def _completer(question: Question) -> Any:
    """Offers what has what was typed in its code or its name."""
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Offered(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            typed = document.text.strip().lower()
            for code, name in question.offered:
                if typed in f"{code} {name}".lower():
                    yield Completion(code, -len(document.text), display_meta=name)

    return Offered() if question.offered else None


def _keys(question: Question) -> Any:
    """Esc goes back; up and down go through the choices."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", eager=True)
    def back(event: KeyPressEvent) -> None:
        event.app.exit(result=BACK)

    def move(event: KeyPressEvent, step: int) -> None:
        codes = [code for code, _label in question.choices]
        taken = question.meaning(event.current_buffer.text) or question.default
        place = codes.index(taken) + step if taken in codes else (0 if step > 0 else -1)
        event.current_buffer.text = question.choices[place % len(codes)][1]
        event.current_buffer.cursor_position = len(event.current_buffer.text)

    if question.choices:
        keys.add("up")(lambda event: move(event, -1))
        keys.add("down")(lambda event: move(event, 1))
    return keys

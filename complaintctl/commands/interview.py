"""Questions at a terminal, one after the other: choices, completion, a check at the field, a way back, a summary."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import typer

from complaintctl.errors import ComplaintError
from complaintctl.language import _

Answers = dict[str, str]
BACK = "<"


class Question(NamedTuple):
    """One question; its answer is a text, empty if it may be left out and was."""

    key: str
    text: str
    choices: Sequence[tuple[str, str]] = ()  # code and label; the answer is one of the codes
    completions: Sequence[tuple[str, str]] = ()  # code and name of what may be typed, among other things
    default: str | Callable[[Mapping[str, str]], str] = ""
    may_be_left_out: bool = False
    check: Callable[[str], object] | None = None  # raises ComplaintError if the answer will not do
    asked_if: Callable[[Mapping[str, str]], bool] | None = None  # looks at the answers so far
    then: Callable[[Mapping[str, str]], None] | None = None  # done as soon as it is answered

    def preset(self, answers: Mapping[str, str]) -> str:
        """What stands there to be taken over with Enter."""
        return answers.get(self.key) or (self.default(answers) if callable(self.default) else self.default)

    def problem(self, answer: str) -> str:
        """Why an answer will not do; empty if it will."""
        if not answer:
            return "" if self.may_be_left_out else _("An answer is needed.")
        try:
            if self.check:
                self.check(answer)
        except ComplaintError as error:
            return str(error)
        return ""


def interview(questions: Sequence[Question], known: Mapping[str, str], summary: str = "") -> Answers:
    """Ask everything that is not known, and return all answers; with a `summary` heading they are confirmed at the end.

    Esc, or `<`, goes back to the question before. Ctrl-C raises KeyboardInterrupt: nothing has been done yet.
    """
    answers, place = dict(known), 0
    asked = [question for question in questions if question.key not in known]
    with _terminal():
        while True:
            while place < len(asked):
                question = asked[place]
                if question.asked_if and not question.asked_if(answers):
                    answers.pop(question.key, None)
                    place += 1
                    continue
                answer = _ask(question, question.preset(answers))
                if answer == BACK:
                    place = _before(asked, place, answers)
                    continue
                answers[question.key] = answer
                if question.then:
                    question.then(answers)
                place += 1
            if not asked or not summary or _confirmed(summary, asked, answers):
                return answers
            place = _before(asked, place, answers)


def _before(asked: Sequence[Question], place: int, answers: Mapping[str, str]) -> int:
    """The question before this one that is asked at all."""
    for earlier in range(place - 1, -1, -1):
        condition = asked[earlier].asked_if
        if condition is None or condition(answers):
            return earlier
    return 0


def _confirmed(heading: str, asked: Sequence[Question], answers: Mapping[str, str]) -> bool:
    from complaintctl.render.help import definitions

    shown = [(question.text, dict(question.choices).get(answer, answer)) for question in asked
             if (answer := answers.get(question.key))]  # fmt: skip
    typer.echo(f"\n{heading}", err=True)
    for line in definitions(shown, 78):
        typer.echo(line, err=True)
    question = Question("", _("Enter it"), choices=(("yes", _("yes, enter it")), (BACK, _("no, go back"))))
    return _ask(question, "yes") == "yes"


def _ask(question: Question, preset: str) -> str:
    if not _is_capable():
        return _ask_plainly(question, preset)
    return _choose(question, preset) if question.choices else _type(question, preset)


def _choose(question: Question, preset: str) -> str:
    from prompt_toolkit.shortcuts import choice

    options = [*question.choices, *([("", _("(leave out)"))] if question.may_be_left_out else [])]
    codes = [code for code, _label in options]
    return choice(
        question.text,
        options=options,
        default=preset if preset in codes else codes[0],
        key_bindings=_keys(),
        bottom_toolbar=_("number or arrow keys, then Enter · Esc back · Ctrl-C leave"),
    )


def _type(question: Question, preset: str) -> str:
    from prompt_toolkit import prompt
    from prompt_toolkit.completion import FuzzyCompleter, WordCompleter
    from prompt_toolkit.document import Document
    from prompt_toolkit.validation import ValidationError, Validator

    class Check(Validator):
        def validate(self, document: Document) -> None:
            if document.text.strip() != BACK and (problem := question.problem(document.text.strip())):
                raise ValidationError(message=problem, cursor_position=len(document.text))

    codes, names = [code for code, _name in question.completions], dict(question.completions)
    answer: str = prompt(
        f"{question.text}: ",
        default=preset,
        completer=FuzzyCompleter(
            WordCompleter(codes, display_dict={c: f"{c} {n}" for c, n in names.items()}, WORD=True)
        ),
        complete_while_typing=True,
        validator=Check(),
        validate_while_typing=False,
        key_bindings=_keys(),
        bottom_toolbar=_("Enter next · Tab complete · Esc back · Ctrl-C leave"),
    )
    return answer.strip()


def _keys() -> Any:
    """Esc goes back."""
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", eager=True)
    def back(event: KeyPressEvent) -> None:
        event.app.exit(result=BACK)

    return keys


def _ask_plainly(question: Question, preset: str) -> str:
    """As a terminal can that knows no cursor: choices are numbered, and answered by number, code or label."""
    for number, (code, label) in enumerate(question.choices, 1):
        typer.echo(f"  {number} {label} ({code})", err=True)
    while True:
        answer: str = typer.prompt(question.text, default=preset, show_default=bool(preset), err=True).strip()
        if answer == BACK:
            return BACK
        if not question.choices:
            problem = question.problem(answer)
        else:
            named = (code for number, (code, label) in enumerate(question.choices, 1)
                     if answer in (str(number), code, label))  # fmt: skip
            answer = next(named, answer)
            known = answer in dict(question.choices) or (question.may_be_left_out and not answer)
            problem = "" if known else _("Answer with a number from 1 to {last}.", last=len(question.choices))
        if not problem:
            return answer
        typer.echo(problem, err=True)


def _is_capable() -> bool:
    return os.environ.get("TERM", "dumb") not in ("dumb", "unknown", "")


@contextmanager
def _terminal() -> Iterator[None]:
    """Questions go to standard error: standard output holds the answer alone."""
    if not _is_capable():
        yield
        return
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.output import create_output

    with create_app_session(output=create_output(stdout=sys.stderr)):
        yield

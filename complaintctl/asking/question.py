"""A question to the officer: what may be answered, what an answer means, and why one will not do."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _
from complaintctl.base.values import plain

Answers = Mapping[str, str]
Named = Sequence[tuple[str, str]]  # codes, each with its label or name

BACK = "<"
_BACK_TYPED = ("<", "《")  # what a Chinese keyboard writes for it
LEAVE = ("exit", "quit", "退出")  # as at the desk
_LEFT_OUT = ("-", "无")
_WORDS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")
YES = ("y", "yes", "是", "对")


def is_back(typed: str) -> bool:
    """Tell whether what was typed asks for the question before."""
    return plain(typed) in _BACK_TYPED


def is_leaving(typed: str) -> bool:
    """Tell whether what was typed asks to leave."""
    return plain(typed).lower() in LEAVE


class Question(NamedTuple):
    """One question; its answer is a text, empty if it may be left out and was."""

    key: str
    text: str
    choices: Named = ()  # the answer is one of the codes
    offered: Named = ()  # what may be typed, shown as it is typed
    default: str = ""  # taken with Enter
    may_be_left_out: bool = False
    check: Callable[[str, Answers], object] | None = None  # raises ComplaintError if the answer will not do
    asked_if: Callable[[Answers], object] | None = None  # looks at the answers so far
    default_by: Callable[[Answers], str] | None = None  # a default that depends on the answers so far
    choices_by: Callable[[Answers], Named] | None = None  # choices that depend on the answers so far
    offered_by: Callable[[Answers], Named] | None = None  # what is offered, where that depends on them
    on_page_if: Callable[[Answers], object] | None = None  # then it is asked by its number on the page alone
    then: Callable[[Answers], object] | None = None  # done as soon as it is answered
    full: Callable[[str], str] | None = None  # the full form of what may be typed in short
    understood: Callable[[str], str] | None = None  # how an answer was read, for people
    otherwise: str = ""  # what holds where it is left out
    takes_others: bool = False  # what is none of the choices may be typed too, where the check lets it
    keeps: bool = False  # what will not do is taken with Enter once more, where the check then lets it

    @property
    def draft(self) -> str:
        """The text that stands on the line to be edited; a number, code, amount or day is written anew instead."""
        is_text = not (self.choices or self.offered or self.full or self.understood) and _WORDS.search(self.default)
        return self.default if is_text else ""

    def asked(self) -> str:
        """The question as it is put, which says so where nothing has to be answered."""
        if not self.may_be_left_out or (self.choices and not self.takes_others):
            return self.text
        if self.default:
            return _("{question} (optional, - leaves it empty)", question=self.text)
        if self.otherwise:
            return _("{question} (optional; else {otherwise})", question=self.text, otherwise=self.otherwise)
        return _("{question} (optional)", question=self.text)

    def has_place(self, answers: Answers) -> bool:
        """Tell whether the answers so far call for it."""
        return self.asked_if is None or bool(self.asked_if(answers))

    def is_due(self, answers: Answers) -> bool:
        """Tell whether it is to be asked in its turn: called for, unanswered, and not a line of the page alone."""
        folded = self.on_page_if is not None and self.on_page_if(answers)
        return self.key not in answers and not folded and self.has_place(answers)

    def after(self, answers: Answers) -> "Question":
        """The question as it is asked after these answers, with its choices and what stands there for Enter."""
        default = self.default_by(answers) if self.default_by else self.default
        default = answers.get(self.key, default)  # one that was emptied stays empty
        choices = self.choices_by(answers) if self.choices_by else self.choices
        offered = self.offered_by(answers) if self.offered_by else self.offered
        return self._replace(default=default, choices=choices, offered=offered)

    def meaning(self, typed: str) -> str:
        """The code that a number, a code, a label or the one beginning of them stands for; else what was typed."""
        plainly = plain(typed)
        if is_back(plainly):
            return BACK
        if self.may_be_left_out and plainly in _LEFT_OUT:
            return ""
        names = [(code, plain(name)) for code, name in self.choices or self.offered]
        plainly = self.full(plainly) if self.full else plainly
        exact = [code for code, name in names if plainly in (code, name)]
        if self.choices and not exact and plainly.isdecimal() and 1 <= int(plainly) <= len(self.choices):
            return self.choices[int(plainly) - 1][0]
        low = plainly.lower()

        def begins(code: str, name: str) -> bool:
            return code.lower().startswith(low) or name.lower().startswith(low)

        def has(code: str, name: str) -> bool:
            return not low.isdecimal() and low in f"{code} {name}".lower()

        # By its beginning, else by any part of it, where only one has that.
        found = [[code for code, name in names if low and fits(code, name)] for fits in (begins, has)]
        known = next((codes[0] for codes in (exact, *found) if len(codes) == 1), None)
        return known or (plainly if self.full else typed.strip())

    def shown(self, answer: str) -> str:
        """An answer as people read it, and as it was understood."""
        if self.choices:
            return dict(self.choices).get(answer, answer)
        if self.understood and answer:
            with suppress(ComplaintError):
                return self.understood(answer)
        name = dict(self.offered).get(answer, "")
        return answer if name == answer else f"{answer} {name}".strip()

    def problem(self, answer: str, answers: Answers) -> str:
        """Say why an answer will not do; nothing if it will."""
        is_other = self.takes_others and not answer.isdecimal()
        if self.choices and answer not in dict(self.choices) and not is_other:
            if len(self.choices) == 1:
                return _("There is one answer alone: Enter, or 1, takes it.")
            return _("Answer with a number from 1 to {last}, or with words of one.", last=len(self.choices))
        if not answer and "" not in dict(self.choices):
            return "" if self.may_be_left_out else _("An answer is needed.")
        try:
            if self.check:
                self.check(answer, answers)
        except ComplaintError as error:
            return str(error)
        return ""

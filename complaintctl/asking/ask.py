"""Asking in a terminal for what was not given; anywhere else a missing option is an error that names it."""

from complaintctl.asking.field import ask
from complaintctl.asking.question import YES, Question
from complaintctl.base.errors import Missing, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.front.session import in_terminal

_NO = ("n", "no", "否")


def needed(value: str | None, option: str, question: str) -> str:
    """The value, or what the officer answers. Raises UsageProblem where there is nobody to ask."""
    if value is not None:
        return value
    somebody_to_ask(option, question)
    return ask(Question(option, question))


def agreed(option: str, question: str) -> bool:
    """Yes or no, as the officer answers; anything else is asked again. Raises UsageProblem as needed does."""

    def check(answer: str, answers: object) -> None:
        if plain(answer).lower() not in (*YES, *_NO):
            raise UsageProblem("Answer yes or no.")

    somebody_to_ask(option, question)
    both = _("{question} (yes or no, 是 or 否)", question=question)
    return plain(ask(Question(option, both, check=check))).lower() in YES


def somebody_to_ask(option: str, question: str) -> None:
    """Raises UsageProblem naming what is missing, where nobody sits at a terminal to be asked."""
    if in_terminal():
        return
    raise Missing.option(option, question) if option.startswith("-") else Missing.argument(option)

"""Asking in a terminal for what was not given; anywhere else a missing option is an error that names it."""

import typer

from complaintctl import queries
from complaintctl.commands.session import Session, in_terminal, say
from complaintctl.errors import UsageProblem
from complaintctl.language import _


def needed(value: str | None, option: str, question: str) -> str:
    """The value, or what the officer answers. Raises UsageProblem where there is nobody to ask."""
    if value is not None:
        return value
    if not in_terminal():
        raise UsageProblem(_("Missing option {option}: {question}.", option=option, question=question))
    answer: str = typer.prompt(question, err=True, prompt_suffix=_(": "))
    return answer


def needed_code(session: Session, kind: str, value: str | None, option: str, question: str) -> str:
    """As needed, for a code: the choices are listed, and may be answered by number, label or code."""
    if value is not None or not in_terminal():
        return needed(value, option, question)
    with session.reading() as connection:
        choices = queries.choices(connection, kind)
    for number, row in enumerate(choices, 1):
        say(f"  {number} {row[f'label_{session.language}']}")
    while True:
        answer = needed(None, option, question).strip()
        for number, row in enumerate(choices, 1):
            if answer in (str(number), row["code"], row["label_zh"], row["label_en"]):
                return str(row["code"])
        say(_("Answer with a number from 1 to {last}, or Ctrl-C to leave.", last=len(choices)))


def agreed(option: str, question: str) -> bool:
    """Yes or no, as the officer answers; anything else is asked again. Raises UsageProblem as needed does."""
    while True:
        answer = needed(None, option, _("{question} (yes or no, 是 or 否)", question=question)).strip().lower()
        if answer in ("y", "yes", "是"):
            return True
        if answer in ("n", "no", "否"):
            return False

"""Asking in a terminal for what was not given; anywhere else a missing option is an error that names it."""

import typer

from complaintctl.commands.session import in_terminal
from complaintctl.errors import UsageProblem


def needed(value: str | None, option: str, question: str) -> str:
    """The value, or what the officer answers. Raises UsageProblem where there is nobody to ask."""
    if value is not None:
        return value
    if not in_terminal():
        raise UsageProblem(f"Missing option {option}: {question}.")
    answer: str = typer.prompt(question, err=True)
    return answer

"""What is said after a case was changed. Kept apart from listings, which load more than an officer should wait for."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from complaintctl import queries
from complaintctl.commands.session import Session, case_file, say, tell
from complaintctl.ledger import Act
from complaintctl.render.text import visible

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="TS-2026-0001, 2026-1, or 1 for this year.")]
AtOption = Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it happened; default now.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the case as JSON.")]


class Answer(NamedTuple):
    """What is said once a change is safely on the disk: the answer, and what is to be done next."""

    text: str
    next_steps: Sequence[str] = ()

    def give(self) -> None:
        """Say it."""
        tell(self.text)
        for line in self.next_steps:
            say(line)


def case_answer(session: Session, act: Act, case_no: str, as_json: bool, sentence: str) -> Answer:
    """After a case was changed: the case as JSON, or a sentence and the duties next."""
    if as_json:
        from complaintctl.render.case_object import as_object
        from complaintctl.render.text import to_json

        labels = queries.labels(act.connection, session.language)
        return Answer(to_json(as_object(case_file(act.connection, case_no), labels)))
    lines = []
    for duty in queries.open_duties(act.connection, case_no):
        if duty["blocking"] or duty["due_at"]:
            by = f", by {duty['due_at'][:10]}" if duty["due_at"] else ""
            lines += [f"  {duty[f'label_{session.language}']} ({duty['article']}{by})", f"    {duty['remedy']}"]
    return Answer(visible(sentence), ["Next:", *map(visible, lines)] if lines else [])

"""The answer after a case was changed. Kept apart from listings, which load more than an officer should wait for."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from complaintctl.base import command_names
from complaintctl.base.citations import cited
from complaintctl.base.errors import Refused
from complaintctl.base.language import _, marked
from complaintctl.base.option import Option
from complaintctl.base.text import minute, to_json, visible
from complaintctl.cases import case_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, Entered
from complaintctl.cases.whole_case import whole_case
from complaintctl.front.session import Session, in_terminal, of, say, tell
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act

CaseArgument = Annotated[
    str,
    typer.Argument(metavar="CASE", help="TS-2026-0001, 2026-1, 1 for this year, or a slip: 转〔2026〕1号."),
    Option("", ask="Which case", kind="case"),
]
CaseToSeeArgument = Annotated[CaseArgument, Option("", ask="Which case", kind="case_to_see")]
OptionalCaseArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[CASE]", help="TS-2026-0001, 2026-1, 1 for this year, or a slip: 转〔2026〕1号; asked for if left out."
    ),
]
AtOption = Annotated[str | None, typer.Option("--at", metavar="WHEN", help="When it happened; default now.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the case as JSON.")]


class Answer(NamedTuple):
    """An answer, given once a change is safely on the disk: its text, what to do next, what to look at again."""

    text: str
    next_steps: str = ""
    notes: Sequence[str] = ()

    def give(self) -> None:
        """Say it."""
        tell(self.text)
        for note in self.notes:
            say(_("Note: {note}", note=visible(note)))
        if self.next_steps:
            say(self.next_steps)


def change(context: typer.Context, as_json: bool, deed: Callable[..., Done], *given: Any, **options: Any) -> None:
    """Do an act on a case in one transaction; once it is safely on the disk, say what came of it."""
    session = of(context)
    with session.writing() as act:
        done = deed(act, *given, **options)
        _forewarn(done, options)
        answer = case_answer(session, act, done.case_no, as_json, done.sentence, done.notes)
    answer.give()


def _forewarn(done: Done, options: Mapping[str, Any]) -> None:
    """Say what is to be known before an act is recorded. Raises Refused where somebody sits there to agree to it."""
    if not done.warnings or options[done.agreement]:
        return
    if in_terminal():
        raise Refused("\n".join(map(visible, done.warnings))).lacking(done.agreement)
    for warning in done.warnings:
        say(_("Note: {note}", note=visible(warning)))


def enter(session: Session, deed: Callable[..., Entered], *named: str | None, **given: Any) -> None:
    """Do an act that is of no case; once it is safely on the disk, say what came of it."""
    with session.writing() as act:
        sentence, notes = deed(act, *named, **given)
    Answer(sentence, notes=notes).give()


def case_answer(
    session: Session, act: Act, case_no: str, as_json: bool, sentence: str, notes: Sequence[str] = ()
) -> Answer:
    """Answer, after a case was changed, with the case as JSON or a sentence and the duties next; with the notes."""
    if recusal.ground(act.connection, case_no, act.actor, "look"):  # gave a slip back, or named themselves (Art. 13)
        return Answer(to_json({"case_no": case_no}) if as_json else visible(sentence), notes=notes)
    if as_json:
        from complaintctl.cases.case_json import as_object

        labels = rule_rows.labels(act.connection, session.language, case_no)
        file = whole_case(act.connection, case_no, Masking(act.connection, act.actor).of(case_no))
        return Answer(to_json(as_object(file, labels)), notes=notes)
    lines, duties = [], case_rows.open_duties(act.connection, case_no)
    for duty in duties:
        step = marked("{duty} ({article}, by {due})") if duty["due_at"] else marked("{duty} ({article})")
        said = {"duty": duty[f"label_{session.language}"], "article": cited(duty["article"])}
        lines.append(f"  {_(step, **said, due=minute(duty['due_at']))}")
        lines.append(f"    {command_names.hint(duty['remedy'], sys.stderr)}")
    if not duties and case_rows.case(act.connection, case_no)["is_open"]:
        lines.append(f"    {command_names.hint(f'complaintctl close {case_no}', sys.stderr)}")
    return Answer(visible(sentence), "\n".join([_("Next:"), *lines]) if lines else "", notes)

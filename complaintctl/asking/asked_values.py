"""Questions for what a command lacks: before its act is begun, and where the act then says that it lacks something."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import typer

from complaintctl.asking.asked_command import Wanted
from complaintctl.asking.field import between_questions
from complaintctl.asking.talk import Talk, in_questions, is_matter
from complaintctl.base.errors import ANYTHING, ComplaintError, Missing, StorageProblem
from complaintctl.front import commands
from complaintctl.front.session import of, say
from complaintctl.record.ledger import Act


def complete(context: typer.Context, wanted: Mapping[str, Wanted], answers: dict[str, str]) -> None:
    """Ask for all that is needed and missing, and on the way for what the case owes or is usually told.

    The answers are kept by the names of what they are for.

    Raises ComplaintError before the first question if the case is none on which it can be done.
    """
    with _looking(context, wanted) as act:
        talk = Talk(context, wanted, act, answers)
        talk.look_at_case()
        talk.hold(talk.is_called_for)


def cure(context: typer.Context, wanted: Mapping[str, Wanted], answers: dict[str, str], error: ComplaintError) -> None:
    """Say why it cannot be done so, and ask for what it lacks; where anything will do, first for which.

    Raises the error again if the officer does not agree to what it lacks.
    """
    named = [each for each in wanted.values() if is_matter(each) and each.says_something(context.params)]
    if not isinstance(error, Missing) and (named or error.lacks != (ANYTHING,)):
        say(in_questions(str(error), wanted))
    with _looking(context, wanted) as act:
        talk = Talk(context, wanted, act, answers)
        lacks: Sequence[str] = error.lacks
        if lacks == (ANYTHING,):
            lacks = [talk.one_of_all()]
        for name in lacks:
            is_agreed = error.lacks == (ANYTHING,) and wanted[name].is_agreement  # chosen is agreed to
            context.params[name] = is_agreed or None
            answers.pop(name, None)
            if is_agreed:
                answers[name] = "yes"
        talk.hold(lambda each: each.name in lacks, may_be_left_out=False)
    if any(context.params[name] is False and wanted[name].is_agreement for name in lacks):
        raise error


@between_questions()
def is_agreed(
    context: typer.Context, wanted: Mapping[str, Wanted], answers: dict[str, str], run: Callable[[], object]
) -> bool:
    """Show all that is about to be recorded until the officer agrees to it; False: there was nothing to record.

    The command is run up to where it would record before the page stands, and after each line that is changed: what it
    refuses then is said on the page. Raises ComplaintError as it does, of what it lacks, or before there was a page.
    """
    session = of(context)
    if not session.rehearse(run):
        return False
    while True:
        with _looking(context, wanted) as act:
            talk = Talk(context, wanted, act, answers)
            if talk.agrees(lambda: session.rehearse(run)):
                return True
        try:
            session.rehearse(run)
        except ComplaintError as error:
            if error.lacks:
                raise


@contextmanager
def _looking(context: typer.Context, wanted: Mapping[str, Wanted]) -> Iterator[Act | None]:
    """The file to look at, where the questions are about what is in it or take a right; else it may be missing."""
    session = of(context)
    right, needs_file = commands.need(session.command).right, any(map(_stands_in_file, wanted.values()))
    with ExitStack() as opened:
        act = None
        try:
            if right or needs_file:
                act = opened.enter_context(session.asking(looks=right == "look"))
        except StorageProblem:
            if needs_file:
                raise
        yield act


def _stands_in_file(wanted: Wanted) -> bool:
    """Tell whether the answers to a question are in the case file."""
    return bool(wanted.option.kind or wanted.option.offers)

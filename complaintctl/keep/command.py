"""Proving the record, and bringing its file up to this program: verify, upgrade."""

from collections.abc import Sequence
from typing import Annotated

import typer

from complaintctl import __version__
from complaintctl.base.errors import FoundWrong
from complaintctl.base.language import _, plural
from complaintctl.base.text import visible
from complaintctl.calendar import proved_days
from complaintctl.file import db, hand_edits
from complaintctl.file.effects import Move
from complaintctl.front.session import in_terminal, of, say, tell
from complaintctl.keep import against, integrity
from complaintctl.keep.backups import contents_of
from complaintctl.keep.noted_head import noted_heads
from complaintctl.record import entry_clock

app = typer.Typer()


@app.command("verify")
def verify(
    context: typer.Context,
    noted: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="HEAD@SEQ|FILE",
            help="Compare with a head noted elsewhere: on a paper or in its .docx, a backup, a saved overdue mail.",
        ),
    ] = None,
) -> None:
    """Prove that no record was changed.

    Nor put in or taken out since it was entered, and that each was entered after the one before, none in the future;
    exits with status 6 if not. What a newer program found changed by hand when it renewed the rules is told for good.

    Who writes the whole file anew, every hash with it, is found with --against: by the head at the foot of a
    printed form or its .docx, by a backup, or by the overdue mail of the whole bank of a day, saved as .eml. The
    last line says the head of now.

    Example: complaintctl verify

    Example: complaintctl verify --against 1033-61E3-A295-F523@7
    """
    path = of(context).path
    heads = () if noted is None else noted_heads(noted, path)  # an empty one is no proof
    # The whole record, whatever --as-of says, and by the rules that the file keeps.
    with db.reading(path, overlaid=False) as connection:
        problems = list(filter(None, (against.disagreement(connection, head) for head in heads)))
        agreed = [against.agreement(connection, head) for head in heads]
        problems += integrity.findings(connection)
        misdated = list(entry_clock.misdated(connection))
        put_right, held = list(hand_edits.on_record(connection)), contents_of(connection)
        taken_over = proved_days.taken_over(connection)
    if taken_over:
        say(
            _(
                "The days of the calendar are proved from event {seq} on ({day}): an older program did not enter them.",
                **taken_over,
            )
        )
    _tell_wrong(problems, misdated, put_right)
    tell(
        plural(
            "The record is sound: {number} case in {events} events, head {head}@{last}.",
            "The record is sound: {number} cases in {events} events, head {head}@{last}.",
            held["cases"],
            **held,
        )
    )
    for sentence in agreed:
        tell(visible(sentence))


def _tell_wrong(problems: Sequence[str], misdated: Sequence[str], put_right: Sequence[str]) -> None:
    """Say all that was found. Raises FoundWrong if that is anything."""
    found = [*problems, *misdated, *put_right]
    for problem in found:
        tell(visible(problem))
    if problems:
        sentence = plural(
            "{number} finding: keep the file as it is, and compare it with a backup.",
            "{number} findings: keep the file as it is, and compare it with a backup.",
            len(found),
        )
        raise FoundWrong(sentence)
    if put_right:
        raise FoundWrong(
            "Nothing is changed now, but the rules of the file were once: look at what was done meanwhile."
        )
    if misdated:
        raise FoundWrong("Nothing was changed, but a clock was wrong: look at the clocks of the computers that write.")


@app.command("upgrade")
def upgrade(
    context: typer.Context,
    yes: Annotated[
        bool, typer.Option("--yes", help="Even if due dates of open cases or figures of past months change.")
    ] = False,
) -> None:
    """Bring the case file up to this program: its tables, its rules, its words.

    A file with the tables of an older program is kept beside it first. The first command that writes does the same,
    unless due dates of open cases or figures of months that are over would change: then this command says which and
    asks.

    Example: complaintctl upgrade
    """
    from complaintctl.front.file_renewal import bring_up
    from complaintctl.rules.agreement import ask_to_agree, list_effects

    session = of(context)
    seen: Sequence[Move] | None = None if yes else ()
    if not yes and in_terminal() and (would := bring_up(session, None, keep=False)):
        seen = would.moves
        ask_to_agree(session, seen, _("Lay these rules"), _("The file stays as it is: nothing was recorded."))
    done = bring_up(session, seen)
    if done is None:
        tell(_("{file} is up to date with complaintctl {version}.", file=session.path, version=__version__))
    elif yes:
        list_effects(session, done.moves)

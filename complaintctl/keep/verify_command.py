"""Proving the record: verify."""

import typer

from complaintctl.base.errors import FoundWrong
from complaintctl.base.language import plural
from complaintctl.base.text import visible
from complaintctl.file import db, hand_edits
from complaintctl.front.session import of, tell
from complaintctl.keep import integrity
from complaintctl.keep.backups import contents_of
from complaintctl.record import entry_clock

app = typer.Typer()


@app.command("verify")
def verify(context: typer.Context) -> None:
    """Prove that no record was changed.

    Nor put in or taken out since it was entered, and that each was entered after the one before, none in the future;
    exits with status 6 if not. What a newer program found changed by hand when it renewed the rules is told for good.

    Example: complaintctl verify
    """
    # The whole record, whatever --as-of says, and by the rules that the file keeps.
    with db.reading(of(context).path, overlaid=False) as connection:
        problems, misdated = list(integrity.findings(connection)), list(entry_clock.misdated(connection))
        put_right, held = list(hand_edits.on_record(connection)), contents_of(connection)
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
    tell(
        plural(
            "The record is sound: {number} case in {events} events, head {hash} at {last}.",
            "The record is sound: {number} cases in {events} events, head {hash} at {last}.",
            held.cases,
            hash=held.head[:16],
            **held._asdict(),
        )
    )

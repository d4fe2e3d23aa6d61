"""Showing, printing and exporting what is on record; where that fails, a second event says so (Art. 6)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from complaintctl.base.errors import ComplaintError, system_reason
from complaintctl.base.language import _, marked
from complaintctl.cases import access
from complaintctl.cases.access import Record
from complaintctl.front.session import Session, say

_INTERRUPTED = 130


@contextmanager
def written_out(session: Session, record: Record | None, output: Path | None) -> Iterator[None]:
    """Write out in the block what is on record; without a record there is nothing to say of it."""
    try:
        yield
    except BrokenPipeError:  # whoever reads it has seen as much as they wanted
        raise
    except BaseException as error:
        if not record:
            raise
        # In words that tell nothing of a customer.
        why = system_reason(error) if isinstance(error, OSError) else type(error).__name__
        why = str(error) if isinstance(error, ComplaintError) else why
        said = marked("Event {seq} says that it was shown; another one now says that it was not.")
        problem = None
        try:
            with session.writing() as act:
                access.not_written(act, record, file=output.name if output else "", problem=why)
        except ComplaintError as failure:
            said = marked("Event {seq} says that it was shown. That it was not could not be entered: {problem}")
            problem = failure
        say(_(said, seq=record.seq, problem=problem))
        if isinstance(error, KeyboardInterrupt):
            sys.exit(_INTERRUPTED)  # without the word that nothing was recorded
        raise

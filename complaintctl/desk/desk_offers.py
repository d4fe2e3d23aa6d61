"""The values that a line at the desk is completed with: read when the line begins, looked up at each key."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from complaintctl.base.errors import ComplaintError
from complaintctl.cases import case_rows
from complaintctl.desk.desk_words import Named
from complaintctl.front.session import Session
from complaintctl.front.sources import SOURCES, Offer, Source, loaded, offered, words_of
from complaintctl.record import ledger


class Offers:
    """All that may be offered, as the file had it when the line began; nothing if it cannot be read."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.state: Any = None  # the last entry and the day that it was read on
        self.found: Mapping[Source, Iterable[Offer]] = {}

    def refresh(self) -> None:
        """Read again what may have changed since the last line."""
        state, found = None, dict[Source, Iterable[Offer]]()
        with suppress(ComplaintError), self.session.asking() as act:
            state = ledger.head(act.connection), self.session.clock.now().day
            if state == self.state:
                return
            if self.state is None:  # the longest statement of `show` and of every act is prepared before it is awaited
                case_rows.duties(act.connection, "")
            found = {source: loaded(source, self.session, act.connection) for source in set(SOURCES.values())}
        self.state, self.found = state, found

    def known(self, source: Source, begun: str) -> Named:
        """The values that a source offers for a word that is begun, each with its name."""
        found = words_of(source) if isinstance(source, tuple) else self.found.get(source, ())
        given = offered(source, found, self.session.clock.now().day, begun)
        return ((value, zh if self.session.language == "zh" else en) for value, zh, en in given)

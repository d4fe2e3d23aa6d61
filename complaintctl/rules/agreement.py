"""The effects of a change, shown to the officer before it is made."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from complaintctl.asking.ask import agreed
from complaintctl.base.errors import Refused
from complaintctl.base.language import _
from complaintctl.file.effects import Effect
from complaintctl.front.session import Session, in_terminal
from complaintctl.record.ledger import Act
from complaintctl.tables.listing import Listing
from complaintctl.tables.output import Output, give


class _Made(Protocol):
    """A change that was made, of whatever kind, and the cases it changed."""

    @property
    def effects(self) -> Sequence[Effect]: ...


Change = TypeVar("Change", bound=_Made)


def make_change(session: Session, change: Callable[[Act, Sequence[Effect] | None], Change], *, yes: bool) -> Change:
    """Make a change of the rules whose effects on cases the officer has seen and agreed to, and return its outcome.

    With `yes` they are listed once it is made; where there is nobody to ask, it is refused if it has any.
    """
    seen: Sequence[Effect] | None = None if yes or session.is_rehearsal else ()
    if seen is not None and in_terminal():
        with session.rehearsing() as act:
            seen = change(act, None).effects
        ask_to_agree(session, seen, _("Change these cases"), _("The rule stays as it is: nothing was recorded."))
    with session.writing() as act:
        done = change(act, seen)
    if yes:
        list_effects(session, done.effects)
    return done


def ask_to_agree(session: Session, effects: Sequence[NamedTuple], question: str, refusal: str) -> None:
    """List effects, if there are any, and ask. Raises Refused unless the officer says yes."""
    list_effects(session, effects)
    if effects and not agreed("--yes", question):
        raise Refused(refusal)


def list_effects(session: Session, effects: Sequence[NamedTuple]) -> None:
    """Print what a change does, a line for each case or figure, before and after; nothing if there is nothing."""
    if effects:
        listing = Listing(" ".join(effects[0]._fields[:3]))
        give(session, listing, Output(), [effect._asdict() for effect in effects])

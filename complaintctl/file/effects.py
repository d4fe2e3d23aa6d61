"""The effects of a change of rules on cases, which somebody has to agree to (Art. 26)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, plural

_NAMED_AT_MOST = 20  # in a refusal; the rest are counted


class Effect(NamedTuple):
    """A case that a rule of an earlier day changes: its due date, importance or duties, before and after."""

    case_no: str
    before: str
    after: str


def refuse_unless_agreed(key: str, day: str, effects: Sequence[Effect], agreed: Sequence[Effect] | None) -> None:
    """Refuse a change of a rule whose effects on cases nobody agreed to, naming them. `agreed`: None is any."""
    if agreed is None or effects == list(agreed):
        return
    if not effects:
        raise Refused("The cases have changed meanwhile: nothing was recorded. Try again.")
    refusal = plural(
        "{rule} from {day} changes {number} case received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day with --from.",
        "{rule} from {day} changes {number} cases received since, but a case keeps the rule it was received under"
        " (Art. 26). Nothing was recorded: repeat it with --yes if that is meant, or choose a later day with --from.",
        len(effects),
        rule=key,
        day=day,
    )
    raise Refused(listed_below(refusal, effects))


def listed_below(sentence: str, effects: Sequence[tuple[Any, ...]]) -> str:
    """A sentence, and below it the first effects, each by its name, before and after; the rest are counted."""
    lines = [f"{name}: {before} → {after}" for name, before, after, *_more in effects[:_NAMED_AT_MOST]]
    if len(effects) > len(lines):
        lines.append(_("and {number} more", number=len(effects) - len(lines)))
    return "\n  ".join([sentence, *lines])

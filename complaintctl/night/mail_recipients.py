"""The recipients of the mail of the overdue cases, and those who should and cannot be written to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from complaintctl.base.language import _
from complaintctl.record.queries import Row


class Target(NamedTuple):
    """An address as it is on record, what names it, and the unit it is of; None: for the whole digest."""

    given: str
    what: str
    unit: Row | None = None


def targets(units: Iterable[Row], due: Sequence[Row], leaders: Sequence[Row], named: Sequence[str]) -> Sequence[Target]:
    """Name who is written to: the units `due`, of their own; of all the office, the leaders and whom [mail] to names.

    The supervision office reads of its own cases among all of them. Each address stands once among those of all.
    """
    whole = [Target(given, "[mail] to") for given in named]
    whole += [_of_unit(unit) for unit in units if unit["is_office"] and _reached(unit)]
    whole += [Target(leader["email"], leader["name"]) for leader in leaders if leader["email"]]
    own = [_of_unit(unit)._replace(unit=unit) for unit in due if not unit["is_office"] and _reached(unit)]
    return [*own, *{target.given.lower(): target for target in whole}.values()]


def _of_unit(unit: Row) -> Target:
    return Target(unit["email"], _("unit {code}", code=unit["code"]))


def _reached(unit: Row) -> bool:
    return bool(unit["email"]) and not unit["is_retired"]


def without_address(units: Sequence[Row]) -> Sequence[str]:
    """Return the names of the units that serve and cannot be written to."""
    return [unit["name"] for unit in units if not unit["email"] and not unit["is_retired"]]


def retired(units: Sequence[Row]) -> Sequence[str]:
    """Return the names of the units that serve no more."""
    return [unit["name"] for unit in units if unit["is_retired"]]


def remarks(units: Sequence[Row], leaders: Sequence[Row]) -> Iterator[str]:
    """Say who is not written to that should read of the cases: a unit, or the leader in charge (Art. 19)."""
    if gone := retired(units):
        yield _(
            "Retired, so not written to: {units}. Their cases need another transfer:"
            " complaintctl transfer CASE --to UNIT",
            units=_(", ").join(gone),
        )
    if unreached := without_address(units):
        yield _(
            "Without an e-mail address, so not written to: {units}. Give each one:"
            " complaintctl unit set CODE --email ADDRESS",
            units=_(", ").join(unreached),
        )
    if not leaders:
        yield _(
            "Nobody is in charge of petitions, so no leader is written to:"
            " complaintctl staff add CODE NAME --unit UNIT --role petition_leader"
        )
    for leader in leaders:
        if not leader["email"]:
            yield _(
                "The leader in charge, {name}, has no e-mail address, so is not written to:"
                " complaintctl staff set {code} --email ADDRESS",
                name=leader["name"],
                code=leader["code"],
            )

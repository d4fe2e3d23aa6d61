"""Who gets the mail of the overdue cases, and who should and cannot be written to."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from complaintctl.commands.session import Session
from complaintctl.language import _
from complaintctl.queries import Row, health
from complaintctl.queries import digest as queries_of


class Target(NamedTuple):
    """An address as it is on record, what names it, and the unit it is of; None: for the whole digest."""

    given: str
    what: str
    unit: Row | None


def remarks(units: Sequence[Row], leaders: Sequence[Row]) -> Iterator[str]:
    """Who is not written to that should read of the cases: a unit, or the leader in charge (Art. 19)."""
    retired = [unit["name"] for unit in units if unit["is_retired"]]
    if retired:
        yield _(
            "Retired, so not written to: {units}. Their cases need another transfer:"
            " complaintctl transfer CASE --to UNIT",
            units=_(", ").join(retired),
        )
    unreached = without_address(units)
    if unreached:
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


def without_address(units: Sequence[Row]) -> Sequence[str]:
    """The names of the units that serve and cannot be written to."""
    return [unit["name"] for unit in units if not unit["email"] and not unit["is_retired"]]


def unit_targets(due: Sequence[Row]) -> Sequence[Target]:
    """The units to be written to; the supervision office reads of its own cases in the whole digest."""
    return [
        Target(unit["email"], _("unit {code}", code=unit["code"]), unit)
        for unit in due
        if unit["email"] and not unit["is_office"] and not unit["is_retired"]
    ]


def whole_targets(session: Session, connection: sqlite3.Connection) -> Sequence[Target]:
    """Whom the configuration names, the supervision office and the leader in charge, each address once."""
    found = [Target(given, "[mail] to", None) for given in session.settings.get("mail.to", ())]
    for unit in queries_of.units(connection):
        if unit["is_office"] and unit["email"] and not unit["is_retired"]:
            found.append(Target(unit["email"], _("unit {code}", code=unit["code"]), None))
    leaders = health.leaders_in_charge(connection)
    found += [Target(leader["email"], leader["name"], None) for leader in leaders if leader["email"]]
    return list({target.given.lower(): target for target in found}.values())

"""The letters of a day about the overdue cases: to whom they go, and who should be written to and cannot be."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, speaking
from complaintctl.base.values import email_address
from complaintctl.cases import case_rows, rule_rows
from complaintctl.front.session import Session
from complaintctl.night import page as night_page
from complaintctl.night import rows as night_rows
from complaintctl.night.page import Letter
from complaintctl.record.queries import Row
from complaintctl.tables.listing import Record, labelled
from complaintctl.watch.overdue_page import DUTIES, records_of


class Mail(NamedTuple):
    """All the letters of a day, or why there are none; what kept others from being written, a sentence each."""

    day: str
    seq: int
    head: str  # of that event, the last one: as each letter says
    rest_day: str = ""
    letters: Sequence[Letter] = ()
    problems: Sequence[str] = ()
    remarks: Sequence[str] = ()  # who is not written to, and why, a sentence each


def mail_of_today(session: Session, soon: int | None) -> Mail:
    """Write to each unit of what is late there; to the supervision office, leaders in charge and [mail] to, of all."""
    with session.reading() as connection:
        heading = night_rows.heading(connection, soon)
        stamp = heading["day"], heading["seq"], heading["hash"]
        if heading["is_working"] == 0:
            return Mail(*stamp, _("{day} is a rest day: nothing is mailed.", day=heading["day"]))
        labels = rule_rows.labels(connection, session.document_language)
        rows = case_rows.overdue(connection, None, heading["soon_days"], targets=True)
        records = records_of(rows, labels, session.document_language)
        duties = labelled(case_rows.overdue_duties(connection), labels, session.document_language, **DUTIES.labels)
        told_of = {record["case_no"] for record in [*records, *duties]}
        readers, kept = night_rows.readers(connection), night_rows.kept_from(connection, told_of)
    units = {reader["code"]: reader for reader in readers if not reader["is_leader"]}
    due = [units[code] for code in dict.fromkeys(record["unit"] for record in [*records, *duties]) if code]
    retired, without_address = _unreached(due)
    whole = {**heading, "unit_name": None, "retired": retired, "without_address": without_address}
    letters, problems = list[Letter](), list[str]()
    for given, what, unit in _targets(due, readers, session.settings.get("mail.to", ())):
        try:
            recipient = email_address(given, what)
        except UsageProblem as problem:
            problems.append(str(problem))
            continue
        code = unit["code"] if unit else None
        told, others = (_told(listed, code, recipient, kept) for listed in (records, duties))
        digest = {**whole, "unit_name": unit["name"], "retired": (), "without_address": ()} if unit else whole
        if unit is None or told or others:
            with speaking(session.document_language):
                letters.append(night_page.letter(digest, told, others, code, recipient))
    if not any(letter.unit is None for letter in letters):
        problems.append(
            _(
                "Nobody gets the whole digest: give [mail] to in the configuration file, or 监察室 an address:"
                " complaintctl unit set {code} --email ADDRESS",
                code=heading["office"],
            )
        )
    return Mail(*stamp, "", letters, problems, list(_remarks(due, readers)))


def _told(
    records: Sequence[Record], unit: str | None, recipient: str, kept: Collection[tuple[str, str]]
) -> list[Record]:
    """Return those of a unit, or of all, that are not kept from who reads them at an address."""
    of_unit = (record for record in records if unit in (None, record["unit"]))
    return [record for record in of_unit if (record["case_no"], recipient.lower()) not in kept]


def _targets(due: Sequence[Row], readers: Sequence[Row], named: Sequence[str]) -> Iterator[tuple[str, str, Row | None]]:
    """Yield each address as it is on record, what names it, and the unit of whose cases it is told; None: of all.

    The supervision office reads of its own cases among all of them. Each address stands once among those of all.
    """
    whole = {given.lower(): (given, "[mail] to") for given in named}
    for unit in due:
        if unit["email"] and not unit["is_office"] and not unit["is_retired"]:
            yield unit["email"], _("unit {code}", code=unit["code"]), unit
    for reader in readers:
        if reader["email"] and (reader["is_office"] or reader["is_leader"]) and not reader["is_retired"]:
            what = reader["name"] if reader["is_leader"] else _("unit {code}", code=reader["code"])
            whole[reader["email"].lower()] = (reader["email"], what)
    yield from ((given, what, None) for given, what in whole.values())


def _unreached(units: Sequence[Row]) -> tuple[Sequence[str], Sequence[str]]:
    """Name the units that are retired, and those that serve and cannot be written to."""
    retired = [unit["name"] for unit in units if unit["is_retired"]]
    return retired, [unit["name"] for unit in units if not unit["email"] and not unit["is_retired"]]


def _remarks(due: Sequence[Row], readers: Sequence[Row]) -> Iterator[str]:
    """Say who is not written to that should read of the cases: a unit, or the leader in charge (Art. 19)."""
    units = [*due, *(reader for reader in readers if reader["is_office"] and reader not in due)]
    gone, unreached = _unreached(units)
    if gone:
        yield _(
            "Retired, so not written to: {units}. Their cases need another transfer:"
            " complaintctl transfer CASE --to UNIT",
            units=_(", ").join(gone),
        )
    if unreached:
        yield _(
            "Without an e-mail address, so not written to: {units}. Give each one:"
            " complaintctl unit set CODE --email ADDRESS",
            units=_(", ").join(unreached),
        )
    leaders = [reader for reader in readers if reader["is_leader"]]
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

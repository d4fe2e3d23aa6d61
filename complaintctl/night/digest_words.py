"""The words of the overdue mail, for its text and for its page, in the language spoken."""

from collections.abc import Mapping, Sequence

from complaintctl.base.language import _, plural
from complaintctl.base.text import minute
from complaintctl.base.written import listed
from complaintctl.tables.listing import Record


def late_counts(records: Sequence[Record]) -> str:
    """Count those overdue, and those whose due date is not known, so that they may be."""
    dated = [record for record in records if record["due_on"]]
    major = sum(bool(record["is_major"]) for record in dated)
    undated = len(records) - len(dated)
    late = _("{number} overdue", number=len(dated))
    if major:
        late = _("{number} overdue ({major} major)", number=len(dated), major=major)
    return _("{counts}, {number} of unknown due date", counts=late, number=undated) if undated else late


def soon_title(digest: Record) -> str:
    """Head those that are soon due."""
    if any(record["target_reached"] for record in digest["soon"]):
        return plural(
            "due within {number} working day, or past its target",
            "due within {number} working days, or past its target",
            digest["soon_days"],
        )
    return plural("due within {number} working day", "due within {number} working days", digest["soon_days"])


def counts(digest: Record) -> str:
    """Count all that a letter tells of."""
    said = late_counts(digest["late"])
    if digest["soon"]:
        said = _("{counts}, {number} {title}", counts=said, number=len(digest["soon"]), title=soon_title(digest))
    if digest["duties"]:
        said = _("{counts}, other matters overdue: {number}", counts=said, number=len(digest["duties"]))
    return said


def subject(digest: Record) -> str:
    """Name bank, unit, counts and day; marked if it comes from a practice file."""
    about = counts(digest)
    if digest["unit_name"]:
        about = _("{unit}: {counts}", unit=digest["unit_name"], counts=about)
    return _mark(digest) + _("[{bank}] {about}, {day}", bank=digest["bank"], about=about, day=digest["day"])


def title(digest: Record) -> str:
    """Head the letter."""
    name = " ".join(filter(None, (digest["bank"], digest["unit_name"])))
    return _mark(digest) + _("{name}: what is overdue", name=name)


def remarks(digest: Record) -> Sequence[str]:
    """Say what whoever reads it should see to."""
    said = []
    if digest["without_address"]:
        units = listed(digest["without_address"])
        said.append(_("No e-mail address is on record for these units, which got no letter: {units}.", units=units))
    if digest["retired"]:
        units = listed(digest["retired"])
        said.append(_("These units are retired and got no letter; their cases need a transfer: {units}.", units=units))
    if not all(record["due_on"] for record in digest["late"]):
        said.append(
            _(
                "The calendar of working days ends on {day}: the due date of some cases is not known, and they may be"
                " overdue. Extend it: complaintctl calendar import",
                day=digest["last_day"],
            )
        )
    if not digest["known"]:
        said.append(_("Whether today is a working day is not published yet; it was guessed. Import the schedule."))
    return said


def proof(digest: Record) -> Mapping[str, str]:
    """Say what proves the record and the run, to who reads of the whole bank: none of it is a unit's concern."""
    if digest["unit_name"]:
        return {}
    return {
        _("head of the record"): _("event {seq}, {hash}@{seq}", seq=digest["seq"], hash=digest["hash"]),
        _("cases in all"): _("{cases}, of which {open_cases} are open", **digest),
        _("calendar known until"): digest["known_to"],
        _("last backup"): minute(digest["last_backup"]) or _("not on record"),
        _("last run without a fault"): minute(digest["last_run"]) or _("not on record"),
    }


def promise(digest: Record) -> str:
    """Say when such a letter comes, and what it means that none does."""
    if digest["unit_name"]:
        return _("This letter is sent by itself on working days on which something is or soon will be overdue.")
    return _(
        "This letter is sent by itself on every working day, also when nothing is overdue. A working day without it"
        " means that the run has failed: look at it."
    )


def _mark(digest: Record) -> str:
    return _("[PRACTICE] ") if digest["practice"] else ""

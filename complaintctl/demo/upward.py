"""Beyond the unit: what leaders, union, regulator and counsel are told, how a grave case is tracked, the press."""

from collections.abc import Iterator

from complaintctl import queries
from complaintctl.casework import contacts, escalation
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.office import Office

REPORTED_UPWARD, TRACKED = 0.85, 0.8  # shares of what is to be reported, and of the cases to be tracked


def report_upward(office: Office, case: str) -> Iterator[Moment]:
    """Report what the regulation wants reported, most of it."""
    owed = [duty for duty in queries.open_duties(office.connection, case) if duty["escalates_to"]]
    if owed:
        yield office.soon()
    told = set()
    for duty in owed:
        if duty["escalates_to"] not in told and (duty["blocking"] or office.happens(REPORTED_UPWARD)):
            told.add(duty["escalates_to"])
            escalation.escalate(
                office.officer(), case, to=duty["escalates_to"], reason=texts.REPORTED_UPWARD[duty["duty"]], via="传真"
            )


def track(office: Office, case: str) -> Iterator[Moment]:
    """Ask the unit how a major case or a repeat is getting on."""
    if _to_be_tracked(office, case) and office.happens(TRACKED):
        yield office.later(0, 2)
        office.tell(case, "track", texts.TRACKING)


def _to_be_tracked(office: Office, case: str) -> bool:
    return any(duty["duty"] == "track" for duty in queries.open_duties(office.connection, case))


def answer_media(office: Office, case: str) -> Iterator[Moment]:
    """One person answers the press, once a leader has consented."""
    yield office.soon()
    consent = office.now
    yield office.soon()
    answer = contacts.Contact(
        "media_response",
        texts.MEDIA_RESPONSE,
        "书面",
        authorised_by=bank.LEADER,
        authorised_at=consent.text,
    )
    contacts.contact(office.act(bank.FOUNDER.code), case, answer)

"""What the year will bring: who complains, when, how, of what, and what will be out of the ordinary about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from complaintctl.casework.setup import OFFICE
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.hours import OfficeHours, at_minute
from complaintctl.demo.matters import MATTERS, Matter
from complaintctl.personal import Person

FIRST_DAY, LAST_DAY = "2025-10-16", "2026-10-15"
CASES = 290  # and those who come back
STALLED_SINCE = "2026-09-05"  # nobody forgets a case for longer than that

CHANNELS = {
    "phone": 28, "walk_in": 25, "web": 14, "suggestion_box": 8, "letter": 7, "media": 3, "superior": 8, "government": 7,
}  # fmt: skip
CATEGORIES = {
    "work_error": 15, "service_attitude": 25, "internal_management": 12, "service_product": 18, "service_channel": 14,
    "rule_violation": 7, "financial_crime": 4, "anonymous": 5,
}  # fmt: skip
# What is out of the ordinary, if anything, in the life of a case. At most one thing.
TWISTS = {
    "": 66, "late": 9, "slip_returned": 5, "report_returned": 6, "reclassified": 5, "larger_amount": 2, "reopened": 4,
    "comes_back": 4, "withdrawn": 4, "coerced": 1,
}  # fmt: skip
MISTAKEN_FOR = {
    "work_error": "service_attitude", "service_attitude": "internal_management",
    "internal_management": "service_attitude", "service_product": "work_error", "service_channel": "work_error",
    "rule_violation": "service_attitude",
}  # fmt: skip
ANY_DAY = ("web", "media")  # the others need somebody in the office, or at the box


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One complaint to come."""

    received: Moment
    channel: str
    category: str
    matter: Matter
    branch: str
    words: Mapping[str, str | int]
    person: Person | None  # None: anonymous
    judgement: str | None = None  # what makes it major, beside the amount
    twist: str = ""
    repeat_of: str | None = None

    @property
    def amount(self) -> int | None:
        """The yuan in dispute."""
        return int(self.words["amount"]) if self.matter.amounts else None

    @property
    def first_category(self) -> str:
        """What 监察室 takes it for when it comes in."""
        return MISTAKEN_FOR[self.category] if self.twist == "reclassified" else self.category

    @property
    def lead(self) -> str:
        """The unit that will handle it; 监察室 itself looks into crimes and answers the press."""
        if self.category == "financial_crime" or self.channel == "media":
            return OFFICE
        return self.matter.lead or self.branch

    @property
    def by_slip(self) -> bool:
        """Whether it is handled elsewhere than where it came in."""
        return self.lead != OFFICE and (self.channel != "suggestion_box" or self.lead != self.branch)

    def filled(self, text: str) -> str:
        """A text of the matter with its words put in."""
        return text.format(**self.words)


def draw_year(chance: Random, hours: OfficeHours) -> list[Plan]:
    """Every complaint of the year, in no order; the last on the eve of the National Day holidays."""
    plans = [_draw(chance, hours, _drawn(chance, CHANNELS)) for _ in range(CASES)]
    eve = at_minute("2026-09-30", 15 * 60 + 40)
    return [*plans, _draw(chance, hours, "walk_in", eve, "internal_management", "")]


def _draw(
    chance: Random,
    hours: OfficeHours,
    channel: str,
    received: Moment | None = None,
    category: str | None = None,
    twist: str | None = None,
) -> Plan:
    received = received or _receipt(chance, hours, channel)
    category = category or _drawn(chance, CATEGORIES)
    if category == "anonymous":
        channel = chance.choice(("suggestion_box", "letter", "web"))
    matter = chance.choice(MATTERS[category])
    branch = chance.choice(bank.BRANCHES)
    return Plan(
        received=received,
        channel=channel,
        category=category,
        matter=matter,
        branch=branch,
        words=_words(chance, matter, branch, received),
        person=None if category == "anonymous" else _person(chance),
        judgement=chance.choice(list(texts.MAJOR_REASONS)) if chance.random() < 0.05 else None,
        twist=_twist(chance, received, channel, category, matter) if twist is None else twist,
    )


def _receipt(chance: Random, hours: OfficeHours, channel: str) -> Moment:
    if channel not in ANY_DAY:
        return hours.some_time(chance.choice(hours.working_days(FIRST_DAY, LAST_DAY)))
    first, last = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    return at_minute(day.isoformat(), chance.randint(7 * 60, 22 * 60))


def _words(chance: Random, matter: Matter, branch: str, received: Moment) -> dict[str, str | int]:
    day = date.fromisoformat(received.day) - timedelta(days=chance.randint(0, 3))
    return {
        "unit": bank.UNIT_NAMES[branch],
        "date": f"{day.month}月{day.day}日",
        "minutes": chance.randint(20, 80),
        "days": chance.randint(3, 15),
        "amount": chance.randint(*(matter.amounts or (0, 0))),
    }


def _person(chance: Random) -> Person:
    name = chance.choice(texts.SURNAMES) + chance.choice(texts.GIVEN_NAMES)
    return Person(name, f"1380000{chance.randint(0, 9999):04}")  # a block made up


def _twist(chance: Random, received: Moment, channel: str, category: str, matter: Matter) -> str:
    if received.day >= STALLED_SINCE and chance.random() < 0.35:
        return "stalled"
    plain = category != "rule_violation"  # else a department defines it
    if channel in ("walk_in", "phone") and plain and matter.fault == "customer" and chance.random() < 0.6:
        return "on_the_spot"
    twist = _drawn(chance, TWISTS)
    named = category != "anonymous"
    possible = {
        "reclassified": category in MISTAKEN_FOR,
        "larger_amount": matter.amounts is not None and not matter.paid,
        "reopened": named,
        "comes_back": named,
        "withdrawn": named and channel not in texts.REFERRERS,
        "coerced": named and channel not in texts.REFERRERS,
    }
    return twist if possible.get(twist, True) else ""


def _drawn(chance: Random, weights: Mapping[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]

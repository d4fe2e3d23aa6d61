"""The year to come: who complains, when, how, of what, and what will be out of the ordinary about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from complaintctl.bank.directory import OFFICE
from complaintctl.base.clock import Moment
from complaintctl.demo import invented_bank
from complaintctl.demo.data import MATTERS, TEXTS, YEAR
from complaintctl.demo.office import Office, at_minute
from complaintctl.privacy.personal import Person

FIRST_DAY, LAST_DAY = "2025-10-16", "2026-10-15"
CASES = 290  # and those who come back
STALLED_SINCE = "2026-09-05"  # nobody forgets a case for longer than that
ANY_DAY = ("web", "media")  # the others need somebody in the office, or at the box


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing that goes wrong, from what the customer says to what is put right."""

    summary: str
    demand: str
    findings: str
    fault: str
    reply: str
    corrective: str
    lead: str | None = None  # the department that handles it in place of the branch complained of
    amounts: tuple[int, int] | None = None  # the range of the yuan in dispute
    paid: bool = False  # whether the bank makes them good


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One complaint to come."""

    received: Moment
    channel: str
    category: str
    matter: Matter
    branch: str
    amount: int | None  # the yuan in dispute
    person: Person | None  # None: anonymous
    judgement: str | None = None  # what makes it major, beside the amount
    twist: str = "none"
    repeat_of: str | None = None

    @property
    def first_category(self) -> str:
        """The category that 监察室 takes it for when it comes in."""
        return str(YEAR["mistaken_for"][self.category]) if self.twist == "reclassified" else self.category

    @property
    def lead(self) -> str:
        """The unit that will handle it; 监察室 itself looks into crimes and answers the press."""
        if self.category == "financial_crime" or self.channel == "media":
            return OFFICE
        return self.matter.lead or self.branch

    @property
    def by_slip(self) -> bool:
        """True where it is handled elsewhere than it came in."""
        return self.lead != OFFICE and (self.channel != "suggestion_box" or self.lead != self.branch)

    @property
    def upheld(self) -> bool:
        """True where the bank is in the wrong."""
        return self.matter.fault in ("bank", "shared")


def draw_year(office: Office) -> list[Plan]:
    """Draw every complaint of the year, in no order; the last on the eve of the National Day holidays."""
    plans = [_draw(office, office.weighted(YEAR["channels"])) for _ in range(CASES)]
    eve = at_minute("2026-09-30", 15 * 60 + 40)
    return [*plans, _draw(office, "walk_in", eve, "internal_management", "none")]


def _draw(
    office: Office,
    channel: str,
    received: Moment | None = None,
    category: str | None = None,
    twist: str | None = None,
) -> Plan:
    chance = office.chance
    received = received or _receipt(office, channel)
    category = category or office.weighted(YEAR["categories"])
    if category == "anonymous":
        channel = chance.choice(("suggestion_box", "letter", "web"))
    entry = chance.choice(MATTERS[category])
    branch = chance.choice(invented_bank.BRANCHES)
    words = _words(chance, entry.get("amounts", (0, 0)), branch, received)
    matter = Matter(**{key: _filled(value, words) for key, value in entry.items()})
    return Plan(
        received=received,
        channel=channel,
        category=category,
        matter=matter,
        branch=branch,
        amount=words["amount"] if matter.amounts else None,
        person=None if category == "anonymous" else _person(chance),
        judgement=chance.choice(list(TEXTS["major_reasons"])) if office.happens("major") else None,
        twist=twist or _twist(office, received, channel, category, matter),
    )


def _receipt(office: Office, channel: str) -> Moment:
    if channel not in ANY_DAY:
        return office.some_time(office.chance.choice(office.working_days(FIRST_DAY, LAST_DAY)))
    first, last = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
    day = first + timedelta(days=office.chance.randint(0, (last - first).days))
    return at_minute(day.isoformat(), office.chance.randint(7 * 60, 22 * 60))


def _words(chance: Random, amounts: Sequence[int], branch: str, received: Moment) -> dict[str, Any]:
    day = date.fromisoformat(received.day) - timedelta(days=chance.randint(0, 3))
    return {
        "unit": invented_bank.UNIT_NAMES[branch],
        "date": f"{day.month}月{day.day}日",
        "minutes": chance.randint(20, 80),
        "days": chance.randint(3, 15),
        "amount": chance.randint(*amounts),
    }


def _filled(value: Any, words: Mapping[str, Any]) -> Any:
    return value.format(**words) if isinstance(value, str) else value


def _person(chance: Random) -> Person:
    name = chance.choice(TEXTS["surnames"].split()) + chance.choice(TEXTS["given_names"].split())
    return Person(name, f"1380000{chance.randint(0, 9999):04}")  # a block made up


def _twist(office: Office, received: Moment, channel: str, category: str, matter: Matter) -> str:
    if received.day >= STALLED_SINCE and office.happens("stalled"):
        return "stalled"
    plain = category != "rule_violation"  # else a department defines it
    if channel in ("walk_in", "phone") and plain and matter.fault == "customer" and office.happens("on_the_spot"):
        return "on_the_spot"
    twist = office.weighted(YEAR["twists"])
    named = category != "anonymous"
    direct = named and channel not in TEXTS["referrers"]
    possible = {
        "reclassified": category in YEAR["mistaken_for"],
        "larger_amount": matter.amounts is not None and not matter.paid,
        "reopened": named,
        "comes_back": named,
        "withdrawn": direct,
        "coerced": direct,
    }
    return twist if possible.get(twist, True) else "none"

"""The year to come: who complains, when, how, of what, and what will be out of the ordinary about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from complaintctl.bank.directory import OFFICE
from complaintctl.base.clock import Moment
from complaintctl.demo.invented_bank import BRANCHES, MATTERS, TEXTS, YEAR, Office, at_minute
from complaintctl.privacy.personal import Person

FIRST_DAY, LAST_DAY = "2025-10-16", "2026-10-15"
CASES = 290  # and those who come back
STALLED_SINCE = "2026-09-05"  # nobody forgets a case for longer than that
ANY_DAY = ("web", "media")  # the others need somebody in the office, or at the box


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One complaint to come."""

    received: Moment
    channel: str
    category: str
    matter: Mapping[str, Any]  # as matters.toml has it, its words filled in
    branch: str
    amount: int | None  # the yuan in dispute
    person: Person | None  # None: anonymous
    judgement: str | None = None  # what makes it major, beside the amount
    twist: str = "none"
    repeat_of: str | None = None

    @property
    def lead(self) -> str:
        """The unit that will handle it; 监察室 itself looks into crimes and answers the press."""
        if self.category == "financial_crime" or self.channel == "media":
            return OFFICE
        return str(self.matter.get("lead", self.branch))

    @property
    def upheld(self) -> bool:
        """True where the bank is in the wrong."""
        return self.matter["fault"] in ("bank", "shared")


def draw_year(office: Office) -> list[Plan]:
    """Draw every complaint of the year, in no order; the last on the eve of the National Day holidays."""
    plans = [_draw(office, office.weighted(YEAR["channels"])) for _ in range(CASES)]
    eve = at_minute("2026-09-30", 15 * 60 + 40)
    return [*plans, _draw(office, "walk_in", eve, "internal_management", "none")]


def _draw(
    office: Office, channel: str, received: Moment | None = None, category: str | None = None, twist: str | None = None
) -> Plan:
    chance = office.chance
    if received is None and channel in ANY_DAY:
        first, last = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
        day = first + timedelta(days=chance.randint(0, (last - first).days))
        received = at_minute(day.isoformat(), chance.randint(7 * 60, 22 * 60))
    elif received is None:
        days = [day for day in office.working_days if FIRST_DAY <= day <= LAST_DAY]
        received = office.some_time(chance.choice(days))
    category = category or office.weighted(YEAR["categories"])
    anonymous = category == "anonymous"
    if anonymous:
        channel = chance.choice(("suggestion_box", "letter", "web"))
    entry = chance.choice(MATTERS[category])
    branch = chance.choice(list(BRANCHES))
    happened_on = date.fromisoformat(received.day) - timedelta(days=chance.randint(0, 3))
    words = {
        "unit": BRANCHES[branch],
        "date": f"{happened_on.month}月{happened_on.day}日",
        "minutes": chance.randint(20, 80),
        "days": chance.randint(3, 15),
        "amount": chance.randint(*entry.get("amounts", (0, 0))),
    }
    person = None
    if not anonymous:
        name = chance.choice(TEXTS["surnames"].split()) + chance.choice(TEXTS["given_names"].split())
        person = Person(name, f"1380000{chance.randint(0, 9999):04}")  # a block made up
    return Plan(
        received=received,
        channel=channel,
        category=category,
        matter={key: value.format(**words) if isinstance(value, str) else value for key, value in entry.items()},
        branch=branch,
        amount=words["amount"] if "amounts" in entry else None,
        person=person,
        judgement=chance.choice(list(TEXTS["major_reasons"])) if office.happens("major") else None,
        twist=twist or _twist(office, received, channel, category, entry),
    )


def _twist(office: Office, received: Moment, channel: str, category: str, matter: Mapping[str, Any]) -> str:
    if received.day >= STALLED_SINCE and office.happens("stalled"):
        return "stalled"
    plain = category != "rule_violation"  # else a department defines it
    if channel in ("walk_in", "phone") and plain and matter["fault"] == "customer" and office.happens("on_the_spot"):
        return "on_the_spot"
    twist = office.weighted(YEAR["twists"])
    named = category != "anonymous"
    direct = named and channel not in TEXTS["referrers"]
    possible = {
        "reclassified": category in YEAR["mistaken_for"],
        "larger_amount": "amounts" in matter and "paid" not in matter,
        "reopened": named,
        "comes_back": named,
        "withdrawn": direct,
        "coerced": direct,
    }
    return twist if possible.get(twist, True) else "none"

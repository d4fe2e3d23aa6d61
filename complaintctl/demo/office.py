"""The bank at one moment: what time it is, who acts, and what chance brings."""

from random import Random

from complaintctl import views
from complaintctl.casework import contacts
from complaintctl.clock import Clock, Moment
from complaintctl.demo import bank
from complaintctl.demo.hours import OfficeHours
from complaintctl.ledger import Act


class Office:
    """The invented bank at work, led through the year by whoever turns its clock."""

    def __init__(self, act: Act, chance: Random) -> None:
        self.now = act.clock.now()
        self.chance = chance
        self.hours = OfficeHours(act.connection, chance)
        self.connection = act.connection

    def turn_to(self, moment: Moment) -> None:
        """Let it be that moment, for those who act and for every rule that asks what day it is."""
        self.now = moment
        views.set_clock(self.connection, moment)

    def act(self, actor: str) -> Act:
        """A command given now by one of the staff."""
        return Act(self.connection, Clock(self.now), actor, self.chance.randbytes)

    def officer(self) -> Act:
        """A command given now by whoever of 监察室 is at hand."""
        return self.act(self.chance.choice(bank.OFFICERS))

    def tell(self, case: str, purpose: str, text: str, method: str = "电话") -> None:
        """A contact made now by whoever of 监察室 is at hand."""
        contacts.contact(self.officer(), case, contacts.Contact(purpose, text, method))

    def happens(self, share: float) -> bool:
        """Whether something happens that happens in this share of the cases."""
        return self.chance.random() < share

    def soon(self) -> Moment:
        """Shortly after now."""
        return self.hours.later(self.now, 0)

    def later(self, least_days: int, most_days: int) -> Moment:
        """So many working days after now."""
        return self.hours.later(self.now, self.chance.randint(least_days, most_days))

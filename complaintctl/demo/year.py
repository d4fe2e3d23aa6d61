"""A year of complaints and of what goes on beside them, each lived through to its end by the program's own verbs."""

import heapq
import sqlite3
from collections.abc import Iterable
from random import Random

from complaintctl.base.clock import Clock, Moment
from complaintctl.demo import invented_bank
from complaintctl.demo.life import Life, life
from complaintctl.demo.office import Office
from complaintctl.demo.oversight import oversight
from complaintctl.demo.plans import draw_year
from complaintctl.record.ledger import Act

SEED = 7
FOUNDED = Moment("2025-10-13T09:00:00+08:00")
END = Moment("2026-10-16T00:00:00+08:00")


def build(connection: sqlite3.Connection) -> None:
    """Fill a case file just laid out with the bank and its year."""
    chance = Random(SEED)  # noqa: S311 - the same year every time
    act = Act(connection, Clock(FOUNDED), invented_bank.FOUNDER, chance.randbytes)
    invented_bank.found(act)
    office = Office(act, chance)
    live(office, [*(life(office, plan) for plan in draw_year(office)), *oversight(office)])


def live(office: Office, lives: Iterable[Life]) -> None:
    """Resume each life at the moments it asks for, all in the order of time, until the year ends."""
    queue = [(next(one).text, number, one) for number, one in enumerate(lives)]
    heapq.heapify(queue)
    while queue and queue[0][0] < END.text:
        text, number, one = heapq.heappop(queue)
        office.turn_to(Moment(text))
        following = next(one, None)
        if following:
            heapq.heappush(queue, (following.text, number, one))

"""The numbers and words of the regulation and of the law, each with its article, written out a second time."""

from datetime import date
from typing import NamedTuple

# ---- What a case is (Arts 9, 10, 12, 13) ----

GENERAL, COMPLEX, UNSPECIFIED, UNDECIDED = "general", "complex", "unspecified", "undecided"
COMPLEXITY = {  # Art. 10
    "work_error": GENERAL, "service_attitude": GENERAL, "internal_management": GENERAL,
    "service_product": COMPLEX, "service_channel": COMPLEX, "rule_violation": COMPLEX,
    "financial_crime": UNSPECIFIED, "anonymous": UNSPECIFIED, "undecided": UNDECIDED,
}  # fmt: skip
LED_BY_DEPARTMENT = ("service_product", "service_channel")  # Art. 13
CRIME, VIOLATION, UNDECIDED, WRONGDOING = "financial_crime", "rule_violation", "undecided", "wrongdoing_report"
APOLOGY_FOR = ("work_error", "service_attitude", "internal_management")  # Art. 13
NOT_HANDLED = ("enquiry", "thanks")  # Art. 12: reason and direction close it
NEEDS_SLIP = ("phone", "web", "walk_in", "letter", "superior", "government")  # Art. 9(1), (3)-(5), (7), (8)
REFERRED = ("superior", "government")  # Art. 9(7), (8)
UNION_TOLD_OF = ("city", "province", "central")  # Art. 15
MAJOR_ABOVE_FEN, MAJOR_GROUP = 5_000_000, 20  # Art. 9(1); Order 2020 No. 3
BANKS_FAULT = ("bank", "shared")
NOT_THE_BANKS_FAULT = ("customer", "third_party")
TO_THE_CUSTOMER = ("acknowledge", "progress", "explain_delay", "apology", "explanation", "compensation", "follow_up")
SATISFIED = ("satisfied", "basically_satisfied")

# ---- The invented bank of the tests ----

OFFICE = "supervision"
BRANCHES = ("chengguan", "hexi")
WORKS_AT = {"zhang": "chengguan", "qian": "hexi", "li": OFFICE, "sun": OFFICE, "zhou": OFFICE, "wu": OFFICE}
HEADS = {"chengguan": "zhang"}
STAFF_NUMBER, OUTLETS, CUSTOMERS = 120, 7, 30_000

# ---- Days ----

MEDIA_HOURS = 2  # Art. 15
DIRECTIVE_DAYS = 1  # Art. 8(2)
ACKNOWLEDGE_DAYS = 1  # Art. 5
WEB_DISPATCH_DAYS = 2  # Art. 9(3)
TRACKING_DAYS = 2  # Art. 9(1)
DELAY_DAYS = 5  # Art. 10: what a reason without a day of its own holds for
VERIFY_DAYS = 2  # Art. 18
REVIEW_DAYS = 30  # Order 2020 No. 3, Art. 20
PETITION_NOTICE_DAYS = 15  # Petition Regulations 2022, Art. 23
ANSWER_BANDS = (1, 3, 10)
FIRST_RESPONSE_HOURS = 24  # good practice


class Limit(NamedTuple):
    """A limit that runs until the reply: `position` says which is named where two end on one day."""

    code: str
    position: int
    days: int
    in_working_days: bool = False
    is_law: bool = False  # Order 2020 No. 3: pauses, starts anew with new facts, ends when a withdrawal is asked for


REGULATION = {
    GENERAL: Limit("seed.general", 1, 3, in_working_days=True),
    COMPLEX: Limit("seed.complex", 1, 10, in_working_days=True),
    UNSPECIFIED: Limit("seed.unspecified", 1, 10, in_working_days=True),
    UNDECIDED: Limit("seed.undecided", 1, 3, in_working_days=True),
}
LAW = {"simple": Limit("law2020.simple", 2, 15, is_law=True), "complex": Limit("law2020.complex", 2, 30, is_law=True)}
BODIES = {
    "financial_regulator": Limit("regulator.transferred", 4, 15),
    "central_bank": Limit("pbc2020.transferred", 4, 15),
}
PETITION = Limit("petition2022.handle", 4, 60)  # from acceptance (Petition Regulations 2022, Art. 34)
OWN_DATE = "source.own_date", 3  # Art. 9(7)
LAW_SINCE = date(2020, 3, 1)

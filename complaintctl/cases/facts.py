"""Facts stated of a case when it is registered, and again whenever it is classified (Arts 9(1), 12, 13, 15, 16)."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.option import Field, fields_in
from complaintctl.base.text import quoted
from complaintctl.base.values import clean_text, parse_amount, required_text, takes_back
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.cases.directory_rows import listed_member
from complaintctl.record.queries import Row, column_of, one_row, rows_of, text_of

# What officers state anew: codes or labels, amounts in yuan; None where nothing is said.
FIELDS = fields_in(Path(__file__).with_name("facts.csv"))
# Of the statement itself, and no facts of the case.
_ABOUT = ("basis", "lift_restriction", "approved_by", "reason", "at")
_FACTS = [field for field in FIELDS.values() if field.name not in _ABOUT]

# What cannot be taken back: what every case has, and a judgement that has a code for being open.
_LASTING = ("category", "nature", "anonymous_intent")


def names() -> list[str]:
    """List every name under which a stated fact is kept: those of codes, then flags, then the others."""
    uncoded = ("", "unit", "staff", "yuan", "legal_complexity")
    kept = sorted(_FACTS, key=lambda field: (field.option.kind in uncoded, field.type != bool | None))
    return [*(field.key for field in kept), "subject_name"]


def read(connection: sqlite3.Connection, given: Mapping[str, Any], day: str) -> dict[str, Any]:
    """Read the facts that are given, by the names of the ledger: codes, fen, numbers of people, yes or no.

    `day`: on which the case was received; a code has to serve then (Art. 26). An optional code, and the outlet, may be
    `none` (无): the fact is taken back, its value is None. The person complained of stands as words, subject_name, if
    nobody on the staff list is called so.

    Raises:
        UsageProblem: an amount, a number or a complexity that cannot be read.
        NotFound: an unknown code or unit, or a name that several of the staff bear.
    """
    said = [field for field in _FACTS if given.get(field.name) not in (None, "")]
    words = [field for field in said if field.name == "subject" and not listed_member(connection, given["subject"])]
    known = {field.key: _read(connection, field, given[field.name], day) for field in said if field not in words}
    return known | ({"subject_name": required_text(given["subject"], "--subject")} if words else {})


def _read(connection: sqlite3.Connection, field: Field, value: Any, day: str) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return number_of_people(value, field.flag)
    match field.option.kind:
        case "unit" | "staff":
            return directory_rows.given_code(connection, field.option.kind, value)
        case "yuan":
            return parse_amount(value, field.flag)
        case "legal_complexity":
            return one_of(connection, "legal_complexity", value, field.flag)
        case kind:
            text = value if kind else clean_text(value, _("The outlet"))
            if field.name not in _LASTING and takes_back(text):
                return None
            return rule_rows.code(connection, kind, text, day) if kind else text


def check(connection: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
    """Refuse facts that cannot stand together. Raises UsageProblem."""
    second = facts.get("secondary_category")
    if facts["category"] == second:
        raise UsageProblem(
            "--secondary {category} is the category itself: name another one, or none. The first decides the limit"
            " (Art. 13).",
            category=second,
        )
    # The first alone decides from whom the case is kept.
    kinds = restricted_kinds(connection) if second else frozenset()
    if (second, None) in kinds and (facts["category"], facts.get("nature")) not in kinds:
        raise UsageProblem(
            "--secondary {category} would not keep the case from whom it reports: make it the first, --category"
            " {category}, and the other one the second (Art. 13).",
            category=second,
        )


def number_of_people(given: int | str, option: str) -> int:
    """The number, if it can be one of people. Raises UsageProblem."""
    number = int(given) if str(given).isdecimal() else 0
    if number < 1:
        raise UsageProblem("{option} {number} is no number of people: write 1 or more.", option=option, number=given)
    return number


def one_of(connection: sqlite3.Connection, kind: str, given: str, option: str) -> str:
    """Read one of the few words of an option, by code or label. Raises UsageProblem, which names them all."""
    try:
        return rule_rows.code(connection, kind, given)
    except NotFound:
        rows = rule_rows.choices(connection, kind)
        words = [row["label_zh"] if spoken() == "zh" else f"{row['code']} ({row['label_zh']})" for row in rows]
        said = {"option": option, "given": quoted(given), "allowed": _(" nor ").join(words)}
        raise UsageProblem("{option} {given} is neither {allowed}.", **said) from None


# ---- What is stated of a case, and what the regulation makes of it ----
def stated_facts(connection: sqlite3.Connection, case_no: str) -> dict[str, Any]:
    """The details of a case's last statement of facts; the unit and the person complained of as they stand since."""
    sql = """
        SELECT f.detail,
            coalesce(f.detail ->> 'respondent_unit', r.detail ->> 'respondent_unit') AS respondent_unit,
            coalesce(f.detail ->> 'subject_employee', r.detail ->> 'subject_employee') AS subject_employee,
            coalesce(f.detail ->> 'subject_name', r.detail ->> 'subject_name') AS subject_name
        FROM case_fact f
        JOIN event r ON r.case_no = f.case_no AND r.kind = 'registered'
        WHERE f.case_no = :case_no
        ORDER BY f.seq DESC LIMIT 1
        """
    row = one_row(connection, sql, case_no=case_no)
    named = {key: row[key] for key in ("respondent_unit", "subject_employee", "subject_name")}
    return {**json.loads(row["detail"]), **named}


def restricted_kinds(connection: sqlite3.Connection) -> frozenset[tuple[str, str | None]]:
    """The pairs of category and nature, or None for no nature stated, that make a report of wrongdoing (Art. 13)."""
    return frozenset(map(tuple, rows_of(connection, "SELECT category, stated FROM case_nature WHERE restricted")))


def restricted_nature(connection: sqlite3.Connection) -> str:
    """The nature of a report of wrongdoing, whatever its category (Art. 13)."""
    return str(text_of(connection, "SELECT nature FROM case_nature WHERE restricted AND stated IS NULL LIMIT 1"))


def nameless_categories(connection: sqlite3.Connection) -> frozenset[str]:
    """The categories of which a complaint is anonymous where nothing is known of the customer (Art. 13)."""
    return frozenset(column_of(connection, "SELECT code FROM category WHERE nameless"))


def channel_on(connection: sqlite3.Connection, channel: str, day: str, sender: str = "") -> Row:
    """Read what a channel is and asks for on a day: referred (Arts 9(7), 9(8), 26), asks, and the kind of body.

    The body is the one that the sender's name says, else who sends by this channel as a rule.
    """
    sql = """
        SELECT h.asks,
            coalesce((SELECT value FROM code_change WHERE kind = 'channel' AND code = h.code AND field = 'referred'
                      AND :day BETWEEN in_force_from AND in_force_to), h.referred) AS referred,
            coalesce(:named, h.default_body) AS body
        FROM channel h WHERE h.code = :channel
        """
    return one_row(connection, sql, channel=channel, day=day, named=body_named(connection, sender))


def asked_fields(connection: sqlite3.Connection, channel: str, day: str, sender: str) -> frozenset[str]:
    """The options of `register` that are asked by what a channel asks on a day, or where a body sent it (Art. 9)."""
    way = channel_on(connection, channel, day)
    asks = [way["asks"], "referral" if way["referred"] or sender else None]
    sql = "SELECT field FROM asked_field WHERE asks IN (SELECT value FROM json_each(:asks))"
    return frozenset(column_of(connection, sql, asks=json.dumps(asks)))


def every_asked_field(connection: sqlite3.Connection) -> frozenset[str]:
    """The options of `register` that some channel asks for."""
    return frozenset(column_of(connection, "SELECT field FROM asked_field"))


def nature_of(connection: sqlite3.Connection, category: str, stated: str | None) -> Row:
    """The nature of a case of a category, where one is stated or None, and whether it is restricted (Arts 12, 13)."""
    sql = "SELECT nature, restricted FROM case_nature WHERE category = :category AND stated IS :stated"
    return one_row(connection, sql, category=category, stated=stated or None)


def sounds_like_wrongdoing(connection: sqlite3.Connection, category: str, summary: str) -> bool:
    """Tell whether a complaint or the name of its category has a word at which its nature is asked (Art. 13)."""
    sql = """
        SELECT 1 FROM wrongdoing_word w JOIN category g ON g.code = :category
        WHERE instr(g.label_zh || ' ' || :summary, w.word) LIMIT 1
        """
    return bool(column_of(connection, sql, category=category, summary=summary))


def body_named(connection: sqlite3.Connection, sender: str) -> str | None:
    """Read which kind of body a sender's name says: that of the longest word in it."""
    sql = "SELECT body FROM referring_body_word WHERE instr(:sender, word) ORDER BY length(word) DESC, word LIMIT 1"
    return text_of(connection, sql, sender=sender)

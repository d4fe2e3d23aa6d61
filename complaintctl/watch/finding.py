"""Which cases a word means, and by what each is found (Arts 6, 17)."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from complaintctl.base.values import clean_text
from complaintctl.cases.case_acts import numbered_papers, own_number
from complaintctl.front.session import Session
from complaintctl.privacy import personal
from complaintctl.privacy.contact_numbers import sought_keys
from complaintctl.privacy.masking import Masking
from complaintctl.record.queries import is_in
from complaintctl.watch import rows as watch_rows

PERSONAL = ("name", "phone", "id_no", "hidden_text")  # found by these, a search goes on record

By = dict[str, list[str]]  # of each case found, by what


class Search(NamedTuple):
    """The cases found, each with by what, and by which kinds of personal data they were looked for."""

    cases: By
    personal: Sequence[str]


def search(session: Session, connection: sqlite3.Connection, words: Sequence[str]) -> Search:
    """Find the cases that words mean as one, a name or a number; else those of which each word is true."""
    whole = " ".join(words)
    cases = _told(session, connection, found(session, connection, whole))
    if not cases and len(words) > 1:
        each = [_told(session, connection, found(session, connection, word)) for word in words]
        common = set.intersection(*map(set, each))
        cases = {case: list(dict.fromkeys(by for some in each for by in some[case])) for case in common}
    kinds = {by for some in cases.values() for by in some}.intersection(PERSONAL)
    if not cases:  # it was looked for all the same
        kinds = {kind for word in (whole, *words) for kind in sought_keys(word)}
    return Search(cases, [kind for kind in PERSONAL if kind in kinds])


def found(session: Session, connection: sqlite3.Connection, word: str) -> By:
    """The cases that one word means, whatever who looks may know of them but who made a report of wrongdoing."""
    cases: By = {}
    for case_no, by in _hits(session, connection, clean_text(word, "WORDS")):
        if by not in cases.setdefault(case_no, []):
            cases[case_no].append(by)
    return cases


def with_text(connection: sqlite3.Connection, masking: Masking, word: str) -> Collection[str]:
    """The cases of which a text has a word as it may be shown."""
    return {case_no for case_no, by in _texts(connection, masking, clean_text(word, "--text")) if by not in PERSONAL}


def _hits(session: Session, connection: sqlite3.Connection, word: str) -> Iterator[tuple[str, str]]:
    """Each case that a word means with one thing by which it does."""
    year = session.clock.now().day[:4]
    if (number := own_number(word, year)) and is_in(connection, "complaint", case_no=number):
        yield number, "case_no"
    for row in numbered_papers(connection, word, year):
        yield row["case_no"], "slip_no"
    looker = session.looker(connection)
    for kind, customers in personal.sought(connection, word).items():
        yield from ((case_no, kind) for case_no in watch_rows.of_customers(connection, customers, looker))
    if len(word) > 1:  # one character stands in nearly every text
        yield from _texts(connection, session.masking(connection), word)


def _texts(connection: sqlite3.Connection, masking: Masking, word: str) -> Iterator[tuple[str, str]]:
    """Each case in whose texts a word stands, and whether it may be shown there; not of those that are kept secret."""
    done = set[tuple[str, str]]()
    for row in watch_rows.texts(connection, word):
        case_no, by = row["case_no"], "source_ref" if row["key"] == "source_ref" else "text"
        if (case_no, by) in done:
            continue
        mask = masking.of(case_no)
        if word.casefold() not in mask.text(row["text"]).casefold():
            if mask.sealed:
                continue
            by = "hidden_text"
        done.add((case_no, by))
        yield case_no, by


def _told(session: Session, connection: sqlite3.Connection, cases: By) -> By:
    """Those of some cases that who looks is told of."""
    told = session.told_of(connection, [{"case_no": case_no} for case_no in cases])
    return {row["case_no"]: cases[row["case_no"]] for row in told}

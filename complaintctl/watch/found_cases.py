"""The cases that words mean, and by what each is found (Arts 6, 17)."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import clean_text
from complaintctl.cases.case_acts import numbered_papers, own_number
from complaintctl.front.session import Session
from complaintctl.privacy import personal
from complaintctl.privacy.contact_numbers import sought_keys
from complaintctl.privacy.masking import Masking
from complaintctl.record.queries import is_in
from complaintctl.watch import rows as watch_rows

SHORTEST = 2  # characters of a word that is looked for in texts

Traits = dict[str, list[str]]  # of each case found, by what it was


class Search(NamedTuple):
    """The cases found, each with its traits, and the kinds of personal data by which they were looked for."""

    cases: Traits
    personal: Sequence[str]


def search(session: Session, connection: sqlite3.Connection, words: Sequence[str]) -> Search:
    """Find the cases that words mean as one, a name or a number; else those of which each word is true.

    Raises UsageProblem: nothing is typed but blanks, or what is no text.
    """
    whole = clean_text(" ".join(words), _("WORDS"))
    if not any(map(str.isprintable, whole)):
        raise UsageProblem("There is nothing to look for: complaintctl find WORDS")
    cases = _found(session, connection, whole)
    if not cases and len(words) > 1:
        each = [_found(session, connection, word) for word in words if word.strip()]
        common = set.intersection(*map(set, each))
        cases = {case_no: _once(trait for found in each for trait in found[case_no]) for case_no in common}
    kinds = {trait for traits in cases.values() for trait in traits}
    if not cases:  # they were looked for all the same
        kinds = {kind for word in (whole, *words) for kind in sought_keys(word)}
    return Search(cases, [kind for kind in watch_rows.personal_traits(connection) if kind in kinds])


def with_text(connection: sqlite3.Connection, masking: Masking, word: str) -> Collection[str]:
    """The cases of which a text has a word as it may be shown."""
    found, hidden = _texts(connection, masking, clean_text(word, "--text")), watch_rows.personal_traits(connection)
    return {case_no for case_no, trait in found if trait not in hidden}


def _found(session: Session, connection: sqlite3.Connection, word: str) -> Traits:
    """The cases that one word means, of those that who looks is told of."""
    hits = [{"case_no": case_no, "trait": trait} for case_no, trait in _hits(session, connection, word)]
    traits: Traits = {}
    for hit in session.told_of(connection, hits):
        traits.setdefault(hit["case_no"], []).append(hit["trait"])
    return {case_no: _once(found) for case_no, found in traits.items()}


def _hits(session: Session, connection: sqlite3.Connection, word: str) -> Iterator[tuple[str, str]]:
    """Each case that a word means and a trait of it; by a reporter of wrongdoing for who may know him (Art. 13)."""
    word, year = clean_text(word, _("WORDS")), session.clock.now().day[:4]
    if (number := own_number(word, year)) and is_in(connection, "complaint", case_no=number):
        yield number, "case_no"
    for row in numbered_papers(connection, word, year):
        yield row["case_no"], "slip_no"
    looker = session.looker(connection)
    for kind, customers in personal.sought(connection, word).items():
        for case_no in watch_rows.of_customers(connection, customers, looker):
            yield case_no, kind
    if len(word) >= SHORTEST:  # one character stands in nearly every text
        yield from _texts(connection, session.masking(connection), word)


def _texts(connection: sqlite3.Connection, masking: Masking, word: str) -> Iterator[tuple[str, str]]:
    """Each case in whose texts a word stands, and whether it is shown there; not of texts that are kept secret."""
    done = set[tuple[str, str]]()
    for row in watch_rows.texts(connection, word):
        hit = row["case_no"], "source_ref" if row["key"] == "source_ref" else "text"
        if hit in done:
            continue
        mask = masking.of(row["case_no"])
        if word.casefold() not in mask.text(row["text"]).casefold():
            if mask.sealed:
                continue
            hit = row["case_no"], "hidden_text"
        done.add(hit)
        yield hit


def _once(traits: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(traits))

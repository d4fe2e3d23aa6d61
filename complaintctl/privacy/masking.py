"""The one gate for texts that leave without a reveal: nothing of the customer stands in them (Arts 6, 13)."""

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from complaintctl.privacy import personal
from complaintctl.privacy.customer_in_text import FEWEST_OWN, own_numbers, own_words, spans_of
from complaintctl.privacy.personal import CONFIDENTIAL, Person
from complaintctl.privacy.personal_numbers import digits, numbers_in, runs
from complaintctl.record.queries import is_in

# Details and columns that hold JSON; the customer may stand in the texts in it.
_JSON = frozenset(("detail", "assisting_units", "briefings", "directives", "slips", "remarks"))
_NOTHING = "[]"
_CASE_NO = re.compile(r"TS-\d{4}-\d+")
# Numbers of others, if they are not the customer's too: the handler's phone (Art. 11), the number in an older register.
_OF_OTHERS = frozenset(("phone", "external_id", "former_no"))
# What nobody typed and is in no table of codes: times, numbers of cases and forms, digests, a few words of the program.
_MADE = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d\+08:00)?)?|TS-\d{4}-\d+|.〔\d{4}〕\d+号|[0-9a-f]{64}"
    r"|lying|returned|recalled|answered|moved|ended"
)
_CODES = """
SELECT code FROM code_label UNION SELECT code FROM staff UNION SELECT code FROM unit UNION SELECT name FROM unit
"""


@dataclass(kw_only=True)
class Mask:
    """The hiding of a customer in the texts of their case."""

    hidden: Sequence[Person]  # the customer, and who stood in their place before a correction
    by_look: bool = True  # hide what looks like a personal number, too, but the `known` ones
    secret: bool = False  # show nothing in place of what is hidden
    sealed: bool = False  # hide the whole text
    known: Collection[str] = ()
    codes: Collection[str] = ()  # values that are no texts
    kept: Callable[[str], bool] = lambda _case_no: False  # the cases that who reads is not told of (Art. 13)
    reveals: bool = False  # hide nothing but those

    @cached_property
    def words(self) -> Sequence[tuple[str, str]]:
        """The words to hide, and what is shown instead."""
        return [found for person in self.hidden for found in own_words(person)]

    @cached_property
    def numbers(self) -> Sequence[str]:
        """The digits to hide; most texts have no number in them, and do without."""
        return [number for person in self.hidden for number in own_numbers(person)]

    def text(self, text: str, *, by_look: bool = True) -> str:
        """The text as it is shown."""
        if self.sealed:
            return CONFIDENTIAL if text.strip() else text
        shown, end = [], 0
        for start, stop, instead in sorted(self.found(text, by_look=by_look), key=lambda each: (each[0], -each[1])):
            if stop > end:  # where two overlap, the rest of the second goes as well
                shown += [text[end : max(start, end)], instead if start >= end else "*" * (stop - end)]
                end = stop
        return "".join([*shown, text[end:]])

    def found(self, text: str, *, by_look: bool = True) -> Iterator[tuple[int, int, str]]:
        """Yield what has to be hidden in a text: from where to where, and what is shown instead."""
        for word, instead in self.words:
            for start, end in spans_of(word, text):
                yield start, end, CONFIDENTIAL if self.secret else instead
        yield from ((*named.span(), CONFIDENTIAL) for named in _CASE_NO.finditer(text) if self.kept(named[0]))
        numbers = []
        for run in runs(text, FEWEST_OWN):
            joined = "".join(run.groups)
            for number in self.numbers:
                for found in re.finditer(f"(?={number})", joined):
                    numbers.append((run.place(found.start()), run.place(found.start() + len(number) - 1) + 1))
        if by_look and self.by_look:
            by_their_look = ((each.start, each.end) for each in numbers_in(text))
            numbers += (span for span in by_their_look if digits(text[slice(*span)]) not in self.known)
        for start, end in numbers:
            yield start, end, CONFIDENTIAL if self.secret else personal.mask_middle(text[start:end])

    def row(self, row: Any) -> Any:
        """A row of a query as a mapping, the texts in it as they are shown; codes, days and figures stay."""
        return {key: self._value(row[key], key) for key in row.keys()}  # noqa: SIM118 - of a sqlite3.Row

    def alters(self, texts: Mapping[str, Any]) -> bool:
        """Tell whether something in these texts has to be hidden."""
        return bool(self.row(texts) != texts)

    def _value(self, value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [self._value(part, key) for part in value]
        if isinstance(value, dict):
            return self.row(value)
        if not isinstance(value, str) or value == _NOTHING:
            return value
        if key in _JSON and value[:1] in ("[", "{"):
            told = self._value(json.loads(value), "")
            if isinstance(told, dict):  # the ledger leaves out what is empty
                told = {name: part for name, part in told.items() if part is not None}
            return json.dumps(told, ensure_ascii=False)
        if _CASE_NO.fullmatch(value) and self.kept(value):
            return None
        if value in self.codes or _MADE.fullmatch(value):
            return value
        return self.text(value, by_look=key not in _OF_OTHERS)


class Masking:
    """The masks of cases for one reader, or for nobody in particular, where nothing is revealed."""

    def __init__(self, connection: sqlite3.Connection, reader: str | None) -> None:
        self.connection, self.reader = connection, reader

    def of(self, case_no: str) -> Mask:
        """The mask of a case; of a report of wrongdoing it lets texts through to whom may read them alone (Art. 13)."""
        people, secret = self._case(case_no)
        read = {"case_no": case_no, "person": self.reader}
        sealed = secret and not is_in(self.connection, "main.may_see_restricted", **read)
        return self._mask(people, secret=secret, sealed=sealed)

    def revealing(self) -> Mask:
        """The mask of what is revealed: nothing of a customer is hidden."""
        return self._mask(by_look=False, reveals=True)

    def of_form(self, case_no: str, shown: Person, *, by_look: bool) -> Mask:
        """The mask of a paper that shows the customer: what it does not show of them its texts do not show either."""
        people, _secret = self._case(case_no)
        hidden = [
            Person(*(None if part == on_paper else part for part, on_paper in zip(person, shown, strict=True)))
            for person in people
        ]
        return self._mask(hidden, by_look=by_look)

    def records(self, records: Iterable[Mapping[str, Any]], texts: Collection[str]) -> list[dict[str, Any]]:
        """Records of a listing, the texts in them as they are shown; a record names its case or cases, or none."""

        def shown(record: Mapping[str, Any], text: str | None) -> str | None:
            named = _CASE_NO.findall(f"{record.get('case_no')} {record.get('cases')}")
            for case_no in named or (self._named_in(text) if text and "case_no" in record else ()):
                text = text and self.of(case_no).text(text)
            return text and self._mask().text(text)

        return [{**record, **{key: shown(record, record[key]) for key in texts & record.keys()}} for record in records]

    def names_customer(self, case_nos: Iterable[str | None], texts: Mapping[str, Any]) -> bool:
        """Tell whether the customer of one of these cases, or a number that looks personal, stands in texts."""
        people = [person for case_no in case_nos if case_no for person in self._case(case_no)[0]]
        return self._mask(people).alters(texts)

    def _named_in(self, text: str) -> Sequence[str]:
        """The cases whose customer a text names that is of no case, such as why the register was exported."""
        sql = """
            SELECT c.case_no FROM main.complainant p JOIN main.complaint c ON c.complainant = p.id
            WHERE length(p.name) > 1 AND instr(:text, p.name) ORDER BY c.restricted DESC, c.case_no
            """
        return [case_no for (case_no,) in self.connection.execute(sql, {"text": text})]

    def _mask(self, hidden: Sequence[Person] = (), **how: bool) -> Mask:
        return Mask(hidden=hidden, known=self._phones_of_staff, codes=self._codes, kept=self._kept, **how)

    @cached_property
    def _kept(self) -> Callable[[str], bool]:
        """Tell of a case whether it is kept from who reads (Art. 13)."""
        return cache(lambda case_no: is_in(self.connection, "main.barred_person", case_no=case_no, person=self.reader))

    def _case(self, case_no: str) -> tuple[Sequence[Person], bool]:
        """The customer of a case and who stood there before, and whether it is a report of wrongdoing."""
        # As the case stands now, whatever day is looked back to: a report of wrongdoing once known as one stays one.
        sql = "SELECT complainant, restricted FROM main.complaint WHERE case_no = :case_no"
        row = self.connection.execute(sql, {"case_no": case_no}).fetchone()
        complainant, restricted = row or (None, 0)
        person = personal.read(self.connection, complainant, reveal=True)
        return [person, *personal.former(self.connection, case_no, complainant)], bool(restricted)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(code for (code,) in self.connection.execute(_CODES))

    @cached_property
    def _phones_of_staff(self) -> frozenset[str]:
        sql = "SELECT phone FROM staff WHERE phone IS NOT NULL"
        return frozenset(digits(phone) for (phone,) in self.connection.execute(sql))

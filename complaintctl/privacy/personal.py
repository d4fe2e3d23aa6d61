"""Personal data of customers: the only module that reads or writes it (Art. 6)."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.privacy.contact_numbers import contact_keys, sought_keys
from complaintctl.record.ledger import Act, canonical

_PARTS, _MASKED = "name, phone, id_no, address", "masked_name, masked_phone, masked_id_no, masked_address"

_INSERT_KEY = "INSERT OR IGNORE INTO contact_key (kind, key, complainant) VALUES (?, ?, ?)"

_SAME_NUMBER = """
SELECT complainant FROM contact_key WHERE kind = 'id_no' AND key IN (SELECT value FROM json_each(:id_nos))
UNION
SELECT complainant FROM contact_key WHERE kind = 'phone' AND key IN (SELECT value FROM json_each(:phones))
"""

# Where both identity numbers are known and differ, the name is another one's.
_SAME_NAME = """
SELECT DISTINCT complainant FROM contact_key k
WHERE kind = 'name' AND key IN (SELECT value FROM json_each(:names))
    AND (:id_nos = '[]'
         OR NOT EXISTS (SELECT 1 FROM contact_key i WHERE i.complainant = k.complainant AND i.kind = 'id_no'))
"""

_SOUGHT = """
SELECT DISTINCT k.complainant
FROM contact_key k CROSS JOIN json_each(:keys) s
WHERE k.kind = :kind
    AND CASE :kind WHEN 'name' THEN instr(k.key, s.value) ELSE substr(k.key, -length(s.value)) = s.value END
"""

_TWO_CHARACTER_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容"
    " 令狐 宇文 长孙 司徒 夏侯 轩辕 端木 独孤 南宫 西门 百里 呼延 闻人 澹台 公冶"
    " 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 司空 赫连 万俟".split()
)

# Province, city and county at the head of an address. 小区, 家属区 and 超市 are places in a town; a long name, which
# may hold a street, is rather hidden.
_DISTRICT = re.compile(
    r"([^省市县区旗\d]{2,5}(?:省|自治区))?([^省市县区旗\d]{1,4}(?<!超)市(?!场))?"
    r"([^省市县区旗\d]{1,4}(?:[县旗]|(?<!超)市(?!场)|(?<![小社园属])区))?"
)


# What registers, listings of this program and officers write for the name of a customer who gave none.
_ANONYMOUS = frozenset("匿名 匿名者 匿名客户 匿名人 无名 无名氏 不愿透露 不愿透露姓名 anonymous".split())
CONFIDENTIAL = "保密"  # and of one who is not named to everybody
_MASK = "[*＊×●]"


class Person(NamedTuple):
    """A customer as the bank knows them; every part may be missing."""

    name: str | None = None
    phone: str | None = None
    id_no: str | None = None
    address: str | None = None

    def masked(self) -> "Person":
        """The person as anyone may see them: 张*, 138****5678, 610***********1234, 云溪县***."""
        masks: Sequence[Callable[[str], str]] = (mask_name, mask_middle, mask_middle, mask_address)
        return Person(*(part and mask(part) for part, mask in zip(self, masks, strict=True)))


def mask_name(name: str) -> str:
    """The surname, and a star for each other character (two at the most)."""
    kept = 2 if name[:2] in _TWO_CHARACTER_SURNAMES and len(name) > 2 else 1
    return name[:kept] + "*" * max(1, min(len(name) - kept, 2))


def mask_middle(number: str) -> str:
    """A number with stars for all but its ends: 138****5678."""
    if len(number) < 10:  # too short to show both ends and hide anything
        return "*" * (len(number) - 2) + number[-2:] if len(number) > 4 else "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_address(address: str) -> str:
    """The province, city and county; where none is named, the first two characters."""
    district = _DISTRICT.match(address)
    return ((district and district[0]) or address[:2]) + "***"


def masked_parts(person: Person) -> list[str]:
    """The parts of a person that are masked, as they are shown: a star in a name, in other parts two, for 3*4 is none.

    What is masked is nobody's.
    """
    signs = {"name": rf"{_MASK}|^{CONFIDENTIAL}$"}
    return [
        part
        for part, text in person._asdict().items()
        if text and re.search(signs.get(part, f"{_MASK}.*{_MASK}"), text, re.DOTALL)
    ]


def says_anonymous(name: str | None) -> bool:
    """Tell whether a name says that the customer gave none."""
    return plain(name or "").casefold() in _ANONYMOUS


def is_anonymous(person: Person, stated: bool, by_category: bool) -> bool:
    """Tell if a complaint is anonymous: so stated, or by its category with nothing known of the customer (Art. 13).

    Raises UsageProblem: it is stated, yet something is known of the customer.
    """
    if stated and person != Person():
        raise UsageProblem(
            "The complaint is marked anonymous, yet a name, phone, identity number or address is given: omit one."
        )
    return stated or (by_category and person == Person())


def add(act: Act, person: Person) -> dict[str, object]:
    """Store a customer and return what the ledger keeps of them: the row's id and its salted SHA-256."""
    salt = act.random_bytes(16).hex()
    sql = f"INSERT INTO complainant ({_PARTS}, {_MASKED}, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    cursor = act.connection.execute(sql, (*person, *person.masked(), salt))
    act.connection.executemany(_INSERT_KEY, _keyed(cursor.lastrowid, person))
    return {"complainant": cursor.lastrowid, "complainant_digest": _digest(salt, person)}


def add_missing_keys(connection: sqlite3.Connection) -> None:
    """Enter the keys of customers who were stored before there were any."""
    sql = f"SELECT id, {_PARTS} FROM complainant WHERE id NOT IN (SELECT complainant FROM contact_key)"
    stored = connection.execute(sql).fetchall()
    keys = (key for number, *known in stored for key in _keyed(number, Person(*known)))
    connection.executemany(_INSERT_KEY, keys)


def _keyed(complainant: int | None, person: Person) -> Iterator[tuple[str, str, int | None]]:
    """The rows by which a customer is found again."""
    for kind, keys in contact_keys(*person[:3]).items():
        yield from ((kind, key, complainant) for key in keys)


def read(connection: sqlite3.Connection, complainant: int | None, reveal: bool = False) -> Person:
    """A customer, masked unless `reveal`; nobody's data if there is no such row (anonymous)."""
    sql = f"SELECT {_PARTS if reveal else _MASKED} FROM complainant WHERE id = :id"
    row = connection.execute(sql, {"id": complainant}).fetchone()
    return Person(*row) if row else Person()


def former(connection: sqlite3.Connection, case_no: str, complainant: int | None) -> list[Person]:
    """The people who stood in the place of a case's customer before a correction, unmasked; texts hide them as well."""
    sql = f"""
        SELECT {_PARTS} FROM complainant WHERE id IS NOT :complainant AND id IN (
            SELECT detail ->> 'complainant' FROM main.event
            WHERE case_no = :case_no AND kind IN ('registered', 'corrected')
                AND EXISTS (SELECT 1 FROM main.event WHERE case_no = :case_no AND kind = 'corrected'))
        """
    return [Person(*row) for row in connection.execute(sql, {"case_no": case_no, "complainant": complainant})]


def everyone(connection: sqlite3.Connection, reveal: bool = False) -> dict[int, Person]:
    """All customers by their rows, masked unless `reveal`."""
    rows = connection.execute(f"SELECT id, {_PARTS if reveal else _MASKED} FROM complainant")
    return {number: Person(*known) for number, *known in rows}


def names_of_customers(connection: sqlite3.Connection) -> set[str]:
    """The names of the customers of what is known, those before a correction too; who stand together are told apart."""
    sql = """
        SELECT DISTINCT name FROM complainant WHERE name IS NOT NULL AND id IN (
            SELECT complainant FROM complaint
            UNION ALL SELECT e.detail ->> 'complainant' FROM event c JOIN event e ON e.case_no = c.case_no
            WHERE c.kind = 'corrected' AND e.kind IN ('registered', 'corrected'))
        """
    return {part.strip() for (name,) in connection.execute(sql) for part in re.split(r"[、，,;；/]", name)} - {""}


def earlier_customers(connection: sqlite3.Connection, person: Person) -> tuple[list[int], list[int]]:
    """The rows of customers who have the same identity number or phone, and of those who have the same name."""
    sought = {f"{kind}s": json.dumps(sorted(keys)) for kind, keys in contact_keys(*person[:3], sought=True).items()}
    same, named = (connection.execute(sql, sought) for sql in (_SAME_NUMBER, _SAME_NAME))
    return [row["complainant"] for row in same], [row["complainant"] for row in named]


def sought(connection: sqlite3.Connection, word: str) -> dict[str, list[int]]:
    """The rows of the customers whom a word may mean, by the kind of their data that it looks like."""
    keys = {kind: json.dumps(sorted(keys)) for kind, keys in sought_keys(word).items()}
    return {
        kind: [row["complainant"] for row in connection.execute(_SOUGHT, {"kind": kind, "keys": sought})]
        for kind, sought in keys.items()
    }


def differs(connection: sqlite3.Connection, complainant: int | None, person: Person) -> bool:
    """Tell whether something is given of a customer that their row does not hold, however it is written there."""
    known = read(connection, complainant, reveal=True)
    held, given = contact_keys(*known[:3]), contact_keys(*person[:3], sought=True)
    other = any(keys and not keys <= held[kind] for kind, keys in given.items())
    return other or plain(person.address or known.address or "") != plain(known.address or "")


def not_on_record(connection: sqlite3.Connection) -> Iterator[str]:
    """Say which customers no registration and no correction speaks of."""
    sql = """
        SELECT id FROM main.complainant WHERE id NOT IN (
            SELECT detail ->> 'complainant' FROM main.event
            WHERE kind IN ('registered', 'corrected') AND detail ->> 'complainant' IS NOT NULL)
        ORDER BY id
        """
    for row in connection.execute(sql):
        yield _("Customer {id} of the file is not on record: the row was put in outside the program.", **row)


def changed_since_registration(connection: sqlite3.Connection) -> Iterator[str]:
    """Say of which cases the customer's data, the former's too, is not what was registered or corrected."""
    rows = connection.execute(
        f"""
        SELECT DISTINCT e.case_no, e.detail ->> 'complainant_digest' AS digest, p.salt, p.id,
            (SELECT json_group_array(json_array(kind, key)) FROM contact_key WHERE complainant = p.id) AS keys,
            {_PARTS}, {_MASKED}
        FROM event e LEFT JOIN complainant p ON p.id = e.detail ->> 'complainant'
        WHERE e.kind IN ('registered', 'corrected') AND e.detail ->> 'complainant' IS NOT NULL
        """
    )
    for row in rows:
        person, shown, kept = Person(*row[5:9]), Person(*row[9:]), {(*pair,) for pair in json.loads(row["keys"])}
        whole = shown == person.masked() and kept == {known[:2] for known in _keyed(row["id"], person)}
        if row["salt"] is None or _digest(row["salt"], person) != row["digest"] or not whole:
            yield _("The customer's data of {case_no} was changed or removed after registration.", **row)


def _digest(salt: str, person: Person) -> str:
    """Of what is known; without an address as it was before addresses were kept."""
    parts = list(person[:3] if person.address is None else person)
    return hashlib.sha256((salt + canonical(parts)).encode()).hexdigest()

"""A customer's data as it is looked for in the texts of a case: names, address, numbers, however written (Art. 6)."""

import re
import unicodedata
from collections.abc import Iterator

from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.privacy.personal_numbers import digits, numbers_in, runs

# What stands in a register in a name's place and is nobody's name.
NOBODY = frozenset("匿名 不详 不明 未知 未留名 无名 群众 客户 储户 投诉人 举报人 本人 代理人 先生 女士".split())
_BETWEEN = r"[\s·•・\u200b-\u200f\u2060\ufeff]*"  # in a name: blanks, dots, what shows nothing
# Signs that stand for others: radicals, wide letters, characters of older code pages.
_STANDS_FOR_ANOTHER = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\uff21-\uff5a\U0002f800-\U0002fa1f]")
_TITLE = re.compile(r"(?<=..)(?:先生|女士|小姐|同志|老师|经理)$")
_IS_MASKED = re.compile(r"[*＊某]|XX", re.IGNORECASE)
FEWEST_OWN, _MOST_DIGITS = 5, 20  # digits of a customer's own number; more are several
_CODES = (re.compile(r"(?:00)?86(?=0?[1-9]\d{9,10}$)"),
          re.compile(r"(?:(?:00)?86)?0?(?:10|2\d|[3-9]\d\d)(?=[2-8]\d{6,7}$)"))  # fmt: skip
_LEAST_ADDRESS = 6  # characters; a shorter one is a place where many live


def names_in(name: str) -> set[str]:
    """The names that stand in a name's place, without blanks: several people, a title or a remark beside one."""
    parts = re.split(r"[、,;:/()\[\]【】\d]", unicodedata.normalize("NFKC", name))
    apart = [re.split(r"[\s·•・]+", part.strip()) for part in parts]
    names = {re.sub(_BETWEEN, "", _TITLE.sub("", part.strip())) for part in parts}
    names |= {word for words in apart if all(len(word) > 1 for word in words) for word in words}
    return {each for each in names if len(each) > 1 and each not in NOBODY and not _IS_MASKED.search(each)}


def spans_of(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Find the places of a word in a text, with blanks in it or not; one in Latin letters only as a whole word."""
    folded, places = text, None
    if _STANDS_FOR_ANOTHER.search(text):
        plain = [unicodedata.normalize("NFKC", sign) for sign in text]
        folded = "".join(plain)
        places = [place for place, signs in enumerate(plain) for _sign in signs]
    latin = word.isascii()
    small = folded.lower() if latin else folded
    if not all(sign in small for sign in (word.lower() if latin else word)):
        return
    pattern = _BETWEEN.join(map(re.escape, word))
    if latin:
        pattern = rf"(?<![A-Za-z]){pattern}(?![A-Za-z])"
    for each in re.finditer(pattern, folded, re.IGNORECASE):
        yield (places[each.start()], places[each.end() - 1] + 1) if places else each.span()


def own_words(person: Person) -> Iterator[tuple[str, str]]:
    """Each name and the address of a customer, and what is shown instead."""
    for name in sorted(names_in(person.name or ""), key=len, reverse=True):
        yield name, personal.mask_name(name)
    address = "".join(unicodedata.normalize("NFKC", person.address or "").split())
    if len(address) >= _LEAST_ADDRESS:
        yield address, personal.mask_address(address)


def own_numbers(person: Person) -> list[str]:
    """The digits of a customer's numbers, each in all the ways in which it may be written, the longest first."""
    numbers = set[str]()
    for text in filter(None, (person.phone, person.id_no)):
        if text.isascii() and text.isdigit():  # one alone, as nearly always; else several, or one with a remark
            numbers.add(text)
            continue
        for run in runs(text, FEWEST_OWN):
            whole = "".join(run.groups)
            numbers |= {number for number in (whole, *run.groups) if len(number) > 6 or number == whole}
        numbers |= {digits(text[each.start : each.end]) for each in numbers_in(text)}
    # A phone number without the codes before it; an identity number of the other generation, or without its X.
    for number in list(numbers):
        numbers |= {number[code.end() :] for pattern in _CODES if (code := pattern.match(number))}
        if re.fullmatch(r"\d{17}[\dX]", number):
            numbers |= {number[:17], number[:6] + number[8:17]}
        elif re.fullmatch(r"\d{15}", number):
            numbers.add(f"{number[:6]}19{number[6:]}")
    return sorted((each for each in numbers if FEWEST_OWN <= len(each) <= _MOST_DIGITS), key=len, reverse=True)

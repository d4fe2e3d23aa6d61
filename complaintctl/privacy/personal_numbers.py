"""Numbers in free text that look like a phone, identity or card number, however they are written (Art. 6)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

# A digit of any script and width, raised, lowered or in a circle.
_DIGIT = r"[\d²³¹⁰-⁹₀-₉①-⑨⓪]"
_GROUP = re.compile(rf"{_DIGIT}+")
# What is no letter may stand between the digits of a number; an identity number may end in X.
_RUN = rf"{_DIGIT}(?:[\W_]{{0,3}}{_DIGIT}){{%d,}}(?:[\W_]{{0,3}}[XxＸｘ](?![A-Za-z]))?"
FEWEST = 10  # digits of a number that is known by its look; so a day alone is not even looked at
_LONG_RUN, _SHORT_RUN = re.compile(_RUN % (FEWEST - 1)), re.compile(_RUN % 4)
# What people put between the groups of one number: blanks, dashes, brackets round an area code; and what shows nothing.
_GAP = re.compile(r"[\s()（）./_·．／＿\u00ad\u200b-\u2015\u2060\u2212\ufe0f\u20e3\ufe58\ufe63\ufeff－-]*")

_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
# An area code is never split: else a day beside another one would look like a number.
_LANDLINE = re.compile(r"(?:(?:00)?86 ?0?|0)(?:10|2\d|[3-9]\d{2}) ?[2-8](?: ?\d){6,7}")
_BIRTHDAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(rf"[1-8]\d{{5}}(?:(?:18|19|20)\d{{2}}{_BIRTHDAY}\d{{3}}[\dX]|\d{{2}}{_BIRTHDAY}\d{{3}})")
_CARD = re.compile(r"\d{16,19}|\d{17}X")


class Number(NamedTuple):
    """A number in a text: where it stands, and whether it is a phone's."""

    start: int
    end: int
    is_phone: bool


class Run(NamedTuple):
    """Digits that stand together in a text: each group of them as 0 to 9, where it stands, and what stands between."""

    groups: Sequence[str]
    spans: Sequence[tuple[int, int]]
    gaps: Sequence[str]

    def place(self, number: int) -> int:
        """Return where the digit of a number, counted from 0 over all groups, stands in the text."""
        for group, (start, end) in zip(self.groups, self.spans, strict=True):
            if number < len(group):
                return end - 1 if group[number] == "X" else start + number
            number -= len(group)
        raise IndexError(number)


def runs(text: str, fewest: int = FEWEST) -> Iterator[Run]:
    """Yield what could be a number of somebody in a text: `fewest` digits or more (at least 5), little between them."""
    for run in (_LONG_RUN if fewest >= FEWEST else _SHORT_RUN).finditer(text):
        spans = [each.span() for each in _GROUP.finditer(text, *run.span())]
        groups = [digits(text[start:end]) for start, end in spans]
        if text[run.end() - 1] in "XxＸｘ":
            groups[-1], spans[-1] = f"{groups[-1]}X", (spans[-1][0], run.end())
        gaps = [text[end:start] for (_start, end), (start, _end) in pairwise(spans)]
        yield Run(groups, spans, gaps)


def digits(text: str) -> str:
    """The digits in a text, each as 0 to 9."""
    if text.isascii() and text.isdigit():
        return text
    return "".join(str(unicodedata.digit(sign)) for sign in text if unicodedata.digit(sign, None) is not None)


def numbers_in(text: str) -> Iterator[Number]:
    """The phone, identity and card numbers that a text seems to hold, from its beginning on, each as long as can be."""
    for run in runs(text):
        first = 0
        while first < len(run.groups):
            joined = first + len(list(takewhile(_GAP.fullmatch, run.gaps[first:])))
            kinds = ((last, _kind(run.groups[first : last + 1])) for last in range(joined, first - 1, -1))
            last, kind = next((each for each in kinds if each[1] and not _is_amount(run, each[0])), (first, ""))
            if kind:
                yield Number(run.spans[first][0], run.spans[last][1], kind == "phone")
            first = last + 1


def _kind(groups: Sequence[str]) -> str:
    """Name what groups of digits look like together; "" for nothing."""
    number = "".join(groups)
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(" ".join(groups)):
        return "phone"
    if _IDENTITY.fullmatch(number):
        return "identity"
    in_fours = len(groups) > 3 and all(len(group) == 4 for group in groups[:-1])
    if _CARD.fullmatch(number) and (len(groups) == 1 or in_fours or number.startswith("62")):
        return "card"
    return ""


def _is_amount(run: Run, last: int) -> bool:
    """Tell that the decimals of an amount follow; .00 follows a phone number, too, that a spreadsheet gave out."""
    if last + 1 == len(run.groups) or run.gaps[last] not in (".", "．"):
        return False
    return len(run.groups[last + 1]) <= 2 and run.groups[last + 1] != "00"

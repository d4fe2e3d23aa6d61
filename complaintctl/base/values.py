"""The gate for what is typed or imported: text, amounts of money, addresses (contact_numbers reads telephones)."""

import re
import sys
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import quoted

# What registers write into a cell that says nothing; a mapping may have words of its own instead.
SAYS_NOTHING = frozenset(
    {"无", "/", "-", "--", "—", "——", "不详", "未知", "未提供", "N/A", "不涉及", "未涉及", "没有", "不适用", "暂无"}
)

_AMOUNT = re.compile(r"^¥?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d+))?(万?)元?$", re.ASCII)
_DIGIT = "[一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
# A digit right after 千, 百 or 万 is short for that many tenths of it, and too easily misread.
_THOUSANDS = f"(?:({_DIGIT})[千仟])?零?(?:({_DIGIT})[百佰])?零?(?:({_DIGIT}?)[十拾])?零?((?<![千仟百佰万]){_DIGIT})?"
_CHINESE_AMOUNT = re.compile(f"^(?:(?!万){_THOUSANDS}万)?{_THOUSANDS}[元圆]?整?$")
_MOST_FEN = 10**15  # ten million million yuan
# An e-mail address as every server takes it: words with single dots between them, before the @ and after it, in ASCII.
_WORD, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"(?!-)[A-Za-z0-9-]+(?<!-)"
_ADDRESS = re.compile(rf"{_WORD}(\.{_WORD})*@{_LABEL}(\.{_LABEL})*", re.ASCII)
_LONGEST_NAME, _LONGEST_ADDRESS = 64, 254  # characters; RFC 5321
_DASH = re.compile("[\u2010-\u2015\u2212\u2500]")
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# A raised or circled digit is the mark of a note, and no part of the number it stands at.
_NOTE_MARK = re.compile("([¹²³⁰-₉¼-¾⅐-⅟①-⑳㉑-㉟㊱-㊿])")


def plain(text: str) -> str:
    """Give text as codes, numbers and dates are read and compared: NFKC, every dash a hyphen, nothing unseen in it."""
    if text.isascii():
        return text.strip()
    text = _UNSEEN.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        parts = _NOTE_MARK.split(text)
        text = "".join(part if place % 2 else unicodedata.normalize("NFKC", part) for place, part in enumerate(parts))
    return _DASH.sub("-", text).strip()


def clean_text(text: str, what: str) -> str:
    """Text as it is stored: composed Unicode (NFC), no space around it.

    Control characters are kept as given and made visible wherever they are shown (see text.visible).

    Raises UsageProblem: the text is not valid Unicode.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise not_text(what) from None
    return unicodedata.normalize("NFC", text).strip()


def not_text(what: str) -> UsageProblem:
    """The failure that something typed is no text in the encoding of the locale."""
    return UsageProblem(
        "{what} is not valid text in {encoding}: type it again, or set LANG to the encoding that the terminal sends.",
        what=what,
        encoding=sys.getfilesystemencoding().upper(),
    )


def clean_texts(given: Mapping[str, Any], labels: Mapping[str, str], nothing: Collection[str] = ()) -> dict[str, str]:
    """Several texts as clean_text by their names; empty where none is given, or it is one of those that say `nothing`.

    `labels`: what names each in the error. Raises UsageProblem.
    """
    texts = {name: clean_text(given[name] or "", _(label)) for name, label in labels.items()}
    return {name: "" if plain(text) in nothing else text for name, text in texts.items()}


def takes_back(text: str) -> bool:
    """Tell whether a text takes back what was said before: `none`, 无."""
    return plain(text).lower() in ("none", "无")


def required_text(text: str, what: str, *fields: str) -> str:
    """As clean_text, and not empty. Raises UsageProblem, which lacks the fields that are named."""
    cleaned = clean_text(text, what)
    if not any(character.isprintable() for character in cleaned):
        raise UsageProblem("{what} is empty: write what it is in a few words.", what=what).lacking(*fields)
    if not re.search(r"\w", cleaned):
        raise UsageProblem(
            "{what} {given} says nothing: write what it is in a few words.", what=what, given=quoted(cleaned)
        ).lacking(*fields)
    return cleaned


def in_words(text: str, what: str) -> str:
    """As required_text, of an answer to a question: no number of a line that is to be chosen, where none is."""
    answer = required_text(text, what)
    if re.fullmatch(r"\d{1,2}", plain(answer), re.ASCII):
        raise UsageProblem(
            "{what}: there is nothing to choose by number here, and {given} says nothing. Write it in a few words.",
            what=what,
            given=quoted(answer),
        )
    return answer


def email_address(text: str, what: str) -> str:
    """One e-mail address that mail can be sent to, and nothing else, as it is stored; `what` names it in the error.

    Raises UsageProblem: it is none, is more than one, or is written so that not every mail server takes it.
    """
    if not is_email_address(text):
        raise UsageProblem(
            "{what} {given} is not one e-mail address: write it as name@bank.example, in Latin letters,"
            " with nothing else.",
            what=what,
            given=quoted(text),
        )
    return plain(text)


def is_email_address(text: str) -> bool:
    """Tell whether a text is one e-mail address that every mail server takes."""
    address = plain(text)
    fits = len(address) <= _LONGEST_ADDRESS and address.find("@") <= _LONGEST_NAME
    return fits and not re.search(r"[\r\n]", text) and bool(_ADDRESS.fullmatch(address))


def parse_amount(text: str, what: str | None = None) -> int:
    """Yuan, as 50000, ￥50,000.00, 50000元, 5万 or 五万元, in fen.

    Raises UsageProblem: negative, not a number, finer than one fen, or beyond all measure.
    """
    said = {"what": what or _("The amount"), "given": quoted(text)}
    written = plain(text)
    if yuan := _in_characters(written):
        return yuan * 100
    match = _AMOUNT.match(written)
    if not match:
        raise UsageProblem(
            "{what} {given} is not an amount in yuan: write it as 50000 or 50000.00, not negative.", **said
        )
    whole, fraction, ten_thousand = match.groups()
    decimals = 6 if ten_thousand else 2
    if fraction and len(fraction) > decimals:
        raise UsageProblem("{what} {given} is finer than one fen: two decimals at most.", **said)
    fen = int(whole.replace(",", "") + (fraction or "").ljust(decimals, "0"))
    if fen >= _MOST_FEN:
        raise UsageProblem("{what} {given} is more than there is: check the figure.", **said)
    return fen


def _in_characters(text: str) -> int:
    """A number of Chinese characters, as 三千, 五万 or 一万零二百; 0 if it is none."""
    match = _CHINESE_AMOUNT.match(text.replace("两", "二"))
    if not match:
        return 0
    # 十 alone is one ten; a part that is not there counts nothing.
    digits = [0 if part is None else int(unicodedata.numeric(part)) if part else 1 for part in match.groups()]
    worth = (10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1)
    return sum(digit * unit for digit, unit in zip(digits, worth, strict=True))


def check_characters(case_no: str) -> str:
    """Two digits that a form carries against being typed onto another case: ISO 7064 MOD 97-10 over the case number."""
    number = int("".join(str(int(character, 36)) for character in case_no if character.isalnum()))
    return f"{98 - number * 100 % 97:02}"

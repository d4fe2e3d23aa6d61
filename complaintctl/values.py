"""Reading what officers type: text, amounts of money, phone and identity numbers."""

import re
import unicodedata

from complaintctl.errors import UsageProblem
from complaintctl.language import _

_AMOUNT = re.compile(r"^[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d+))?(万?)元?$")
_DIGIT = "[一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
# A digit right after 千, 百 or 万 is short for that many tenths of it, and too easily misread.
_THOUSANDS = f"(?:({_DIGIT})[千仟])?零?(?:({_DIGIT})[百佰])?零?(?:({_DIGIT}?)[十拾])?零?((?<![千仟百佰万]){_DIGIT})?"
_CHINESE_AMOUNT = re.compile(f"^(?:(?!万){_THOUSANDS}万)?{_THOUSANDS}[元圆]?整?$")
_MOST_FEN = 10**15  # ten million million yuan
_PHONE = re.compile(
    r"^(?:\+?86[- ]?)?1[3-9]\d{9}$|^(?:0\d{2,3}[- ]?)?\d{7,8}(?:-\d{1,6})?$|^(?:400|800)-?\d{3}-?\d{4}$|^\d{5}$"
)
# An e-mail address as every server takes it: words with single dots between them, before the @ and after it, in ASCII.
_WORD, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"(?!-)[A-Za-z0-9-]+(?<!-)"
_ADDRESS = re.compile(rf"{_WORD}(\.{_WORD})*@{_LABEL}(\.{_LABEL})*", re.ASCII)
_LONGEST_NAME, _LONGEST_ADDRESS = 64, 254  # characters; RFC 5321
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500", "-"))
# A raised or circled digit is the mark of a note, no part of the number it stands at.
_SET_APART = ("<super>", "<sub>", "<circle>", "<fraction>")


def plain(text: str) -> str:
    """Text as codes, numbers and dates are read and compared: compatible characters as the usual one (NFKC), a hyphen
    for every dash, nothing invisible, no space around it."""
    if text.isascii():
        return text.strip()
    usual = "".join(
        character if unicodedata.decomposition(character).startswith(_SET_APART) else unicodedata.normalize("NFKC", character)
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) != "Cf"
    )
    return usual.translate(_DASHES).strip()


def clean_text(text: str, what: str) -> str:
    """Text as it is stored: composed Unicode (NFC), no space around it.

    Control characters are kept as given and made visible wherever they are shown (see render.visible).

    Raises:
        UsageProblem: the text is not valid Unicode.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageProblem(
            _("{what} is not valid UTF-8 text: type it again, or check the terminal's encoding.", what=what)
        ) from None
    return unicodedata.normalize("NFC", text).strip()


def required_text(text: str, what: str) -> str:
    """As clean_text, and not empty. Raises UsageProblem."""
    cleaned = clean_text(text, what)
    if not re.search(r"\w", cleaned):
        raise UsageProblem(_("{what} is empty: write what it is in a few words.", what=what))
    return cleaned


def email_address(text: str, what: str) -> str:
    """One e-mail address that mail can be sent to, and nothing else; `what` names it in the error.

    Raises:
        UsageProblem: it is none, is more than one, or is written so that not every mail server takes it.
    """
    if not _ADDRESS.fullmatch(text) or len(text) > _LONGEST_ADDRESS or text.index("@") > _LONGEST_NAME:
        raise UsageProblem(
            _(
                "{what} {given} is not one e-mail address: write it as name@bank.example, in Latin letters,"
                " with nothing else.",
                what=what,
                given=repr(text),
            )
        )
    return text


def parse_amount(text: str, what: str | None = None) -> int:
    """Yuan, as 50000, ￥50,000.00, 50000元, 5万 or 五万元, in fen.

    Raises:
        UsageProblem: negative, not a number, finer than one fen, or beyond all measure.
    """
    said = {"what": what or _("The amount"), "given": repr(text)}
    if yuan := _in_characters(text.strip()):
        return yuan * 100
    match = _AMOUNT.match(text.strip())
    if not match:
        raise UsageProblem(
            _("{what} {given} is not an amount in yuan: write it as 50000 or 50000.00, not negative.", **said)
        )
    whole, fraction, ten_thousand = match.groups()
    decimals = 6 if ten_thousand else 2
    if fraction and len(fraction) > decimals:
        raise UsageProblem(_("{what} {given} is finer than one fen: two decimals at most.", **said))
    fen = int(whole.replace(",", "") + (fraction or "").ljust(decimals, "0"))
    if fen >= _MOST_FEN:
        raise UsageProblem(_("{what} {given} is more than there is: check the figure.", **said))
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


def doubtful_phone(text: str) -> bool:
    """Whether a number has no form that a Chinese telephone number has; it is kept as given."""
    return not _PHONE.match(text)


def perhaps_rounded(text: str | None) -> bool:
    """Whether an identity number looks as a spreadsheet leaves one that it took for a number: its last digits lost."""
    return bool(text and re.fullmatch(r"\d{15}000", text)) and doubtful_id(str(text))


def doubtful_id(text: str) -> bool:
    """Whether an identity number fails the check digit of GB 11643; it is kept as given.

    Fifteen-digit numbers of the first generation have no check digit and pass.
    """
    if re.fullmatch(r"\d{15}", text):
        return False
    if not re.fullmatch(r"\d{17}[\dXx]", text):
        return True
    total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] != text[-1].upper()

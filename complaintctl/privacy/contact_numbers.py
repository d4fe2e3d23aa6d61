"""Numbers and names however people write them: as they are stored, and the keys to find a customer again (Art. 17)."""

import re

from complaintctl.base.values import plain

_GAP = r"[ \t.-]{0,3}"
_COUNTRY = rf"\(?(?:\+|00)?86\)?{_GAP}"
# A landline may have its area before it, in brackets or not, without the 0 behind the country's code; and an extension.
_PHONE = re.compile(
    rf"""
    (?<![\d+])
    (?: (?: {_COUNTRY} | 0 )? (?P<mobile> 1{_GAP}[3-9] (?:{_GAP}\d){{9}} )
      | (?: (?: {_COUNTRY} \(?0?\)? | \(?0 ) (?P<area> 10 | 2\d | [3-9]\d\d ) \)?{_GAP} )?
        (?P<local> [2-9]\d{{2,3}}{_GAP}\d{{4}} | (?:400|800){_GAP}\d{{3}}{_GAP}\d{{4}} )
    )
    (?!\d)
    (?P<extension> [ ]?(?: - | 转 | 分机 | ext\.? | [x\#*] )[ :]?\d{{1,6}} (?!\d) )?
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_SERVICE = re.compile(r"\d{5}", re.ASCII)  # 95588, 12378
# An identity number of the second generation, of the first, or that of a passport.
_IDENTITY = re.compile(
    rf"""
    (?<![\dA-Z])
    (?: \d (?:{_GAP}\d){{16}} {_GAP}[\dX] | \d (?:{_GAP}\d){{14}} | [A-Z]{{1,2}} {_GAP} \d{{7,9}} )
    (?![\dA-Z])
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_GAPS = re.compile(r"(?<=\w)[ \t-]+(?=\w)", re.ASCII)
_SEVERAL = re.compile("[、,;/]")  # between the names of people who come together
_IN_A_NAME = re.compile(r"[\s·•‧・]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


# ---- As they are stored ----


def phone_number(text: str) -> str:
    """A telephone number as it is stored: plain, no blank, dash or bracket in it; what else is written stays."""
    return _without_gaps(_PHONE, plain(text))


def identity_number(text: str) -> str:
    """An identity number as it is stored: plain, no blank or dash in it; what else is written stays."""
    return _without_gaps(_IDENTITY, plain(text))


def _without_gaps(number: re.Pattern[str], text: str) -> str:
    bare, found = number.subn(lambda found: _bare(found[0], found.groupdict().get("extension") or ""), text)
    return bare if found else _GAPS.sub("", text)


def _bare(number: str, extension: str) -> str:
    return re.sub(r"[ \t.()-]", "", number.removesuffix(extension)) + extension.strip()


# ---- As they are found again ----


def contact_keys(
    name: str | None, phone: str | None, id_no: str | None, *, sought: bool = False
) -> dict[str, set[str]]:
    """The keys of a customer by their kind; those of a name are without blanks, points and capitals."""
    names = {_IN_A_NAME.sub("", part).casefold() for part in _SEVERAL.split(plain(name or ""))} - {""}
    phones = phone_keys(phone, sought=sought) if phone else set()
    return {"name": names, "phone": phones, "id_no": identity_keys(id_no) if id_no else set()}


def sought_keys(word: str) -> dict[str, set[str]]:
    """The keys of a customer who is looked for by a word, by their kind: of a number its end will do, of a name a part.

    None of what has the form of neither, such as the number of a case or a slip.
    """
    word = plain(word)
    if not re.search(r"\d", word):
        return {"name": contact_keys(word, None, None)["name"]}
    end = re.sub(r"[\s().+-]", "", word).upper()
    if re.fullmatch(r"\d{3,}[\dX]", end) or _PHONE.fullmatch(word) or _IDENTITY.fullmatch(word):
        return {"phone": phone_keys(word, sought=True) | {end}, "id_no": identity_keys(word) | {end}}
    return {}


def phone_keys(text: str, *, sought: bool = False) -> set[str]:
    """The keys of every number in a text; those `sought` meet those stored, whichever of the two has no area."""
    keys, text = set[str](), plain(text)
    for found in _PHONE.finditer(text):
        if found["mobile"]:
            keys.add(_bare(found["mobile"], ""))
            continue
        local, area = _bare(found["local"], ""), found["area"]
        keys.add(f"0{area}{local}" if area else local)
        # Where the area is left out on one side alone: a number with it is stored under what it is without it as well.
        if bool(area) is sought:
            keys.add(f"?{local}")
        elif area:
            keys.add(local)
    return keys or _as_written(text)


def identity_keys(text: str) -> set[str]:
    """The keys of every identity number in a text: a person's number of either generation has the same one."""
    keys, text = set[str](), plain(text)
    for found in _IDENTITY.finditer(text):
        number = _bare(found[0], "").upper()
        if re.fullmatch(r"\d{15}", number):  # as GB 11643 lengthened it
            number = f"{number[:6]}19{number[6:]}"
            number += _check_digit(number)
        keys.add(number)
    return keys or _as_written(text)


def _as_written(text: str) -> set[str]:
    """The key of what has no usual form; words without a number or a Latin letter in them are none."""
    written = re.sub(r"[\s-]", "", text).casefold()
    return {written} if re.search(r"\w", written, re.ASCII) else set()


# ---- What looks wrong about them ----


def doubtful_phone(text: str) -> bool:
    """Tell whether a number has no form that a Chinese telephone number has; it is kept as given."""
    return not _PHONE.fullmatch(text) and not _SERVICE.fullmatch(text)


def perhaps_rounded(text: str | None) -> bool:
    """Tell if an identity number looks as a spreadsheet leaves one that it took for a number: its last digits lost."""
    return bool(text and re.fullmatch(r"\d{15}000", text)) and doubtful_id(str(text))


def doubtful_id(text: str) -> bool:
    """Tell whether an identity number fails the check digit of GB 11643; it is kept as given.

    Fifteen-digit numbers of the first generation have no check digit and pass.
    """
    if re.fullmatch(r"\d{15}", text):
        return False
    return not re.fullmatch(r"\d{17}[\dXx]", text) or _check_digit(text) != text[-1].upper()


def _check_digit(text: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11]

"""The Chinese of papers for the bank, whatever the language spoken: days, times, punctuation."""

import re

from complaintctl.base.text import minute

_WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09"})


def punctuated(text: str) -> str:
    """Return the program's own words with the punctuation of print: full-width beside Chinese characters."""
    beside = r"(?<=[\u3001-\u9fff\uff08-\uff1b])[,:;()]|[,:;()](?=[\u3001-\u9fff\uff08-\uff1b])"
    return re.sub(beside, lambda match: match[0].translate(_WIDE), text)


def day(iso: str | None) -> str:
    """Return 2026-11-23 as 2026年11月23日; empty if there is none."""
    return f"{int(iso[:4])}年{int(iso[5:7])}月{int(iso[8:10])}日" if iso else ""


def moment(iso: str | None) -> str:
    """Return a moment to the minute as 2026年11月23日 10:05; a day if it has no time of day."""
    written = minute(iso)
    return f"{day(written)}{written[10:]}"


def period(name: str) -> str:
    """Return the name of a period: 2026年9月, 2026年第3季度, 2026年上半年, 2026年, or first and last day of a range."""
    first, _slash, last = name.partition("/")
    if last:
        return f"{day(first)}至{day(last)}"
    year, _dash, part = name.partition("-")
    if part.startswith("Q"):
        return f"{year}年第{part[1:]}季度"
    if part.startswith("H"):
        return f"{year}年{'上' if part == 'H1' else '下'}半年"
    return f"{year}年{int(part)}月" if part else f"{year}年"

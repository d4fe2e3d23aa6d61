"""What a paper for the bank says in Chinese, whatever the language spoken: days, times, punctuation."""

import re

from complaintctl.render.text import minute

_WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09"})


def punctuated(text: str) -> str:
    """The program's own words with the punctuation of print: full-width beside Chinese characters."""
    beside = r"(?<=[\u3001-\u9fff\uff08-\uff1b])[,:;()]|[,:;()](?=[\u3001-\u9fff\uff08-\uff1b])"
    return re.sub(beside, lambda match: match[0].translate(_WIDE), text)


def day(iso: str | None) -> str:
    """2026-11-23 as 2026年11月23日; empty if there is none."""
    return f"{int(iso[:4])}年{int(iso[5:7])}月{int(iso[8:10])}日" if iso else ""


def moment(iso: str | None) -> str:
    """A moment to the minute as 2026年11月23日 10:05; a day if it has no time of day."""
    written = minute(iso)
    return f"{day(written)}{written[10:]}"

"""Days, periods and lists of names as documents have them, in the language spoken."""

from collections.abc import Iterable

from complaintctl.base import chinese
from complaintctl.base.language import spoken
from complaintctl.base.text import day_in_words


def day(iso: str | None) -> str:
    """Return 2026-11-23, in Chinese 2026年11月23日; empty if there is none."""
    return chinese.day(iso) if spoken() == "zh" else iso or ""


def dated(iso: str) -> str:
    """Return a day with its weekday."""
    return (
        f"{chinese.day(iso)} {day_in_words(iso, 'zh').partition(' ')[2]}"
        if spoken() == "zh"
        else day_in_words(iso, "en")
    )


def period(name: str) -> str:
    """Return the name of a period: 2026-09, in Chinese 2026年9月; of a range its first and last day."""
    return chinese.period(name) if spoken() == "zh" else name.replace("/", " to ")


def clauses(parts: Iterable[str]) -> str:
    """Return what is said of one thing, part after part; of the parts those that say something."""
    return ("，" if spoken() == "zh" else ", ").join(filter(None, parts))


def listed(names: Iterable[str]) -> str:
    """Return names, one after the other."""
    return ("、" if spoken() == "zh" else ", ").join(names)


def round_amount(fen: int) -> str:
    """Return an amount of whole yuan as people say it: 50,000 yuan, in Chinese 5万元."""
    if spoken() == "zh":
        return f"{fen // 1_000_000}万元" if fen % 1_000_000 == 0 else f"{fen // 100:,}元"
    return f"{fen // 100:,} yuan"

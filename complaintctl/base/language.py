"""The language of all that people read: English in the code, Chinese from the catalogue beside it.

Every sentence is written in English where it is said, as `_("There is no case {case_no}.", case_no=number)`; the
values are put in after the sentence has been translated, so a translation may order them as it likes. `make words`
brings the catalogue up to date. The labels of the regulation come from the database, in both languages.
"""

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from pathlib import Path

LANGUAGES = ("zh", "en")
LOCALES = Path(__file__).parent.parent / "locales"

_catalogue = gettext.NullTranslations()
_spoken = "en"
_at_desk = False


def speak(language: str) -> None:
    """From now on say everything in `zh` or `en`."""
    global _catalogue, _spoken
    _spoken = language
    # English is what the code is written in and needs no catalogue.
    _catalogue = gettext.translation("complaintctl", LOCALES, [language], fallback=True)


def spoken() -> str:
    """The language that is spoken now: `zh` or `en`."""
    return _spoken


@contextmanager
def at_desk() -> Iterator[None]:
    """Say command lines in the block as they are typed at the desk: without the program's name."""
    global _at_desk
    _at_desk = True
    try:
        yield
    finally:
        _at_desk = False


def is_at_desk() -> bool:
    """Tell whether what is said is said at the desk."""
    return _at_desk


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is said in the block in `zh` or `en`."""
    before = _spoken
    speak(language)
    try:
        yield
    finally:
        speak(before)


def _(message: str, /, **values: object) -> str:
    """Say a sentence in the language spoken, with its values put in; one that is said already stays as it is.

    Command lines and options in it, and among its values, are spoken too.
    """
    sentence = _catalogue.gettext(message) if message else ""
    if (_spoken == "en" or sentence == message) and not _at_desk:
        return sentence.format(**values) if values else sentence
    from complaintctl.base import command_names

    said = {name: command_names.value(value) for name, value in values.items()}
    return command_names.line(sentence).format(**said) if said else command_names.line(sentence)


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """As `_`, of a sentence that counts something: `one` if it is one, else `many`; both may use {number}."""
    sentence = _catalogue.ngettext(one, many, number)
    if _spoken == "zh" or _at_desk:
        from complaintctl.base import command_names

        sentence = command_names.line(sentence)
    return sentence.format(number=number, **values)


def joined(sentences: Iterable[str]) -> str:
    """Sentences in the language spoken, one after the other."""
    return reduce(lambda before, more: _("{sentence} {more}", sentence=before, more=more), sentences)


def marked(message: str, /) -> str:
    """A sentence that is said later, by `_`: here it is only marked for the catalogue."""
    return message

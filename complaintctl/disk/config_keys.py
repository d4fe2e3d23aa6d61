"""The keys of the configuration file, each once in config_keys.toml: read, checked, shown, documented by it."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.language import _, spoken
from complaintctl.base.text import quoted
from complaintctl.disk.input_files import parse_toml


class Key(NamedTuple):
    """A key of the file: what it may be, what it means, and what holds where it is not given."""

    name: str  # "database", or "mail.host" for the key host of the section [mail]
    meaning: Mapping[str, str]  # by language, as `otherwise`
    otherwise: Mapping[str, str]
    example: str | int | list[str]  # its type is the key's
    default: str | int | None = None
    allowed: Sequence[Any] = ()  # words, or a range of whole numbers; everything, if empty
    secret: bool = False  # never shown
    is_place: bool = False  # a file, a folder or a command: on Windows it has backslashes
    or_words: bool = False  # a list of texts will do for a text

    def allowed_words(self) -> str:
        """Say what it may be, where not everything is allowed."""
        if isinstance(self.allowed, range):
            return _("from {first} to {last}", first=self.allowed[0], last=self.allowed[-1])
        return _(" or ").join(self.allowed)

    def meaning_words(self) -> str:
        """Say what it means and what it may be."""
        if not self.allowed:
            return self.meaning[spoken()]
        return _("{meaning} It is {allowed}.", meaning=self.meaning[spoken()], allowed=self.allowed_words())


@cache
def keys() -> Mapping[str, Key]:
    """Every key by its name, in the order of the sample."""
    text = Path(__file__).with_name("config_keys.toml").read_text("utf-8")
    rows = parse_toml(text)["key"]
    for row in rows:
        if isinstance(row["example"], int) and "allowed" in row:
            row["allowed"] = range(row["allowed"][0], row["allowed"][1] + 1)
    return {row["name"]: Key(**row) for row in rows}


def sections() -> Sequence[str]:
    """The sections of the file, in order."""
    return tuple(dict.fromkeys(name.split(".")[0] for name in keys() if "." in name))


def as_written(name: str) -> str:
    """A key as people read it: database, or [mail] host."""
    section, dot, key = name.rpartition(".")
    return f"[{section}] {key}" if dot else name


def problem_with(name: str, value: Any, path: Path) -> str:
    """Say what is wrong with a setting of the file at `path`; empty if nothing is."""
    key = keys().get(name)
    if key is None:
        return _unknown(name, value)
    kinds = {str: _("text in quotes"), int: _("a whole number"), list: _("a list of texts, in brackets")}
    wanted = [type(key.example), *([list] if key.or_words else [])]
    texts = value if isinstance(value, list) else [value]
    if type(value) not in wanted or (isinstance(value, list) and not all(isinstance(text, str) for text in texts)):
        return _("{key} must be {kind}.", key=as_written(name), kind=_(" or ").join(kinds[kind] for kind in wanted))
    if key.is_place and any(character < " " for text in texts for character in text):  # such as \t, of "C:\tools"
        return _("{key} holds a tab, a line break or the like. {hint}", key=as_written(name), hint=backslash_hint())
    if key.allowed and value not in key.allowed:
        return _(
            "{key} must be {allowed}, not {given}.",
            key=as_written(name),
            allowed=key.allowed_words(),
            given=quoted(value),
        )
    if name == "mail.password" and os.name == "posix" and path.stat().st_mode & 0o077:
        return _(
            "[mail] password stands in a file that others may read: run `chmod 600 {file}`,"
            " or give password_command instead.",
            file=path,
        )
    return ""


def backslash_hint() -> str:
    """Say how a backslash is written."""
    return _("In double quotes a backslash begins another character: write the path in single quotes, 'C:\\folder'.")


def _unknown(name: str, value: Any) -> str:
    """Say of a key that there is not which one may be meant."""
    from difflib import get_close_matches

    if name in sections():
        return _("{section} is a section: write [{section}] on a line of its own, its keys below.", section=name)
    section, _dot, key = name.rpartition(".")
    if isinstance(value, dict):
        problem = _("[{section}] is not a section", section=name)
        near = [f"[{known}]" for known in get_close_matches(name, sections(), n=1)]
    else:
        problem = _("{key} is not a key", key=as_written(name))
        places = [known.rpartition(".") for known in keys()]
        near = get_close_matches(key, [last for above, _dot, last in places if above == section], n=1)
        if not near:
            elsewhere = {last: as_written(f"{above}{dot}{last}") for above, dot, last in places if above != section}
            near = [elsewhere[last] for last in get_close_matches(key, elsewhere, n=1)]
        if section:
            near = [_("{key} above the first section", key=hint) if hint in keys() else hint for hint in near]
    for hint in near:
        return _("{problem}; did you mean {hint}?", problem=problem, hint=hint)
    return _("{problem}; `complaintctl config sample` shows all.", problem=problem)

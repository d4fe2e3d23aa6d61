"""The configuration file: what it sets, and on which line; and the places where files are kept."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from complaintctl.base.errors import UsageProblem, system_reason
from complaintctl.base.language import _, joined
from complaintctl.disk.config_keys import backslash_hint, problem_with, sections
from complaintctl.disk.input_files import MOST_SETTINGS, NotToml, parse_toml, read_bytes, read_text


def config_path() -> Path | None:
    """COMPLAINTCTL_CONFIG, else config.toml in the user's configuration folder; None for a user without a home."""
    given = os.environ.get("COMPLAINTCTL_CONFIG")
    if given:
        return Path(given)
    folder = user_folder("config")
    return folder / "config.toml" if folder else None


def default_database() -> Path:
    """complaints.db in the user's data folder. Raises UsageProblem for a user without a home."""
    folder = user_folder("data")
    if folder is None:
        raise UsageProblem("You have no home folder, where a case file would be: name the case file with --db.")
    return folder / "complaints.db"


def user_folder(kind: str) -> Path | None:
    """The user's folder for `config`, `data` or `state`; None where neither HOME nor the system knows a home."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, f"user_{kind}_path")("complaintctl", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def at_home(given: str) -> Path:
    """A path of the configuration, a leading ~ being somebody's home. Raises UsageProblem where they have none."""
    path = os.path.expanduser(given)  # noqa: PTH111 - it leaves what it does not know
    if path.startswith("~"):
        raise UsageProblem("{file} is in no home folder that is known here: write the whole path.", file=given)
    return Path(path)


def load() -> dict[str, Any]:
    """Read what the file sets, by the names of keys(); nothing if there is no file.

    Raises UsageProblem: the file cannot be read, is not TOML, or sets something wrong; each problem with its line.
    """
    path = config_path()
    text = _text(path) if path else ""
    if not path or not text:
        return {}
    try:
        settings = _named(parse_toml(text))
        wrong = {name: problem for name, value in settings.items() if (problem := problem_with(name, value, path))}
        lines = lines_of(text) if wrong else {}
        problems = sorted((lines[name], problem) for name, problem in wrong.items())
    except NotToml as error:
        line, problem = error.line or len(text.splitlines()), _("this is not TOML ({problem}).", problem=error.problem)
        if any("\\" in row for row in text.split("\n")[line - 1 : line]):
            problem = joined([problem, backslash_hint()])
        problems = [(line, problem)]
    if problems:
        said = _("The configuration {file}, line {line}: {problem}")
        raise UsageProblem("\n".join(said.format(file=path, line=line, problem=what) for line, what in problems))
    return settings


def lines_set() -> Mapping[str, int]:
    """The line on which the file sets each key, by the names of keys()."""
    path = config_path()
    return lines_of(_text(path)) if path else {}


def lines_of(text: str) -> Mapping[str, int]:
    """The line on which each key of a configuration is set.

    The parser tells no lines, but whether the text up to a line is whole: what is set begins after the last line up to
    which the text was whole without it.
    """
    found: dict[str, int] = {}
    rows, begins = text.split("\n"), 1
    for number in range(1, len(rows) + 1):
        try:
            settings = _named(parse_toml("\n".join(rows[:number])))
        except NotToml:
            continue
        for name in settings:
            found.setdefault(name, begins)
        begins = number + 1
    return found


def _text(path: Path) -> str:
    """Return what the file holds; nothing if there is none."""
    try:
        return read_text(read_bytes(path, MOST_SETTINGS), path.name) if path.exists() else ""
    except OSError as error:
        why = system_reason(error)
        raise UsageProblem("The configuration {file} cannot be read: {problem}.", file=path, problem=why) from None
    except UsageProblem as error:
        raise UsageProblem("The configuration: {problem}", problem=error) from None


def _named(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Name what is set; what stands in a section that is not known, under the section's."""
    named: dict[str, Any] = {}
    for name, value in tree.items():
        if name in sections() and isinstance(value, dict):
            named |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            named[name] = value
    return named

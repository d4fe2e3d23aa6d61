"""The configuration file, and the places where files are kept."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from complaintctl.errors import UsageProblem
from complaintctl.language import LANGUAGES, _


def config_path() -> Path:
    """COMPLAINTCTL_CONFIG, else config.toml in the user's configuration folder."""
    given = os.environ.get("COMPLAINTCTL_CONFIG")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("complaintctl", appauthor=False) / "config.toml"


def default_database() -> Path:
    """complaints.db in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("complaintctl", appauthor=False) / "complaints.db"


def load() -> dict[str, Any]:
    """The configuration; empty if there is no file. Raises UsageProblem if it is not TOML or a setting is no text."""
    path = config_path()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(_("The configuration {file} cannot be read: {problem}.", file=path, problem=error)) from None
    import tomllib

    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(_("The configuration {file} is not TOML: {problem}.", file=path, problem=error)) from None
    for key in ("database", "actor", "lang"):
        if not isinstance(settings.get(key, ""), str):
            raise UsageProblem(_("The configuration {file} must give {key} as text in quotes.", file=path, key=key))
    if settings.get("lang", "en") not in LANGUAGES:
        raise UsageProblem(
            _("The configuration {file} says lang = {given}: it is zh or en.", file=path, given=repr(settings["lang"]))
        )
    return _flat(settings, path)


# The keys of the section [mail], each with what it may be.
_MAIL: Mapping[str, type] = {
    **dict.fromkeys(("host", "security", "user", "password", "password_command", "sender", "ca_file"), str),
    **dict.fromkeys(("port", "timeout_seconds"), int),
    "to": list,
}


def _flat(settings: dict[str, Any], path: Path) -> dict[str, Any]:
    """The settings with those of [mail] by names such as mail.host. Raises UsageProblem."""
    mail = settings.pop("mail", {})
    for key, value in mail.items():
        if key not in _MAIL or type(value) is not _MAIL[key]:
            raise UsageProblem(_("The configuration {file}: [mail] {key} is unknown, or not what it must be.",
                                 file=path, key=key))  # fmt: skip
    if mail.get("security", "tls") not in ("none", "starttls", "tls"):
        raise UsageProblem(_("The configuration {file}: [mail] security is none, starttls or tls.", file=path))
    if "password" in mail and os.name == "posix" and path.stat().st_mode & 0o077:
        raise UsageProblem(
            _(
                "[mail] password stands in a file that others may read: run `chmod 600 {file}`,"
                " or give password_command instead.",
                file=path,
            )
        )
    return settings | {f"mail.{key}": value for key, value in mail.items()}

"""The configuration file, and the places where files are kept."""

import os
from pathlib import Path
from typing import Any

from complaintctl.errors import UsageProblem


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
        raise UsageProblem(f"The configuration {path} cannot be read: {error}.") from None
    import tomllib

    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem(f"The configuration {path} is not TOML: {error}.") from None
    for key in ("database", "actor", "lang"):
        if not isinstance(settings.get(key, ""), str):
            raise UsageProblem(f"The configuration {path} must give {key} as text in quotes.")
    if settings.get("lang", "en") not in ("zh", "en"):
        raise UsageProblem(f"The configuration {path} says lang = {settings['lang']!r}: it is zh or en.")
    return settings

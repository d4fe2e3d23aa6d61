"""The commands: in which section of the help each stands, in which module, and what it takes a right to."""

from typing import NamedTuple

from complaintctl.base.command_names import command_rows

# right: the kind of act (see act_kind) that a command begins with; cases: all, where it is of no one case, and a right
# to those of the own unit will not do; served: no, where it is not for a served session (see served.py). A command of a
# group that is not named here needs what its group does.


class Need(NamedTuple):
    """The right that a command needs, empty for one that anybody may give; of every case, or of some."""

    right: str = ""
    of_all: bool = False


_ROWS = {row["command"]: row for row in command_rows()}


def need(command: str) -> Need:
    """The need of a command by its name, with that of its group before it: `unit add`."""
    row = _ROWS.get(command) or _ROWS.get(command.split(" ")[0])
    return Need(row["right"], row["cases"] == "all") if row else Need()


def records(command: str) -> bool:
    """Tell whether a command enters what the officer says, and does not look alone or after the file itself."""
    return need(command).right not in ("", "look", "reveal", "audit", "keep")


def keeps_file(command: str) -> bool:
    """Tell whether a command looks after the file itself, which it may copy, move or replace."""
    return command in _ROWS and _ROWS[command]["section"] == "Keep"


def is_served(command: str) -> bool:
    """Tell whether a served session may give a command, by its name or that of its group."""
    row = _ROWS.get(command.split(" ")[0])
    return row is None or row["served"] != "no"

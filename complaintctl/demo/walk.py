"""The demonstration: the year is built, and then the main job is done on it as an officer would type it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import visible_lines
from complaintctl.demo import invented_bank, year
from complaintctl.file import db

FINISHED_MONTH = "2026-09"
MORNING, AFTERNOON = "2026-10-16T09:10", "2026-10-16T16:30"


def run(directory: Path, language: str) -> None:
    """Build the year in `directory` and walk the main job on it, showing each command before its answer.

    Raises:
        UsageProblem: the directory is not empty, or is no directory.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageProblem("{folder} is not an empty folder and was left as it is: name a new one.", folder=directory)
    case_file = directory / "demo.db"
    with db.create(case_file) as connection:
        year.build(connection)
    _say("# " + _("A year of complaints at {bank}, an invented bank, in a practice file.", bank=invented_bank.NAME))
    shell = Shell(language)
    shell.export("COMPLAINTCTL_DB", str(case_file))
    shell.export("COMPLAINTCTL_ACTOR", invented_bank.FOUNDER)
    shell.export("COMPLAINTCTL_AS_OF", MORNING)
    _morning(shell)
    shell.remark(_("In the afternoon the branch has answered the customer and reports."))
    shell.export("COMPLAINTCTL_AS_OF", AFTERNOON)
    _afternoon(shell, case_file.with_name(f"{FINISHED_MONTH}.csv"))


class Shell:
    """An officer's terminal: what they have set, and the commands they type."""

    def __init__(self, language: str) -> None:
        # The answers are shown again, so they must come in an encoding known beforehand.
        self._environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COMPLAINTCTL_LANG": language}
        self._case = ""

    def remark(self, sentence: str) -> None:
        """Say what comes next, and why."""
        _say(f"\n# {sentence}")

    def export(self, name: str, value: str) -> None:
        """Set a variable for the commands that follow."""
        _say(f"$ export {name}={shlex.quote(value)}")
        self._environment[name] = value

    def type(self, line: str, expect: int = 0) -> None:
        """Show a command, run it, and show all it says; CASE is the case last registered.

        Raises:
            ComplaintError: it ends otherwise than expected.
        """
        words = [self._case if word == "CASE" else word for word in shlex.split(line)]
        _say(f"\n$ {_typed(words)}")
        ended = subprocess.run(  # noqa: S603 - the program itself
            [sys.executable, "-m", "complaintctl", *words],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        _say(ended.stdout.rstrip("\n"))
        if ended.returncode != expect:
            raise ComplaintError(
                _(
                    "The demonstration stopped: `{command}` ended with status {status}.",
                    command=words[0],
                    status=ended.returncode,
                )
            )
        if words[0] == "register":
            # TS-2026-0234: a case of this year may be named by its number alone.
            self._case = ended.stdout.partition("TS-")[2][5:9].lstrip("0")


def _say(text: str) -> None:
    print(visible_lines(text), flush=True)


def _typed(words: Sequence[str]) -> str:
    """A command as it is typed, each option on a line of its own if it is long."""
    line = shlex.join(("complaintctl", *words))
    if len(line) <= 90:
        return line
    return line.partition(" ")[0] + "".join(
        (" \\\n    " if word.startswith("--") else " ") + shlex.quote(word) for word in words
    )


def _morning(shell: Shell) -> None:
    shell.remark(_("Friday morning. A customer has come to the office with a complaint."))
    shell.type(
        "register --channel walk_in --category service_attitude"
        " --summary 城关支行柜员办业务时接听私人电话,让客户等了二十分钟 --demand 当事人道歉"
        " --name 江小荷 --phone 13800000001 --unit chengguan"
    )
    shell.type("show CASE")
    shell.remark(_("Why is it due on that day?"))
    shell.type("why CASE")
    shell.remark(
        _("The leader in charge of petitions is told and says what is to be done. The branch gets a slip and signs.")
    )
    shell.type(f"brief CASE --to {invented_bank.LEADER} --method 当面报告")
    shell.type(f"direct CASE --by {invented_bank.LEADER} --text 请城关支行当日核实,当面向客户道歉。")
    shell.type("transfer CASE --to chengguan --handler zhang --note 请核实情况,直接答复客户并报结果")
    shell.type("sign CASE --by zhang")
    shell.remark(_("What does the branch owe now?"))
    shell.type("todo --unit chengguan")
    shell.remark(_("It cannot be closed while anything is owed; the refusal says what, and how it is done."))
    shell.type("close CASE", expect=3)


def _afternoon(shell: Shell, table: Path) -> None:
    shell.type(
        "resolve CASE --findings 监控显示柜员两次接听手机,情况属实 --fault bank"
        " --responsible 对当事人批评教育 --lessons 柜面纪律松懈 --corrective 营业时间手机统一存放"
        f" --satisfaction satisfied --handler zhang --phone {invented_bank.office_phone('zhang')}"
        " --replied-at 2026-10-16T15:20 --reply 支行负责人携当事柜员上门致歉 --apology 当面致歉"
    )
    shell.type("review CASE --accept")
    shell.type("close CASE")
    shell.type("archive CASE")
    shell.remark(
        _("What is open and owed at another branch, what is overdue everywhere, and were the daily checks made?")
    )
    shell.type("list --unit dongjie")
    shell.type("todo --unit dongjie")
    shell.type("overdue")
    shell.type("check")
    shell.remark(_("Last month's return, on the screen and as a spreadsheet."))
    shell.type(f"report --month {FINISHED_MONTH}")
    shell.type(f"report --month {FINISHED_MONTH} -o {shlex.quote(str(table))}")
    shell.remark(_("Nothing on record was changed since it was entered."))
    shell.type("verify")
    shell.remark(_("To go on by yourself, type the lines that begin with export."))

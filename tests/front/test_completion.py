"""Completion in the shell: what each protocol offers, in real shells too; nothing is written, nothing said in vain."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pexpect
import pytest
import typer
from conftest import Desk, made_once
from support.case_file import change
from support.every_command import COMMANDS, FRONT
from typer.testing import CliRunner

from complaintctl.cli import app
from complaintctl.front.sources import SOURCES, source_of

BIN = Path(sys.executable).parent


@made_once
def stocked(desk: Desk) -> None:
    """Two open cases and a closed one."""
    desk.register(unit="chengguan", summary="柜员态度生硬", name="赵小满", phone="13900000001")
    desk.register(category="service_product", name="钱大暑", phone="13900000002")
    desk.register(anonymous=True, name="", phone="", answered="当场道歉", unit="hexi")
    desk.through("3", "brief resolve review close")


@pytest.fixture
def environment(stocked: Desk) -> dict[str, str]:
    """That of a shell in which the program is called."""
    home = stocked.path.parent
    return {
        **{"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm"},
        **{
            "COMPLAINTCTL_DB": str(stocked.path),
            "COMPLAINTCTL_CONFIG": str(home / "config.toml"),
            "COMPLAINTCTL_ACTOR": "li",
        },
    }


def call(environment: dict[str, str], **asked: str) -> str:
    """What the program answers when it is called as a shell calls it."""
    result = CliRunner().invoke(app, [], prog_name="complaintctl", env={**environment, **asked})
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return result.stdout


def bash(environment: dict[str, str], line: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    return call(environment, _COMPLAINTCTL_COMPLETE="complete_bash", **asked).split()


def fish(environment: dict[str, str], line: str) -> dict[str, str]:
    """What fish is offered, each with its help."""
    asked = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": line}
    answer = call(environment, _COMPLAINTCTL_COMPLETE="complete_fish", **asked)
    lines = [offer.partition("\t") for offer in answer.splitlines() if offer]
    return {value: label for value, _tab, label in lines}


OFFERED = tomllib.loads(Path(__file__).with_name("offered.toml").read_text("utf-8"))


def test_each_option_and_argument_offers_its_values(environment: dict[str, str]) -> None:
    found = {line: set(bash(environment, line)) for line in OFFERED}
    assert found == {line: set(offered) for line, offered in OFFERED.items()}


def test_labels_and_help_stand_beside_each_in_the_language_spoken(environment: dict[str, str]) -> None:
    assert fish(environment, "complaintctl register --channel w") == {"web": "web", "walk_in": "walk-in"}
    assert fish(environment, "complaintctl --lang zh register --channel w") == {"web": "网络", "walk_in": "上门"}
    assert fish(environment, "complaintctl register --channel 电") == {"电话": "phone"}
    assert fish(environment, "complaintctl unit set ch") == {"chengguan": "城关支行"}
    options = fish({**environment, "COLUMNS": "30"}, "complaintctl resolve --")
    assert options["--satisfaction"] == "satisfied, basically_satisfied, dissatisfied, declined, unreachable."
    assert all(name.startswith("--") for name in options)
    assert fish(environment, "complaintctl --lang zh clo") == {"close": "办结已无未办事项的案件。"}
    assert fish(environment, "complaintctl --lang zh close --wai")["--waive"].startswith("因故免除")


def test_cases_are_offered_with_category_and_due_date_and_nothing_of_the_customer(environment: dict[str, str]) -> None:
    offered = fish(environment, "complaintctl --lang zh why ")
    assert offered == {"TS-2026-0001": "服务态度 2026-11-26", "TS-2026-0002": "服务产品 2026-12-07"}
    said = "".join(str(fish(environment, f"complaintctl {line} ")) for line in ("show", "reopen", "transfer 1 --to"))
    assert not any(secret in said for secret in ("赵", "小满", "1390", "态度生硬"))


def test_zsh_and_powershell_are_offered_the_same(environment: dict[str, str]) -> None:
    line = "complaintctl transfer 1 --to he"
    zsh = call(environment, _COMPLAINTCTL_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    assert zsh.strip() == """_arguments '*: :(("hexi":"河西支行"))'"""
    asked = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": "he"}
    assert call(environment, _COMPLAINTCTL_COMPLETE="complete_powershell", **asked) == "hexi:::河西支行\n"
    files = call(environment, _COMPLAINTCTL_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="complaintctl import ")
    assert files == "_files\n"


# ---- Where there is nothing to offer ----


def test_a_file_that_cannot_be_used_offers_nothing_and_stays(environment: dict[str, str], desk: Desk) -> None:
    def is_useless() -> None:
        before = desk.path.read_bytes() if desk.path.exists() else None
        assert bash(environment, "complaintctl transfer 1 --to ") == []
        assert bash(environment, "complaintctl list --format ") == ["table", "csv", "json"]
        assert (desk.path.read_bytes() if desk.path.exists() else None) == before

    for version in (1, 99):  # older, and newer
        change(desk, f"PRAGMA user_version = {version}")
        is_useless()
    desk.path.write_bytes(b"no case file at all, but long enough to be taken for one" * 100)
    is_useless()
    desk.path.unlink()
    is_useless()


def test_the_file_is_that_of_the_line_or_of_a_configuration_without_a_mistake(
    environment: dict[str, str], desk: Desk
) -> None:
    configuration = Path(environment["COMPLAINTCTL_CONFIG"])
    configuration.write_text("prot = 1", "utf-8")
    assert bash(environment, "complaintctl transfer 1 --to he") == ["hexi"]
    del environment["COMPLAINTCTL_DB"]
    assert bash(environment, "complaintctl transfer 1 --to he") == []
    for file in (desk.path, f"~/{desk.path.name}"):
        assert bash(environment, f"complaintctl --db {file} transfer 1 --to he") == ["hexi"]
    configuration.write_text(f'database = "{desk.path}"', "utf-8")
    assert bash(environment, "complaintctl transfer 1 --to he") == ["hexi"]


def test_completion_leaves_no_trace_and_waits_for_nobody(environment: dict[str, str], desk: Desk) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in desk.path.parent.iterdir()}
    bash(environment, "complaintctl show ")
    assert {path.name: path.stat().st_mtime_ns for path in desk.path.parent.iterdir()} == before
    content = desk.path.read_bytes()
    with sqlite3.connect(desk.path, isolation_level=None) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute("UPDATE unit SET name = 'x' WHERE code = 'hexi'")
        assert fish(environment, "complaintctl transfer 1 --to he") == {"hexi": "河西支行"}
        writer.execute("ROLLBACK")
    writer.close()
    assert desk.path.read_bytes() == content


# ---- The table ----


def test_every_source_belongs_to_an_option_or_argument() -> None:
    used = set()
    for name, command in {"": FRONT, **COMMANDS}.items():
        for parameter in command.params:
            path = name.replace(" ", "/")
            used |= {f"{path}/{parameter.name}", parameter.name, (parameter.metavar or "").strip("[]")}
    assert set(SOURCES) - used == set()


def test_whatever_names_a_unit_a_person_a_case_or_a_code_is_offered() -> None:
    new = {("unit/add", "code"), ("staff/add", "code"), ("code/add", "code")}  # what is to be thought of
    free = {("accountability/measure", "lead")}
    for name, command in COMMANDS.items():
        for parameter in command.get_params(typer.Context(command)):
            path, metavar = name.replace(" ", "/"), (parameter.metavar or "").strip("[]")
            names = metavar in ("UNIT", "STAFF", "CASE", "CODE", "KIND", "DUTY")
            if names and (path, parameter.name) not in new | free:
                assert source_of(parameter, path), f"{name}: {parameter.name}"


# ---- Real shells ----


def script(environment: dict[str, str], shell: str) -> Path:
    """The script that teaches a shell to complete, in a file."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    path = Path(environment["HOME"]) / f"completion.{shell}"
    path.write_text(call(environment, _COMPLAINTCTL_COMPLETE=f"source_{shell}"), "utf-8")
    return path


BEFORE = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"], "fish": ["--no-config", "--interactive"]}
READY = {
    "bash": "PS1='%% '; bind 'set bell-style none'; source {file}; echo rea''dy",
    "zsh": "PS1='%% '; autoload -Uz compinit; compinit -D -u; source {file}; echo rea''dy",
    "fish": "source {file}; echo rea''dy",
}


@pytest.mark.parametrize("shell", BEFORE)
def test_a_real_shell_completes_at_the_tab_key(environment: dict[str, str], shell: str) -> None:
    file = script(environment, shell)
    environment["COMPLAINTCTL_AS_OF"] = "2026-11-23T11:00"
    terminal = pexpect.spawn(shell, BEFORE[shell], env=environment, encoding="utf-8", timeout=60, dimensions=(40, 120))
    terminal.sendline(READY[shell].format(file=file))
    terminal.expect("ready")
    # The rest of the word is written by the shell alone.
    terminal.send("complaintctl transfer TS-2026-0001 --to chen\t")
    terminal.expect("guan")
    terminal.send(" --note '转办'\r")
    terminal.expect("transferred to 城关支行")
    terminal.close(force=True)


def test_fish_shows_labels_and_leaves_files_to_itself(environment: dict[str, str]) -> None:
    lines = ("complaintctl transfer 1 --to ", "complaintctl import ")
    asked = "; ".join(f"complete -C '{line}'" for line in lines)
    words = ["fish", "--no-config", "-c", f"source {script(environment, 'fish')}; {asked}"]
    folder = environment["HOME"]
    result = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, cwd=folder, check=False)
    assert "hexi\t河西支行\n" in result.stdout and "bank.db\n" in result.stdout


def test_completion_is_installed_for_the_shell_it_is_called_from(environment: dict[str, str]) -> None:
    words = ["bash", "--norc", "-c", "complaintctl --lang zh --install-completion; exit $?"]
    result = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0 and "bash" in result.stdout and "已写入" in result.stdout, result.stderr
    installed = Path(environment["HOME"]) / ".bash_completions" / "complaintctl.sh"
    assert "_complaintctl_completion" in installed.read_text("utf-8")

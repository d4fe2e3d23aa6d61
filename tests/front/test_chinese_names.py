"""Commands and options have Chinese names beside the English ones: both are taken, those of the language are shown."""

import io
import re
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
import typer
from conftest import Desk, cases
from support.every_command import COMMANDS, FRONT

from complaintctl.base import command_names
from complaintctl.base.language import at_desk, speak, speaking
from complaintctl.base.text import cells
from complaintctl.cases import directory_rows
from complaintctl.front.help import fitted, wrapped
from tools import catalogue

NO_WORDS = {"--json", "--csv", "--toml"}  # the names of the formats themselves


def test_every_command_and_option_has_a_chinese_name_of_its_own() -> None:
    for path, command in {"": FRONT, **COMMANDS}.items():
        assert not path or not any(map(str.isascii, command_names.command(path, "zh").split())), path
        taken: list[str] = []
        for parameter in command.get_params(typer.Context(command)):
            if parameter.param_type_name == "argument":
                continue
            for flags in filter(None, (parameter.opts, parameter.secondary_opts)):
                chinese = [name for name in flags if not name.isascii()]
                assert chinese or set(flags) <= NO_WORDS, f"{path} {flags}: a row of options.csv"
                taken += flags
        assert len(taken) == len(set(taken)), f"{path}: one name for two options"
    shown = [command_names.command(path, "zh") for path in COMMANDS]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(
    "typed",
    [
        "联系 1 --目的 受理告知 --内容 已告知",
        "联系 １ －－目的 受理告知 －－内容＝已告知",
        "联系 1 ——目的 受理告知 —内容 已告知",  # one key of a Chinese keyboard writes the long dash
        "ｃｏｎｔａｃｔ 1 ――ｐｕｒｐｏｓｅ 受理告知 --内容=已告知",
        "--语言 zh contact 1 --purpose acknowledge --内容 已告知",
    ],
)
def test_chinese_names_full_width_dashes_and_letters_are_taken(desk: Desk, typed: str) -> None:
    desk.register(phone="13800000001")
    desk(*typed.split(" "))
    event = desk.case()["events"][-1]
    assert (event["kind"], event["purpose"], event["text"]) == ("contacted", "acknowledge", "已告知")


def test_an_option_given_twice_by_either_name_is_refused_and_no_word_of_it_lost(desk: Desk) -> None:
    desk.register(phone="13800000001")
    words = ["contact", "1", "--purpose", "progress", "--text", "已核实"]
    assert "--text is given twice" in desk(*words, "--内容", "周四回电", expect=2)
    assert "--内容 填了两次" in desk("--lang", "zh", *words, "--text=周四回电", expect=2)
    desk("--lang", "en", *words)  # of the options before the command the last one holds, as of a prepared line


def test_a_value_that_looks_like_an_option_stays_a_value(desk: Desk) -> None:
    desk.register(phone="13800000001")
    desk("contact", "1", "--purpose", "progress", "--text", "——内容")
    assert desk.case()["events"][-1]["text"] == "——内容"


def test_what_is_wrong_with_a_line_is_said_by_the_names_of_the_language(desk: Desk) -> None:
    said = {
        "联系 --内容 x": ("“案件”", "`root 联系 --帮助`"),
        "联系 1 --内容": ("选项 --内容 ", "`root 联系 --帮助`"),
        "单位 新憎": ("新憎", "`root 单位 --帮助`"),
        "unit lits": ("列表", "`root 单位 --帮助`"),
    }
    for line, named in said.items():
        found = desk("--lang", "zh", *line.split(" "), expect=2)
        assert all(name in found for name in named), found


def test_every_hint_in_chinese_is_the_same_command_as_the_english_one(spring: Desk) -> None:
    """Every remedy of a file with all kinds of duty; what is to be filled in may be called otherwise."""
    codes = typed = 0
    kinds = command_names.kinds()
    speak("zh")
    with spring.acting() as act:
        sql = "SELECT DISTINCT remedy FROM case_duty WHERE remedy IS NOT NULL"
        remedies = act.connection.execute(sql).fetchall()
        for english in [row["remedy"] for row in remedies]:
            chinese = command_names.line(english)
            assert not re.search(r" --[a-z]|complaintctl [a-z]|[A-Z]{3,}(?!-)", chinese.replace("TS-", "")), chinese
            path, given = understood(english)
            assert understood(chinese)[0] == path, chinese
            for name, value in understood(chinese)[1].items():
                kind = kinds.get(f"{path}/{name}") or kinds.get(name)
                if value != given[name] and not str(given[name]).isupper():
                    codes += 1
                    assert kind and directory_rows.given_code(act.connection, kind, value) == given[name], chinese
            typed += 1
    speak("en")
    assert typed > 20 and codes > 20
    assert command_names.line(english) == english


def understood(line: str) -> tuple[str, dict[str, object]]:
    """The command of a line as the program reads it, and what is given for it."""
    words, command, path = shlex.split(line)[1:], FRONT, []
    context = typer.Context(FRONT, info_name="complaintctl")
    while hasattr(command, "list_commands"):
        name, command, words = command.resolve_command(context, words)
        path.append(name)
        context = typer.Context(command, info_name=name, parent=context, resilient_parsing=True)
    command.parse_args(context, words)
    return "/".join(path), {name: value for name, value in context.params.items() if value is not None}


def test_no_sentence_in_chinese_names_a_command_or_an_option_in_english() -> None:
    speak("zh")
    said = [message.string for message in catalogue.written() if message.id]
    spoken = [command_names.line(text) for text in said for text in ([text] if isinstance(text, str) else text)]
    speak("en")
    left = {text for text in spoken if re.search(r"--(?!json|csv|toml|now)[a-z]|complaintctl [a-z]", text)}
    assert left == set()


def test_hints_are_composed_with_labels_and_names(desk: Desk) -> None:
    desk.register(unit="chengguan", channel="phone", phone="13800000001")
    said = desk.run("--lang", "zh", "联系", "1", "--目的", "进度告知", "--内容", "正在核实").stderr
    assert "    complaintctl 报告 TS-2026-0001 --报告对象 孙惊蛰\n" in said
    assert "    complaintctl 转办 TS-2026-0001 --承办单位 城关支行\n" in said
    assert "    complaintctl 联系 TS-2026-0001 --目的 受理告知 --内容 文字\n" in said
    assert '"remedy": "complaintctl contact TS-2026-0001 --purpose acknowledge --text TEXT"' in desk(
        "show", "1", "--json"
    )
    desk("staff", "add", "sun2", "孙惊蛰", "--unit", "supervision")  # now two are called so
    assert "complaintctl 报告 TS-2026-0001 --报告对象 sun\n" in desk("--lang", "zh", "查看", "1")


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", [at_desk, nullcontext])
def test_no_hint_breaks_inside_a_word(
    width: int, language: str, place: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    options = "--purpose media_response --authorised-by CODE --authorised-at WHEN --text TEXT"
    line = f"complaintctl contact TS-2026-0001 {options}"
    name = (
        'complaintctl unit set hexi --name "云溪 农商 银行 河西 支行 第二 营业 分部" --merged-into UNIT --retired DATE'
    )
    with speaking(language), place():
        assert cells(command_names.hint(line, Screen())) <= width - 4
        for command in (command_names.line(line), command_names.line(name)):
            broken = fitted(f"  没有这样的案件，请先登记报告：{command}。", Screen()).splitlines()
            assert len(broken) > 1 and all(cells(part) <= width and part.startswith("  ") for part in broken)
            assert all(any(word in part for part in broken) for word in re.findall(r'"[^"]*"|\S+', command)), broken


@cases(
    "text kept",
    ("已转城关支行，单号转〔2026〕13号，期限2026年11月20日", "转〔2026〕13号， 2026年11月20日"),
    ("职责 监察室（supervision），命令 人员 列表", "（supervision）， 人员 列表"),
)
def test_no_line_breaks_inside_a_date_a_number_or_a_short_word(text: str, kept: str) -> None:
    for width in range(18, 40):
        lines = wrapped(text, width)
        assert all(any(word in line for line in lines) for word in kept.split()), lines


def test_at_the_desk_a_help_page_does_without_the_programs_name(desk: Desk) -> None:
    assert "complaintctl show 1" in desk("show", "--help")
    with at_desk():
        assert "complaintctl" not in desk("show", "--help")

"""Commands and options have Chinese names beside the English ones: both are taken, those of the language are shown."""

import pytest
import typer
from conftest import Desk
from support.every_command import COMMANDS, FRONT

from complaintctl.base import command_names

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


def test_a_value_that_looks_like_an_option_stays_a_value(desk: Desk) -> None:
    desk.register(phone="13800000001")
    desk("contact", "1", "--purpose", "progress", "--text", "——内容")
    assert desk.case()["events"][-1]["text"] == "——内容"


def test_what_is_wrong_with_a_line_is_said_by_the_names_of_the_language(desk: Desk) -> None:
    said = {
        "联系 --内容 x": "缺少参数“案件”。\n用法见 `root 联系 --帮助`。",
        "联系 1 --内容": "选项 '--内容' 需要填值。\n用法见 `root 联系 --帮助`。",
        "单位 新憎": "没有命令 '新憎'。\n用法见 `root 单位 --帮助`。",
        "unit lits": "没有命令 'lits'。是否要输入 '列表'？\n用法见 `root 单位 --帮助`。",
    }
    for line, sentence in said.items():
        assert desk("--lang", "zh", *line.split(" "), expect=2).strip() == f"complaintctl: {sentence}", line

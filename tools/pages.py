"""docs/commands and docs/configuration.md: a page for each command and one for the configuration, in both languages.

`python tools/pages.py` (`make pages`) writes them anew from what the help says and from the table of the
configuration's keys; `python tools/pages.py --check` says whether they are up to date. They are the same on every
machine: no width of a terminal and nothing of the environment reaches them.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from complaintctl.bank.config_page import as_sample
from complaintctl.base.language import LANGUAGES, _, speak
from complaintctl.cli import WORK, app
from complaintctl.disk.config_keys import keys
from complaintctl.front.framework import Page

DOCS = Path(__file__).parent.parent / "docs"

INDEX = {
    "en": """\
# The commands

In the order of the day's work. Each page says what `complaintctl COMMAND --help` says. [中文](zh/README.md)
""",
    "zh": """\
# 命令一览

按一天工作的先后排列。各页内容与 `complaintctl --lang zh COMMAND --help` 相同。[English](../README.md)
""",
}
BEFORE = {"en": "Before the command", "zh": "写在命令之前的选项"}
CONFIGURATION = {
    "en": """\
# The configuration

One file, `config.toml` in your configuration folder; `COMPLAINTCTL_CONFIG` names another. `complaintctl config path`
says where it is, `complaintctl config sample -o FILE` writes one to be filled in, and `complaintctl config show` lists
every setting, its value, and where that comes from. An option before the command wins over the environment
(`COMPLAINTCTL_DB`, `COMPLAINTCTL_ACTOR`, `COMPLAINTCTL_LANG`), the environment over the file.

A key that there is not, or a value of the wrong kind, is an error that names its line (exit status 2): a typo never
passes silently. Only `config path` and `config sample` still run then. [中文](configuration.zh.md)
""",
    "zh": """\
# 配置文件

只有一个文件：配置文件夹中的 `config.toml`；环境变量 `COMPLAINTCTL_CONFIG` 可指定另一个。`complaintctl config path`
显示它的位置，`complaintctl config sample -o FILE` 写出一份待填的样本，`complaintctl config show` 列出每项设置、
当前的值及其出处。命令之前的选项优先于环境变量（`COMPLAINTCTL_DB`、`COMPLAINTCTL_ACTOR`、`COMPLAINTCTL_LANG`），
环境变量优先于配置文件。

写错的键或类型不符的值都会报错并指出行号（退出码2），不会被悄悄忽略；此时只有 `config path` 和 `config sample`
仍可运行。[English](configuration.md)
""",
}
KEY_HEADINGS = {"en": ("Key", "Meaning", "Without it"), "zh": ("键", "含义", "未设置时")}
SAMPLE = {"en": "A sample", "zh": "样本"}
LINK = {"en": "[All commands](README.md) · [中文](zh/{name}.md)\n",
        "zh": "[全部命令](README.md) · [English](../{name}.md)\n"}  # fmt: skip


def pages() -> Mapping[Path, str]:
    """Every page, by where it stands."""
    found: dict[Path, str] = {}
    for language in LANGUAGES:
        speak(language)
        folder = DOCS / "commands" / ("zh" if language == "zh" else "")
        front = get_command(app)
        top = typer.Context(front, info_name="complaintctl", help_option_names=["-h", "--help"])
        found[folder / "README.md"] = "\n".join(_index(front, top, language))
        for name in front.list_commands(top):
            command = front.get_command(top, name)
            link = LINK[language].format(name=name)
            found[folder / f"{name}.md"] = "\n".join([*_command(command, name, top, 1), link])
        where = DOCS / ("configuration.md" if language == "en" else "configuration.zh.md")
        found[where] = "\n".join(_configuration(language))
    speak("en")
    return found


def problems() -> Iterator[str]:
    """Pages that do not say what the program says."""
    wanted = pages()
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.relative_to(DOCS.parent)} is not up to date: run `make pages`."
    for path in sorted((DOCS / "commands").rglob("*.md")):
        if path not in wanted:
            yield f"{path.relative_to(DOCS.parent)} is about no command: delete it."


def _index(front: Any, top: typer.Context, language: str) -> Iterator[str]:
    yield INDEX[language]
    for heading, names in WORK.items():
        yield f"## {_(heading)}\n"
        yield from _table([(f"[{name}]({name}.md)", text) for name, text in front.lines(top, names)])
    yield f"## {BEFORE[language]}\n"
    yield from _table([(f"`{name}`", text) for name, text in front.page(top).sections[-1][1]])


def _command(command: Any, name: str, parent: typer.Context, level: int) -> Iterator[str]:
    """A command's page, or of a command under it the part of the page."""
    context = typer.Context(command, info_name=name, parent=parent)
    page: Page = command.page(context)
    marks = "#" * level
    yield f"{marks} {context.command_path}\n"
    yield from (f"{_cell(text)}\n" for text in page.text)
    yield f"    {page.command_line}\n"
    below = command.list_commands(context) if hasattr(command, "list_commands") else []
    for heading, lines in page.sections[bool(below) :]:  # without the list of commands where each follows in full
        yield f"**{heading}**\n"
        yield from _table([(f"`{line}`", text) for line, text in lines])
    examples = page.examples if page.examples != command.examples(context) else ()
    if examples:
        yield f"**{_('Examples')}**\n"
        yield "\n".join(["```console", *(f"$ {example}" for example in examples), "```\n"])
    for under in below:
        yield from _command(command.get_command(context, under), under, context, level + 1)


def _configuration(language: str) -> Iterator[str]:
    yield CONFIGURATION[language]
    yield "| " + " | ".join(KEY_HEADINGS[language]) + " |\n|---|---|---|"
    for key in keys().values():
        yield f"| `{key.name}` | {_cell(key.meaning_words())} | {_cell(key.otherwise[language])} |"
    yield f"\n## {SAMPLE[language]}\n\n```toml\n{as_sample()}```\n"


def _table(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "| | |\n|---|---|"
    yield from (f"| {name.replace('|', chr(92) + '|')} | {_cell(text)} |" for name, text in lines)
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        found = list(problems())
        print("\n".join(found) or "Every page says what the program says.")
        sys.exit(bool(found))
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    print(f"{len(pages())} pages written.")

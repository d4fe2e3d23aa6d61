"""What the operating system says reaches an officer in his own language, about the file that it is about."""

import errno
import os
from pathlib import Path

from conftest import ROOT, Desk, cases
from support.case_file import unchanged

from complaintctl.base.errors import system_reason
from complaintctl.base.language import speak


@cases(
    "number",
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EISDIR, errno.EEXIST, errno.EROFS),
    *(errno.ENAMETOOLONG, errno.ENOTDIR, errno.ECONNREFUSED),
)
def test_what_the_system_says_is_said_in_chinese(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert system_reason(error) == os.strerror(number)
    speak("zh")
    assert not any(letter.isascii() for letter in system_reason(error))


def test_what_has_no_words_here_is_said_as_the_system_says_it() -> None:
    assert system_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_reason(OSError("a socket's own words")) == "a socket's own words"


def test_no_module_says_it_past_the_catalogue() -> None:
    telling = [path.name for path in (ROOT / "complaintctl").rglob("*.py") if ".strerror" in path.read_text("utf-8")]
    assert telling == ["errors.py"]


def test_an_output_file_that_cannot_be_is_named_and_not_the_case_file(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    with unchanged(desk):
        for paper, why in (tmp_path / f"{'长' * 300}.docx", "文件名过长"), (tmp_path / "no" / "b.docx", "没有这个文件"):
            said = desk("--lang", "zh", "slip", "1", "receipt", "-o", str(paper), expect=5)
            assert f"{paper} 不能写入：{why}" in said and "--db" not in said


def test_a_configuration_that_cannot_be_read_is_said_in_chinese(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert "这是文件夹" in desk("--lang", "zh", "list", expect=2)
    (tmp_path / "config.toml").rmdir()
    (tmp_path / "config.toml").write_bytes(b'lang = "\xff"')
    assert "不是UTF-8" in desk("--lang", "zh", "list", expect=2).replace(" ", "")

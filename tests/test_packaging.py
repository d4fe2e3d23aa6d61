"""The release: one version for one format of the file and one set of changes, the wheel, its pages and manual."""

import os
import re
import shutil
import subprocess
import sys
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import ROOT, Desk, cases
from support.long_runs import LONG

from complaintctl import __version__
from complaintctl.record import schema


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


def test_a_version_stands_for_one_format_of_the_file_and_one_set_of_changes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## ([\d.]+)(?:, \d{4}-\d\d-\d\d)?\n\n((?:.+\n)+)", text, re.MULTILINE)
    numbers = [tuple(map(int, version.split("."))) for version, _about in released]
    assert numbers == sorted(set(numbers), reverse=True)
    newest, about = released[0]
    assert newest == __version__
    assert re.search(r"(?:moves to|stays? at) version (\d+)", " ".join(about.split()))[1] == str(schema.VERSION)


def test_the_wheel_says_whose_it_is_and_for_whom(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        said = Parser().parsestr(file.read(f"complaintctl-{__version__}.dist-info/METADATA").decode())
    assert (said["Author"], said["License-Expression"]) == ("The complaintctl founders", "MIT")
    assert {url.split(",")[0] for url in said.get_all("Project-URL")} == {"Homepage", "Documentation", "Changelog"}
    assert "Intended Audience :: Financial and Insurance Industry" in said.get_all("Classifier")


def test_what_was_tried_is_what_may_be_installed() -> None:
    tried = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines())
    required = re.findall(r'^    "([\w-]+)>=', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    names = {name.lower().replace("_", "-") for name in tried}
    assert required and {name.lower().replace("_", "-") for name in required} <= names


def test_the_pages_and_the_examples_come_with_the_wheel(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as file:
        file.extractall(tmp_path)
    program = [sys.executable, "-c", "from complaintctl.cli import main; main()"]

    def run(*words: str) -> str:
        done = subprocess.run([*program, *words], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    listed = run("docs")
    for name in ("readme", "changelog", "configuration", "commands", "counter.session", "cfpb.toml"):
        assert re.search(rf"^{re.escape(name)} ", listed, re.MULTILINE), name
    assert run("docs", "cfpb.toml") == (ROOT / "examples" / "cfpb.toml").read_text("utf-8")
    assert run("--lang", "zh", "docs", "readme") == (ROOT / "README.zh.md").read_text("utf-8")
    assert run("docs", "staff") == (ROOT / "docs" / "commands" / "staff.md").read_text("utf-8")
    manual = tmp_path / f"complaintctl-{__version__}.data" / "data" / "share" / "man"
    assert (manual / "man1" / "complaintctl.1").exists() and (manual / "zh_CN" / "man1" / "complaintctl.1").exists()


def test_a_page_that_there_is_not_is_told_with_those_like_it(desk: Desk) -> None:
    assert "Did you mean configuration" in desk("docs", "configuratio", expect=4)


@cases("page command", ("complaintctl.1", "complaintctl staff add"), ("complaintctl.zh.1", "complaintctl 人员 新增"))
def test_the_manual_is_sound(page: str, command: str) -> None:
    if not shutil.which("mandoc"):
        pytest.skip("mandoc is not installed: tools/install-programs.sh")
    manual = ROOT / "docs" / "man" / page
    assert not subprocess.run(["mandoc", "-Tlint", "-W", "warning", manual], capture_output=True, text=True).stdout
    shown = subprocess.run(["mandoc", "-Tutf8", manual], capture_output=True, text=True, check=True).stdout
    plain = re.sub(r".\x08", "", shown)
    assert command in plain and "--clock-is-right" in plain


@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="make torture: it installs some thirty packages")
def test_the_oldest_versions_that_may_be_installed_do(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "oldest", with_pip=False)
    python = tmp_path / "oldest" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    lowest = ["--resolution", "lowest-direct", "--extra", "web", "--requirements", ROOT / "pyproject.toml"]
    subprocess.run([*install, *lowest], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    freeze = [sys.executable, "-m", "uv", "pip", "freeze", "--python", python]
    assert "platformdirs==4.3.0\n" in subprocess.run(freeze, check=True, capture_output=True, text=True).stdout
    smoke = ROOT / ".ci" / "smoke"
    subprocess.run(["bash", smoke, python.parent / "complaintctl"], cwd=tmp_path, check=True)


# ---- What docs/administration.md has an administrator type into a shell ----


def shell_blocks(page: str) -> list[tuple[str, str]]:
    """The blocks that install and upgrade, each with the tool it is for, which a comment names; empty: for all."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.findall(r"^```sh\n(?:# (\w+)\n)?(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_page_for_administrators_says_the_same_to_the_shell_in_both_languages() -> None:
    assert shell_blocks("administration.md") == shell_blocks("administration.zh.md") != []


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a later version."""
    checkout, folder = tmp_path_factory.mktemp("later"), tmp_path_factory.mktemp("dist")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "complaintctl" / "__init__.py").write_text('__version__ = "9.9.9"\n', "utf-8")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, checkout]
    subprocess.run(build, check=True, capture_output=True)
    (found,) = folder.iterdir()
    return found


@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="make torture: it installs some thirty packages")
@cases("tool", "pipx", "uv", "pip")
def test_an_administrator_installs_and_upgrades_by_the_page(
    wheel: Path, newer: Path, tmp_path: Path, tool: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for file in (wheel, ROOT / "constraints.txt"):
        shutil.copy(file, home)
    named = [name for name in os.environ if name.startswith(("PIPX_", "XDG_", "COMPLAINTCTL_", "VIRTUAL_ENV"))]
    environment = {name: value for name, value in os.environ.items() if name not in named}
    environment |= {"HOME": str(home), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def version() -> str:
        program = [home / ".local" / "bin" / "complaintctl", "--version"]
        return subprocess.run(program, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    collect, install, upgrade = (text for name, text in shell_blocks("administration.md") if name in ("", tool))
    subprocess.run(["bash", "-ec", collect], cwd=home, env=environment, check=True)
    (home / wheel.name).unlink()
    environment |= {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}  # from here on without a network
    subprocess.run(["bash", "-ec", install], cwd=home, env=environment, check=True)
    assert version() == f"complaintctl {__version__}"
    shutil.copy(newer, home / "wheels")
    subprocess.run(["bash", "-ec", upgrade], cwd=home, env=environment, check=True)
    assert version() == "complaintctl 9.9.9"

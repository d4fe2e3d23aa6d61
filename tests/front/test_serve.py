"""Served over SSH: what a session may name of its server, which is nothing, tried over a real one (Arts 6, 19)."""

import os
import re
import shutil
import signal
import socket
import string
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import REGISTER, Desk, cases
from support import ssh_server
from support.case_file import VERSIONS, content, rows, unchanged, unpacked
from support.every_command import DOING, FRONT
from support.long_runs import LONG
from support.ssh_server import Server
from support.terminal import PATIENCE, Terminal
from typer.models import TyperPath

from complaintctl.base.errors import Refused
from complaintctl.front import commands, served
from complaintctl.front.command_line import split
from complaintctl.front.identity import login_name
from complaintctl.front.served import Seal

PROMPT = "PRACTICE Mon 23 Nov> "
NEW = "register --channel phone --category work_error --summary 多扣手续费 --demand 退款 --anonymous"


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Iterator[tuple[Server, Desk, bytes]]:
    """A server, the practice file that it serves to li and to qian of a branch, and what stands in that at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTCTL_CONFIG", str(tmp_path_factory.mktemp("bank") / "none.toml"))
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        try:
            with ssh_server.running() as server:
                desk = Desk(server.folder / "bank.db")
                desk.path.write_bytes(furnished)
                for officer in ("li", "qian"):
                    desk("staff", "set", officer, "--key", f"{server.key(officer)}.pub")
                lines = subprocess.run(desk.line("serve", "--authorized-keys"), capture_output=True, check=True)
                server.authorized_keys.write_bytes(lines.stdout)
                with server.kept("li"), server.kept("qian"):
                    yield server, desk, desk.path.read_bytes()
        except LookupError as reason:
            pytest.skip(str(reason))


@pytest.fixture
def server(bank: tuple[Server, Desk, bytes]) -> Server:
    """The server, its file as it was at first."""
    server, desk, data = bank
    for ending in ("-wal", "-shm"):
        Path(f"{desk.path}{ending}").unlink(missing_ok=True)
    desk.path.write_bytes(data)
    return server


@pytest.fixture
def desk(bank: tuple[Server, Desk, bytes], server: Server) -> Desk:
    """The file that is served, on the server itself."""
    return bank[1]


def said(done: "subprocess.CompletedProcess[bytes]") -> tuple[int, str]:
    return done.returncode, (done.stdout + done.stderr).decode()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# ---- Over a real server ----


@pytest.mark.requirement("A19.1")
def test_two_officers_at_once_act_each_by_their_own_key(server: Server, desk: Desk) -> None:
    both = [subprocess.Popen(server.line(officer, NEW), stdout=subprocess.PIPE) for officer in ("li", "qian")]
    answers = [process.communicate()[0].decode() for process in both]
    assert all("registered" in answer for answer in answers), answers
    assert sorted(rows(desk, "SELECT actor FROM event WHERE kind = 'registered'")) == [("li",), ("qian",)]


def test_a_session_has_the_rights_of_who_is_served(server: Server, desk: Desk) -> None:
    desk.register(unit="chengguan")
    with unchanged(desk):
        status, sentence = said(server("qian", "brief 1 --to sun"))
        assert status == 3 and "钱谷雨" in sentence
        assert said(server("qian", "nightly"))[0] == 3
    assert said(server("li", "brief 1 --to sun"))[0] == 0


@cases(
    "line status sentence",
    ("--actor sun list", 3, "--actor is sealed"),
    ("--db /tmp/other.db list", 3, "--db is sealed"),
    ("--as-of 2026-01-01 list", 3, "--as-of is sealed"),
    ("slip 1 transfer -o 转办单.docx", 3, "ssh bank slip 1 transfer > 转办单.docx"),
    ("import old.csv --dry-run", 3, "ssh bank import - --dry-run < old.csv"),
    ("attach 1 a.jpg --what 借条", 3, "ssh bank \"attach 1 - --what '借条' --name a.jpg\" < a.jpg"),
    ("restore other.db --force", 3, "a file of the server"),
    ("init", 3, "done there, by who keeps it"),
    ("/bin/sh -c id", 2, "No such command"),
    ("list; id", 2, "No such command"),
    ("list `id`", 2, "unexpected extra argument"),
    ("desk", 2, "ssh -t bank"),
    ("", 2, "ssh -t bank"),
    ("contact 1 --text 'abc", 2, "A quotation mark is missing"),
    ("contact 1 --text " + "字" * 33000, 2, "longer than 64 KiB"),
)
def test_what_a_served_line_names_of_the_server_is_refused(
    server: Server, desk: Desk, line: str, status: int, sentence: str
) -> None:
    before = sorted(path.name for path in desk.path.parent.iterdir())
    with unchanged(desk):
        done = server("li", *([line] if line else []))
    assert done.returncode == status and sentence in said(done)[1], said(done)
    assert b"Traceback" not in done.stderr
    new = {path.name for path in desk.path.parent.iterdir()} - {*before, "bank.db-wal", "bank.db-shm", "bank.db.lock"}
    assert not new


def test_the_environment_of_the_client_counts_for_nothing(server: Server, desk: Desk) -> None:
    """Though this server takes it on."""
    given = {"ACTOR": "sun", "AS_OF": "2026-01-01", "DB": "/nowhere.db", "DEBUG": "1"}
    settings = " ".join(f"COMPLAINTCTL_{name}={value}" for name, value in given.items())
    options = ["-S", "none", "-o", f"SetEnv={settings}"]
    assert said(server("li", NEW, options=options))[0] == 0
    assert rows(desk, "SELECT actor, substr(at, 1, 16) FROM event WHERE kind = 'registered'") == [
        ("li", "2026-11-23T10:00")
    ]
    assert "Traceback" not in said(server("li", "show 9", options=options))[1]
    assert said(server("li", "--lang zh todo", options=["-S", "none", "-o", "SetEnv=COMPLAINTCTL_LANG=en"]))[0] == 0


def test_python_itself_takes_nothing_of_the_clients_environment(server: Server, tmp_path: Path) -> None:
    """Though this server takes it on: at the prompt of Python whoever is served would have a shell."""
    for given in ("PYTHONINSPECT=1", f"PYTHONHOME={tmp_path}", "PYTHONIOENCODING=utf-16"):
        done = server("li", "todo", options=["-S", "none", "-o", f"SetEnv={given}"], sent=b"print(6 * 7)\n")
        assert (done.returncode, done.stdout.splitlines()[:1], done.stderr) == (0, [b"PRACTICE"], b""), given


def test_nothing_else_than_a_line_goes_through_a_connection(server: Server, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        address = f"127.0.0.1:{inside.getsockname()[1]}"
        own = ["-S", "none", "-o", "ExitOnForwardFailure=yes"]
        assert server("li", options=[*own, "-W", address]).returncode == 255
        assert server("li", "todo", options=[*own, "-R", f"0:{address}"]).returncode == 255
        inside.setblocking(False)
        with pytest.raises(BlockingIOError):
            inside.accept()
    host = server.line("li")[-1]
    sample = tmp_path / "sample.txt"
    sample.write_text("x")
    for program, *words in (
        ("scp", str(sample), f"{host}:{tmp_path}/there.txt"),
        ("scp", "-O", str(sample), f"{host}:{tmp_path}/there.txt"),
        ("scp", f"{host}:{server.authorized_keys}", f"{tmp_path}/there.txt"),
        ("sftp", host),
    ):
        line = server.line("li", *words, program=program, options=["-o", "ControlPath=none"])
        assert subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True).returncode not in (0, None), words
    assert not (tmp_path / "there.txt").exists()


def test_a_text_comes_as_it_was_quoted(server: Server, desk: Desk) -> None:
    desk.register()
    text = '第一行\n第二行 “引号” "quoted" $HOME `id` \\ 完'
    line = f"complaintctl contact 1 --purpose progress --text '{text}'"
    assert said(server("li", line))[0] == 0
    ((told,),) = rows(desk, "SELECT detail ->> 'text' FROM event ORDER BY seq DESC LIMIT 1")
    assert told.split() == text.split()


def test_documents_go_to_standard_output_and_files_come_from_standard_input(server: Server, desk: Desk) -> None:
    desk.register()
    desk.do("brief", "1", "--to", "sun")
    desk.do("transfer", "1", "--to", "chengguan")
    for line in ("slip 1 transfer", "ledger --format xlsx", "ledger --format docx", "report --format xlsx"):
        done = server("li", line)
        assert done.returncode == 0 and done.stdout.startswith(b"PK\x03\x04"), said(done)
    assert server("li", "report --format html").stdout.lstrip().startswith(b"<!")
    printed = "SELECT detail ->> 'copy_no', detail ->> 'shown' FROM event WHERE kind = 'printed'"
    assert rows(desk, printed) == [(1, '["phone"]')]
    good, bad = ("2026-03-02,周霜降,13900000007,上门,服务态度,排队过久,道歉", ",,,,,,")
    head = "投诉日期,投诉人,联系电话,投诉渠道,投诉类别,投诉内容,客户诉求"
    done = server("li", "import -", sent=f"{head}\n{good}\n,某某,,天上,,,\n{bad}\n".encode("gb18030"))
    assert done.returncode == 0 and "1 complaint imported" in done.stderr.decode(), said(done)
    assert "天上" in done.stdout.decode("utf-8-sig")  # the row that was rejected, and nothing else
    jpg = bytes(range(256)) * 4096
    assert said(server("li", "attach 1 - --name 借条.jpg", sent=jpg))[0] == 0
    assert server("li", "attachment 1").stdout == jpg and server("qian", "attachment 1").returncode == 3
    assert said(server("li", "unit import -", sent="code,name\nhedong,河东支行\n".encode()))[0] == 0
    assert said(server("li", "staff set sun --key -", sent=server.key("sun").with_suffix(".pub").read_bytes()))[0] == 0


def test_a_leavers_old_line_still_leads_nowhere(server: Server, desk: Desk) -> None:
    lines = lambda: subprocess.run(desk.line("serve", "--authorized-keys"), capture_output=True, text=True).stdout  # noqa: E731
    assert [line.split()[-1] for line in lines().splitlines()] == ["li", "qian"]
    desk("staff", "set", "qian", "--retired", "2026-11-23")
    assert [line.split()[-1] for line in lines().splitlines()] == ["li"]
    for line in ("todo", NEW):
        status, sentence = said(server("qian", line))
        assert status == 3 and "钱谷雨 retired on 2026-11-23" in sentence


def test_who_leaves_while_their_desk_is_open_does_no_more_there(server: Server, desk: Desk) -> None:
    terminal = Terminal(desk, line=server.line("qian", options=["-tt"])).ready(PROMPT)
    desk("staff", "set", "qian", "--retired", "2026-11-23")
    for number, line in enumerate(("list", NEW), 1):
        terminal.press(line, "enter").sees("complaintctl: 钱谷雨 retired on", times=number).ready(PROMPT)
    terminal.press("ctrl-d").ends()


@pytest.mark.long
def test_twenty_desks_register_at_once(server: Server, desk: Desk) -> None:
    number = 20 if LONG else 4
    clients = [
        subprocess.Popen(server.line(["li", "qian"][turn % 2], NEW), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for turn in range(number)
    ]
    answers = [client.communicate() for client in clients]
    assert [client.returncode for client in clients] == [0] * number, answers
    numbers = [case_no for (case_no,) in rows(desk, "SELECT case_no FROM complaint ORDER BY case_no")]
    assert numbers == [f"TS-2026-{turn:04}" for turn in range(1, number + 1)]
    assert "sound" in desk("verify")


# ---- At a terminal ----


def test_no_file_of_the_server_is_asked_for(server: Server, desk: Desk) -> None:
    desk.register()
    desk("attach", "1", __file__)
    terminal = Terminal(desk, line=server.line("li", options=["-tt"])).ready(PROMPT)
    for line, said in (("attach 1", "Missing argument 'FILE"), ("unit import", "Missing argument 'FILE'")):
        terminal.press(line, "enter").sees(said).ready(PROMPT)
    terminal.press("attachment 1", "enter").sees("at your own machine").ready(PROMPT).press("exit", "enter").ends()


def test_the_seal_holds_at_the_desk_and_another_officer_sees_no_history(server: Server, desk: Desk) -> None:
    terminal = Terminal(desk, line=server.line("li", options=["-tt"])).ready(PROMPT)
    for line, sentence in {
        "--actor sun list": "--actor is sealed",
        "--db /tmp/x.db list": "--db is sealed",
        "list -o x.csv": "ssh bank list",
        "import 'C:\\表\\旧.csv'": "ssh bank import - <",
        "desk": "This is the desk already.",
        "serve sun": "this is a served session",
        "import -": "Nothing is sent to standard input",
        NEW: "TS-2026-0001 registered",
    }.items():
        terminal.press(line, "enter").sees(sentence).ready(PROMPT)
    terminal.press("transfer 1", "enter").enters(
        ("Which unit is to handle it", "hexi"), "What is the unit asked", "Is this right"
    )
    terminal.sees("ssh bank slip TS-2026-0001 transfer >", "转办单-TS-2026-0001.docx").ready(PROMPT)
    terminal.press("exit", "enter").ends()
    assert rows(desk, "SELECT actor FROM event WHERE kind = 'registered'") == [("li",)]
    other = Terminal(desk, line=server.line("qian", options=["-tt"])).ready(PROMPT)
    other.press("\x1b!", "\x18\x05", "ctrl-c").ready(PROMPT)  # no key leads to a shell or an editor
    other.press("list", "enter").sees("TS-2026-0001  11-23").ready(PROMPT).press("ctrl-d").ends()
    histories = {file.name: file.read_text("utf-8") for file in (server.folder / "state/complaintctl").iterdir()}
    assert histories.keys() == {"desk-history-li", "desk-history-qian"}
    assert "transfer 1" in histories["desk-history-li"] and "transfer 1" not in histories["desk-history-qian"]


def served_processes(desk: Desk) -> list[str]:
    """The processes that serve a file."""
    found = subprocess.run(["pgrep", "-f", f"{desk.path} .*serve (li|qian)"], capture_output=True, text=True)
    return found.stdout.split()


@pytest.mark.skipif(not shutil.which("pgrep"), reason="there is no pgrep")
def test_a_connection_that_drops_in_the_middle_of_an_interview_leaves_nothing(server: Server, desk: Desk) -> None:
    desk.register(unit="chengguan")
    with unchanged(desk):
        own = ["-tt", "-o", "ControlPath=none", "-S", "none"]
        terminal = Terminal(desk, line=server.line("li", "transfer 1", options=own))
        terminal.enters("Which unit is to handle it").asks("What is the unit asked")
        terminal.child.kill(signal.SIGKILL)
        until(lambda: not served_processes(desk))
    desk("brief", "1", "--to", "sun")  # nothing is locked


@pytest.mark.skipif(not shutil.which("pgrep"), reason="there is no pgrep")
def test_of_a_file_that_was_cut_off_by_a_dropped_connection_nothing_is_kept(server: Server, desk: Desk) -> None:
    head = "投诉日期,投诉人,联系电话,投诉渠道,投诉类别,投诉内容,客户诉求"
    row = "2026-03-02,周霜降,13900000007,上门,服务态度,排队过久,道歉"
    with unchanged(desk):
        line = server.line("li", "import -", options=["-S", "none"])
        with subprocess.Popen(line, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as client:
            assert client.stdin
            client.stdin.write(f"{head}\n{row}\n".encode())
            client.stdin.flush()
            until(lambda: bool(served_processes(desk)))
            client.kill()
        until(lambda: not served_processes(desk))
    assert said(server("li", "import -", sent=f"{head}\n{row}\n".encode()))[0] == 0


def test_who_may_not_is_refused_before_what_they_send_is_read(desk: Desk) -> None:
    with subprocess.Popen(
        desk.line("serve", "qian"), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "SSH_ORIGINAL_COMMAND": "import -"},
    ) as slow:  # fmt: skip
        assert slow.wait(PATIENCE) == 3 and slow.stderr
        assert "钱谷雨 (officer) may not" in slow.stderr.read().decode()


@cases(
    "line",
    "contact 1 --purpose progress --text 已告知 --recording -", "attach 1 - --name a.txt", "staff set sun --key -",
    "import -", "unit import -",
    "staff import -", "policy import -", "calendar import -",
)  # fmt: skip
def test_who_is_slow_to_send_a_file_keeps_nobody_waiting(desk: Desk, impatient: None, line: str) -> None:
    desk.register()
    with subprocess.Popen(desk.line(*line.split()), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as slow:
        assert slow.stdin
        slow.stdin.write(b"#" * (1 << 18))  # more than a pipe holds: it is being read
        desk("unit", "set", "hexi", "--line", "零售")
        slow.kill()


@pytest.mark.skipif(os.name != "posix", reason="there a pipe is filled otherwise")
def test_a_terminal_that_is_stopped_keeps_nobody_waiting(desk: Desk, impatient: None) -> None:
    desk.register()
    inlet, outlet = os.pipe()
    os.set_blocking(outlet, False)
    with suppress(BlockingIOError):
        while True:
            os.write(outlet, b"x" * 4096)
    os.set_blocking(outlet, True)
    line = desk.line("contact", "1", "--purpose", "progress", "--text", "客户电话13900000007")
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=outlet) as stopped, os.fdopen(inlet, "rb") as reader:
        os.close(outlet)
        until(lambda: (1,) in rows(desk, "SELECT count(*) FROM event WHERE kind = 'contacted'"))
        desk("unit", "set", "hexi", "--line", "零售")
        assert stopped.poll() is None
        assert "Note:" in reader.read().decode()


# ---- What serves, without a server ----


def serve(desk: Desk, actor: str, line: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Take from a line what sshd runs for it."""
    given = {**os.environ, "SSH_ORIGINAL_COMMAND": line, **environment}
    return subprocess.run(
        desk.line("serve", actor), env=given, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


@pytest.fixture
def real(tmp_path: Path) -> Desk:
    """A real file of this account's, whose login is li's; zhou has no login."""
    real = Desk(tmp_path / "real.db", as_of=None)
    real("init", "--officer", "李清明")
    real("staff", "add", "zhou", "周立夏", "--unit", "supervision", "--role", "principal_leader")
    return real


@pytest.mark.requirement("A19.1")
def test_an_account_serves_whom_the_key_names_whoever_has_its_login(real: Desk) -> None:
    real("policy", "set", "actor_by_login", "on")
    real("policy", "set", "right.principal_leader.intake", "all")
    done = serve(real, "zhou", NEW)
    assert done.returncode == 0, done.stderr
    assert rows(real, "SELECT actor, login FROM event WHERE kind = 'registered'") == [("zhou", f"serve:{login_name()}")]
    assert rows(real, "SELECT * FROM act_by_other_login") == []
    assert serve(real, "zhou", "staff add wei 卫小寒 --unit supervision").returncode == 3  # though li may
    real("policy", "set", "actor_by_login", "off")
    assert real.run(*REGISTER, "--anonymous", expect=None).exit_code == 0


def test_what_the_account_would_take_of_the_environment_is_not_the_clients_to_set(real: Desk) -> None:
    given = {"COMPLAINTCTL_AS_OF": "nonsense", "COMPLAINTCTL_ACTOR": "zhou", "COMPLAINTCTL_DEBUG": "1"}
    done = serve(real, "li", NEW, **given)
    assert done.returncode == 0, done.stderr
    assert rows(real, "SELECT actor FROM event WHERE kind = 'registered'") == [("li",)]


def test_who_is_unknown_is_not_served(desk: Desk) -> None:
    done = serve(desk, "nobody", "todo")
    assert done.returncode == 4 and "nobody" in done.stderr
    assert "complaintctl serve ACTOR" in desk("serve", expect=2)
    assert "complaintctl serve ACTOR" in desk("serve", "li", "--authorized-keys", expect=2)


LEAVING = """
import os, subprocess, sys
from complaintctl.base.errors import Refused
from complaintctl.front import served
served.lay(served.Seal(None, "li", None, {"mail.password_command": "/bin/echo secret"}))
for leave in (
    lambda: subprocess.run(["/bin/true"]), lambda: subprocess.run("/bin/true", shell=True), lambda: os.system("true"),
    lambda: os.execv("/bin/true", ["true"]), lambda: os.posix_spawn("/bin/true", ["true"], {}), os.fork,
):
    try:
        leave()
    except Refused:
        continue
    sys.exit("started")
print(subprocess.check_output(["/bin/echo", "secret"], text=True))
"""


@pytest.mark.skipif(os.name != "posix", reason="the programs are those of another system")
def test_a_session_starts_no_other_program_but_that_of_the_configuration() -> None:
    done = subprocess.run([sys.executable, "-c", LEAVING], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "secret"), done.stderr


def test_a_file_of_an_older_program_is_moved_by_who_is_served_and_may(tmp_path: Path) -> None:
    old = unpacked(VERSIONS[-1], tmp_path)
    before = old.path.read_bytes()
    assert serve(old, "nobody", "upgrade").returncode == 4 and old.path.read_bytes() == before
    done = serve(old, "li", "upgrade")
    assert done.returncode == 0, done.stderr
    assert serve(old, "li", "todo").returncode == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="nobody here may give a file away")
def test_a_file_of_another_account_is_not_served(desk: Desk) -> None:
    os.chown(desk.path, 12345, -1)
    done = serve(desk, "li", "todo")
    os.chown(desk.path, os.geteuid(), -1)  # the next test finds the file here
    assert done.returncode == 3 and "not this account's" in done.stderr


def test_the_lines_for_sshd_hold_whatever_stands_in_a_path(tmp_path: Path, furnished: bytes) -> None:
    folder = tmp_path / "a \"b\" 'c' 库"
    folder.mkdir()
    desk = Desk(folder / "bank.db", as_of=None)
    desk.path.write_bytes(furnished)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
    desk("staff", "set", "li", "--key", tmp_path / "key.pub")
    done = subprocess.run(desk.line("serve", "--authorized-keys"), capture_output=True, text=True)
    (line,) = done.stdout.splitlines()
    # As sshd takes it out of its quotes, and the shell of the account runs it.
    found = re.fullmatch(r'restrict,pty,command="((?:\\"|[^"])*)" ssh-ed25519 \S+ li', line)
    assert found, line
    done = subprocess.run(
        found[1].replace('\\"', '"'), shell=True, capture_output=True, text=True,
        env={**os.environ, "SSH_ORIGINAL_COMMAND": "todo"},
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "PRACTICE"), done.stderr


@cases(
    "line status sentence",
    ("--actor=sun list", 3, "--actor is sealed"),
    ("--clock-is-right list", 3, "--clock-is-right is sealed"),
    ("--install-completion", 3, "--install-completion is sealed"),
    ("list -o x.csv", 3, "ssh bank list --format csv --encoding gb18030 > x.csv"),
    ("list -ox.json", 3, "ssh bank list --format json > x.json"),
    ("import - --mapping /etc/passwd", 3, "a file of the server"),
    ("verify --against /etc/passwd", 3, "a file of the server"),
    ("backup /tmp", 3, "a file of the server"),
    ("config show", 3, "done there, by who keeps it"),
    ("demo x", 3, "done there, by who keeps it"),
    ("browse", 3, "done there, by who keeps it"),
    ("serve sun", 3, "done there, by who keeps it"),
    ("sh", 2, "No such command"),
    ("list && id", 2, "unexpected extra argument"),
    ("list | id", 2, "unexpected extra argument"),
    ("list\nid", 2, "unexpected extra argument"),
    ("rsync --server .", 2, "No such command"),
)
def test_what_is_sealed_is_refused_however_it_is_written(
    line: str, status: int, sentence: str, furnished_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "_held", Seal(furnished_file, "li", None, {}))
    done, told = _refusal("", split(line))
    assert done == status and sentence in told


def _paths() -> Iterator[tuple[str, Any]]:
    """Every parameter of a command that names a file, and the command; or that says so in its help."""
    for name, command in DOING.items():
        for parameter in command.get_params(typer.Context(command)):
            of_path = isinstance(parameter.type, TyperPath)
            if of_path or any(word in str(parameter.metavar) for word in ("FILE", "PATH", "FOLDER", "DIRECTORY")):
                yield name, parameter


@cases("name parameter", *_paths(), ids=lambda each: getattr(each, "name", each))
def test_no_command_names_a_file_of_the_server(
    name: str, parameter: Any, tmp_path: Path, furnished_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever option is new: it is sealed as a path, or its command is not served."""
    seal = Seal(furnished_file, "li", None, {})
    monkeypatch.setattr(served, "_held", seal)
    there = tmp_path / "there.txt"
    there.write_text("x")
    before = DOING[name].params.index(parameter) if parameter in DOING[name].params else 0
    given = (
        [*["1"] * before, str(there)] if parameter.param_type_name == "argument" else [parameter.opts[0], str(there)]
    )
    with unchanged(Desk(furnished_file)):
        status, sentence = _refusal(name, given)
    assert status == Refused.exit_status and "served session" in sentence
    assert there.read_text() == "x"


def _refusal(name: str, words: list[str]) -> tuple[int, str]:
    from typer.testing import CliRunner

    from complaintctl.cli import app

    result = CliRunner().invoke(app, [*name.split(), *words], prog_name="complaintctl")
    return result.exit_code, result.stderr


def test_what_is_declared_as_not_served_are_commands() -> None:
    not_served = {name for name, row in commands._ROWS.items() if row["served"] == "no"}
    assert set(FRONT.list_commands(typer.Context(FRONT))) >= not_served


# ---- Keys ----


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of key files of every kind that ssh-keygen makes here."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("there is no ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    for name, *kind in (("ed25519", "-t", "ed25519"), ("rsa", "-t", "rsa", "-b", "2048"), ("short", "-t", "rsa", "-b",
                        "1024"), ("p256", "-t", "ecdsa"), ("p521", "-t", "ecdsa", "-b", "521")):  # fmt: skip
        subprocess.run(["ssh-keygen", "-q", *kind, "-N", "", "-C", "li@pc", "-f", folder / name], check=True)
    exported = subprocess.run(["ssh-keygen", "-e", "-f", folder / "rsa.pub"], capture_output=True, check=True).stdout
    good = (folder / "ed25519.pub").read_text()
    kind, key, comment = good.split()
    (folder / "exported").write_bytes(exported)
    (folder / "options").write_text(f'command="sh" {good}')
    (folder / "two").write_text(good + (folder / "p256.pub").read_text())
    (folder / "cut").write_text(f"{kind} {key[:40]} {comment}")
    (folder / "other kind").write_text(f"ssh-rsa {key}")
    (folder / "other digit").write_text(_with_other_last_digit(folder / "p256.pub"))
    (folder / "longer number").write_text(_with_longer_number(folder / "rsa.pub"))
    (folder / "dss").write_text(f"ssh-dss {key}")
    (folder / "putty").write_text("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n")
    (folder / "empty").write_text("")
    (folder / "bytes").write_bytes(os.urandom(3000))
    return folder


def _with_other_last_digit(file: Path) -> str:
    """A key whose text has another last digit, of which only bits that count for nothing are others."""
    kind, key, _comment = file.read_text().split()
    bare = key.rstrip("=")
    same = (f"{bare[:-1]}{digit}{key[len(bare) :]}" for digit in string.ascii_letters + string.digits + "+/")
    return f"{kind} {next(text for text in same if text != key and b64decode(text) == b64decode(key))}"


def _with_longer_number(file: Path) -> str:
    """A key whose first number has a zero before it, which ssh-keygen takes for the same."""
    kind, key, _comment = file.read_text().split()
    data, behind = b64decode(key), 4 + len(kind)
    length = int.from_bytes(data[behind : behind + 4], "big")
    longer = data[:behind] + (length + 1).to_bytes(4, "big") + b"\0" + data[behind + 4 :]
    return f"{kind} {b64encode(longer).decode()}"


@cases(
    "name sentence",
    ("other digit", "cut off or damaged"), ("longer number", "cut off or damaged"),
    ("ed25519", "private key"), ("putty", "private key"), ("exported", "no public key of OpenSSH"),
    ("options", "no options before it"), ("two", "no public key"), ("cut", "cut off or damaged"),
    ("other kind", "cut off or damaged"), ("dss", "no public key"), ("short.pub", "1024 bits"),
    ("empty", "no public key"), ("bytes", "UTF-8"), ("nowhere", "cannot be read"),
)  # fmt: skip
def test_what_is_no_good_key_is_refused(desk: Desk, keys: Path, name: str, sentence: str) -> None:
    with unchanged(desk):
        assert sentence in desk("staff", "set", "sun", "--key", keys / name, expect=2)


def test_a_key_is_one_persons_until_it_is_taken_away(desk: Desk, keys: Path) -> None:
    for name in ("ed25519.pub", "rsa.pub", "p256.pub", "p521.pub"):
        desk("staff", "set", "sun", "--key", keys / name)
    assert "give what is new" in desk("staff", "set", "sun", "--key", keys / "p521.pub", expect=3)
    desk("staff", "set", "sun", "--retired", "2026-11-23")
    with unchanged(desk):
        assert "the key of 孙惊蛰" in desk("staff", "set", "zhou", "--key", keys / "p521.pub", expect=3)
    desk("staff", "set", "sun", "--key", "")
    assert "give what is new" in desk("staff", "set", "sun", "--key", "", expect=3)
    desk("staff", "set", "zhou", "--key", keys / "p521.pub")
    stored = {row["code"]: row["ssh_key"] for row in desk.json("staff", "list")}
    assert (stored["sun"], stored["zhou"]) == (None, " ".join((keys / "p521.pub").read_text().split()[:2]))
    assert "sound" in desk("verify")
    assert "li@pc" not in str(content(desk))


@cases(
    "line is_windows words",
    (r"import C:\表\2025.csv", True, ["import", r"C:\表\2025.csv"]),
    (
        r"import 'C:\Program Files\a.csv' -o \\server\x",
        True,
        ["import", r"C:\Program Files\a.csv", "-o", r"\\server\x"],
    ),
    (r"import /home/li/a\ b.csv", False, ["import", "/home/li/a b.csv"]),
    ("contact 1 --text '第一 # 行'", False, ["contact", "1", "--text", "第一 # 行"]),
)
def test_a_backslash_stands_in_a_path_of_windows(line: str, is_windows: bool, words: list[str]) -> None:
    assert split(line, is_windows=is_windows) == words

"""Looking around in a browser shows the masked views to who may see them, and leaves nothing behind."""

import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path

import httpx
import pytest
from conftest import Desk
from support.mail_server import free_port

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.front.session import Session
from complaintctl.watch.browse_page import masked_copy

Served = tuple[str, "subprocess.Popen[str]"]


@contextmanager
def browsing(desk: Desk, language: str, port: int) -> Iterator[Served]:
    """`browse` at work: the address that it prints once it listens."""
    words = desk.line("--lang", language, "browse", "--port", str(port))
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            said = server.stderr.readline()
            assert "http://" in said, said + server.stderr.read()
            yield next(word for word in said.split() if word.startswith("http://")), server
        finally:
            server.kill()


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A file with an overdue case and an ordinary one."""
    desk.register(unit="chengguan", received_at="2026-11-02", name="赵小满", phone="13900000001", summary="排队过久")
    desk.register(unit="hexi", channel="letter", name="", phone="", anonymous=True)
    return desk


@pytest.fixture
def served(busy: Desk) -> Iterator[Served]:
    with browsing(busy, "zh", free_port()) as served:
        yield served


def get(site: str, path: str, **parameters: str) -> httpx.Response:
    return httpx.get(f"{site}{path}", params=parameters or None, timeout=30)


def links(text: str) -> list[str]:
    return [unescape(each) for each in re.findall('href="([^"]*)"', text)]


def test_the_views_are_served_masked_to_this_computer_alone(served: Served) -> None:
    site, _server = served
    port = int(site.split("/")[2].rpartition(":")[2])
    cases = get(site, "complaints/case_overview.json", _shape="array").json()
    assert {row["投诉人"] for row in cases} == {"赵**", "匿名"}
    assert {row["单位"] for row in cases} == {"城关支行", "河西支行"} and cases[0]["状态"] == "已登记"
    assert [row["编号"] for row in cases] == ["TS-2026-0002", "TS-2026-0001"]
    (overdue,) = get(site, "complaints/overdue.json", _shape="array").json()
    assert (overdue["编号"], overdue["超期工作日"], overdue["重大"]) == ("TS-2026-0001", 12, "")
    (mine,) = get(site, "complaints/my_unit.json", _shape="array", unit="河西").json()
    assert mine["编号"] == "TS-2026-0002"
    (this_month, *_others) = get(site, "complaints/this_month_against_last.json", _shape="array").json()
    assert this_month["受理"] == 2 and this_month["受理 上月"] == 0
    for table in ("complainant", "event", "complaint"):
        assert get(site, f"complaints/{table}").status_code == 404
        assert get(site, "complaints.json", sql=f"SELECT * FROM {table}").status_code in (400, 403)
    assert get(site, "complaints.db").status_code in (403, 404)
    assert httpx.post(f"{site}complaints/case_overview", timeout=30).status_code >= 400
    sockets = Path("/proc/net/tcp").read_text().splitlines()
    listening = [line.split()[1] for line in sockets if line.split()[3:4] == ["0A"]]
    assert f"0100007F:{port:04X}" in listening and f"00000000:{port:04X}" not in listening


def test_every_page_is_in_chinese_and_a_number_leads_to_its_case(served: Served) -> None:
    site, server = served
    front = get(site, "").text
    assert "云溪农村商业银行" in front and "练习" in front and "数据为2026-11-23 10:00从案件库复制" in front
    assert "全部案件（已脱敏）" in front and "2条" in front and "查找" in front
    root = "/" + site.split("/", 3)[3]
    link = f'<a href="{root}complaints/case_overview/TS-2026-0001">TS-2026-0001</a>'
    assert link in front
    for path in (
        "complaints/search?words=城关",
        "complaints/overdue_case",
        "complaints/open_duty",
        "complaints/my_unit",
    ):
        assert link in get(site, path).text, path
    case = get(site, "complaints/case_overview/TS-2026-0001").text
    assert "城关支行" in case and "尚未完成的应办事项" in case and "complaintctl 查看 TS-2026-0001" in case
    for words, number in {"城关": 1, "0002": 1, "赵": 1, "小满": 0, "13900000001": 0, "排队": 0, "服务态度": 2}.items():
        found = get(site, "complaints/search.json", _shape="array", words=words).json()
        assert len(found) == number, words
    missing = get(site, "complaints/nothing")
    assert missing.status_code == 404 and "没有此页面" in missing.text
    pages = ("", "complaints", "complaints/case_overview", "complaints/search?words=1", "complaints/unit_month")
    for text in (case, missing.text, *(get(site, path).text for path in pages)):
        assert not [word for word in ("13900000001", "赵小满", "排队过久", "case_no", "Datasette") if word in text]
        assert not [each for each in links(text) if each.startswith("http") and not each.startswith(site)]
    listed = get(site, "complaints/case_overview").text
    chosen = next(each for each in links(listed) if "%E5%9F%8E%E5%85%B3" in each)  # 城关, among the units
    assert "TS-2026-0001" in (narrowed := get("", chosen).text) and "TS-2026-0002" not in narrowed
    (sorted_by, *_more) = [each for each in links(listed) if "_sort=" in each]
    assert "TS-2026-0001" in get(site, sorted_by.removeprefix(root)).text
    server.kill()
    assert server.stderr and "Traceback" not in server.stderr.read()


def test_nobody_gets_in_under_a_foreign_name_or_without_the_address(served: Served) -> None:
    site, _server = served
    here, port = site.split("/")[2], site.split("/")[2].rpartition(":")[2]
    for host in (here, f"localhost:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        assert httpx.get(site, headers={"Host": host}, timeout=30).status_code == 200, host
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        f"127.0.0.1:{port}.evil.example",
        "localhost:1",
        "",
    ):
        answer = httpx.get(site, headers={"Host": host}, timeout=30)
        assert answer.status_code == 403 and "TS-" not in answer.text, host
    for path in ("", "complaints", "-/databases.json", "../complaints"):
        assert "TS-" not in (answer := httpx.get(f"http://{here}/{path}", timeout=30)).text
        assert answer.status_code == 403


def test_what_is_not_there_is_a_page_and_nothing_can_be_written(served: Served) -> None:
    site, server = served
    for path in ("nowhere/at/all/x", "-/nothing/x", "complaints/case_overview/none", "%00"):
        assert get(site, path).status_code in (302, 404)
    assert "500" in get(site, "complaints/case_overview", _sort="赵小满").text
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        done = httpx.request(method, f"{site}complaints/case_overview", content="x", timeout=30)
        assert (done.status_code, done.text) == (405, "此处只能查看，不能写入。\n")
    server.terminate()
    assert server.stderr and server.stderr.read() == ""  # no traceback, and no word of what was looked for


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_nothing_is_left_behind(
    busy: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    before = {*tmp_path.rglob("*")}
    # Tests that run without a terminal may ignore it, and what they start takes that over.
    former = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with browsing(busy, "en", free_port()) as (site, server):
        signal.signal(signal.SIGHUP, former)
        assert "TS-2026-0001" in get(site, "").text
        server.send_signal(how)
        assert server.wait(30) == (0 if how == signal.SIGINT else -how)
    assert {*tmp_path.rglob("*")} == before


def test_a_port_in_use_is_a_sentence(served: Served, busy: Desk) -> None:
    port = int(served[0].split("/")[2].rpartition(":")[2])
    said = busy("browse", "--port", str(port), expect=2)
    assert f"Port {port} of this computer cannot be used: another program has it" in said
    assert f"complaintctl browse --port {port + 1}" in said


def seen(desk: Desk, person: str) -> str:
    """All that somebody's browser would get."""
    session = Session(desk.path, person, Clock(parse_moment("2026-11-24T10:00", "")))
    session.command = "browse"
    with session.reading() as connection, closing(sqlite3.connect(":memory:")) as copy:
        shown = masked_copy(session, connection, copy)
        return "\n".join([*copy.iterdump(), str(shown)])


@pytest.mark.requirement("A13.4")
def test_a_report_of_wrongdoing_is_not_among_what_whom_it_names_sees(busy: Desk) -> None:
    busy.register(channel="letter", nature="wrongdoing_report", unit="chengguan", subject="sun", name="温谷雨",
                  received_at="2026-11-02")  # fmt: skip
    assert "TS-2026-0003" not in seen(busy, "sun") and "TS-2026-0001" in seen(busy, "sun")
    told = seen(busy, "li")
    assert "TS-2026-0003" in told and "保密" in told and "温" not in told

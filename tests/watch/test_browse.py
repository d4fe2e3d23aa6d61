"""Looking around in a browser shows the masked views and nothing else."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from conftest import Desk
from support.mail_server import free_port

Served = tuple[str, "subprocess.Popen[bytes]"]


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    """`browse` over a file with an overdue case and an ordinary one: the address at which it answers."""
    desk.register(unit="chengguan", received_at="2026-11-02", name="赵小满", phone="13900000001", summary="排队过久")
    desk.register(unit="hexi", channel="letter", name="", phone="", anonymous=True)
    port = str(free_port())
    words = desk.line("--lang", "zh", "browse", "--port", port)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            # The connection is tried again, ever more slowly, while the server is coming up.
            with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=60) as client:
                client.get(f"http://127.0.0.1:{port}/-/versions.json").raise_for_status()
            assert server.poll() is None
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()


def test_the_views_are_served_masked_to_this_computer_alone(served: Served) -> None:
    site, _server = served
    port = int(site.rpartition(":")[2])

    def get(path: str, **parameters: str) -> httpx.Response:
        return httpx.get(f"{site}{path}", params=parameters, timeout=30)

    front = get("/").text
    assert "云溪农村商业银行" in front and "练习" in front
    cases = get("/complaints/case_overview.json", _shape="array").json()
    assert {row["投诉人"] for row in cases} == {"赵**", "匿名"}
    assert {row["单位"] for row in cases} == {"城关支行", "河西支行"} and cases[0]["状态"] == "已登记"
    (overdue,) = get("/complaints/overdue.json", _shape="array").json()
    assert (overdue["编号"], overdue["超期工作日"]) == ("TS-2026-0001", 12)
    (mine,) = get("/complaints/my_unit.json", _shape="array", unit="河西").json()
    assert mine["编号"] == "TS-2026-0002"
    assert get("/complaints/this_month_against_last.json", _shape="array").json()
    page = get("/complaints/case_overview").text
    assert "编号" in page and not [word for word in ("case_no", "13900000001", "赵小满", "排队过久") if word in page]
    for table in ("complainant", "event", "complaint"):
        assert get(f"/complaints/{table}").status_code == 404
        assert get("/complaints.json", sql=f"SELECT * FROM {table}").status_code in (400, 403)
    assert get("/complaints.db").status_code in (403, 404)
    assert httpx.post(f"{site}/complaints/case_overview", timeout=30).status_code >= 400
    sockets = Path("/proc/net/tcp").read_text().splitlines()
    listening = [line.split()[1] for line in sockets if line.split()[3:4] == ["0A"]]
    assert f"0100007F:{port:04X}" in listening and f"00000000:{port:04X}" not in listening


def test_a_page_that_is_not_there_is_no_traceback(served: Served) -> None:
    site, server = served
    assert httpx.get(f"{site}/complaints/nothing", timeout=30).status_code == 404
    server.terminate()
    assert server.stdout and b"Traceback" not in server.stdout.read()

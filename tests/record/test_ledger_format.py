"""Version 2 of the ledger: what of an event is shared, what is salted, and that neither can be changed (Art. 6)."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Desk, cases, made_once
from support.case_file import VERSIONS, tampering, unpacked

from complaintctl.record import ledger

WHOLE = "SELECT * FROM event ORDER BY seq"


@made_once
def handled(desk: Desk) -> None:
    """A case handled to its end, with short texts."""
    case = str(desk.register(unit="chengguan")["case_no"])
    desk.acts(case, "brief; transfer", ["contact", "--purpose", "progress", "--text", "已告知"])
    desk.through(case, "resolve review close")


def events(desk: Desk) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(WHOLE).fetchall()


def leaves(value: object) -> Iterator[object]:
    """Every single value in a value of JSON."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.requirement("A6.1")
def test_an_event_is_proved_without_its_texts(handled: Desk) -> None:
    """By nothing but SHA-256: of the shared details, and of the digest of the salted part."""
    with closing(sqlite3.connect(handled.path)) as connection:
        shared = {(kind, key) for kind, key in connection.execute("SELECT kind, key FROM shared_field")}

    def sha256(value: object) -> str:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    previous = "0" * 64
    for event in events(handled):
        detail = json.loads(event["detail"])
        open_part = {key: value for key, value in detail.items() if (event["kind"], key) in shared}
        rest = {key: value for key, value in detail.items() if key not in open_part}
        salted = sha256([event["salt"], event["actor"], event["login"], event["host"], rest])
        content = [event[name] for name in ("seq", "case_no", "kind", "at", "recorded_at")]
        leaf = sha256([*content, sha256(open_part), salted])
        assert hashlib.sha256((previous + leaf).encode()).hexdigest() == event["hash"]
        previous = event["hash"]


@pytest.mark.requirement("A6.1")
def test_no_text_name_or_number_of_a_person_is_shared(handled: Desk) -> None:
    with closing(sqlite3.connect(handled.path)) as connection:
        shared = {(kind, key) for kind, key in connection.execute("SELECT kind, key FROM shared_field")}
        staff = {code for (code,) in connection.execute("SELECT code FROM staff")}
    seen = {
        str(value)
        for event in events(handled)
        for key, part in json.loads(event["detail"]).items()
        if (event["kind"], key) in shared and key not in ("calendar", "unit", "slip_no", "report_no")
        for value in leaves(part)
    }
    assert "work_error" not in seen and {"walk_in", "service_attitude", "satisfied"} <= seen
    assert not seen & staff and all(value.isascii() for value in seen)


def test_short_texts_cannot_be_guessed_from_a_digest(handled: Desk) -> None:
    """Two contacts that say the same have nothing in common but what is shared."""
    salts = [event["salt"] for event in events(handled)]
    assert len(set(salts)) == len(salts) and {len(salt) for salt in salts} == {32}


@cases("change", "a key twice", "a shared key", "a text")
def test_a_changed_detail_is_found(handled: Desk, change: str) -> None:
    changed = {
        "a key twice": """UPDATE event SET detail = '{"category":"work_error",' || substr(detail, 2)""",
        "a shared key": "UPDATE event SET detail = json_set(detail, '$.category', 'work_error')",
        "a text": "UPDATE event SET detail = json_set(detail, '$.summary', '另一事')",
    }[change]
    with tampering(handled.path) as connection:
        connection.execute(f"{changed} WHERE kind = 'registered'")
    assert "(registered, TS-2026-0001) was changed" in handled.run("verify", expect=6).stdout


@cases("detail", "[]", "7", f'{{"text":{"9" * 5000}}}', ids=["a list", "a number", "too long a number"])
def test_a_detail_that_no_program_wrote_is_found(handled: Desk, detail: str) -> None:
    with tampering(handled.path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE event SET detail = ? WHERE seq = (SELECT max(seq) FROM event)", (detail,))
    assert "(closed, TS-2026-0001) was changed" in handled.run("verify", expect=6).stdout


def test_no_login_is_put_into_an_event_of_the_former_format(tmp_path: Path) -> None:
    desk = unpacked(VERSIONS[-1], tmp_path)
    desk("upgrade")
    with tampering(desk.path) as connection:
        connection.execute("UPDATE event SET login = 'wang', host = 'pc9' WHERE seq = 5")
    assert "Event 5 (staff_added, no case) was changed" in desk.run("verify", expect=6).stdout


def test_no_event_goes_back_to_the_former_format(handled: Desk) -> None:
    with tampering(handled.path) as connection:
        connection.row_factory = sqlite3.Row
        shared = ledger.SharedKeys(connection)
        last = dict(connection.execute(f"{WHOLE} DESC LIMIT 1").fetchone())
        digest = ledger.event_hash(last | dict.fromkeys(("login", "host", "salt")), last["previous_hash"], shared)
        former = "UPDATE event SET login = NULL, host = NULL, salt = NULL, hash = ? WHERE seq = ?"
        connection.execute(former, (digest, last["seq"]))
        connection.execute("UPDATE ledger_head SET hash = ?", (digest,))
    assert "was changed after it was entered" in handled.run("verify", expect=6).stdout


@pytest.mark.requirement("A6.1")
def test_the_key_of_an_imported_row_is_of_this_file_alone(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    cells = ["2026-11-20", "电话", "工作失误", "客户甲", "13900000001", "城关支行", "多扣手续费", "退还"]
    head = "受理日期,投诉渠道,投诉类别,投诉人,联系电话,被投诉单位,投诉内容,诉求"
    file = tmp_path_factory.mktemp("rows") / "rows.csv"
    file.write_text(f"{head}\n{','.join(cells)}\n", "utf-8")
    desk("import", str(file))
    with closing(sqlite3.connect(desk.path)) as connection:
        ((key,),) = connection.execute("SELECT import_key FROM complaint").fetchall()
    guess = json.dumps(["cells", "1", *cells], ensure_ascii=False, separators=(",", ":"))
    assert key != hashlib.sha256(guess.encode()).hexdigest()
    desk("import", str(file))
    assert len(desk.json("list")) == 1

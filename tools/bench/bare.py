"""The least a Python program can do: the same rows, the same commit, the same answers, in plain sqlite3.

Each is a program of its own: what only one of them needs, it imports by itself.
"""

import sqlite3
import sys

APPEND = """
INSERT INTO event (seq, case_no, kind, at, recorded_at, actor, detail, previous_hash, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def signed(rows: list[tuple], seq: int, previous: str) -> list[tuple]:
    """Rows (case, kind, at, recorded at, actor, detail) numbered and chained by SHA-256."""
    import hashlib
    import json

    done = []
    for row in rows:
        seq += 1
        digest = hashlib.sha256(json.dumps([seq, *row, previous], ensure_ascii=False).encode()).hexdigest()
        done.append((seq, *row, previous, digest))
        previous = digest
    return done


def register(path: str) -> None:
    """A customer, a case and its two events, in one transaction."""
    import datetime
    import hashlib
    import json

    connection = connect(path)
    connection.execute("BEGIN IMMEDIATE")
    now = datetime.datetime.now().isoformat(timespec="seconds") + "+08:00"
    year = now[:4]
    (count,) = connection.execute("SELECT count(*) FROM complaint WHERE case_no > ?", (f"TS-{year}",)).fetchone()
    case_no = f"TS-{year}-{count + 1:04}"
    customer = connection.execute(
        "INSERT INTO complainant (name, phone, salt) VALUES ('赵小满', '13900000001', ?)",
        (hashlib.md5(now.encode()).hexdigest(),),
    ).lastrowid
    detail = {"category": "service_attitude", "channel": "walk_in", "complainant": customer, "demand": "道歉",
              "first_receiver": "li", "summary": "柜员态度生硬"}  # fmt: skip
    seq, previous = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    (due,) = connection.execute(
        "SELECT day FROM calendar WHERE is_working = 1"
        " AND working_no = 3 + (SELECT working_no FROM calendar WHERE day = ?)",
        (now[:10],),
    ).fetchone()
    rows = [(case_no, "registered", now, now, "li", json.dumps(detail, ensure_ascii=False)),
            (case_no, "deadline_set", now, now, "li", json.dumps({"due_on": due}))]  # fmt: skip
    connection.executemany(APPEND, signed(rows, seq, previous))
    connection.execute(
        "INSERT INTO complaint (case_no, channel, category, received_at, received_on, registered_at, registered_by,"
        " first_receiver, complainant, anonymous, summary, demand, public_figure, hot_topic, reputation, large_amount,"
        " large_group, is_major, nature, restricted, legal_complexity, legal_dispute, is_referred, status, is_open,"
        " opened_at, opened_seq, promised_due_on)"
        " VALUES (?, 'walk_in', 'service_attitude', ?, ?, ?, 'li', 'li', ?, 0, ?, ?, 0, 0, 0, 0, 0, 0, 'complaint', 0,"
        " 'simple', 0, 0, 'registered', 1, ?, ?, ?)",
        (case_no, now, now[:10], now, customer, detail["summary"], detail["demand"], now, seq + 1, due),
    )
    connection.execute(
        "INSERT INTO case_round (case_no, started_seq, started_kind, started_at, started_on, ended_seq, from_seq,"
        " from_on, category, legal_complexity)"
        " VALUES (?, ?, 'registered', ?, ?, ?, ?, ?, 'service_attitude', 'simple')",
        (case_no, seq + 1, now, now[:10], 2**63 - 1, seq + 1, now[:10]),
    )
    connection.execute("COMMIT")
    connection.close()
    print(case_no, due)


def write_rows(path: str, number: str, still_open: str) -> None:
    """A register of so many complaints over eight years, the last of them still open, in CSV."""
    import csv
    import datetime
    import random

    chance, count = random.Random(7), int(number)
    first = datetime.date.today() - datetime.timedelta(days=8 * 365)
    with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - it has no need of pathlib
        writer = csv.writer(file)
        writer.writerow(
            ["投诉时间", "投诉方式", "类别", "投诉内容", "诉求", "处理结果", "满意程度", "回复客户日期", "办结日期"]
        )
        for n in range(count):
            day = first + datetime.timedelta(days=int(n * 8 * 365 / count))
            replied, closed = day + datetime.timedelta(days=chance.randint(1, 9)), day + datetime.timedelta(days=10)
            done = n < count - int(still_open)
            writer.writerow([
                day, chance.choice(("电话", "上门", "网络", "信件")),
                chance.choice(("工作失误", "服务态度", "内部管理", "服务产品", "服务渠道", "违规操作")),
                f"柜面排队时间长,第{n}件", "改进服务",
                *(("情况属实,已致歉", "满意", replied, closed) if done else ("", "", "", "")),
            ])  # fmt: skip


def import_rows(source: str, target: str) -> None:
    """The case and event rows of one file into another of the same tables, by executemany, with their hashes.

    Triggers look up the kinds of event and the codes of a case, so these come along.
    """
    old = sqlite3.connect(source)
    new = connect(target)
    new.execute("PRAGMA journal_mode = WAL")
    for (sql,) in old.execute(TABLES).fetchall():
        new.execute(sql)
    kinds, codes, cases, rounds = (
        old.execute(f"SELECT * FROM {table}").fetchall() for table in ("event_kind", "code", "complaint", "case_round")
    )
    events = old.execute("SELECT case_no, kind, at, recorded_at, actor, detail FROM event").fetchall()
    new.execute("BEGIN IMMEDIATE")
    insert(new, "event_kind", kinds)
    insert(new, "code", codes)
    new.executemany(APPEND, signed(events, 0, "0" * 64))
    insert(new, "complaint", cases)
    insert(new, "case_round", rounds)
    new.execute("COMMIT")
    new.close()


def insert(connection: sqlite3.Connection, table: str, rows: list[tuple]) -> None:
    """Whole rows into a table."""
    connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)


TABLES = """
SELECT sql FROM sqlite_schema
WHERE (type IN ('table', 'index', 'trigger') OR name = 'case_code') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
ORDER BY type = 'trigger', type = 'index'
"""
DEADLINES = """
SELECT c.case_no, c.category, coalesce(c.lead_unit, c.respondent_unit), c.received_on,
    min((SELECT day FROM calendar WHERE is_working = 1 AND working_no = s.working_no
            + CASE g.complexity WHEN 'general' THEN 3 ELSE 10 END),
        (SELECT min(day) FROM calendar WHERE is_working = 1 AND day >= date(c.received_on, '+15 days'))) AS due_on
FROM complaint c JOIN category g ON g.code = c.category JOIN calendar s ON s.day = c.received_on
WHERE c.is_open = 1 AND c.replied_at IS NULL
"""


def overdue(*words: str) -> None:
    """The open cases past their due date."""
    *form, path = words
    connection = sqlite3.connect(path)
    rows = connection.execute(
        f"SELECT d.*, t.working_no - e.working_no FROM ({DEADLINES}) d JOIN calendar e ON e.day = d.due_on"
        " JOIN calendar t ON t.day = date('now', '+8 hours') WHERE d.due_on < t.day ORDER BY 6 DESC"
    ).fetchall()
    if form:
        import json

        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(*row, sep="  ")


REPORT = """
SELECT category,
    sum(received_on < :first AND (left_at IS NULL OR left_at >= :first)),
    sum(received_on BETWEEN :first AND :last), sum(substr(left_at, 1, 10) BETWEEN :first AND :last),
    sum(received_on <= :last AND (left_at IS NULL OR substr(left_at, 1, 10) > :last)), sum(is_major),
    avg(CASE WHEN substr(left_at, 1, 10) BETWEEN :first AND :last THEN
        (SELECT working_no FROM calendar WHERE day = substr(c.replied_at, 1, 10))
        - (SELECT working_no FROM calendar WHERE day = c.received_on) END)
FROM complaint c GROUP BY category
"""


def report(_month: str, month: str, *words: str) -> None:
    """Stock, arrivals, departures and the mean time of a month by category, with what is overdue now."""
    import csv

    connection = sqlite3.connect(words[-1])
    rows = connection.execute(REPORT, {"first": f"{month}-01", "last": f"{month}-31"}).fetchall()
    late = connection.execute(
        f"SELECT category, count(*) FROM ({DEADLINES}) WHERE due_on < date('now', '+8 hours') GROUP BY category"
    ).fetchall()
    csv.writer(sys.stdout).writerows([*row, dict(late).get(row[0], 0)] for row in rows)


def show(path: str) -> None:
    """A case and its events."""
    connection = sqlite3.connect(path)
    (case_no,) = connection.execute("SELECT max(case_no) FROM complaint").fetchone()
    print(*connection.execute("SELECT * FROM complaint WHERE case_no = ?", (case_no,)).fetchone(), sep="\n")
    for row in connection.execute("SELECT * FROM event WHERE case_no = ?", (case_no,)):
        print(*row)


def main() -> None:
    """Do the job that is named."""
    jobs = {"register": register, "rows": write_rows, "import": import_rows, "overdue": overdue, "report": report,
            "show": show}  # fmt: skip
    jobs[sys.argv[1]](*sys.argv[2:])

"""What `ledger` writes, `import` reads back into an empty file without a difference, column by column (Art. 6)."""

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from hypothesis import Phase, assume, given
from hypothesis import strategies as st
from support import case_commands as bank_acts
from support.long_runs import examples

from complaintctl.base.clock import CHINA, Clock, moment_of
from complaintctl.base.errors import ComplaintError
from complaintctl.cases import rule_rows
from complaintctl.disk import csv_table
from complaintctl.file import db
from complaintctl.intake import act as intake_act
from complaintctl.keep import integrity
from complaintctl.privacy import personal
from complaintctl.record.ledger import Act
from complaintctl.register import rows as register_rows
from complaintctl.register.fields import COLUMNS
from complaintctl.register.page import Register, register
from complaintctl.register.register_formats import as_csv
from complaintctl.register.register_xlsx import as_workbook
from complaintctl.taking_over import act as taking_over_act
from complaintctl.taking_over import workbook
from complaintctl.taking_over.column_mapping import ColumnMapping

# What officers type and spreadsheets and parsers stumble over.
TEXTS = st.sampled_from(
    "排队过长|=1+1|-5元差额|@所有人|'5号窗口|'引号|=\"1\"|第一行\n第二行|制\t表|控\x1b[31m制|<b>&amp;{{x}}|𠮷野家😀|_x000D_|二〇二六年：起因，经过"
    "|\x07 'e\u200e\u0301响\x01 |2026-02-09 孙惊蛰：已阅|合计|0917|610000199001010000|长" .split("|")
) | st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)  # fmt: skip
CHOICES = {
    "channel": bank_acts.CHANNELS, "category": bank_acts.CATEGORIES,
    "name": [None, "赵小满", "欧阳·买买提", "O'Neil", "-", "无名氏"],
    "phone": [None, "13900000001", "0917-1234567", "09171234567", "+86 139 0000 0001", "无"],
    "id_no": [None, "610000199001010017", "61000019900101001X", "610000900101001"],
    "address": [None, "云溪县城关镇东街2号", "东街\n2号", "=A1", "无", "3-2-1"],
    "unit": [None, "chengguan", "hexi", "xincheng"], "subject": [None, "qian", "qian2", "高个子柜员"],
    "amount": [None, "0", "50000.01", "9999999999999.99"], "first_receiver": [None, "zhang", "qian", "qian2"],
    "public_figure": [False, True], "reputation": [False, True], "escorted_by": [None, "qian"],
    "group_size": [None, 3, 25], "representatives": [None, 2], "source_agency": [None, "县信访局"],
    "source_due": [None, "2026-03-31"], "nature": [None, "wrongdoing_report", "suggestion"],
    "repeat_of": [None, None, "1"], "received_at": [None, (-600, False), (-1440, True)],
}  # fmt: skip


def take_in(act: Act, **options: Any) -> None:
    intake_act.register(act, options)


RECEIVE = bank_acts.command(
    take_in,
    **dict.fromkeys(("summary", "demand"), TEXTS),
    **dict.fromkeys(("reason", "answered"), st.none() | TEXTS),
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A furnished file with names that are easily confused."""
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    path.write_bytes(furnished)
    desk = Desk(path, as_of="2026-01-01")
    desk("unit", "add", "xincheng", "新城分理处、二部[东]")
    desk("staff", "add", "qian2", "钱谷雨", "--unit", "xincheng")
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with nobody in it but its first officer."""
    desk = Desk(tmp_path_factory.mktemp("empty") / "empty.db", as_of="2026-01-01")
    desk("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明")
    return desk.path


def book(path: Path, now: datetime) -> Register:
    """The whole register of a file, revealed."""
    with db.writing(path, moment_of(now), keep=False) as connection:
        rows = register_rows.cases(connection, "", "9999-12-31")
        people = personal.everyone(connection, reveal=True)
        labels, grounds = rule_rows.labels(connection, "zh"), rule_rows.major_grounds(connection)
    return register(rows, people, labels, grounds, title="登记簿", period="", mark="", rule="")


def read_back(file: Path, path: Path, now: datetime) -> taking_over_act.Result:
    """Import a register into a file."""
    chosen = ColumnMapping()
    data = file.read_bytes()
    is_workbook = workbook.is_workbook(data)
    rows = workbook.read(file.name, data, chosen, None, str)[0] if is_workbook else csv_table.read(file, "auto")
    with db.writing(path, moment_of(now)) as connection:
        act = Act(connection, Clock(moment_of(now)), "li")
        return taking_over_act.take_in(act, rows, chosen, file.name, lambda things, _label: things)


def differences(first: Register, second: Register) -> Iterator[tuple[int, str, Any, Any]]:
    for number, (before, after) in enumerate(zip(first.rows, second.rows, strict=False), 1):
        for column, old, new in zip(COLUMNS, before, after, strict=True):
            if old != new:
                yield number, column.heading, old, new


def problems(
    folder: Path, bank: Path, empty: Path, received: Sequence[Any], progress: Sequence[int], steps: Sequence[Any]
) -> Iterator[object]:
    """Whatever is not the same once a register made by these commands was written and read back."""
    path = Path(shutil.copy(bank, folder))
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    done = [(complaint, 7) for complaint in received]
    done += [
        ((bank_acts.go_on, {"given": str(case)}), 45) for case, times in enumerate(progress, 1) for _ in range(times)
    ]
    with bank_acts.opened(path) as connection:
        for (deed, options), minutes in [*done, *steps]:
            now += timedelta(minutes=minutes, seconds=13)
            given = {key: bank_acts.as_written(value, now) for key, value in options.items()}
            with suppress(ComplaintError), bank_acts.acting(connection, moment_of(now)) as act:
                deed(act, **given)
    now += timedelta(days=1)
    original = book(path, now)
    assume(original.rows)
    csv_file, xlsx_file = folder / "register.csv", folder / "register.xlsx"
    csv_file.write_bytes(as_csv(original).encode("utf-8-sig"))
    xlsx_file.write_bytes(as_workbook(original))
    before = folder / "before.csv"  # as version 0.3.0 wrote it: what has no column for machines is read by its cells
    with before.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(row[:-1] for row in csv.reader(io.StringIO(as_csv(original))))
    for file in (csv_file, xlsx_file, before):
        copy = Path(shutil.copy(empty, folder / f"{file.name}.db"))
        result = read_back(file, copy, now)
        yield from ((reject.row.cells, reject.reason) for reject in result.rejects)
        again = book(copy, now)
        yield from (each for each in differences(original, again) if file != before or each[1] != "机读数据")
        totals = original.totals.keys() - {"办理期限"}
        yield from (name for name in totals if original.totals[name] != again.totals[name])
        with db.reading(copy) as connection:
            yield from integrity.findings(connection)


# What differs is named by its column: to make the example smaller would take minutes.
@examples(20, derandomize=True, phases=[Phase.generate])
@given(
    received=st.lists(RECEIVE, min_size=1, max_size=4),
    progress=st.lists(st.integers(0, 14), min_size=4, max_size=4),
    steps=st.lists(st.tuples(st.one_of(bank_acts.COMMANDS, bank_acts.GO_ON), bank_acts.MINUTES_BETWEEN), max_size=14),
)
def test_a_register_read_back_into_an_empty_file_is_the_same_register(
    tmp_path_factory: pytest.TempPathFactory,
    bank: Path,
    empty: Path,
    received: Sequence[Any],
    progress: Sequence[int],
    steps: Sequence[Any],
) -> None:
    assert list(problems(tmp_path_factory.mktemp("round"), bank, empty, received, progress, steps)) == []

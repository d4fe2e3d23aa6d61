"""What a key and a command at the desk cost in a file of 10,000 cases, 2,000 of them open.

Of each command the median time from Enter to the answer, with the file opened for it alone and with the file kept open
as the desk does, and the ratio of both; of keys the slowest. In one process, and nothing written to a terminal.
"""

import contextlib
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["COMPLAINTCTL_CONFIG"] = os.devnull

import bare
from prompt_toolkit.document import Document
from typer.main import get_command

from complaintctl import cli
from complaintctl.base.clock import Clock
from complaintctl.desk.desk_line import Words
from complaintctl.desk.desk_offers import Offers
from complaintctl.file import kept
from complaintctl.front.session import Session

CASES, OPEN, ROUNDS = 10_000, 2_000, 7
LINES = (
    "show 5", "why 5", "brief 5 --to nobody", "contact 5 --purpose progress --text 已联系", "list --unit supervision",
    "register --channel 电话 --category 服务态度 --summary 排队 --demand 增开窗口 --name 赵小满 --phone 13900000001",
    "find 第9999件", "calendar due", "list", "overdue", "todo",
)  # fmt: skip
TYPED = ("show 500", "transfer 1 --to supervision", "register --channel 电话")


def milliseconds(front: object, line: str) -> float:
    """Time one command, its output thrown away."""
    start = time.perf_counter()
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
        front.main(shlex.split(line), prog_name="complaintctl")
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Make the file, then time each line with and without a connection that is kept."""
    front = get_command(cli.app)
    with tempfile.TemporaryDirectory() as name:
        file, rows = Path(name) / "bank.db", Path(name) / "rows.csv"
        os.environ["COMPLAINTCTL_DB"] = str(file)
        bare.write_rows(str(rows), str(CASES), str(OPEN))
        for words in (["init"], ["import", str(rows)]):
            subprocess.run([sys.executable, "-m", "complaintctl", *words], check=True, capture_output=True)
        print(f"{'':<28}   opened      kept   ratio")
        for line in LINES:
            alone = statistics.median(milliseconds(front, line) for _ in range(ROUNDS))
            with kept.keeping():
                milliseconds(front, line)
                at_desk = statistics.median(milliseconds(front, line) for _ in range(ROUNDS))
            kept.let_go()
            print(f"{line[:28]:<28} {alone:6.1f} ms {at_desk:6.1f} ms   {alone / at_desk:5.1f}", flush=True)
        offers = Offers(Session(file, None, Clock()))
        offers.refresh()
        words = Words(front, offers.known)
        for line in TYPED:
            slowest = 0.0
            for end in range(1, len(line) + 1):
                start = time.perf_counter()
                list(words.get_completions(Document(line[:end]), None))
                slowest = max(slowest, 1000 * (time.perf_counter() - start))
            print(f"{line[:28]:<28} slowest key {slowest:6.1f} ms", flush=True)
        kept.let_go()


if __name__ == "__main__":
    main()

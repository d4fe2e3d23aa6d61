"""`make bench`: whole processes against bare programs that do the same work, as ratios of medians in one run.

The bare programs (tools/bench/bare.py) know only the standard library and the tables of schema.sql, and import no more
than their own job needs. Both are measured as installed: started as a program, their bytecode kept. A pair is run in
turn, A B A B …, so that a machine whose speed drifts slows both. Nothing here is a test: the bounds are printed beside
the figures. They leave a quarter to what was measured with 0.6.0, of which a bare program of 30 to 60 ms is the most
uncertain part.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = [str(Path(sys.executable).with_name("complaintctl"))]
BARE = [sys.executable, "-c", "import bare; bare.main()"]  # a script by itself would be compiled each time
CASES, OPEN = 100_000, 2_000
REGISTER = ["register", "--channel", "walk_in", "--category", "service_attitude", "--summary", "柜员态度生硬",
            "--demand", "道歉", "--name", "赵小满", "--phone", "13900000001"]  # fmt: skip


def seconds(command: list[str]) -> float:
    """Time one process, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(name: str, program: list[str], bare: list[str], bound: float, rounds: int) -> None:
    """Print the medians of both and the ratio of the medians."""
    seconds(program), seconds(bare)
    pairs = [(seconds(program), seconds(bare)) for _ in range(rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    show(name, ours, theirs, bound)


def show(name: str, ours: float, theirs: float, bound: float) -> None:
    """A line of the result: both times in seconds, their ratio, and what it may be at most."""
    ratio = ours / theirs
    print(f"{name:<28} {ours:7.3f} s   bare {theirs:7.3f} s   ratio {ratio:5.2f}   (bound {bound:g})", flush=True)


def main() -> None:
    """Make the files, then run each comparison."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update(COMPLAINTCTL_CONFIG=os.devnull, COMPLAINTCTL_ACTOR="li", LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, bare_small, big, rows = (folder / part for part in ("small.db", "bare.db", "big.db", "rows.csv"))
        for path in (small, bare_small, big):
            subprocess.run([*PROGRAM, "--db", str(path), "init"], check=True, capture_output=True)
        compare("register", [*PROGRAM, "--db", str(small), *REGISTER], [*BARE, "register", str(bare_small)], 6, 31)

        seconds([*BARE, "rows", str(rows), str(CASES), str(OPEN)])
        ours = seconds([*PROGRAM, "--db", str(big), "import", str(rows)])
        theirs = seconds([*BARE, "import", str(big), str(folder / "copy.db")])
        show("import of 100,000 rows", ours, theirs, 4.5)

        month = time.strftime("%Y-%m", time.localtime(time.time() - 40 * 86400))
        for words, bound in (
            (["overdue"], 11),
            (["overdue", "--json"], 9),
            (["report", "--month", month], 3),
            (["report", "--month", month, "--csv"], 3),
        ):
            compare(" ".join(words), [*PROGRAM, "--db", str(big), *words], [*BARE, *words, str(big)], bound, 9)
        compare("show", [*PROGRAM, "--db", str(big), "show", f"{month[:4]}-1"], [*BARE, "show", str(big)], 7.5, 15)


if __name__ == "__main__":
    main()

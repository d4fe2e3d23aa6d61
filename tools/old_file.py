"""Makes tests/versions/N.db.gz, N the version of the tables: the newest of these files, brought up by this program.

`python tools/old_file.py`, before a step to the next version is begun; files that are there are left.
"""

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

from complaintctl.record import schema

VERSIONS = Path(__file__).parent.parent / "tests" / "versions"
DAY = "2026-03-02T10:00"  # on which the cases in these files were received


def main() -> None:
    """Make the file of this version of the tables."""
    target = VERSIONS / f"{schema.VERSION}.db.gz"
    if target.exists():
        sys.exit(f"{target} is there already: it is frozen.")
    newest = VERSIONS / f"{schema.VERSION - 1}.db.gz"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bank.db"
        file.write_bytes(gzip.decompress(newest.read_bytes()))
        words = [sys.executable, "-m", "complaintctl", "--db", str(file), "--as-of", DAY, "--actor", "li"]
        for command in (["upgrade"], ["verify"]):
            subprocess.run([*words, *command], check=True)
        target.write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    main()

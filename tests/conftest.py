"""A practice file with an invented county bank, and ways to run commands on it."""

import functools
import gc
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

import pytest
from support.acts import DEEDS, facts
from typer.testing import CliRunner

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.errors import Refused
from complaintctl.base.language import speak
from complaintctl.cases import case_json, case_rows, rights, rule_rows
from complaintctl.cases.case_json import as_object
from complaintctl.cases.whole_case import whole_case
from complaintctl.cli import app
from complaintctl.file import db, kept
from complaintctl.front import commands
from complaintctl.front.session import Session
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.rules.rule_changes import set_rule
from complaintctl.watch.show_command import looked_at

if TYPE_CHECKING:
    from support.mail_server import Inbox

ROOT = Path(__file__).parent.parent
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each process that a test starts would compile the program anew


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, for each waits a good part of its time for the disk or a terminal."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test; whoever is not named otherwise is li."""
    for name in [name for name in os.environ if name.startswith("COMPLAINTCTL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COMPLAINTCTL_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    speak("en")  # whatever the test before has spoken


# Where a test is of the file itself, each command opens it anew.
OF_THE_FILE = {"backup", "desk", "disk", "file", "front", "health", "keep", "night", "record"}


@pytest.fixture(autouse=True)
def kept_file(request: pytest.FixtureRequest) -> Iterator[None]:
    """Commands of a test share a connection, as at the desk: to prepare the long views takes ten times their answer."""
    with nullcontext() if request.path.parent.name in OF_THE_FILE else kept.keeping():
        yield
    kept.let_go()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands wait no longer than a moment for one another."""
    monkeypatch.setenv("COMPLAINTCTL_WAIT", "0.2")


# A complaint by telephone as an officer types it, and one of nobody.
REGISTER = ["register", "--channel", "phone", "--category", "work_error", "--summary", "多扣手续费", "--demand", "退款"]
ANONYMOUS = [*REGISTER, "--anonymous"]


def cases(names: str, *rows: Any, **more: Any) -> pytest.MarkDecorator:
    """A table of cases for a test, a row each, under the names of its arguments."""
    wanted = names.split()
    return pytest.mark.parametrize(wanted if len(wanted) > 1 else names, rows, **more)


def picked(row: Mapping[str, Any], names: str) -> tuple[Any, ...]:
    """Some values of a row."""
    return tuple(row[name] for name in names.split())


def picked_each(rows: Iterable[Mapping[str, Any]], names: str) -> list[tuple[Any, ...]]:
    """Some values of each row."""
    return [picked(row, names) for row in rows]


class Desk:
    """A case file, and commands run on it in this process as `desk("show", "1")` or `desk.json("show", "1")`."""

    def __init__(self, path: Path, as_of: str | None = "2026-11-23T10:00") -> None:
        self.path = path
        self.as_of = as_of
        self.act: Act | None = None  # of a transaction that is open

    def content(self) -> bytes:
        """The bytes of the file, which nobody has open."""
        kept.let_go()
        return self.path.read_bytes()

    def put(self, content: bytes) -> None:
        """Put other bytes in the place of the file's."""
        kept.let_go()
        self.path.write_bytes(content)

    def run(self, *args: str | Path, as_of: str | None = None, expect: int | None = 0) -> Any:
        """Run one command; its result has stdout, stderr, output and exit_code, which must be `expect` (None: any)."""
        if any(commands.keeps_file(str(word)) for word in args):
            kept.let_go()
        moment = as_of or self.as_of
        before = ["--db", str(self.path), *(["--as-of", moment] if moment else [])]
        result = CliRunner().invoke(app, [*before, *map(str, args)])
        assert expect in (result.exit_code, None), (
            f"{args}: status {result.exit_code}\n{result.output}\n{result.exception!r}"
        )
        return result

    def line(self, *args: str | Path) -> list[str]:
        """The words that start a command on it as a process of its own."""
        clock = ["--as-of", self.as_of] if self.as_of else []
        return [sys.executable, "-m", "complaintctl", "--db", str(self.path), *clock, *map(str, args)]

    def __call__(self, *args: str | Path, as_of: str | None = None, expect: int = 0) -> str:
        """Run one command; its standard output, or its standard error if it was to fail."""
        result = self.run(*args, as_of=as_of, expect=expect)
        return result.stderr if expect else result.stdout

    def json(self, *args: str | Path, as_of: str | None = None) -> Any:
        """Run one command with --json and read what it prints."""
        return json.loads(self(*args, "--json", as_of=as_of))

    def do(self, verb: str, *words: str, as_of: str | None = None, **options: Any) -> Any:
        """Do what a command on a case does, without its answer: for what a test begins with, three times as fast."""
        given = [word for word in words[:1] if not word.startswith("--")]
        with self.acting(as_of) as act:
            need = commands.need(verb)
            if need.right:
                rights.ask(act.connection, act.actor, need.right, of_all=need.of_all)
            as_command = act._replace(right=need.right)
            return DEEDS[verb].done(as_command, *given, **facts(words[len(given) :]), **options)

    @contextmanager
    def acting(self, as_of: str | None = None) -> Iterator[Act]:
        """One transaction for what is done at one time: the acts within share it, for most of each is its preparing."""
        if self.act:
            yield self.act
            return
        moment = as_of or self.as_of
        clock = Clock(parse_moment(moment, "--as-of") if moment else None)
        with Session(self.path, None, clock).writing() as self.act:
            try:
                yield self.act
            finally:
                self.act = None

    def grant(self, *acts: str) -> None:
        """Let everybody do some kinds of act to every case: where a test is of another gate than that of rights."""
        roles = ("officer", "unit_head", "petition_leader", "principal_leader", "line_leader")
        with Session(self.path, None, Clock(parse_moment(self.as_of or "", "--as-of"))).writing() as act:
            for key in (f"right.{role}.{kind}" for role in roles for kind in acts):
                with suppress(Refused):  # it may already
                    set_rule(act, key, "all", since="2025-01-01")

    def acts(self, case: str, *steps: str | list[str], as_of: str | None = None) -> None:
        """Do acts on a case, each as its command without the case: `brief; transfer --to hexi; sign --by qian`."""
        lines = (step.split("; ") if isinstance(step, str) else [shlex.join(step)] for step in steps)
        with self.acting(as_of):
            for verb, *words in map(shlex.split, chain.from_iterable(lines)):
                if words:
                    self.do(verb, case, *words, as_of=as_of)
                else:
                    self.through(case, verb, as_of)

    def register(self, as_of: str | None = None, then: str = "", **options: Any) -> "Registered":
        """Register a complaint, plausible defaults filled in, and do the acts that come then; the case."""
        chosen = {
            "channel": "walk_in", "category": "service_attitude", "summary": "柜员解释时语气生硬", "demand": "道歉",
            "name": "赵小满", "phone": "13900000001", **options,
        }  # fmt: skip
        with self.acting(as_of):
            case_no, *_rest = self.do("register", as_of=as_of, **{key: value for key, value in chosen.items() if value})
            if then:
                self.acts(case_no, then, as_of=as_of)
        return Registered(self, case_no, as_of)

    def resolve(self, case: str, replied_at: str, as_of: str | None = None, **options: Any) -> None:
        """Record a result report with plausible defaults."""
        chosen = {
            "findings": "经核实情况属实", "fault": "bank", "responsible": "批评教育", "lessons": "服务意识不足",
            "corrective": "开展培训", "satisfaction": "satisfied", "handler": "zhang", "phone": "0000-1234567",
            "replied_at": replied_at, "reply": "已电话致歉", "apology": "支行与当事人已致歉", **options,
        }  # fmt: skip
        self.do("resolve", case, as_of=as_of, **chosen)

    def through(self, case: str, acts: str, as_of: str | None = None) -> None:
        """Do one plain act after the other: brief, transfer, resolve, review, close, archive."""
        plain = {"brief": ("--to", "sun"), "transfer": ("--to", "chengguan"), "review": ("--accept",)}
        with self.acting(as_of):
            for name in acts.split():
                if name == "resolve":
                    self.resolve(case, str(as_of or self.as_of), as_of)
                else:
                    self.do(name, case, *plain.get(name, ()), as_of=as_of)

    @contextmanager
    def looking(self, case: str, as_of: str | None) -> Iterator[tuple[Session, Connection, str]]:
        """The file as `show` opens it for a case, which may be looked at; its full number."""
        moment = as_of or self.as_of
        session = Session(self.path, None, Clock(parse_moment(moment, "--as-of") if moment else None))
        session.command = "show"
        with session.reading(case) as connection:
            yield session, connection, looked_at(session, connection, case)

    def case(self, case: str = "1", as_of: str | None = None) -> dict[str, Any]:
        """Read what `show --json` says of a case but for its duties, which take as long as all the rest."""
        with self.looking(case, as_of) as (session, connection, number):
            file = whole_case(connection, number, session.masking(connection).of(number), with_duties=False)
            shown = as_object(file, rule_rows.labels(connection, session.language, number))
        del shown["duties"]
        return shown

    def duties(self, case: str = "1", as_of: str | None = None) -> list[dict[str, Any]]:
        """Read what `show --json` says of the duties of a case, without the rest."""
        with self.looking(case, as_of) as (session, connection, number):
            labels = rule_rows.labels(connection, session.language, number)
            return case_json.duties(case_rows.duties(connection, number), labels)

    def duty(self, name: str, case: str = "1", as_of: str | None = None) -> Any:
        """A duty of a case, done or not; None if the regulation does not ask it."""
        return next((row for row in self.duties(case, as_of) if row["duty"] == name), None)

    def owed(self, case: str = "1", as_of: str | None = None) -> set[str]:
        """What is still owed on a case."""
        return {row["duty"] for row in self.duties(case, as_of) if row["owed"]}


class Registered(dict[str, Any]):
    """A case just registered: its number, and what `show --json` says of it once that is asked for."""

    def __init__(self, desk: Desk, case_no: str, as_of: str | None) -> None:
        super().__init__(case_no=case_no)
        self._rest = lambda: desk.case(case_no, as_of)
        self._duties = lambda: desk.duties(case_no, as_of)

    def __missing__(self, key: str) -> Any:
        self.update({"duties": self._duties()} if key == "duties" else self._rest())
        return dict(self)[key]


def furnish(desk: Desk) -> Desk:
    """Units and leaders enough for every duty."""
    for words in (
        "unit add chengguan 城关支行", "unit add hexi 河西支行 --area country",
        "unit add retail 零售业务部 --kind department", "staff add zhang 张立冬 --unit chengguan --role unit_head",
        "staff add qian 钱谷雨 --unit hexi", "staff add sun 孙惊蛰 --unit supervision --role petition_leader",
        "staff add zhou 周立夏 --unit supervision --role principal_leader",
        "staff add wu 吴白露 --unit supervision --role line_leader",
    ):  # fmt: skip
        desk(*words.split())
    return desk


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a furnished practice file, made once."""
    return furnished_on("2025-01-01", tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A furnished practice file, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "bank.db"
    path.write_bytes(furnished)
    return path


def furnished_on(day: str, folder: Path) -> bytes:
    """The bytes of a practice file made and furnished on a day."""
    desk = Desk(folder / "bank.db", as_of=day)
    os.environ["COMPLAINTCTL_ACTOR"] = "li"
    desk("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明")
    furnish(desk)
    return desk.content()


@pytest.fixture
def desk(tmp_path: Path, furnished: bytes) -> Desk:
    """A furnished practice file at Monday 2026-11-23, 10:00; the actor is li of 监察室."""
    path = tmp_path / "bank.db"
    path.write_bytes(furnished)
    return Desk(path)


def made_once(build: Callable[[Desk], object]) -> Any:
    """Make a fixture of what is done at the furnished desk: done once, and a copy of its file for each later test."""
    made: dict[str, Any] = {}

    @pytest.fixture(name=build.__name__)
    @functools.wraps(build)
    def copied(desk: Desk) -> Desk:
        if made:
            desk.put(made["file"])
            desk.as_of = made["as_of"]
        else:
            build(desk)
            made.update(file=desk.content(), as_of=desk.as_of)
        return desk

    return copied


@pytest.fixture
def inbox() -> Iterator["Inbox"]:
    """A mail server that is configured, without TLS."""
    from support.mail_server import configure, serving

    with serving() as (opened, port):
        configure(port)
        yield opened


@pytest.fixture
def program() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run the program as a process of its own: program("list", db=path) → CompletedProcess."""

    def run(*args: str, db: Path | None = None, **options: Any) -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-m", "complaintctl", *(["--db", str(db)] if db else []), *args]
        return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", timeout=120, **options)

    return run


# ---- A small year, whose return the tests know by heart ----


def enter(desk: Desk, recorded_at: str, case_no: str, kind: str, at: str | None = None, **detail: Any) -> None:
    """Enter an event of a case under a clock, as the ledger keeps it."""
    clock = Clock(parse_moment(recorded_at, ""))
    with db.writing(desk.path) as connection:
        act = Act(connection, clock, "li")
        moment = parse_moment(at or recorded_at, "")
        ledger.append(act, [Fact(case_no, kind, moment, detail)])
        ledger.settle(act, case_no, moment, kind)


def finish(desk: Desk, case: str, replied_on: str, closed_on: str, **outcome: str) -> None:
    """Report the result of a case, with the reply to the customer, and close it."""
    if outcome.get("fault") == "customer":
        outcome = {"explanation": "已说明规定与流程", **outcome}
    desk.resolve(case, f"{replied_on}T15:00", as_of=f"{replied_on}T16:00", **outcome)
    desk.do("review", case, "--accept", as_of=f"{closed_on}T17:00")
    desk.do("close", case, as_of=f"{closed_on}T17:30")


def live_through_the_spring(desk: Desk) -> None:
    """Eight complaints of 2025, each briefed on and, where its channel asks for it, transferred on the day."""

    def register(day: str, **options: Any) -> str:
        case = str(desk.register(as_of=f"{day}T10:00", **options)["case_no"])
        desk.do("brief", case, "--to", "sun", as_of=f"{day}T11:00")
        if options["channel"] not in ("media", "suggestion_box") and not options.get("answered"):
            desk.do("transfer", case, "--to", options["unit"], as_of=f"{day}T11:00")
        return case

    # In time, after two working days.
    plain = register("2025-03-03", channel="media", category="service_attitude", unit="chengguan")
    finish(desk, plain, "2025-03-05", "2025-03-05")
    # Major by its amount, and late: the law's fifteen days end on 2025-03-25, ten working days on the 24th.
    late = register("2025-03-10", channel="web", category="service_product", unit="hexi", amount="60000")
    finish(desk, late, "2025-03-25", "2025-04-02", fault="shared", satisfaction="basically_satisfied",
           compensation="1200.50")  # fmt: skip
    # A repetition, closed in time after two working days; reopened, and then late after five.
    again = register("2025-03-28", channel="letter", category="service_attitude", unit="chengguan", repeat_of=plain)
    desk.do("investigate", again, "--findings", "复查属实", "--repeat-cause", "首次解释不清", as_of="2025-03-31T10:00")
    finish(desk, again, "2025-04-01", "2025-04-01", fault="customer", satisfaction="dissatisfied")
    desk.do("reopen", again, "--reason", "客户不接受", as_of="2025-04-15T09:00")
    desk.do("transfer", again, "--to", "chengguan", as_of="2025-04-15T10:00")
    finish(desk, again, "2025-04-22", "2025-04-30", fault="customer", satisfaction="dissatisfied")
    # Anonymous, against no unit.
    nameless = register("2025-04-07", channel="media", category="anonymous", name=False, phone=False)
    finish(desk, nameless, "2025-04-09", "2025-04-09", fault="undetermined", satisfaction="unreachable")
    # Withdrawn.
    gone = register("2025-04-08", channel="phone", category="work_error", unit="retail")
    enter(desk, "2025-04-10T10:00", gone, "withdrawn", text="自行撤诉")
    # Answered on the spot.
    spot = register("2025-04-24", channel="walk_in", category="service_attitude", unit="chengguan", answered="致歉")
    desk.do("close", spot, as_of="2025-04-24T12:00")
    # Never answered, the first major for its topic.
    register("2025-05-06", channel="walk_in", category="rule_violation", unit="hexi", hot_topic=True)
    register("2025-05-12", channel="government", category="internal_management", unit="chengguan")


@pytest.fixture(scope="session")
def spring_file(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    desk = Desk(tmp_path_factory.mktemp("spring") / "bank.db")
    desk.path.write_bytes(furnished)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGNAME", "li")
        patch.setenv("COMPLAINTCTL_CONFIG", str(desk.path.with_name("config.toml")))
        live_through_the_spring(desk)
    kept.let_go()
    return desk.path


@pytest.fixture
def spring(spring_file: Path, tmp_path: Path) -> Desk:
    """The file at the end of June 2025, with two cases open and overdue."""
    return Desk(Path(shutil.copy(spring_file, tmp_path)), as_of="2025-06-30")

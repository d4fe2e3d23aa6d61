"""The one who acts: the login that the operating system vouches for, and the member of staff whose it is (Art. 19)."""

import os
import platform
import sqlite3

from complaintctl.base.errors import NotFound, Refused
from complaintctl.base.text import quoted
from complaintctl.cases import directory_rows, rule_rows
from complaintctl.front import served
from complaintctl.record.ledger import PRACTICE, Place
from complaintctl.record.queries import Row, is_in, row_in


def login_name() -> str:
    """The operating system's user, whatever the environment says: the name, or the number where it knows none."""
    if os.name == "nt":
        return os.getlogin()
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def place(practice: bool) -> Place:
    """The place where this process enters its acts; of who is served, the account that serves them.

    No login has a colon in it: none is taken for an account that serves.
    """
    login = f"serve:{login_name()}" if served.seal() else login_name()
    return PRACTICE if practice else Place(login, platform.node() or "unknown")


def member(connection: sqlite3.Connection, login: str, given: str | None) -> Row:
    """Find who acts under a login: its holder; as `given`, where several use the login or it is nobody's.

    In a practice file anyone acts, and who founded it where nobody is named.

    Raises:
        NotFound: the login is nobody's and nobody is named, or there is no such person.
        Refused: another one is named than the login allows.
    """
    if rule_rows.is_practice(connection):
        return directory_rows.member(connection, given or directory_rows.founder(connection))
    holder = row_in(connection, "staff", login=login)
    if given:
        person = directory_rows.member(connection, given)
        if not directory_rows.may_act_under(connection, login, person["code"]):
            _refuse(connection, login, holder, person)
        return person
    if holder is None:
        raise NotFound(
            "No member of staff has your login {quoted}: name yourself with --actor CODE, or let who enters people"
            " record it once: complaintctl staff set YOU --login {login}, or staff add YOU NAME --unit UNIT --login"
            " {login}",
            quoted=quoted(login),
            login=login,
        )
    return holder


def _refuse(connection: sqlite3.Connection, login: str, holder: Row | None, person: Row) -> None:
    said = {"login": login, "person": person["code"], "name": person["name"]}
    if holder is None:
        raise Refused(
            "Nobody of the staff has your login {login}, and the login alone says who acts (policy actor_by_login):"
            " have it recorded by a colleague: complaintctl staff set {person} --login {login}",
            **said,
        )
    if is_in(connection, "login_rule", is_strict=1):
        raise Refused(
            "You act as {holder_name}, whose login {login} is, not as {name}: the login alone says"
            " who acts (policy actor_by_login). Log in as yourself.",
            **said,
            holder_name=holder["name"],
        )
    raise Refused(
        "You act as {holder_name}, whose login {login} is, not as {name}: log in as yourself. Where"
        " several people work under this login: complaintctl staff set {holder} --shared-login",
        **said,
        holder=holder["code"],
        holder_name=holder["name"],
    )

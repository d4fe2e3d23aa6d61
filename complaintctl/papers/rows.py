"""SELECTs that a printed form needs beyond those of showing its case."""

import sqlite3

from complaintctl.cases import rule_rows
from complaintctl.record.queries import Row, Rows, column_of, one_row, row_of, rows_of, text_of


def form(connection: sqlite3.Connection, given: str) -> Row:
    """A printed form by code or title: its titles, who gets it, what it may show. Raises NotFound.

    `short_title` is the name that officers call it by: 转办单.
    """
    sql = """
    SELECT
        (SELECT label_zh FROM code_label WHERE kind = 'form' AND code = f.code ORDER BY length(label_zh) DESC)
            AS title_zh,
        (SELECT label_en FROM code_label WHERE kind = 'form' AND code = f.code) AS title_en, *,
        (SELECT label_zh FROM code_label WHERE kind = 'form' AND code = f.code ORDER BY length(label_zh)) AS short_title
    FROM form f JOIN form_reader r ON r.code = f.goes_to WHERE f.code = :code
    """
    return one_row(connection, sql, code=rule_rows.code(connection, "form", given))


def forms(connection: sqlite3.Connection) -> Rows:
    """code, title_zh and title_en of each form that can be printed of a case."""
    return rows_of(connection, "SELECT code, title_zh, title_en FROM form WHERE goes_to IS NOT NULL ORDER BY code")


def acts(connection: sqlite3.Connection, form: str, case_no: str) -> Rows:
    """The acts that a form is the paper of: kind, the command that does it, and each that was done on a case, by time.

    Of that its seq, NULL for an act that was not done, its number, if it is given one by `number_key`, and the last
    entry that its paper tells of: its own, or of a reply the result report that was entered with it.
    """
    sql = """
    SELECT f.event_kind AS kind, f.number_key, f.remedy, e.seq, e.recorded_at, e.detail ->> f.number_key AS number,
        coalesce(r.seq, e.seq) AS until_seq
    FROM form_event f LEFT JOIN event e ON e.case_no = :case_no AND e.kind = f.event_kind
    LEFT JOIN event r ON e.kind = 'replied' AND r.seq = e.seq + 1 AND r.kind = 'result_reported'
        AND r.case_no = e.case_no AND r.recorded_at = e.recorded_at
    WHERE f.form = :form
    ORDER BY e.seq, f.event_kind
    """
    return rows_of(connection, sql, form=form, case_no=case_no)


def complainants(connection: sqlite3.Connection, case_no: str, until_seq: int | None) -> list[int | None]:
    """The customers of a case as its registration and each correction up to an entry names them, the last one first."""
    sql = """
    SELECT detail ->> 'complainant' AS complainant FROM event
    WHERE case_no = :case_no AND kind IN ('registered', 'corrected') AND seq <= coalesce(:until_seq, seq)
    ORDER BY seq DESC
    """
    return [row["complainant"] for row in rows_of(connection, sql, case_no=case_no, until_seq=until_seq)]


def shown_parts(connection: sqlite3.Connection, form: str) -> list[str]:
    """The parts of the customer that the document of a form shows without a reason given, being made for it."""
    return column_of(connection, "SELECT part FROM form_shows WHERE form = :form ORDER BY part DESC", form=form)


def lacks(connection: sqlite3.Connection, form: str, staff: str | None) -> Rows:
    """All that a paper for a customer, printed by a person, lacks of the bank: its labels, and what mends it."""
    sql = "SELECT * FROM paper_lack WHERE form = :form AND staff = :staff ORDER BY blocking DESC, remedy"
    return rows_of(connection, sql, form=form, staff=staff)


def no_addressee(connection: sqlite3.Connection, case_no: str, form: str) -> str | None:
    """Why a paper has nobody to go to: anonymous, or address; None: it has."""
    sql = "SELECT why FROM main.paper_without_addressee WHERE case_no = :case_no AND form = :form"
    return text_of(connection, sql, case_no=case_no, form=form)


def blank_is_out(connection: sqlite3.Connection, case_no: str) -> bool:
    """Tell whether a result report to be filled in by hand was printed for an open case."""
    return row_of(connection, "SELECT 1 FROM blank_report WHERE case_no = :case_no", case_no=case_no) is not None


def paper(connection: sqlite3.Connection, case_no: str, day: str, printer: str, clock: str | None) -> Row:
    """The frame of a paper: the bank, the office, who prints and their phone, whether this is practice.

    And the regulation in force when the case came in: its name, its status, and since when, NULL if always (Art. 26);
    whether the unit that decides has the head office above it; the days for asking for a review, and whether the limit
    of the case, or that of `clock`, is verified: what is known at second hand stands on no paper as the law.
    """
    sql = """
    WITH rule AS (
        SELECT p.* FROM complaint c JOIN policy p
            ON CASE WHEN p.key IN ('regulation', 'regulation_status', 'review_request_days') THEN c.received_on
                ELSE :day END BETWEEN p.in_force_from AND p.in_force_to
        WHERE c.case_no = :case_no)
    SELECT r.value AS regulation, s.value AS status,
        nullif(max(r.in_force_from, s.in_force_from), (SELECT min(day) FROM calendar)) AS in_force_from,
        b.value AS bank, (SELECT value FROM rule WHERE key = 'bank_address') AS bank_address, u.name AS office,
        t.value = '1' AS practice, p.name AS printed_by, p.phone AS printed_by_phone,
        d.kind = 'branch' AS has_superior,
        (SELECT value FROM rule WHERE key = 'review_request_days' AND is_verified) AS review_days,
        (SELECT is_verified FROM time_limit WHERE c.received_on BETWEEN in_force_from AND in_force_to
            AND code = coalesce(:clock, (SELECT due_rule FROM case_deadline WHERE case_no = :case_no))
        ) AS limit_is_verified
    FROM rule r JOIN rule s ON s.key = 'regulation_status' JOIN rule b ON b.key = 'bank_name'
    JOIN rule o ON o.key = 'supervision_office' JOIN unit u ON u.code = o.value
    JOIN rule t ON t.key = 'practice' JOIN staff p ON p.code = :printer JOIN complaint c ON c.case_no = :case_no
    LEFT JOIN unit d ON d.code = coalesce(c.lead_unit, c.respondent_unit)
    WHERE r.key = 'regulation'
    """
    return one_row(connection, sql, case_no=case_no, day=day, printer=printer, clock=clock)


def names(connection: sqlite3.Connection) -> Rows:
    """The name of every unit and person, and the former ones: kind, code, name, until_seq (NULL: today's), unit."""
    sql = """
    SELECT * FROM (
        SELECT kind, code, name, until_seq, NULL AS unit FROM former_name
        UNION ALL SELECT 'unit', code, name, NULL, NULL FROM unit
        UNION ALL SELECT 'staff', code, name, NULL, unit FROM staff
    )
    ORDER BY kind, code, coalesce(until_seq, 9223372036854775807)
    """
    return rows_of(connection, sql)

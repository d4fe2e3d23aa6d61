-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- One log of mail in the place of three: what was begun, sent and failed are its states.
CREATE TABLE mail_log (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'sent', 'failed')),
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??+08:00'),
    day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    reason TEXT,
    UNIQUE (message_id, state),
    CHECK ((reason IS NOT NULL) = (state = 'failed'))
) STRICT;

INSERT INTO mail_log (message_id, state, at, day, kind, unit, recipient, reason)
SELECT message_id, state, at, day, kind, unit, recipient, reason
FROM (
    SELECT message_id, 'begun' AS state, begun_at AS at, day, kind, unit, recipient, NULL AS reason, 1 AS step, id FROM mail_begun
    UNION ALL
    SELECT message_id, 'sent', sent_at, day, kind, unit, recipient, NULL, 2, id FROM mail_sent
    UNION ALL
    SELECT f.message_id, 'failed', f.failed_at, b.day, b.kind, b.unit, b.recipient, f.reason, 2, b.id
    FROM mail_failed f JOIN mail_begun b ON b.message_id = f.message_id
)
ORDER BY at, step, id;

DROP TABLE mail_sent;
DROP TABLE mail_failed;
DROP TABLE mail_begun;

CREATE INDEX mail_log_of_day ON mail_log (day, state);

CREATE TRIGGER mail_log_is_never_changed BEFORE UPDATE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never changed.'); END;

CREATE TRIGGER mail_log_is_never_deleted BEFORE DELETE ON mail_log
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was noted is never deleted.'); END;

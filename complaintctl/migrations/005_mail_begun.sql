-- Step 5: what is mailed is noted before it is handed over. A frozen step: once released it is never changed, whatever becomes
-- of schema.sql.

CREATE TABLE mail_begun (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL CHECK (day IS date(day)),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    unit TEXT REFERENCES unit (code),  -- NULL: of the whole bank
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    begun_at TEXT NOT NULL CHECK (begun_at GLOB '????-??-??T??:??:??+08:00')
) STRICT;

CREATE INDEX mail_begun_of_day ON mail_begun (day);

CREATE TRIGGER mail_begun_is_never_changed BEFORE UPDATE ON mail_begun
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was begun is never changed.'); END;

CREATE TRIGGER mail_begun_is_never_deleted BEFORE DELETE ON mail_begun
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what was begun is never deleted.'); END;

CREATE TABLE mail_failed (
    message_id TEXT PRIMARY KEY REFERENCES mail_begun (message_id),
    reason TEXT NOT NULL,
    failed_at TEXT NOT NULL CHECK (failed_at GLOB '????-??-??T??:??:??+08:00')
) STRICT;

CREATE TRIGGER mail_failed_is_never_changed BEFORE UPDATE ON mail_failed
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what failed is never changed.'); END;

CREATE TRIGGER mail_failed_is_never_deleted BEFORE DELETE ON mail_failed
BEGIN SELECT RAISE(ABORT, 'The log of mail is append-only: what failed is never deleted.'); END;

-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What makes a complaint major, in one place; and what of a word decides how a case is handled.
CREATE TABLE major_ground (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    is_stated INTEGER NOT NULL CHECK (is_stated IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- rows
INSERT OR IGNORE INTO major_ground (position, code, label_zh, label_en, is_stated, citation) VALUES
    (1, 'public_figure', '社会知名人士', 'a public figure', 1, 'Art. 9(1)'),
    (2, 'hot_topic', '热点敏感话题', 'a sensitive topic', 1, 'Art. 9(1)'),
    (3, 'large_amount', '金额重大', 'a large amount', 0, 'Art. 9(1)'),
    (4, 'reputation', '声誉影响', 'a reputational risk', 1, 'Art. 9(1)'),
    (5, 'large_group', '人数众多', 'a large group', 0, 'Order 2020 No. 3');

CREATE TEMP TABLE former AS SELECT * FROM category;

DROP TABLE category;

CREATE TABLE category (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified')),
    handled_by TEXT NOT NULL CHECK (handled_by IN ('respondent', 'department', 'office')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL,
    nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO category (code, label_zh, label_en, complexity, handled_by, position, citation, nameless)
SELECT code, label_zh, label_en, complexity, handled_by, position, citation,
    code = 'anonymous'
FROM former;

DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM satisfaction;

DROP TABLE satisfaction;

CREATE TABLE satisfaction (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    satisfied INTEGER NOT NULL CHECK (satisfied IN (0, 1)),
    reached INTEGER NOT NULL DEFAULT 1 CHECK (reached IN (0, 1))
) STRICT, WITHOUT ROWID;

INSERT INTO satisfaction (code, label_zh, label_en, position, satisfied, reached)
SELECT code, label_zh, label_en, position, satisfied,
    code <> 'unreachable'
FROM former;

DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM ending;

DROP TABLE ending;

CREATE TABLE ending (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    needs_note INTEGER NOT NULL CHECK (needs_note IN (0, 1)),
    citation TEXT NOT NULL,
    usual TEXT CHECK (usual IN ('known', 'anonymous'))
) STRICT, WITHOUT ROWID;

INSERT INTO ending (code, label_zh, label_en, position, needs_note, citation, usual)
SELECT code, label_zh, label_en, position, needs_note, citation,
    CASE code WHEN 'answered' THEN 'known' WHEN 'filed' THEN 'anonymous' END
FROM former;

DROP TABLE former;

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

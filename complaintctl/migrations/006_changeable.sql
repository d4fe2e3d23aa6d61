-- Step 6: a schema that can change. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What makes a complaint major, in one place; and what of a word decides how a case is handled.
CREATE TABLE major_ground (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    is_stated INTEGER NOT NULL CHECK (is_stated IN (0, 1)),
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE figure (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, label_en TEXT NOT NULL, position INTEGER NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'count' CHECK (value_type IN ('count', 'yuan', 'mean', 'rate', 'flag')),
    of_move TEXT, among TEXT, is_more INTEGER NOT NULL DEFAULT 0 CHECK (is_more IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_key (
    key TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'text' CHECK (value_type IN
        ('text', 'days', 'hours', 'number', 'yuan', 'unit', 'department', 'choice', 'fixed'))
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_choice (
    key TEXT NOT NULL REFERENCES policy_key (key), value TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    PRIMARY KEY (key, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE form_reader (
    code TEXT PRIMARY KEY, shows_identity INTEGER NOT NULL, may_know_reporter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE form_event (
    event_kind TEXT PRIMARY KEY REFERENCES event_kind (code), form TEXT NOT NULL REFERENCES form (code),
    number_key TEXT, remedy TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words that carry no rule are one table; what a bank made of them stays.

CREATE TABLE code (
    kind TEXT NOT NULL, code TEXT NOT NULL, label_zh TEXT NOT NULL, label_en TEXT NOT NULL,
    position INTEGER NOT NULL, citation TEXT NOT NULL, jrt_code TEXT,
    PRIMARY KEY (kind, code), UNIQUE (kind, label_zh), UNIQUE (kind, label_en)
) STRICT, WITHOUT ROWID;

INSERT INTO code (kind, citation, position, code, label_zh, label_en, jrt_code)
SELECT 'status', 'Arts 8, 10, 11', position, code, label_zh, label_en, NULL FROM status
UNION ALL SELECT 'validity', 'Art. 12', position, code, label_zh, label_en, NULL FROM validity
UNION ALL SELECT 'anonymous_intent', 'Art. 13', position, code, label_zh, label_en, NULL FROM anonymous_intent
UNION ALL SELECT 'media_stage', 'Art. 15', position, code, label_zh, label_en, NULL FROM media_stage
UNION ALL SELECT 'supervision_reason', 'default; Art. 10', position, code, label_zh, label_en, NULL FROM supervision_reason
UNION ALL SELECT 'service_channel_class', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM service_channel_class
UNION ALL SELECT 'business_type', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM business_type
UNION ALL SELECT 'cause', 'JR/T 0169-2018', position, code, label_zh, label_en, jrt_code FROM cause;

DROP TABLE status;

DROP TABLE validity;

DROP TABLE anonymous_intent;

DROP TABLE media_stage;

DROP TABLE supervision_reason;

DROP TABLE service_channel_class;

DROP TABLE business_type;

DROP TABLE cause;

-- What each channel asks for.

CREATE TABLE old_channel AS SELECT * FROM channel;

DROP TABLE channel;

CREATE TABLE channel (
    code TEXT PRIMARY KEY,
    label_zh TEXT NOT NULL UNIQUE,
    label_en TEXT NOT NULL UNIQUE,
    needs_slip INTEGER NOT NULL CHECK (needs_slip IN (0, 1)),
    referred INTEGER NOT NULL CHECK (referred IN (0, 1)),
    default_body TEXT NOT NULL DEFAULT 'other_body' REFERENCES referring_body (code),
    asks TEXT CHECK (asks IN ('posting', 'escort', 'media')),
    position INTEGER NOT NULL,
    citation TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO channel (code, label_zh, label_en, needs_slip, referred, default_body, asks, position, citation)
SELECT code, label_zh, label_en, needs_slip, referred, CASE code WHEN 'superior' THEN 'superior_body' ELSE 'other_body' END,
    CASE code WHEN 'web' THEN 'posting' WHEN 'walk_in' THEN 'escort' WHEN 'media' THEN 'media' END, position, citation
FROM old_channel;

DROP TABLE old_channel;

-- What a bank changes of them.

CREATE TABLE extendable_kind (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE code_in_rule (
    kind TEXT NOT NULL, code TEXT NOT NULL, citation TEXT NOT NULL, PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_change (
    kind TEXT NOT NULL, code TEXT NOT NULL,
    field TEXT NOT NULL CHECK (field IN ('label_zh', 'label_en', 'needs_slip', 'referred', 'blocking', 'added', 'retired')),
    in_force_from TEXT NOT NULL CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    value ANY NOT NULL,
    PRIMARY KEY (kind, code, field, in_force_from)
) STRICT, WITHOUT ROWID;

-- A case no longer names the tables that are gone; it is projected anew.

DROP TABLE complaint;

CREATE TABLE complaint (
    case_no TEXT PRIMARY KEY,
    channel TEXT NOT NULL REFERENCES channel (code),
    category TEXT NOT NULL REFERENCES category (code),
    received_at TEXT NOT NULL,
    received_on TEXT NOT NULL,
    registered_at TEXT NOT NULL CHECK (registered_at >= received_at),
    registered_by TEXT NOT NULL REFERENCES staff (code),
    first_receiver TEXT NOT NULL REFERENCES staff (code),  -- Art. 3
    complainant INTEGER REFERENCES complainant (id),
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    respondent_unit TEXT REFERENCES unit (code),
    subject_employee TEXT REFERENCES staff (code),
    summary TEXT NOT NULL CHECK (length(summary) > 0),  -- Art. 8(1)
    demand TEXT,
    amount_fen INTEGER CHECK (amount_fen >= 0),
    public_figure INTEGER NOT NULL CHECK (public_figure IN (0, 1)),
    hot_topic INTEGER NOT NULL CHECK (hot_topic IN (0, 1)),
    reputation INTEGER NOT NULL CHECK (reputation IN (0, 1)),
    large_amount INTEGER NOT NULL CHECK (large_amount IN (0, 1)),
    large_group INTEGER NOT NULL CHECK (large_group IN (0, 1)),
    is_major INTEGER NOT NULL CHECK (is_major IN (0, 1)),
    secondary_category TEXT REFERENCES category (code),
    nature TEXT NOT NULL REFERENCES nature (code),
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),  -- a report of crime or other wrongdoing
    validity TEXT,
    anonymous_intent TEXT,
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    legal_dispute INTEGER NOT NULL CHECK (legal_dispute IN (0, 1)),
    media_level TEXT REFERENCES media_level (code),
    media_stage TEXT,
    service_channel_class TEXT,
    business_type TEXT,
    cause TEXT,
    group_size INTEGER CHECK (group_size > 0),
    repeat_of TEXT REFERENCES complaint (case_no),
    repeat_root TEXT REFERENCES complaint (case_no),  -- the first case of the series
    repeat_no INTEGER CHECK (repeat_no > 0),
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)),
    source_kind TEXT REFERENCES referring_body (code),
    source_agency TEXT,
    source_ref TEXT,
    source_due_on TEXT,
    source_grade TEXT,  -- secrecy and urgency, as written on the paper
    endorsed_by TEXT,  -- Art. 9(8): the leader of the city or county, name and office
    endorsed_on TEXT,
    endorsement TEXT,
    import_key TEXT,
    status TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    opened_at TEXT NOT NULL,  -- received, or reopened: nothing done since then is older
    opened_seq INTEGER NOT NULL,
    lead_unit TEXT REFERENCES unit (code),  -- where the case lies now
    handler TEXT REFERENCES staff (code),
    dispatched_at TEXT,
    replied_at TEXT,
    source_replied_at TEXT,
    reported_at TEXT,
    report_seq INTEGER,
    accepted_at TEXT,
    left_at TEXT,  -- closed or withdrawn
    archived_at TEXT,
    fault TEXT REFERENCES fault (code),
    satisfaction TEXT REFERENCES satisfaction (code),
    compensation_fen INTEGER,
    promised_due_on TEXT
) STRICT, WITHOUT ROWID;

DELETE FROM case_round;
-- The program that laid the derived part of the file: the renewal that follows each step enters it.
CREATE TABLE program (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    version TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    text BLOB NOT NULL
) STRICT;

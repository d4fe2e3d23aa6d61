-- Step 7: what stays true afterwards. A frozen step: once released it is never changed, whatever becomes of schema.sql.
-- Tables alone: views, triggers and the rows that come with the program are renewed from schema.sql by themselves.

-- What is known at second hand is marked so.
CREATE TEMP TABLE former AS SELECT * FROM policy;
DROP TABLE policy;
CREATE TABLE policy (
    key TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    value TEXT NOT NULL, citation TEXT NOT NULL,
    is_verified INTEGER NOT NULL DEFAULT 1 CHECK (is_verified IN (0, 1)),  -- 0: known at second hand; on no form as the law
    PRIMARY KEY (key, in_force_from)
) STRICT, WITHOUT ROWID;
INSERT INTO policy (key, in_force_from, in_force_to, value, citation)
SELECT key, in_force_from, in_force_to, value, citation
FROM former;
DROP TABLE former;

-- What the bank is counted by is a number or nothing.
CREATE TEMP TABLE former AS SELECT * FROM policy_key;
DROP TABLE policy_key;
CREATE TABLE policy_key (
    key TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'text' CHECK (value_type IN
        ('text', 'days', 'hours', 'number', 'size', 'yuan', 'unit', 'department', 'choice', 'fixed'))
) STRICT, WITHOUT ROWID;
INSERT INTO policy_key SELECT * FROM former;
DROP TABLE former;

CREATE TEMP TABLE former AS SELECT * FROM time_limit;
DROP TABLE time_limit;
CREATE TABLE time_limit (
    code TEXT NOT NULL,
    in_force_from TEXT NOT NULL DEFAULT '2007-01-01' CHECK (in_force_from IS date(in_force_from)),
    in_force_to TEXT NOT NULL DEFAULT '9999-12-31' CHECK (in_force_to IS date(in_force_to)),
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    -- Which cases: NULL is every one.
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    legal_complexity TEXT CHECK (legal_complexity IN ('simple', 'complex')),
    channel TEXT REFERENCES channel (code), source_kind TEXT REFERENCES referring_body (code), business_type TEXT,
    starts_with TEXT NOT NULL DEFAULT 'opening' CHECK (starts_with IN ('opening', 'receipt', 'acceptance', 'review_request')),
    stops_with TEXT NOT NULL DEFAULT 'reply' CHECK (stops_with IN
        ('reply', 'transfer', 'acknowledgement', 'first_response', 'source_objection', 'review_answer')),
    target_days INTEGER CHECK (target_days > 0), limit_days INTEGER CHECK (limit_days > 0),  -- hours where day_kind says so
    day_kind TEXT NOT NULL CHECK (day_kind IN ('working', 'calendar', 'hours', 'own_date')),
    extension_days INTEGER CHECK (extension_days IS NULL OR extension_days > 0 AND day_kind = 'calendar'),
    may_pause INTEGER NOT NULL DEFAULT 0 CHECK (may_pause IN (0, 1) AND (may_pause = 0 OR day_kind = 'calendar')),
    restarts INTEGER NOT NULL DEFAULT 0 CHECK (restarts IN (0, 1)),  -- new facts start it anew
    ends_on_request INTEGER NOT NULL DEFAULT 0 CHECK (ends_on_request IN (0, 1)),  -- a withdrawal asked for stops it
    label_zh TEXT NOT NULL, label_en TEXT NOT NULL, citation TEXT NOT NULL,
    position INTEGER NOT NULL,  -- which rule is named first when two end on one day
    is_verified INTEGER NOT NULL DEFAULT 1 CHECK (is_verified IN (0, 1)),
    PRIMARY KEY (code, in_force_from), CHECK ((limit_days IS NULL) = (day_kind = 'own_date'))
) STRICT, WITHOUT ROWID;
INSERT INTO time_limit (code, in_force_from, in_force_to, enabled, complexity, legal_complexity, channel, source_kind, starts_with,
    stops_with, target_days, limit_days, day_kind, extension_days, may_pause, restarts, ends_on_request, label_zh,
    label_en, citation, position)
SELECT code, in_force_from, in_force_to, enabled, complexity, legal_complexity, channel, source_kind, starts_with,
    stops_with, target_days, limit_days, day_kind, extension_days, may_pause, restarts, ends_on_request, label_zh,
    label_en, citation, position
FROM former;
DROP TABLE former;

-- What is not yet decided runs under a limit of its own.
CREATE TEMP TABLE former AS SELECT * FROM category;
DROP TABLE category;
CREATE TABLE category (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    handled_by TEXT NOT NULL CHECK (handled_by IN ('respondent', 'department', 'office')),
    position INTEGER NOT NULL, citation TEXT NOT NULL, nameless INTEGER NOT NULL DEFAULT 0 CHECK (nameless IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO category SELECT * FROM former;
DROP TABLE former;

-- Which natures run under a limit of their own, and which no unit is asked to look into.
CREATE TEMP TABLE former AS SELECT * FROM nature;
DROP TABLE nature;
CREATE TABLE nature (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL UNIQUE, label_en TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    complexity TEXT CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    is_handled INTEGER NOT NULL DEFAULT 1 CHECK (is_handled IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO nature (code, label_zh, label_en, position, restricted)
SELECT code, label_zh, label_en, position, restricted
FROM former;
DROP TABLE former;

-- The regulator writes its name in full.
INSERT INTO referring_body_word (word, body) VALUES
    ('金融监督管理总局', 'financial_regulator'), ('银行保险监督管理', 'financial_regulator');

-- The unit that took over the work of one that retired.
CREATE TEMP TABLE former AS SELECT * FROM unit;
DROP TABLE unit;
CREATE TABLE unit (
    code TEXT PRIMARY KEY CHECK (length(code) > 0), name TEXT NOT NULL CHECK (length(name) > 0),
    kind TEXT NOT NULL DEFAULT 'branch' CHECK (kind IN ('branch', 'department', 'office')),
    email TEXT, head TEXT REFERENCES staff (code) DEFERRABLE INITIALLY DEFERRED, line TEXT,
    area TEXT CHECK (area IN ('town', 'country')), retired_on TEXT CHECK (retired_on IS date(retired_on)),
    merged_into TEXT REFERENCES unit (code)  -- of one that retired: the unit that took over its work and its cases
) STRICT, WITHOUT ROWID;
INSERT INTO unit (code, name, kind, email, head, line, area, retired_on)
SELECT code, name, kind, email, head, line, area, retired_on
FROM former;
DROP TABLE former;

-- When the body that sent a case accepted it, and under which kind of limit it runs: projected anew.
DROP TABLE complaint;
CREATE TABLE complaint (
    case_no TEXT PRIMARY KEY,
    channel TEXT NOT NULL REFERENCES channel (code), category TEXT NOT NULL REFERENCES category (code),
    -- Who brought it, when, and who received it (Art. 3).
    received_at TEXT NOT NULL, received_on TEXT NOT NULL, registered_at TEXT NOT NULL CHECK (registered_at >= received_at),
    registered_by TEXT NOT NULL REFERENCES staff (code), first_receiver TEXT NOT NULL REFERENCES staff (code),
    complainant INTEGER REFERENCES complainant (id), anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    -- What it is about (Art. 8(1)), and what makes it major (Art. 9(1)).
    respondent_unit TEXT REFERENCES unit (code), subject_employee TEXT REFERENCES staff (code),
    summary TEXT NOT NULL CHECK (length(summary) > 0), demand TEXT, amount_fen INTEGER CHECK (amount_fen >= 0),
    public_figure INTEGER NOT NULL CHECK (public_figure IN (0, 1)), hot_topic INTEGER NOT NULL CHECK (hot_topic IN (0, 1)),
    reputation INTEGER NOT NULL CHECK (reputation IN (0, 1)), large_amount INTEGER NOT NULL CHECK (large_amount IN (0, 1)),
    large_group INTEGER NOT NULL CHECK (large_group IN (0, 1)), is_major INTEGER NOT NULL CHECK (is_major IN (0, 1)),
    -- How it is classified. restricted: a report of crime or other wrongdoing.
    secondary_category TEXT REFERENCES category (code), nature TEXT NOT NULL REFERENCES nature (code),
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)), validity TEXT, anonymous_intent TEXT,
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    legal_dispute INTEGER NOT NULL CHECK (legal_dispute IN (0, 1)),
    media_level TEXT REFERENCES media_level (code), media_stage TEXT,
    service_channel_class TEXT, business_type TEXT, cause TEXT, group_size INTEGER CHECK (group_size > 0),
    -- Its series (Art. 17). repeat_root: the first case of it.
    repeat_of TEXT REFERENCES complaint (case_no), repeat_root TEXT REFERENCES complaint (case_no),
    repeat_no INTEGER CHECK (repeat_no > 0),
    -- Who sent it (Arts 9(7), 9(8)). source_grade: secrecy and urgency, as written on the paper; endorsed_by: the leader of the
    -- city or county, name and office.
    is_referred INTEGER NOT NULL CHECK (is_referred IN (0, 1)), source_kind TEXT REFERENCES referring_body (code),
    source_agency TEXT, source_ref TEXT, source_due_on TEXT, source_accepted_on TEXT, source_grade TEXT,
    endorsed_by TEXT, endorsed_on TEXT, endorsement TEXT, import_key TEXT,
    -- Where it stands. opened_at: received, or reopened: nothing done since then is older; lead_unit: where it lies now;
    -- left_at: closed or withdrawn.
    status TEXT NOT NULL, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)), opened_at TEXT NOT NULL,
    opened_seq INTEGER NOT NULL, lead_unit TEXT REFERENCES unit (code), handler TEXT REFERENCES staff (code),
    dispatched_at TEXT, replied_at TEXT, source_replied_at TEXT, reported_at TEXT, report_seq INTEGER, accepted_at TEXT,
    left_at TEXT, archived_at TEXT, fault TEXT REFERENCES fault (code), satisfaction TEXT REFERENCES satisfaction (code),
    compensation_fen INTEGER, promised_due_on TEXT
) STRICT, WITHOUT ROWID;
DROP TABLE case_round;
CREATE TABLE case_round (
    case_no TEXT NOT NULL REFERENCES complaint (case_no),
    started_seq INTEGER NOT NULL, started_kind TEXT NOT NULL, started_at TEXT NOT NULL, started_on TEXT NOT NULL,
    ended_seq INTEGER NOT NULL, stopped_on TEXT, withdrawal_on TEXT,
    from_seq INTEGER NOT NULL, from_on TEXT NOT NULL,  -- the day of that entry, whatever day it speaks of
    until_seq INTEGER, until_on TEXT,
    complexity TEXT NOT NULL CHECK (complexity IN ('general', 'complex', 'unspecified', 'undecided')),
    legal_complexity TEXT NOT NULL CHECK (legal_complexity IN ('simple', 'complex')),
    new_facts_on TEXT,
    channel TEXT NOT NULL, source_kind TEXT, source_due_on TEXT, source_accepted_on TEXT,
    PRIMARY KEY (case_no, started_seq, from_seq)
) STRICT, WITHOUT ROWID;

-- Each figure says what it counts; its rows come with the program.
DROP TABLE figure;
CREATE TABLE figure (
    code TEXT PRIMARY KEY, label_zh TEXT NOT NULL, label_en TEXT NOT NULL, position INTEGER NOT NULL UNIQUE,
    value_type TEXT NOT NULL DEFAULT 'count' CHECK (value_type IN ('count', 'yuan', 'mean', 'rate', 'flag')),
    of_move TEXT, among TEXT, per TEXT, times INTEGER NOT NULL DEFAULT 1,
    is_more INTEGER NOT NULL DEFAULT 0 CHECK (is_more IN (0, 1)),
    definition_zh TEXT NOT NULL, definition_en TEXT NOT NULL
) STRICT, WITHOUT ROWID;

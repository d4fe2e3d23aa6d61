-- The acts on a file itself, not on a case: what each event does to its tables, by the kinds of event in the headings.
-- A value that an event does not have is NULL; an UPDATE that sets one column to a value of its own name is left out without it
-- (so that it is emptied by a word: none).

---- file_created ----
-- The bank's name, the unit that handles complaints and its first officer (Art. 19). A file begun by version 1 does not
-- say its officer's name; its rows could be edited by hand.

UPDATE policy SET value = coalesce(:practice, 0) WHERE key = 'practice';

UPDATE policy SET value = :bank WHERE key = 'bank_name' AND :officer_name IS NOT NULL;

INSERT INTO unit (code, name, kind) SELECT :unit, '监察室', 'office' WHERE :officer_name IS NOT NULL;

INSERT INTO staff (code, name, unit, role, login, phone)
SELECT :officer, :officer_name, :unit, 'supervision', coalesce(:login, :officer), :phone WHERE :officer_name IS NOT NULL;

---- unit_added, unit_changed ----
-- A unit as it stands after the event. Version 1 noted no more than the code; an import makes units known by name alone.

INSERT INTO unit (code, name, kind, email, head, line, area, retired_on)
SELECT :unit, coalesce(:name, :unit), coalesce(:kind, 'branch'), :email, :head, :line, :area, :retired_on
WHERE :name IS NOT NULL OR :imported
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, email = excluded.email,
    head = excluded.head, line = excluded.line, area = excluded.area, retired_on = excluded.retired_on;

---- unit_merged ----
-- The unit that took over the work of one that retired; none where that goes on after all.

UPDATE unit SET merged_into = :merged_into WHERE code = :unit;

---- staff_added, staff_changed ----
-- A member of staff as they stand after the event; heads: the unit that had no head until they came.

INSERT INTO staff (code, name, unit, role, login, email, phone, line, retired_on)
SELECT :staff, :name, :unit, :role, :login, :email, :phone, :line, :retired_on
WHERE :name IS NOT NULL
ON CONFLICT (code) DO UPDATE SET name = excluded.name, unit = excluded.unit, role = excluded.role,
    login = excluded.login, email = excluded.email, phone = excluded.phone, line = excluded.line,
    retired_on = excluded.retired_on;

UPDATE staff SET shared_login = :shared_login WHERE code = :staff;

UPDATE staff SET ssh_key = nullif(:ssh_key, 'none') WHERE code = :staff;

UPDATE unit SET head = :staff WHERE code = :heads;

---- ledger_changed ----
-- Before, no entry said under whose login it was made. Where somebody acted who has none, others' were used (Art. 19).

UPDATE staff SET shared_login = 1 WHERE instr(' ' || :shared_logins || ' ', ' ' || code || ' ');

---- policy_changed ----
-- Art. 26: the row in force ends the day before, another one takes its place to the day on which it would have ended.
-- One that begins the very same day is replaced; the ledger keeps both. in_force_to: the last day that is set of it, after
-- which the former holds again; ended: the rule itself has that last day. (The rows are copied whole, whatever columns an
-- older program's table has.)

CREATE TEMP TABLE changed_policy AS
SELECT * FROM policy WHERE key = :key AND :in_force_from BETWEEN in_force_from AND in_force_to;

UPDATE temp.changed_policy SET in_force_from = date(:in_force_to, '+1 day');

INSERT INTO policy SELECT * FROM temp.changed_policy WHERE in_force_from <= in_force_to AND NOT coalesce(:ended, 0);

UPDATE temp.changed_policy
SET in_force_from = :in_force_from, in_force_to = coalesce(:in_force_to, in_force_to), value = coalesce(:value, '');

INSERT OR REPLACE INTO policy SELECT * FROM temp.changed_policy;

DROP TABLE temp.changed_policy;

UPDATE policy SET in_force_to = date(:in_force_from, '-1 day')
WHERE key = :key AND in_force_from < :in_force_from AND in_force_to >= :in_force_from;

UPDATE policy SET is_verified = :is_verified WHERE key = :key AND in_force_from = :in_force_from;

CREATE TEMP TABLE changed_limit AS
SELECT * FROM time_limit WHERE code = :key AND :in_force_from BETWEEN in_force_from AND in_force_to;

UPDATE temp.changed_limit SET in_force_from = date(:in_force_to, '+1 day');

INSERT INTO time_limit SELECT * FROM temp.changed_limit WHERE in_force_from <= in_force_to AND NOT coalesce(:ended, 0);

UPDATE temp.changed_limit
SET in_force_from = :in_force_from, in_force_to = coalesce(:in_force_to, in_force_to), enabled = :enabled,
    -- A label of the bank's own may name its days in words: what they are changed to stands after it.
    label_zh = label_zh || CASE WHEN instr(label_zh, '{days}')
        OR (:limit_days, :target_days) IS (limit_days, target_days) THEN '' ELSE ',改为{days}' END,
    label_en = label_en || CASE WHEN instr(label_en, '{days}')
        OR (:limit_days, :target_days) IS (limit_days, target_days) THEN '' ELSE ', changed to {days}' END,
    target_days = :target_days, limit_days = :limit_days;

INSERT OR REPLACE INTO time_limit SELECT * FROM temp.changed_limit;

DROP TABLE temp.changed_limit;

UPDATE time_limit SET in_force_to = date(:in_force_from, '-1 day')
WHERE code = :key AND in_force_from < :in_force_from AND in_force_to >= :in_force_from;

UPDATE time_limit SET is_verified = :is_verified WHERE code = :key AND in_force_from = :in_force_from;

---- code_added ----
-- A bank's own code is a row of its table; what it is called and asks for lies in code_change, where no newer program's
-- row gets in its way, though that should bear the same code or label.

INSERT INTO channel (code, label_zh, label_en, position, citation, needs_slip, referred)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', 1, 0
WHERE :kind = 'channel' ON CONFLICT DO NOTHING;

INSERT INTO ending (code, label_zh, label_en, position, citation, needs_note)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', 1
WHERE :kind = 'ending' ON CONFLICT DO NOTHING;

INSERT INTO contact_purpose (code, label_zh, label_en, position, citation, party)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', 'customer'
WHERE :kind = 'contact_purpose' ON CONFLICT DO NOTHING;

INSERT INTO referring_body (code, label_zh, label_en, position, citation)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank'
WHERE :kind = 'referring_body' ON CONFLICT DO NOTHING;

INSERT INTO check_kind (code, label_zh, label_en, position, citation, of_branch)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', 0
WHERE :kind = 'check_kind' ON CONFLICT DO NOTHING;

INSERT INTO lead_kind (code, label_zh, label_en, position, citation, computed)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', 0
WHERE :kind = 'lead_kind' ON CONFLICT DO NOTHING;

INSERT INTO code (code, label_zh, label_en, position, citation, kind)
SELECT :code, :code || ' (code_change)', :code || ' (code_change)', :position, 'the bank', :kind
WHERE :kind IN (SELECT kind FROM code) ON CONFLICT DO NOTHING;

---- code_added, code_changed, code_retired ----
-- Art. 26: what is changed is in force from a day on; on the same day the last word counts, the ledger keeps both.

INSERT INTO code_change (kind, code, field, in_force_from, value)
SELECT :kind, :code, field, :in_force_from, value
FROM (SELECT 'label_zh' AS field, :label_zh AS value UNION ALL SELECT 'label_en', :label_en
      UNION ALL SELECT 'needs_slip', :needs_slip UNION ALL SELECT 'referred', :referred
      UNION ALL SELECT 'blocking', :blocking UNION ALL SELECT 'added', :added UNION ALL SELECT 'retired', :retired)
WHERE value IS NOT NULL
ON CONFLICT (kind, code, field, in_force_from) DO UPDATE SET value = excluded.value;

UPDATE code_change SET in_force_to = coalesce(
    (SELECT date(min(n.in_force_from), '-1 day') FROM code_change n
     WHERE (n.kind, n.code, n.field) = (code_change.kind, code_change.code, code_change.field)
        AND n.in_force_from > code_change.in_force_from),
    '9999-12-31')
WHERE kind = :kind AND code = :code;

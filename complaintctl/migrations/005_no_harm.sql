-- Step 5: no harm. A frozen step: once released it is never changed, whatever becomes of schema.sql.

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('clock_corrected', '校正时钟', 'clock corrected', 1, 'Art. 6'),
    ('calendar_extended', '工作日历延长', 'calendar extended', 1, 'Art. 10'),
    ('export_failed', '导出未能写出', 'export not written out', 1, 'Art. 6'),
    ('output_failed', '查看(打印)未能输出', 'not shown or printed after all', 0, 'Art. 6');

-- A customer is found again by keys, of which the program fills those of the rows that are there (complaintctl/schema.py).
CREATE TABLE contact_key (
    kind TEXT NOT NULL CHECK (kind IN ('name', 'phone', 'id_no')),
    key TEXT NOT NULL CHECK (length(key) > 0),
    complainant INTEGER NOT NULL REFERENCES complainant (id),
    PRIMARY KEY (kind, key, complainant)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_key_of_complainant ON contact_key (complainant, kind);

DROP INDEX complainant_id_no;

DROP INDEX complainant_phone;

DROP INDEX complainant_name;

-- Who must stand aside: the duty of a report against the supervision office, and where people worked and what they headed.
INSERT OR IGNORE INTO duty (position, code, label_zh, label_en, blocking, blocks_withdrawal, article) VALUES
    (0, 'approval', '检举监察室的事项经领导批准办理', 'have a leader approve work on a report against 监察室', 1, 1,
     'Art. 13; Petition Regulations 2022, Arts 30, 46');

CREATE INDEX event_of_staff ON event (detail ->> 'staff') WHERE kind IN ('staff_added', 'staff_changed');
CREATE INDEX event_of_unit ON event (detail ->> 'unit') WHERE kind IN ('unit_added', 'unit_changed');

-- Step 5: no harm. A frozen step: once released it is never changed, whatever becomes of schema.sql.

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('clock_corrected', '校正时钟', 'clock corrected', 1, 'Art. 6'),
    ('calendar_extended', '工作日历延长', 'calendar extended', 1, 'Art. 10');

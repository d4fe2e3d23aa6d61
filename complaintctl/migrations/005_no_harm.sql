-- Step 5: no harm. A frozen step: once released it is never changed, whatever becomes of schema.sql.

INSERT OR IGNORE INTO event_kind (code, label_zh, label_en, of_file, citation) VALUES
    ('clock_corrected', '校正时钟', 'clock corrected', 1, 'Art. 6'),
    ('calendar_extended', '工作日历延长', 'calendar extended', 1, 'Art. 10'),
    ('export_failed', '导出未能写出', 'export not written out', 1, 'Art. 6'),
    ('output_failed', '查看(打印)未能输出', 'not shown or printed after all', 0, 'Art. 6');

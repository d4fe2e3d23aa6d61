-- What the register holds of the cases received from :first to :last, in the order of their numbers (Arts 6, 8).
-- Of a case that was reopened the present stretch is shown in the columns, what was before among the remarks. What an
-- old register said and what is no act of this file was kept with the registration, as stated_… or by the field's name.
-- An act in a column of several: when, who or which unit, the role or the slip, whether absent, in which words.

WITH listed AS (
    SELECT c.*,
        (SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'registered') AS registered_seq,
        (SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind IN ('registered', 'corrected')) AS receipt_seq,
        (SELECT seq FROM event WHERE case_no = c.case_no AND kind = 'replied' AND seq > c.opened_seq
            ORDER BY at, seq LIMIT 1) AS reply_seq,
        (SELECT max(seq) FROM case_left WHERE case_no = c.case_no AND seq > c.opened_seq) AS left_seq,
        (SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'archived'
            AND seq > c.opened_seq) AS archived_seq
    FROM complaint c WHERE c.received_on BETWEEN :first AND :last
)
SELECT c.case_no, c.received_on, c.registered_seq, c.complainant, c.anonymous, c.restricted, c.received_at, c.channel,
    c.category, c.nature,
    c.first_receiver, f.unit AS first_receiver_unit, c.respondent_unit, coalesce(c.subject_employee, '“' || c.subject_name || '”') AS subject_employee, c.summary, c.demand,
    c.amount_fen, c.group_size, c.is_major, c.public_figure, c.hot_topic, c.large_amount, c.reputation, c.large_group,
    c.source_agency, c.source_ref, coalesce(c.source_due_on, r.detail ->> 'stated_source_due') AS source_due_on,
    c.replied_at, c.source_replied_at, c.reported_at, c.left_at,
    c.is_open, c.status = 'voided' AS is_voided,
    coalesce(r.detail ->> 'stated_registered_at', c.registered_at) AS registered_at,
    coalesce(r.detail ->> 'stated_registered_by', c.registered_by) AS registered_by,
    r.detail ->> 'escorted_by' AS escorted_by, r.detail ->> 'representatives' AS representatives,
    r.detail ->> 'reason' AS reason, r.detail ->> 'note' AS note,
    nullif(r.detail ->> 'external_id', c.case_no) AS former_no,
    coalesce(c.repeat_of, r.detail ->> 'stated_repeat_of') AS repeat_of,
    CASE WHEN y.detail ->> 'on_the_spot' THEN y.detail ->> 'text' ELSE r.detail ->> 'stated_answer' END AS answered,
    CASE WHEN y.seq IS NULL THEN r.detail ->> 'reply' WHEN y.detail ->> 'on_the_spot' THEN NULL
        ELSE y.detail ->> 'text' END AS reply,
    coalesce(c.promised_due_on, r.detail ->> 'stated_due_on',
        (SELECT due_on FROM case_deadline WHERE case_no = c.case_no)) AS due_on,
    coalesce(o.detail ->> 'text', r.detail ->> 'findings') AS findings,
    coalesce(c.fault, r.detail ->> 'fault') AS fault,
    coalesce(c.satisfaction, r.detail ->> 'satisfaction') AS satisfaction,
    coalesce(c.compensation_fen, r.detail ->> 'compensation_fen') AS compensation_fen,
    coalesce(r.detail ->> 'stated_reopenings', 0)
        + (SELECT count(*) FROM event WHERE case_no = c.case_no AND kind = 'reopened') AS reopenings,
    CASE WHEN l.kind IN ('withdrawn', 'voided') THEN (SELECT label_zh FROM code_label WHERE kind = 'event_kind' AND code = l.kind)
        ELSE coalesce(l.detail ->> 'ending', r.detail ->> 'stated_ending') END AS ending,
    coalesce(a.detail ->> 'archive_no', a.detail ->> 'stated_archive_no', r.detail ->> 'archive_no') AS archive_no,
    c.case_no IN (SELECT case_no FROM overdue_case) AS is_overdue,
    r.detail ->> 'stated_briefings' AS stated_briefings,
    (SELECT json_group_array(json_array(at, leader, role, absent, method))
     FROM (SELECT b.at, b.leader, b.role, b.absent, e.detail ->> 'text' AS method
           FROM briefing b JOIN event e ON e.seq = b.seq
           WHERE b.case_no = c.case_no ORDER BY b.seq)) AS briefings,
    r.detail ->> 'stated_directives' AS stated_directives,
    (SELECT json_group_array(json_array(at, leader, NULL, 0, words))
     FROM (SELECT at, leader, text AS words FROM directive WHERE case_no = c.case_no ORDER BY seq)) AS directives,
    r.detail ->> 'stated_slips' AS stated_slips,
    (SELECT json_group_array(json_array(issued_at, to_unit, slip_no, 0, NULL))
     FROM (SELECT s.issued_at, s.to_unit, coalesce(s.slip_no, e.detail ->> 'stated_slip_no') AS slip_no
           FROM slip s JOIN event e ON e.seq = s.seq
           WHERE s.case_no = c.case_no AND s.kind = 'transfer' AND s.seq > c.opened_seq AND s.returned_at IS NULL
           ORDER BY s.seq)) AS slips,
    (SELECT json_group_array(json_array(at, unit, kind, slip_no, words))
     FROM (SELECT seq, at, kind, NULL AS unit, NULL AS slip_no,
               CASE WHEN kind = 'extended' THEN '延长' || (detail ->> 'days') || '日（原期限' || (detail ->> 'previous_due_on') || '）；'
                   ELSE '' END || (detail ->> 'text')
               || coalesce('；预计办结' || (detail ->> 'expected_on'), '') AS words FROM event
           WHERE case_no = c.case_no AND detail ->> 'text' IS NOT NULL AND kind IN
               ('slip_returned', 'slip_recalled', 'delay_reported', 'extended', 'withdrawal_coerced', 'withdrawn', 'closed',
                'voided', 'reopened', 'corrected')
           UNION ALL
           SELECT s.seq, s.issued_at, 'dispatched', s.to_unit, coalesce(s.slip_no, e.detail ->> 'stated_slip_no'), NULL
           FROM slip s JOIN event e ON e.seq = s.seq
           WHERE s.case_no = c.case_no AND s.kind = 'transfer' AND (s.seq < c.opened_seq OR s.returned_at IS NOT NULL)
           UNION ALL
           SELECT seq, issued_at, 'supervised', to_unit, slip_no, '期限' || due_on FROM slip
           WHERE case_no = c.case_no AND kind = 'supervise'
           ORDER BY seq)) AS remarks
FROM listed c
JOIN event r ON r.seq = c.receipt_seq
JOIN staff f ON f.code = c.first_receiver
LEFT JOIN event y ON y.seq = c.reply_seq
LEFT JOIN event o ON o.seq = c.report_seq
LEFT JOIN event l ON l.seq = c.left_seq
LEFT JOIN event a ON a.seq = c.archived_seq
ORDER BY substr(c.case_no, 4, 4), c.registered_seq  -- a number stays, whatever becomes of the day of receipt

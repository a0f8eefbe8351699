CREATE TABLE attachments (
    attachment_id TEXT PRIMARY KEY,
    case_id       TEXT NOT NULL REFERENCES cases (case_id),
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    size          BIGINT NOT NULL,
    sha256        TEXT NOT NULL,
    added_by      TEXT NOT NULL,
    added_at      TEXT NOT NULL
);
CREATE INDEX attachments_by_case ON attachments (case_id);
CREATE TABLE attachment_contents (
    sha256  TEXT PRIMARY KEY,
    content BLOB NOT NULL
);

-- What can be searched, folded to words; the rowid of search_text is the doc_id.
CREATE TABLE search_docs (
    doc_id    INTEGER PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES cases (case_id),
    kind      TEXT NOT NULL,
    ref       TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    UNIQUE (case_id, kind, ref)
);
CREATE VIRTUAL TABLE search_text USING fts5 (body, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');

CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entries_remain BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Open alerts of before there were cases become cases; their facts are not known until the next night shows them.
INSERT INTO cases (case_id, subject, name, country, state, state_since, opened_at, version, changed_by, changed_at, alert_id, shown_on, risk, priority, stake_h100e, stake_usd,
    subject_facts, evidence_facts, is_withdrawn)
SELECT 'C-' || substr(alert_id, 3), subject, json_extract(content, '$.name'), json_extract(content, '$.country'), state, date || 'T00:00:00.000000Z', opened_on || 'T00:00:00.000000Z',
    1, 'upgrade', date || 'T00:00:00.000000Z', alert_id, date, risk, json_extract(content, '$.priority'), json_extract(content, '$.stake_h100e'), json_extract(content, '$.stake_usd'), '', '', 0
FROM (
    SELECT a.alert_id, a.subject, a.state, a.opened_on, r.date, l.risk, l.content, row_number() OVER (PARTITION BY a.subject ORDER BY r.date DESC, a.alert_id) AS place
    FROM alerts a JOIN listings l USING (alert_id) JOIN runs r ON r.run_id = l.run_id
    WHERE a.state IN ('new', 'assigned', 'waiting', 'held', 'escalated') AND r.superseded_by IS NULL) AS shown
WHERE place = 1;
INSERT INTO case_subjects (subject, case_id) SELECT subject, case_id FROM cases;
INSERT INTO case_alerts (alert_id, case_id) SELECT a.alert_id, c.case_id FROM alerts a JOIN cases c ON c.subject = a.subject
WHERE a.state IN ('new', 'assigned', 'waiting', 'held', 'escalated');

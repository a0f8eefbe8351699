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
    content BYTEA NOT NULL
);

-- What can be searched, folded to words by the program: PostgreSQL's own parser would read some of them as numbers or hosts.
CREATE TABLE search_docs (
    doc_id    BIGINT PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES cases (case_id),
    kind      TEXT NOT NULL,
    ref       TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    UNIQUE (case_id, kind, ref)
);
CREATE TABLE search_text (
    doc_id BIGINT PRIMARY KEY REFERENCES search_docs (doc_id) ON DELETE CASCADE,
    words  TSVECTOR NOT NULL
);
CREATE INDEX search_text_words ON search_text USING gin (words);

CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();

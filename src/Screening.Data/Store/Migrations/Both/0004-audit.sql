-- The audit log. The chain holds hashes; who did what stands in audit_details, salted, and can be erased without breaking it.
CREATE TABLE audit_entries (
    seq         BIGINT PRIMARY KEY,
    at          TEXT NOT NULL,
    action      TEXT NOT NULL,
    case_id     TEXT NULL,
    detail_hash TEXT NOT NULL,
    previous    TEXT NOT NULL,
    hash        TEXT NOT NULL
);
CREATE INDEX audit_entries_by_case ON audit_entries (case_id, seq);

CREATE TABLE audit_details (
    seq     BIGINT PRIMARY KEY,
    actor   TEXT NOT NULL,
    role    TEXT NOT NULL,
    content TEXT NOT NULL, -- JSON
    salt    TEXT NOT NULL
);

-- One row: the last entry. Who writes takes it first, so that acts take turns on either engine.
CREATE TABLE audit_head (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    seq  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- Who signs in to the pages. Nobody is deleted: who is gone is disabled, so that a name in the log is never given to another.
CREATE TABLE users (
    user_key        TEXT PRIMARY KEY, -- the name folded: two spellings are one person
    name            TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('seller', 'sales_representative', 'analyst', 'lead', 'data_scientist', 'auditor', 'administrator')),
    password_hash   TEXT NOT NULL,
    stamp           TEXT NOT NULL,    -- changes with password, role and state: sessions of before end
    failures        INTEGER NOT NULL,
    locked_until    TEXT NULL,
    created_at      TEXT NOT NULL,
    disabled_at     TEXT NULL,
    signed_in_at    TEXT NULL
);

-- Keys that seal sessions and forms, shared by all servers of a store.
CREATE TABLE page_keys (
    key_name TEXT PRIMARY KEY,
    content  TEXT NOT NULL,
    added_at TEXT NOT NULL
);

-- The queue counts cases by state, by who has them and by what is overdue with every look: from the index alone.
CREATE INDEX cases_in_sight ON cases (state, assignee, due_on) WHERE merged_into IS NULL AND is_withdrawn = 0;

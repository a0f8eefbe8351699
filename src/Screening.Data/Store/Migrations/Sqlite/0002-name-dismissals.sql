-- What reviewers say of matches with lists: "not this one", for the facts of both sides, until a day. Nothing is changed or deleted; the latest of a pair counts.
CREATE TABLE name_dismissals (
    dismissal_id INTEGER PRIMARY KEY,
    party_id     TEXT NOT NULL,
    entry_id     TEXT NOT NULL,
    party_facts  TEXT NOT NULL, -- hash, see MatchFacts
    entry_facts  TEXT NOT NULL,
    party_name   TEXT NOT NULL,
    listed_name  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    author       TEXT NOT NULL,
    dismissed_at TEXT NOT NULL,
    until        TEXT NOT NULL
);
CREATE INDEX name_dismissals_by_pair ON name_dismissals (party_id, entry_id);

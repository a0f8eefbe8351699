-- Views of the queue that a person keeps, each under a name of his own.
CREATE TABLE saved_views (
    user_key TEXT NOT NULL, -- the name folded, as in users
    name     TEXT NOT NULL,
    query    TEXT NOT NULL, -- which filters are on, as JSON
    saved_at TEXT NOT NULL,
    PRIMARY KEY (user_key, name)
);

-- Whose orders somebody in sales may hand papers in for; null: nobody's.
ALTER TABLE users ADD COLUMN seller_id TEXT NULL;

-- Decided cases that were drawn to be judged a second time, by somebody who does not know the decision.
CREATE TABLE second_reviews (
    review_id    TEXT PRIMARY KEY,
    case_id      TEXT NOT NULL REFERENCES cases (case_id),
    case_version BIGINT NOT NULL, -- that of the decision
    decision     TEXT NOT NULL CHECK (decision IN ('released', 'confirmed', 'dismissed')),
    decided_by   TEXT NOT NULL,
    drawn_at     TEXT NOT NULL,
    reviewer     TEXT NULL,
    taken_at     TEXT NULL,
    verdict      TEXT NULL CHECK (verdict IN ('diversion', 'no_diversion', 'unsure')),
    reason       TEXT NULL,
    judged_at    TEXT NULL
);
CREATE INDEX second_reviews_by_case ON second_reviews (case_id);
CREATE INDEX second_reviews_open ON second_reviews (drawn_at, review_id) WHERE judged_at IS NULL;

-- Tips that were told by form. The lake has them from the next night on; they stand here apart from cases, for those who may see them.
CREATE TABLE tips (
    tip_id      TEXT PRIMARY KEY,
    received_at TEXT NOT NULL,
    party_id    TEXT NULL,
    party_name  TEXT NULL,
    order_id    TEXT NULL,
    source_kind TEXT NOT NULL,
    reliability TEXT NOT NULL,
    status      TEXT NOT NULL,
    summary     TEXT NOT NULL,
    told_by     TEXT NOT NULL, -- who wrote it down, not who told it
    told_at     TEXT NOT NULL,
    changed_by  TEXT NOT NULL,
    changed_at  TEXT NOT NULL
);
CREATE INDEX tips_by_moment ON tips (received_at DESC, tip_id DESC);

-- Tips go to the lake as decisions and holds do. A check cannot be changed in place on either engine.
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
    seq          BIGINT PRIMARY KEY,
    dataset      TEXT NOT NULL CHECK (dataset IN ('dispositions', 'holds', 'tips')),
    content      TEXT NOT NULL, -- JSON, in the shape of the contract
    delivered_at TEXT NULL
);
INSERT INTO outbox (seq, dataset, content, delivered_at) SELECT seq, dataset, content, delivered_at FROM outbox_before;
DROP TABLE outbox_before;

-- A subject's page, and the list of what is held: without them each look reads every case.
CREATE INDEX cases_by_subject ON cases (subject);
CREATE INDEX cases_held ON cases (priority DESC, case_id) WHERE hold_id IS NOT NULL;

-- A case that took others in shows them.
CREATE INDEX cases_by_taker ON cases (merged_into) WHERE merged_into IS NOT NULL;

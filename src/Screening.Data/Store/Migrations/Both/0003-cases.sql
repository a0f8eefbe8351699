-- What people do: cases, holds, evidence, and what waits for the lake. Moments are text in one shape, so that both engines order them alike.
CREATE TABLE cases (
    case_id        TEXT PRIMARY KEY,
    subject        TEXT NOT NULL,
    name           TEXT NOT NULL,
    country        TEXT NULL,
    state          TEXT NOT NULL CHECK (state IN ('new', 'assigned', 'waiting', 'held', 'escalated', 'released', 'confirmed', 'dismissed')),
    state_since    TEXT NOT NULL,
    due_on         TEXT NULL,
    opened_at      TEXT NOT NULL,
    assignee       TEXT NULL,
    version        BIGINT NOT NULL,  -- every act raises it; an act on an older one is refused
    changed_by     TEXT NOT NULL,
    changed_at     TEXT NOT NULL,
    alert_id       TEXT NOT NULL REFERENCES alerts (alert_id), -- the one shown last
    shown_on       TEXT NOT NULL,
    risk           DOUBLE PRECISION NOT NULL,
    priority       DOUBLE PRECISION NOT NULL,
    stake_h100e    DOUBLE PRECISION NOT NULL,
    stake_usd      DOUBLE PRECISION NOT NULL,
    subject_facts  TEXT NOT NULL,    -- the pair of facts that a dismissal is good for, see AlertFacts
    evidence_facts TEXT NOT NULL,
    dismissed_until TEXT NULL,
    hold_id        TEXT NULL,        -- the hold that stands, whatever the state
    merged_into    TEXT NULL REFERENCES cases (case_id),
    previous_case  TEXT NULL REFERENCES cases (case_id),
    is_withdrawn   INTEGER NOT NULL  -- 1: nobody took it up, and the run that found it was replaced
);
CREATE INDEX cases_by_priority ON cases (priority DESC, case_id);
CREATE INDEX cases_by_state ON cases (state, priority DESC, case_id);
CREATE INDEX cases_by_assignee ON cases (assignee, priority DESC, case_id);

-- Every act reads the alert that shows its case.
CREATE INDEX listings_by_alert ON listings (alert_id);

-- Which case takes what the nights find of a subject.
CREATE TABLE case_subjects (
    subject TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (case_id)
);
CREATE INDEX case_subjects_by_case ON case_subjects (case_id);

CREATE TABLE case_alerts (
    alert_id TEXT PRIMARY KEY REFERENCES alerts (alert_id),
    case_id  TEXT NOT NULL REFERENCES cases (case_id)
);
CREATE INDEX case_alerts_by_case ON case_alerts (case_id);

CREATE TABLE holds (
    hold_id     TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (case_id),
    placed_by   TEXT NOT NULL,
    placed_as   TEXT NOT NULL,
    placed_at   TEXT NOT NULL,
    reason      TEXT NOT NULL,
    released_by TEXT NULL,
    released_at TEXT NULL,
    overridden  INTEGER NOT NULL
);
CREATE INDEX holds_by_case ON holds (case_id);

CREATE TABLE hold_orders (
    hold_id      TEXT NOT NULL REFERENCES holds (hold_id),
    order_id     TEXT NOT NULL,
    lake_hold_id TEXT NOT NULL,
    PRIMARY KEY (hold_id, order_id)
);

CREATE TABLE hold_proposals (
    hold_id     TEXT NOT NULL REFERENCES holds (hold_id),
    person      TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    PRIMARY KEY (hold_id, person)
);

CREATE TABLE evidence_requests (
    request_id  TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (case_id),
    kind        TEXT NOT NULL,
    asked_of    TEXT NOT NULL,
    asked_by    TEXT NOT NULL,
    asked_at    TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    answered_at TEXT NULL
);
CREATE INDEX evidence_requests_by_case ON evidence_requests (case_id);

CREATE TABLE case_evidence (
    evidence_id   TEXT PRIMARY KEY,
    case_id       TEXT NOT NULL REFERENCES cases (case_id),
    grade         TEXT NOT NULL,
    arranged_by   TEXT NOT NULL,
    source        TEXT NOT NULL,
    content       TEXT NOT NULL,
    recorded_by   TEXT NOT NULL,
    recorded_as   TEXT NOT NULL,
    recorded_at   TEXT NOT NULL,
    request_id    TEXT NULL REFERENCES evidence_requests (request_id),
    attachment_id TEXT NULL
);
CREATE INDEX case_evidence_by_case ON case_evidence (case_id);

-- Rows for the lake, written with the act that makes them and taken in by the next night.
CREATE TABLE outbox (
    seq          BIGINT PRIMARY KEY,
    dataset      TEXT NOT NULL CHECK (dataset IN ('dispositions', 'holds')),
    content      TEXT NOT NULL, -- JSON, in the shape of the contract
    delivered_at TEXT NULL
);

-- Runs of the nightly list, the alerts that they opened or kept open, and the scores behind them.
CREATE TABLE runs (
    run_id        TEXT PRIMARY KEY,
    date          TEXT NOT NULL,
    as_of         TEXT NOT NULL,
    data_version  TEXT NOT NULL,
    list_version  TEXT NOT NULL,
    feature_set   TEXT NOT NULL,
    policy        TEXT NOT NULL,
    model         TEXT NOT NULL,
    capacity      INTEGER NOT NULL,
    alerts        INTEGER NOT NULL,
    content       TEXT NOT NULL, -- the night without its alerts, JSON
    superseded_by TEXT NULL REFERENCES runs (run_id)
);
CREATE INDEX runs_by_date ON runs (date);

CREATE TABLE alerts (
    alert_id    TEXT PRIMARY KEY,
    subject     TEXT NOT NULL,
    opened_on   TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('new', 'assigned', 'waiting', 'held', 'escalated', 'released', 'confirmed', 'dismissed', 'withdrawn')),
    last_run_id TEXT NOT NULL REFERENCES runs (run_id)
);
CREATE INDEX alerts_by_subject ON alerts (subject);

CREATE TABLE listings (
    run_id   TEXT NOT NULL REFERENCES runs (run_id),
    alert_id TEXT NOT NULL REFERENCES alerts (alert_id),
    rank     INTEGER NOT NULL,
    risk     REAL NOT NULL,
    content  TEXT NOT NULL, -- the alert as it was shown, JSON
    PRIMARY KEY (run_id, alert_id),
    UNIQUE (run_id, rank)
);

CREATE TABLE scores (
    run_id        TEXT NOT NULL REFERENCES runs (run_id),
    order_id      TEXT NOT NULL,
    order_version INTEGER NOT NULL,
    as_of         TEXT NOT NULL,
    margin        REAL NOT NULL,
    risk          REAL NOT NULL,
    PRIMARY KEY (run_id, order_id, order_version, as_of)
) WITHOUT ROWID;

-- One schema for SQLite and PostgreSQL. Moments are milliseconds since the Unix epoch; ids of decisions sort by time.

-- When a step was first asked about.
CREATE TABLE IF NOT EXISTS anchors (
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  step TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (namespace, rollout, canary_hash, step)
);

-- Before the history had a format; nothing of it was ever released.
DROP TABLE IF EXISTS decisions;

-- What decisions are found and listed by.
CREATE TABLE decisions (
  id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  moment BIGINT NOT NULL,
  past INTEGER NOT NULL,
  team TEXT NOT NULL,
  service TEXT NOT NULL,
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  mode TEXT NOT NULL,
  step TEXT NOT NULL,
  weight DOUBLE PRECISION,
  verdict TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  summary TEXT NOT NULL,
  policy TEXT NOT NULL,
  revision TEXT NOT NULL
);

CREATE INDEX decisions_by_rollout ON decisions (namespace, rollout, id);
CREATE INDEX decisions_by_namespace ON decisions (namespace, id);
CREATE INDEX decisions_by_service ON decisions (service, id);
CREATE INDEX decisions_by_team ON decisions (team, id);
CREATE INDEX decisions_by_hash ON decisions (canary_hash, id);
CREATE INDEX decisions_by_verdict ON decisions (verdict, id);

-- The whole of each decision, apart, so that lists stay small: points for charts, body for re-judging (compressed JSON of that format).
CREATE TABLE documents (
  decision TEXT NOT NULL PRIMARY KEY,
  format INTEGER NOT NULL,
  points TEXT NOT NULL,
  body BYTEA NOT NULL
);

-- What people said of a decision afterwards.
CREATE TABLE labels (
  decision TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  reason TEXT NOT NULL,
  who TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- Messages on their way, written with the decision they tell of. The key makes each of them one, whoever writes it.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  dedup_key TEXT NOT NULL UNIQUE,
  decision TEXT NOT NULL,
  channel TEXT NOT NULL,
  event TEXT NOT NULL,
  team TEXT NOT NULL,
  service TEXT NOT NULL,
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  payload TEXT NOT NULL,
  trace_parent TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  give_up_at BIGINT NOT NULL,
  claimed_by TEXT NOT NULL,
  claimed_until BIGINT NOT NULL,
  done_at BIGINT,
  trouble TEXT NOT NULL
);

CREATE INDEX outbox_by_state ON outbox (state, due_at);

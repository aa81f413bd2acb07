-- One schema for SQLite and PostgreSQL; moments are milliseconds since the Unix epoch.
CREATE TABLE IF NOT EXISTS anchors (
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  step TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (namespace, rollout, canary_hash, step)
);

CREATE TABLE IF NOT EXISTS decisions (
  id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  service TEXT NOT NULL,
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  team TEXT NOT NULL,
  verdict TEXT NOT NULL,
  document TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS decisions_by_rollout ON decisions (namespace, rollout, id);

-- The last good policy files: one row, for a start while the files have faults.
CREATE TABLE kept_policies (
  id      INTEGER NOT NULL PRIMARY KEY,
  files   TEXT    NOT NULL,
  kept_at BIGINT  NOT NULL
);

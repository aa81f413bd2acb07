-- What New Relic answered about closed buckets, in blocks, by the question: late events change it no more, and it is not asked again.
CREATE TABLE kept_rows (
  question TEXT   NOT NULL,
  begins   BIGINT NOT NULL,
  ends     BIGINT NOT NULL,
  kept_at  BIGINT NOT NULL,
  body     BYTEA  NOT NULL,
  PRIMARY KEY (question, begins)
);
CREATE INDEX kept_rows_age ON kept_rows (kept_at);

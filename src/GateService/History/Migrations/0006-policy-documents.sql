-- An effective policy, once for all decisions that were made by it. A replica of the version before writes whole decisions, without one.
CREATE TABLE policy_documents (
  hash    TEXT   NOT NULL PRIMARY KEY,
  used_at BIGINT NOT NULL,
  body    BYTEA  NOT NULL
);
ALTER TABLE documents ADD COLUMN policy TEXT NOT NULL DEFAULT '';

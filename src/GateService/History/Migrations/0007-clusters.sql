-- Two clusters may run the same names, hash included: each of them is a rollout of its own. Decisions and anchors of before know none, and a replica of the
-- version before writes none.
ALTER TABLE decisions ADD COLUMN cluster TEXT NOT NULL DEFAULT '';

CREATE TABLE anchors_by_cluster (
  team TEXT NOT NULL DEFAULT '',
  service TEXT NOT NULL DEFAULT '',
  cluster TEXT NOT NULL DEFAULT '',
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  step TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (namespace, rollout, canary_hash, step, service, team, cluster)
);

INSERT INTO anchors_by_cluster (team, service, namespace, rollout, canary_hash, step, first_seen)
SELECT team, service, namespace, rollout, canary_hash, step, first_seen FROM anchors;

DROP TABLE anchors;
ALTER TABLE anchors_by_cluster RENAME TO anchors;

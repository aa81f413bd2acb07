-- The same version may come again within the hour: rolled back to, or forward. Argo counts its revisions, and each is a rollout of its own. Anchors of before know
-- none, and neither do callers that send none; a replica of the version before writes none.
CREATE TABLE anchors_by_revision (
  team TEXT NOT NULL DEFAULT '',
  service TEXT NOT NULL DEFAULT '',
  cluster TEXT NOT NULL DEFAULT '',
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  revision TEXT NOT NULL DEFAULT '',
  step TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (namespace, rollout, canary_hash, step, service, team, cluster, revision)
);

INSERT INTO anchors_by_revision (team, service, cluster, namespace, rollout, canary_hash, step, first_seen)
SELECT team, service, cluster, namespace, rollout, canary_hash, step, first_seen FROM anchors;

DROP TABLE anchors;
ALTER TABLE anchors_by_revision RENAME TO anchors;

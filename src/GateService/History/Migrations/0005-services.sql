-- A rollout may be asked about for several services, and by several teams: each sees steps for itself. The columns have a default, so that a replica of the
-- version before can still write beside one of this.
CREATE TABLE anchors_by_service (
  team TEXT NOT NULL DEFAULT '',
  service TEXT NOT NULL DEFAULT '',
  namespace TEXT NOT NULL,
  rollout TEXT NOT NULL,
  canary_hash TEXT NOT NULL,
  step TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (namespace, rollout, canary_hash, step, service, team)
);

-- What was seen before belongs to whoever decided about that version; Flagger's is known by a checksum, which no decision has.
INSERT INTO anchors_by_service (team, service, namespace, rollout, canary_hash, step, first_seen)
SELECT DISTINCT d.team, d.service, a.namespace, a.rollout, a.canary_hash, a.step, a.first_seen
FROM anchors a JOIN decisions d ON d.namespace = a.namespace AND d.rollout = a.rollout AND (d.canary_hash = a.canary_hash OR a.canary_hash LIKE 'flagger %')
WHERE d.past = 0;

DROP TABLE anchors;
ALTER TABLE anchors_by_service RENAME TO anchors;

-- Messages are told once for each service and team. Percent signs keep names that hold a bar apart.
UPDATE outbox SET dedup_key = replace(replace(team, '%', '%25'), '|', '%7C') || '|' || replace(replace(service, '%', '%25'), '|', '%7C') || '|' || dedup_key WHERE event <> 'decided';

-- The next message of a channel is its oldest, due or not.
DROP INDEX outbox_by_state;
CREATE INDEX outbox_by_channel ON outbox (state, channel, id);

-- Where the store is tried: a row that is written over and over.
CREATE TABLE probes (
  who TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  nonce TEXT NOT NULL
);

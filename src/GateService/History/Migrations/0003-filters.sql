-- Filters that hardly meet are decided within the index, without reading a row for each entry.
DROP INDEX decisions_by_team;
DROP INDEX decisions_by_service;
DROP INDEX decisions_by_namespace;
DROP INDEX decisions_by_verdict;
CREATE INDEX decisions_by_team ON decisions (team, id, service, verdict);
CREATE INDEX decisions_by_service ON decisions (service, id, team, verdict);
CREATE INDEX decisions_by_namespace ON decisions (namespace, id, service, verdict);
CREATE INDEX decisions_by_verdict ON decisions (verdict, id, team, service);

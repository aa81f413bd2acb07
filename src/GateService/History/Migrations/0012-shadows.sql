-- What a second policy makes of a decision that it did not make; it goes with the decision. What was not there of its evidence is a JSON array of sentences.
CREATE TABLE shadows (
  decision TEXT NOT NULL PRIMARY KEY,
  policy   TEXT NOT NULL,
  revision TEXT NOT NULL,
  verdict  TEXT NOT NULL,
  summary  TEXT NOT NULL,
  told     TEXT NOT NULL,
  not_kept TEXT NOT NULL
);

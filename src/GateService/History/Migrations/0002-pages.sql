-- What a list says of a decision beyond its columns: which objective tells, whose fault it is, since when. Empty for decisions kept before.
ALTER TABLE documents ADD COLUMN gist TEXT NOT NULL DEFAULT '';

-- Who is signed in to the pages: hashes of what browsers hold, and of the token it stands for.
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  token TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

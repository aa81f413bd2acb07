-- Who is known to have set a label, beside who they say they are. A replica of the version before writes none.
ALTER TABLE labels ADD COLUMN set_by TEXT NOT NULL DEFAULT '';

-- Who signed in at the company's identity provider: what it said of them, as JSON. Empty for those who signed in with a token, and theirs is empty here.
ALTER TABLE sessions ADD COLUMN person TEXT NOT NULL DEFAULT '';

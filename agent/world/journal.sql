-- The journal. Append-only: no statement of the service updates or deletes a fact; only `forget` erases, on the
-- person's word. The CHECK and UNIQUE constraints hold the coach's budget even against a bug in the agenda.

CREATE TABLE facts (
    seq       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,            -- the same fact twice is one
    candidacy TEXT NOT NULL,
    kind      TEXT NOT NULL,
    schema    INTEGER NOT NULL,
    reader    TEXT NOT NULL,
    account   TEXT NOT NULL,
    source    TEXT NOT NULL,
    noted     TEXT NOT NULL,
    body      TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX facts_of_a_candidacy ON facts (candidacy, seq);

-- One row for each draft that was ever begun, written in the same transaction as its fact.
CREATE TABLE begun (
    candidacy TEXT NOT NULL,
    key       TEXT NOT NULL,
    revision  INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 9),
    purpose   TEXT NOT NULL,
    ordinal   INTEGER CHECK (ordinal IN (1, 2)),
    CHECK (purpose <> 'inquiry' OR ordinal IS NOT NULL),
    UNIQUE (key, revision),
    UNIQUE (candidacy, purpose, ordinal, revision)
) STRICT;

-- How far each folder and calendar has been looked at; moves only together with what was found there.
CREATE TABLE cursors (
    account TEXT NOT NULL,
    folder  TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (account, folder)
) STRICT;

-- What became of every observed message: observed = acted + asked + ignored + quarantined. Ids are hashed.
CREATE TABLE seen (
    account     TEXT NOT NULL,
    folder      TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid         INTEGER NOT NULL,
    message     TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (account, folder, uidvalidity, uid)
) STRICT;
CREATE INDEX seen_message ON seen (message);

CREATE TABLE words_done (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE forgotten (source TEXT PRIMARY KEY) STRICT;
CREATE TABLE installation (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;

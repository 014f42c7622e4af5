-- The relay's first schema. Applied whole, in one transaction; never edited, only followed by others.

-- One row: which incarnation of the store this is, and how many commits it holds.
CREATE TABLE store (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    identity    BLOB    NOT NULL CHECK (length(identity) = 16),
    epoch       BLOB    NOT NULL CHECK (length(epoch) = 16),
    generation  INTEGER NOT NULL,
    since_ms    INTEGER NOT NULL,
    commits     INTEGER NOT NULL,
    is_copy     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE space (
    number           INTEGER PRIMARY KEY,
    id               BLOB    NOT NULL UNIQUE CHECK (length(id) = 32),
    type             INTEGER NOT NULL,
    head             INTEGER NOT NULL,
    checkpoint       BLOB    NOT NULL,
    stage            INTEGER NOT NULL,
    created_ms       INTEGER NOT NULL,
    due_ms           INTEGER,
    bytes_0          INTEGER NOT NULL,
    bytes_1          INTEGER NOT NULL,
    day              INTEGER NOT NULL,
    membership_0     INTEGER NOT NULL,
    membership_1     INTEGER NOT NULL,
    small_0          INTEGER NOT NULL,
    small_1          INTEGER NOT NULL,
    last_keys_by     INTEGER,
    settled          INTEGER NOT NULL,
    reported         INTEGER NOT NULL
) STRICT;
CREATE INDEX space_due ON space (due_ms) WHERE due_ms IS NOT NULL;

-- The logs. place = space number << 28 | position, so that one space's records lie side by side.
-- record is last: the hashes are read without touching its overflow pages. It is NULL once content went.
CREATE TABLE log (
    place   INTEGER PRIMARY KEY,
    head    BLOB NOT NULL,
    hash    BLOB NOT NULL,
    record  BLOB
) STRICT;

-- Places of membership records.
CREATE TABLE membership (
    place   INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE applied (
    number    INTEGER NOT NULL,
    device    BLOB    NOT NULL,
    position  INTEGER NOT NULL,
    PRIMARY KEY (number, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE lookup (
    device  BLOB PRIMARY KEY,
    space   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mailbox (
    id               BLOB    PRIMARY KEY,
    space            BLOB    NOT NULL,
    device           BLOB    NOT NULL,
    answer_until_ms  INTEGER NOT NULL,
    due_ms           INTEGER NOT NULL,
    slot_1           BLOB,
    slot_2           BLOB,
    slot_3           BLOB,
    closed           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_due ON mailbox (due_ms);
CREATE INDEX mailbox_owner ON mailbox (space, device);

-- Registration tokens: only their hashes.
CREATE TABLE token (
    number      INTEGER PRIMARY KEY,
    hash        BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_ms  INTEGER NOT NULL,
    revoked_ms  INTEGER
) STRICT;

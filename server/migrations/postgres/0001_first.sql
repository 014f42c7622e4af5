-- The relay's first schema on PostgreSQL. Applied whole, in one transaction; never edited, only followed by others.

-- One row: which incarnation of the store this is. identity names the database it was founded in, so that a copy is known as one.
CREATE TABLE store (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch       bytea   NOT NULL CHECK (length(epoch) = 16),
    generation  bigint  NOT NULL,
    since_ms    bigint  NOT NULL,
    identity    text    NOT NULL
);

-- head is the number of records in the log; version counts the writings of a row, so that two relays never build on the same one.
-- Rows are rewritten with each append: room is left on the page for the next.
CREATE TABLE space (
    number           bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id               bytea    NOT NULL UNIQUE CHECK (length(id) = 32),
    type             smallint NOT NULL,
    head             bigint   NOT NULL,
    checkpoint       bytea    NOT NULL,
    stage            smallint NOT NULL,
    created_ms       bigint   NOT NULL,
    due_ms           bigint,
    bytes_0          bigint   NOT NULL,
    bytes_1          bigint   NOT NULL,
    day              bigint   NOT NULL,
    membership_0     bigint   NOT NULL,
    membership_1     bigint   NOT NULL,
    small_0          bigint   NOT NULL,
    small_1          bigint   NOT NULL,
    last_keys_by     smallint,
    settled          bigint   NOT NULL,
    reported         smallint NOT NULL,
    version          bigint   NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX space_due ON space (due_ms) WHERE due_ms IS NOT NULL;

-- The logs. record is NULL once content went. It is sealed, so nothing of it is tried to be packed smaller.
CREATE TABLE log (
    number      bigint  NOT NULL,
    position    bigint  NOT NULL,
    head        bytea   NOT NULL,
    hash        bytea   NOT NULL,
    membership  boolean NOT NULL,
    record      bytea,
    PRIMARY KEY (number, position)
);
ALTER TABLE log ALTER COLUMN record SET STORAGE EXTERNAL;
CREATE INDEX log_membership ON log (number, position) WHERE membership;

CREATE TABLE applied (
    number    bigint NOT NULL,
    device    bytea  NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (number, device)
);

CREATE TABLE lookup (
    device  bytea PRIMARY KEY,
    space   bytea NOT NULL
);
CREATE INDEX lookup_space ON lookup (space);

CREATE TABLE mailbox (
    id               bytea   PRIMARY KEY,
    space            bytea   NOT NULL,
    device           bytea   NOT NULL,
    answer_until_ms  bigint  NOT NULL,
    due_ms           bigint  NOT NULL,
    slot_1           bytea,
    slot_2           bytea,
    slot_3           bytea,
    closed           boolean NOT NULL
);
CREATE INDEX mailbox_due ON mailbox (due_ms);
CREATE INDEX mailbox_owner ON mailbox (space, device);

-- Registration tokens: only their hashes.
CREATE TABLE token (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash        bytea  NOT NULL UNIQUE CHECK (length(hash) = 32),
    created_ms  bigint NOT NULL,
    revoked_ms  bigint
);

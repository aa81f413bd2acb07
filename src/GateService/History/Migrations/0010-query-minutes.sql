-- What each replica took of an account's queries in a minute: together they take no more than New Relic allows. Rows live for some minutes.

CREATE TABLE query_minutes (
    account    BIGINT NOT NULL,
    minute     BIGINT NOT NULL,
    replica    TEXT   NOT NULL,
    steps      BIGINT NOT NULL,
    background BIGINT NOT NULL,
    PRIMARY KEY (account, minute, replica)
);

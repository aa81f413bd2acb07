-- What each team asked of an account in a minute, and what it was refused: no team takes what another needs. Rows live for some minutes.

CREATE TABLE query_teams (
    account            BIGINT NOT NULL,
    minute             BIGINT NOT NULL,
    replica            TEXT   NOT NULL,
    team               TEXT   NOT NULL,
    steps              BIGINT NOT NULL,
    background         BIGINT NOT NULL,
    refused_steps      BIGINT NOT NULL,
    refused_background BIGINT NOT NULL,
    PRIMARY KEY (account, minute, replica, team)
);

"""The tables `corrections*` of `state.db`, as they grew."""

from __future__ import annotations

from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-corrections",
        """
        CREATE TABLE corrections_spaces (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, scope TEXT NOT NULL, holder TEXT NOT NULL,
            UNIQUE (tenant, scope, holder)
        );
        CREATE TABLE corrections (
            id TEXT PRIMARY KEY, space INTEGER NOT NULL REFERENCES corrections_spaces (id), answer TEXT NOT NULL,
            why TEXT NOT NULL, author TEXT NOT NULL, source TEXT, state TEXT NOT NULL,
            written_us INTEGER NOT NULL, expires_us INTEGER
        );
        CREATE INDEX corrections_by_space ON corrections (space, id);
        CREATE TABLE corrections_wordings (
            id INTEGER PRIMARY KEY, correction TEXT NOT NULL REFERENCES corrections (id),
            space INTEGER NOT NULL REFERENCES corrections_spaces (id), question TEXT NOT NULL, key TEXT NOT NULL,
            original INTEGER NOT NULL, state TEXT NOT NULL
        );
        CREATE INDEX corrections_wordings_by_correction ON corrections_wordings (correction);
        CREATE UNIQUE INDEX corrections_wordings_by_key ON corrections_wordings (space, key) WHERE state = 'standing';
        CREATE TABLE corrections_events (
            id INTEGER PRIMARY KEY, correction TEXT NOT NULL REFERENCES corrections (id), at_us INTEGER NOT NULL,
            actor TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, receipt TEXT
        );
        CREATE INDEX corrections_events_by_correction ON corrections_events (correction, id);
        CREATE TABLE corrections_hits (correction TEXT PRIMARY KEY REFERENCES corrections (id), hits INTEGER NOT NULL);
        CREATE TABLE corrections_terms (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, term TEXT NOT NULL, wordings INTEGER NOT NULL,
            UNIQUE (tenant, term)
        );
        CREATE TABLE corrections_postings (
            term INTEGER NOT NULL, space INTEGER NOT NULL, wording INTEGER NOT NULL, PRIMARY KEY (term, space, wording)
        ) WITHOUT ROWID;
        CREATE TABLE corrections_versions (name TEXT PRIMARY KEY, version INTEGER NOT NULL);
        """,
    ),
    Migration(
        "2-endings",
        """
        ALTER TABLE corrections ADD COLUMN ended_from TEXT;
        ALTER TABLE corrections ADD COLUMN successor TEXT REFERENCES corrections (id);
        ALTER TABLE corrections_wordings ADD COLUMN author TEXT NOT NULL DEFAULT '';
        ALTER TABLE corrections_wordings ADD COLUMN added_us INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE corrections_wordings ADD COLUMN lender TEXT REFERENCES corrections (id);
        ALTER TABLE corrections_wordings ADD COLUMN displaced_by TEXT REFERENCES corrections (id);
        CREATE INDEX corrections_wordings_of_key ON corrections_wordings (key);
        CREATE INDEX corrections_by_author ON corrections (author, written_us);
        CREATE INDEX corrections_by_successor ON corrections (successor) WHERE successor IS NOT NULL;
        CREATE INDEX corrections_wordings_by_author ON corrections_wordings (author, added_us);
        CREATE INDEX corrections_wordings_displaced ON corrections_wordings (displaced_by)
            WHERE displaced_by IS NOT NULL;
        CREATE INDEX corrections_events_by_actor ON corrections_events (actor, at_us);
        UPDATE corrections SET ended_from = 'standing', successor = (
            SELECT substr(detail, 4) FROM corrections_events AS events
            WHERE events.correction = corrections.id AND events.kind = 'superseded' ORDER BY events.id DESC LIMIT 1
        ) WHERE state = 'superseded';
        UPDATE corrections SET ended_from = CASE WHEN EXISTS (
            SELECT 1 FROM corrections_events AS events
            WHERE events.correction = corrections.id AND events.kind = 'approved'
        ) THEN 'standing' ELSE 'proposed' END WHERE state = 'revoked';
        UPDATE corrections_wordings SET author = corrections.author, added_us = corrections.written_us
        FROM corrections WHERE corrections.id = corrections_wordings.correction;
        UPDATE corrections_wordings SET author = events.actor, added_us = events.at_us
        FROM corrections_events AS events
        WHERE corrections_wordings.original = 0 AND events.kind = 'alias-proposed'
          AND events.correction = corrections_wordings.correction AND events.detail = corrections_wordings.question;
        """,
    ),
    Migration(
        "3-rollbacks",
        """
        CREATE TABLE corrections_rollbacks (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, undone TEXT
        );
        CREATE TABLE corrections_rollback_steps (
            rollback TEXT NOT NULL REFERENCES corrections_rollbacks (id), step INTEGER NOT NULL, changes TEXT NOT NULL,
            PRIMARY KEY (rollback, step)
        ) WITHOUT ROWID;
        """,
    ),
    Migration(
        "4-queue",
        """
        CREATE TABLE corrections_queue (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, receipt TEXT NOT NULL, capability TEXT NOT NULL, bases TEXT,
            by TEXT NOT NULL, why TEXT NOT NULL, at_us INTEGER NOT NULL, deed TEXT, state TEXT NOT NULL,
            correction TEXT REFERENCES corrections (id), closed_by TEXT, closed_us INTEGER, closed_why TEXT NOT NULL,
            closing_deed TEXT
        );
        CREATE UNIQUE INDEX corrections_queue_open ON corrections_queue (receipt) WHERE state = 'open';
        CREATE INDEX corrections_queue_by_state ON corrections_queue (tenant, state, id);
        CREATE INDEX corrections_queue_by_actor ON corrections_queue (by, at_us);
        """,
    ),
    Migration("5-last-hits", "ALTER TABLE corrections_hits ADD COLUMN last_us INTEGER;"),
)

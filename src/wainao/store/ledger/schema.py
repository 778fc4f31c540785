"""The ledger's tables. Rows of `receipts` are never changed, except that contents can be erased."""

from __future__ import annotations

from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-ledger",
        """
        CREATE TABLE receipts (
            idx INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            tenant TEXT NOT NULL,
            actor TEXT NOT NULL,
            capability TEXT NOT NULL,
            status TEXT NOT NULL,
            parent TEXT,
            header BLOB NOT NULL,
            leaf BLOB NOT NULL,
            salt BLOB,
            contents BLOB,
            erased_by TEXT
        );
        CREATE INDEX receipts_by_actor ON receipts (tenant, actor, idx);
        CREATE INDEX receipts_by_parent ON receipts (parent) WHERE parent IS NOT NULL;

        CREATE TABLE receipts_open (
            id TEXT PRIMARY KEY,
            process TEXT NOT NULL,
            opening BLOB NOT NULL
        );

        CREATE TABLE receipts_tiles (
            height INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (height, idx)
        );

        CREATE TABLE receipts_checkpoints (
            size INTEGER PRIMARY KEY,
            note TEXT NOT NULL
        );

        CREATE TABLE receipts_head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            origin TEXT NOT NULL,
            size INTEGER NOT NULL,
            frontier BLOB NOT NULL,
            note TEXT NOT NULL
        );
        """,
    ),
)

"""Whatever somebody does to the files of a home is found, and where it was done is said."""

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_world import change, draft, found, look, record, verified, with_home

from wainao.store.home import Home
from wainao.store.ledger.audit import Audit
from wainao.store.ledger.head import HeadFile
from wainao.store.ledger.key import ledger_key
from wainao.store.ledger.tree import Frontier, leaf_hash

SIZE = 900
"""Three whole tiles and a part of one, with checkpoints in between."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "home"

    def fill(home: Home) -> None:
        for _ in range(SIZE // 100):
            record(home.ledger, [draft(question=f"Q{number}") for number in range(100)])

    with_home(path, fill)
    return path


@pytest.fixture
def home(pristine: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(pristine, copy)
    return copy


def audited(path: Path):
    """An audit of files as they are: not of a home that was opened and so wrote down what it found."""

    kept = {"ledger.head": HeadFile(path / "ledger.head").text()}
    with closing(sqlite3.connect(path / "state.db")) as connection:
        return Audit(connection, key=ledger_key(path / "keys").public, kept=kept).report()


def test_what_nobody_touched_is_intact(home):
    assert audited(home).intact
    assert verified(home).records == SIZE


@pytest.mark.parametrize("at", [0, 255, 256, 500, SIZE - 1])
def test_an_edited_header_is_located(home, at):
    change(home, "UPDATE receipts SET header = replace(header, '\"ann\"', '\"bob\"') WHERE idx = :at", at=at)
    assert found(audited(home)) == {("edited", at, None)}


def test_a_header_that_is_no_longer_json_is_located(home):
    change(home, "UPDATE receipts SET header = x'00ff', leaf = :leaf WHERE idx = 300", leaf=leaf_hash(b"\x00\xff"))
    assert ("edited", 300, None) in found(audited(home))


@pytest.mark.parametrize("column", ["tenant", "actor", "capability", "status", "parent", "id"])
def test_an_edited_column_is_located(home, column):
    change(home, f"UPDATE receipts SET {column} = 'another' WHERE idx = 300")
    assert found(audited(home)) == {("edited", 300, None)}


def test_edited_contents_are_located(home):
    change(home, "UPDATE receipts SET contents = replace(contents, 'Q', 'R') WHERE idx = 77")
    assert found(audited(home)) == {("contents", 77, None)}


def test_an_edited_salt_is_located(home):
    change(home, "UPDATE receipts SET salt = x'00' WHERE idx = 77")
    assert found(audited(home)) == {("contents", 77, None)}


def test_deleted_records_are_located(home):
    change(home, "DELETE FROM receipts WHERE idx BETWEEN 300 AND 310 OR idx = 5")
    assert found(audited(home)) == {("deleted", 5, 5), ("deleted", 300, 310)}


def test_a_record_deleted_and_the_gap_closed_is_located(home):
    change(home, "DELETE FROM receipts WHERE idx = 300", "UPDATE receipts SET idx = -idx WHERE idx > 300")
    change(home, "UPDATE receipts SET idx = -idx - 1 WHERE idx < 0")
    assert found(audited(home)) == {("deleted", 300, 300), ("moved", 300, SIZE - 2)}


def test_an_inserted_record_is_located(home):
    change(home, "UPDATE receipts SET idx = -idx WHERE idx >= 300", "UPDATE receipts SET idx = -idx + 1 WHERE idx < 0")
    insert_copy(home, of=10, at=300, index=300)
    assert found(audited(home)) == {("inserted", 300, None), ("moved", 301, SIZE)}


def test_a_record_added_at_the_end_is_located(home):
    insert_copy(home, of=10, at=SIZE, index=SIZE)
    assert found(audited(home)) == {("inserted", SIZE, SIZE)}


def test_records_that_changed_places_are_located(home):
    change(
        home,
        "UPDATE receipts SET idx = -1 WHERE idx = 5",
        "UPDATE receipts SET idx = 5 WHERE idx = 700",
        "UPDATE receipts SET idx = 700 WHERE idx = -1",
    )
    assert found(audited(home)) == {("moved", 5, 5), ("moved", 700, 700)}


def test_a_cut_tail_is_located(home):
    cut(home, 850)
    assert found(audited(home)) == {("deleted", 850, SIZE - 1)}


def test_a_tail_cut_together_with_everything_that_tells_of_it_is_located(home, tmp_path):
    """The whole database as it was at 850 records, with its own signed head: only `ledger.head` knows better."""
    rewind(home, 850)
    assert found(audited(home)) == {("cut", 850, SIZE - 1)}


def test_a_cut_stays_on_record_when_the_ledger_grows_again(home):
    rewind(home, 850)
    with_home(home, lambda opened: record(opened.ledger, [draft() for _ in range(100)]))
    report = verified(home)
    assert found(report) == {("incident", 850, None)}
    assert "the records 850 to 899, which were signed, are gone" in report.faults[0].detail


def test_a_missing_head_file_is_found_and_stays_on_record(home):
    (home / "ledger.head").unlink()
    assert found(audited(home)) == {("head", SIZE, None)}
    assert found(verified(home)) == {("incident", SIZE, None)}


def test_a_head_file_with_anything_else_in_it_is_found_and_stays_on_record(home):
    (home / "ledger.head").write_text("anything else")
    assert found(audited(home)) == {("signature", None, None)}
    assert found(verified(home)) == {("incident", SIZE, None)}


def test_two_swapped_databases_are_found_and_stay_on_record(home, tmp_path):
    other = tmp_path / "other"
    with_home(other, lambda opened: record(opened.ledger, [draft() for _ in range(300)]))
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(other / "state.db", home / "state.db")
    kinds = {kind for kind, _, _ in found(audited(home))}
    assert kinds == {"signature", "foreign"}
    report = verified(home)
    assert ("incident", 300, None) in found(report)
    assert "one was swapped" in str(report.faults)


def test_an_older_copy_of_the_own_database_is_found(home, pristine):
    with_home(home, lambda opened: record(opened.ledger, [draft() for _ in range(50)]))
    shutil.copy(pristine / "state.db", home / "state.db")
    for name in ("state.db-wal", "state.db-shm"):
        (home / name).unlink(missing_ok=True)
    assert found(audited(home)) == {("cut", SIZE, SIZE + 49)}


def test_a_missing_head_row_is_found(home):
    change(home, "DELETE FROM receipts_head")
    assert ("head", None, None) in found(audited(home))


def test_a_head_row_that_says_something_else_than_its_signature_is_found(home):
    change(home, "UPDATE receipts_head SET size = size - 1")
    assert ("head", SIZE - 1, None) in found(audited(home))


def test_checkpoints_that_are_not_signed_are_located(home):
    change(home, "UPDATE receipts_checkpoints SET note = replace(note, 'wainao/', 'wainaO/')")
    sizes = [size for (size,) in look(home, "SELECT size FROM receipts_checkpoints ORDER BY size")]
    assert found(audited(home)) == {("signature", sizes[0], sizes[-1])}


def test_a_changed_stored_hash_is_located(home):
    change(home, "DELETE FROM receipts_tiles WHERE idx = 1")
    assert found(audited(home)) == {("hashes", 256, 511)}


def test_records_rewritten_with_their_own_hashes_are_located_to_their_tile(home):
    """The attacker recomputes the record's hash, but not those above it."""
    rewrite(home, 300)
    assert found(audited(home)) == {("rewritten", 256, 511)}


@pytest.mark.parametrize("at", [3, 300, SIZE - 1])
def test_records_rewritten_with_all_hashes_are_located_between_two_signed_checkpoints(home, at):
    """The attacker recomputes every hash that is stored, and can only not sign."""
    sizes = [0, *(size for (size,) in look(home, "SELECT size FROM receipts_checkpoints ORDER BY size")), SIZE]
    rewrite(home, at)
    rehash(home)
    before, after = max(size for size in sizes if size <= at), min(size for size in sizes if size > at)
    assert ("rewritten", before, after - 1) in found(audited(home))
    assert after - before <= 256 + 100


def test_a_checkpoint_kept_elsewhere_finds_out_even_who_has_the_key(home):
    """With the key everything can be signed anew; only what somebody else kept cannot."""
    (kept,) = look(home, "SELECT note FROM receipts_head")[0]
    rewrite(home, 300)
    rehash(home)
    sign_anew(home)
    assert audited(home).intact
    report = with_home(home, lambda opened: opened.ledger.verify(against={"kept": kept}))
    assert found(report) == {("rewritten", 0, SIZE - 1)}


def test_a_database_cut_while_we_are_running_is_not_written_to(home):
    def cut_underneath(opened: Home) -> None:
        opened.ledger.verify()
        rewind(home, 850)
        with pytest.raises(Exception, match="cut it while we were running"):
            record(opened.ledger, [draft()])

    with_home(home, cut_underneath)


def test_many_faults_are_counted_and_the_first_thousand_listed(home):
    with_home(home, lambda opened: record(opened.ledger, [draft() for _ in range(500)]))
    change(home, "UPDATE receipts SET header = x'00'")
    report = audited(home)
    assert report.faults[-1].kind == "more"
    assert len(report.faults) == 1_001


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, SIZE - 1),
    column=st.sampled_from(["header", "contents", "leaf", "salt"]),
    byte=st.integers(0, 10_000),
)
def test_no_changed_byte_of_any_record_goes_unnoticed(pristine, tmp_path, at, column, byte):
    home = tmp_path / "one"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(pristine, home)
    ((value,),) = look(home, f"SELECT {column} FROM receipts WHERE idx = ?", (at,))
    changed = bytearray(value)
    changed[byte % len(changed)] ^= 1
    change(home, f"UPDATE receipts SET {column} = :changed WHERE idx = :at", at=at, changed=bytes(changed))
    assert at in {fault.at for fault in audited(home).faults}


# What attackers do.


def insert_copy(home: Path, *, of: int, at: int, index: int) -> None:
    with closing(sqlite3.connect(home / "state.db", isolation_level=None)) as connection:
        row = connection.execute("SELECT * FROM receipts WHERE idx = ?", (of,)).fetchone()
        _, id, *columns, header, _, salt, contents, by = row
        header = header.replace(id.encode(), b"inserted").replace(b'{"index":%d,' % of, b'{"index":%d,' % index)
        values = (at, "inserted", *columns, header, leaf_hash(header), salt, contents, by)
        connection.execute(f"INSERT INTO receipts VALUES ({', '.join('?' * len(values))})", values)


def cut(home: Path, size: int) -> None:
    change(home, f"DELETE FROM receipts WHERE idx >= {size}")


def rewind(home: Path, size: int) -> None:
    """Everything in the database as it would be at that size, signed with the key: an older copy of the file."""
    cut(home, size)
    change(home, f"DELETE FROM receipts_tiles WHERE (idx + 1) * 256 > {size}")
    change(home, f"DELETE FROM receipts_checkpoints WHERE size > {size}")
    rehash(home)

    key = ledger_key(home / "keys")
    ((origin, frontier),) = look(home, "SELECT origin, frontier FROM receipts_head")
    root = Frontier.unpack(size, frontier).root()
    note = key.sign(origin=origin, size=size, root=root).note(key.public.raw)
    change(home, "UPDATE receipts_head SET note = :note", note=note)


def rewrite(home: Path, at: int) -> None:
    """Another answer in record `at`, with digest and leaf hash to match."""
    ((header, salt, contents),) = look(home, "SELECT header, salt, contents FROM receipts WHERE idx = ?", (at,))
    told = msgspec.json.decode(header)
    contents = contents.replace("可以".encode(), "不行".encode())
    told["contents"] = hashlib.sha256(salt + contents).hexdigest()
    header = msgspec.json.encode(told)
    change(
        home,
        "UPDATE receipts SET header = :header, contents = :contents, leaf = :leaf WHERE idx = :at",
        at=at,
        header=header,
        contents=contents,
        leaf=leaf_hash(header),
    )


def rehash(home: Path) -> None:
    """Every stored hash made to fit the records."""
    frontier = Frontier()
    for (leaf,) in look(home, "SELECT leaf FROM receipts ORDER BY idx"):
        for height, index, hash in frontier.push(leaf):
            change(
                home,
                "UPDATE receipts_tiles SET hash = :hash WHERE height = :height AND idx = :index",
                hash=hash,
                height=height,
                index=index,
            )
    change(
        home,
        "UPDATE receipts_head SET size = :size, frontier = :frontier",
        size=frontier.size,
        frontier=frontier.pack(),
    )


def sign_anew(home: Path) -> None:
    """Every checkpoint, also the one beside the database, signed with the home's own key."""

    key = ledger_key(home / "keys")
    ((origin,),) = look(home, "SELECT origin FROM receipts_head")
    sizes = {size for (size,) in look(home, "SELECT size FROM receipts_checkpoints")}
    frontier = Frontier()
    note = ""
    for (leaf,) in look(home, "SELECT leaf FROM receipts ORDER BY idx"):
        frontier.push(leaf)
        note = key.sign(origin=origin, size=frontier.size, root=frontier.root()).note(key.public.raw)
        if frontier.size in sizes:
            change(
                home, "UPDATE receipts_checkpoints SET note = :note WHERE size = :size", note=note, size=frontier.size
            )
    change(home, "UPDATE receipts_head SET note = :note", note=note)
    (home / "ledger.head").write_text(note)

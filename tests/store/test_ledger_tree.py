"""Merkle trees: against a naive tree, against published roots, and against forged proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.store.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    tree_root,
)

# The eight leaves and roots that Certificate Transparency's own tests use.
PUBLISHED_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
PUBLISHED_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def naive_root(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def node_in(leaves: list[bytes]):
    return lambda height, index: naive_root(leaves[index << height : index + 1 << height])


def frontier_of(leaves: list[bytes]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf)
    return frontier


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size):
    assert frontier_of([leaf_hash(leaf) for leaf in PUBLISHED_LEAVES[:size]]).root().hex() == PUBLISHED_ROOTS[size - 1]


def test_an_empty_tree_has_the_hash_of_nothing():
    assert Frontier().root() == hashlib.sha256().digest()


@given(st.integers(0, 700))
def test_growing_gives_the_root_of_the_whole(size):
    leaves = leaves_of(size)
    frontier = frontier_of(leaves)
    assert frontier.root() == naive_root(leaves) == tree_root(size, node_in(leaves))
    again = Frontier.unpack(size, frontier.pack())
    assert (again.root(), again.size) == (frontier.root(), size)


@given(st.integers(1, 5), st.integers(0, 300))
def test_whole_tiles_may_stand_for_their_leaves(tiles, more):
    leaves = leaves_of(256 * tiles + more)
    frontier = Frontier()
    for tile in range(tiles):
        frontier.push(naive_root(leaves[256 * tile : 256 * (tile + 1)]), 8)
    for leaf in leaves[256 * tiles :]:
        frontier.push(leaf)
    assert frontier.root() == naive_root(leaves)


def test_completed_tiles_are_reported_once_each_at_every_height():
    leaves = leaves_of(65_536)
    frontier, tiles = Frontier(), []
    for leaf in leaves:
        tiles += frontier.push(leaf)
    assert [tile[:2] for tile in tiles] == [*((8, index) for index in range(256)), (16, 0)]
    assert tiles[3][2] == naive_root(leaves[768:1024])
    assert tiles[-1][2] == frontier.root()


@st.composite
def trees(draw):
    size = draw(st.integers(1, 300))
    return size, draw(st.integers(0, size - 1))


@given(trees())
def test_inclusion_is_proved_for_exactly_that_leaf_at_exactly_that_place(tree):
    size, index = tree
    leaves = leaves_of(size)
    root, path = naive_root(leaves), inclusion_path(index, size, node_in(leaves))
    assert check_inclusion(leaves[index], index, size, path, root)
    assert not check_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not check_inclusion(leaves[index], index, size, path, leaf_hash(b"other"))
    assert not check_inclusion(leaves[index], index, size, [*path, root], root)
    assert not check_inclusion(leaves[index], index + 1, size, path, root)
    assert not check_inclusion(leaves[index], size, size, path, root)
    for number in range(len(path)):
        assert not check_inclusion(leaves[index], index, size, path[:number] + path[number + 1 :], root)


@given(trees())
def test_growth_is_proved_between_exactly_these_two_trees(tree):
    new, last = tree
    old = last + 1
    leaves = leaves_of(new)
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    path = consistency_path(old, new, node_in(leaves))
    assert check_consistency(old, new, old_root, new_root, path)
    assert not check_consistency(old, new, leaf_hash(b"other"), new_root, path)
    assert not check_consistency(old, new, old_root, leaf_hash(b"other"), path)
    assert not check_consistency(old, new, old_root, new_root, [*path, new_root])
    assert not check_consistency(new + 1, new, old_root, new_root, path)
    for number in range(len(path)):
        assert not check_consistency(old, new, old_root, new_root, path[:number] + path[number + 1 :])


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_tree_that_was_rewritten_has_no_proof_of_growth(old, more):
    before, after = leaves_of(old), leaves_of(old + more)
    after[old // 2] = leaf_hash(b"rewritten")
    path = consistency_path(old, old + more, node_in(after))
    assert not check_consistency(old, old + more, naive_root(before), naive_root(after), path)

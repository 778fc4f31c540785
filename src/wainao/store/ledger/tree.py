"""Merkle trees as RFC 9162 defines them: growing one, proving what is in it, checking such proofs. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

TILE_HEIGHT = 8
"""Subtrees of this height and its multiples are stored, so that a proof reads hundreds of hashes and not millions."""

Node = Callable[[int, int], bytes]
"""`node(height, index)` is the hash over the leaves from `index << height` to `index + 1 << height`, all present."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """A growing tree, remembered only by the perfect subtrees along its right edge, widest first."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Frontier:
        return cls(size, [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)])

    def pack(self) -> bytes:
        return b"".join(self.hashes)

    def copy(self) -> Frontier:
        return Frontier(self.size, self.hashes)

    def push(self, hash: bytes, height: int = 0) -> list[tuple[int, int, bytes]]:
        """Add a leaf, or a perfect subtree where the size is a multiple of its width.

        Returns the subtrees this completes whose height is a multiple of `TILE_HEIGHT`, as (height, index, hash).
        """
        tiles = []
        size, self.size = self.size, self.size + (1 << height)
        while size >> height & 1:
            hash = node_hash(self.hashes.pop(), hash)
            height += 1
            if height % TILE_HEIGHT == 0:
                tiles.append((height, size >> height, hash))
        self.hashes.append(hash)
        return tiles

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def tree_root(size: int, node: Node) -> bytes:
    return _range_hash(0, size, node) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree with `size` leaves, from the bottom up."""
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, node))
            end = middle
        else:
            path.append(_range_hash(start, middle, node))
            start = middle
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf with that hash stands at `index` in the tree with that size and root."""
    if not 0 <= index < size:
        return False
    hash, last = leaf, size - 1
    for sibling in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            hash = node_hash(sibling, hash)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            hash = node_hash(hash, sibling)
        index >>= 1
        last >>= 1
    return last == 0 and hash == root


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that prove the tree with `old` leaves to be the beginning of the tree with `new` leaves."""
    path = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(middle, end, node))
            end = middle
        else:
            path.append(_range_hash(start, middle, node))
            start, whole = middle, False
    if not whole:
        path.append(_range_hash(start, end, node))
    return path[::-1]


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree (`old`, `old_root`) only grew to become (`new`, `new_root`)."""
    if not 0 < old <= new:
        return old == 0 and not path
    if old == new:
        return not path and old_root == new_root
    hashes = iter(path if old & (old - 1) else (old_root, *path))
    return _replay(old - 1, new - 1, hashes, (old_root, new_root))


def _replay(old: int, new: int, hashes: Iterator[bytes], roots: tuple[bytes, bytes]) -> bool:
    while old & 1:
        old >>= 1
        new >>= 1
    seed = next(hashes, None)
    if seed is None:
        return False
    old_hash = new_hash = seed
    for hash in hashes:
        if new == 0:
            return False
        if old & 1 or old == new:
            old_hash, new_hash = node_hash(hash, old_hash), node_hash(hash, new_hash)
            while not old & 1 and old:
                old >>= 1
                new >>= 1
        else:
            new_hash = node_hash(new_hash, hash)
        old >>= 1
        new >>= 1
    return new == 0 and (old_hash, new_hash) == roots


def _range_hash(start: int, end: int, node: Node) -> bytes:
    width = end - start
    if width & (width - 1) == 0:
        height = width.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(width)
    return node_hash(_range_hash(start, middle, node), _range_hash(middle, end, node))


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1

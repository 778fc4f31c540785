"""Signed notes: what is written can be read, and nothing else can."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import strategies as st

from wainao.kernel import IntegrityError
from wainao.store.ledger.checkpoint import PrivateKey, PublicKey, parse_note

KEY = PrivateKey(Ed25519PrivateKey.generate())
SIGNED = KEY.sign(origin="wainao/0123456789abcdef", size=7, root=b"r" * 32)
NOTE = SIGNED.note(KEY.public.raw)


def test_a_note_has_the_form_of_c2sp():
    body, signature_line = NOTE.split("\n\n")
    assert body == f"wainao/0123456789abcdef\n7\n{base64.b64encode(b'r' * 32).decode()}"
    dash, name, encoded = signature_line.rstrip("\n").split(" ")
    key_id = hashlib.sha256(b"wainao/0123456789abcdef\n\x01" + KEY.public.raw).digest()[:4]
    assert (dash, name, base64.b64decode(encoded)) == ("—", "wainao/0123456789abcdef", key_id + SIGNED.signature)


def test_a_note_can_be_read_back_and_its_signature_holds():
    assert parse_note(NOTE) == SIGNED
    assert KEY.public.signed(parse_note(NOTE))


@pytest.mark.parametrize(
    "changed", [NOTE.replace("\n7\n", "\n8\n"), NOTE.replace("cdef", "cdee"), NOTE.replace("cnJy", "cnJz", 1)]
)
def test_a_changed_note_is_not_signed(changed):
    assert not KEY.public.signed(parse_note(changed))


def test_another_key_did_not_sign_it():
    assert not PrivateKey(Ed25519PrivateKey.generate()).public.signed(SIGNED)
    assert not PublicKey(b"\x00" * 31).signed(SIGNED)


@given(st.text())
@example("")
@example("a\n-1\nAA==\n\n— a AAAA\n")
@example("a\n07\nAA==\n\n— a AAAA\n")
@example("a\n7\nAA==\n\n— b AAAA\n")
@example("a\n7\nA\n\n— a AAAA\n")
def test_anything_else_is_refused_by_name(text):
    with pytest.raises(IntegrityError, match="is not a signed checkpoint"):
        parse_note(text)

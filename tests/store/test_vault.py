"""What is sealed opens at its own place, under its own key, and is nowhere to be read."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.kernel import IntegrityError, SettingsError
from wainao.store.vault import KEY_FILE, Vault

SECRET = "sk-canary-0123456789abcdef"


def test_it_opens_in_every_process_and_its_key_is_the_owners_alone(tmp_path):
    sealed = Vault(tmp_path / "keys").seal(SECRET, place="a")
    assert Vault(tmp_path / "keys").open(sealed, place="a") == SECRET
    key = tmp_path / "keys" / KEY_FILE
    assert SECRET.encode() not in key.read_bytes() + sealed
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        key.chmod(0o640)
        with pytest.raises(SettingsError, match="chmod 600"):
            Vault(tmp_path / "keys").open(sealed, place="a")


def test_the_same_secret_never_looks_the_same(tmp_path):
    vault = Vault(tmp_path)
    assert len({vault.seal(SECRET, place="a") for _ in range(20)}) == 20


def test_another_place_another_key_and_another_byte_open_nothing(tmp_path):
    vault = Vault(tmp_path / "one")
    sealed = vault.seal(SECRET, place="a")
    strange = [vault.seal(SECRET, place="b"), Vault(tmp_path / "two").seal(SECRET, place="a"), b"", sealed[:20]]
    for wrong in [*strange, bytes([sealed[0] ^ 1]) + sealed[1:], sealed[:-1] + bytes([sealed[-1] ^ 1])]:
        with pytest.raises(IntegrityError, match="'a'") as refused:
            vault.open(wrong, place="a")
        assert SECRET not in str(refused.value)


@given(secret=st.text(st.characters(exclude_categories=["Cs"]), max_size=80), place=st.text(max_size=20))
def test_whatever_was_sealed_comes_out(tmp_path_factory, secret, place):
    vault = Vault(Path(tmp_path_factory.getbasetemp()) / "vault")
    place = place.encode(errors="replace").decode()
    assert vault.open(vault.seal(secret, place=place), place=place) == secret

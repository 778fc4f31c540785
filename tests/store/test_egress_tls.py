"""TLS with an authority of our own: the name is verified, the connection goes to the checked address and is kept."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fault_server import OK, FaultServer, Wire, playing, replies
from wainao.store.egress import Egress, Limits, Proxy, Routes, UnreachableError

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "uvloop"])
def anyio_backend(request):
    return "asyncio", {"use_uvloop": request.param == "uvloop"}


class Authority:
    """Signs certificates for whatever name is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        whole = x509.BasicConstraints(ca=True, path_length=None)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        made = self._made(self._name, self._key).add_extension(whole, critical=True).add_extension(usage, critical=True)
        (folder / "authority.pem").write_bytes(self._signed(made))

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self._folder / "authority.pem"))

    def serving(self, name: str, *, days: int = 1) -> ssl.SSLContext:
        """A server's context for `name`, valid for so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._made(x509.Name([]), key, days).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = self._folder / f"{name}.pem"
        path.write_bytes(self._signed(made) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _made(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, days: int = 1) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=9))
            .not_valid_after(datetime.now(UTC) + timedelta(days=days))
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def _signed(self, made: x509.CertificateBuilder) -> bytes:
        return made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def authority(tmp_path) -> Authority:
    return Authority(tmp_path)


async def on_loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def to(server: FaultServer, trust: ssl.SSLContext | None, *, name: str = "model.example", **more) -> tuple[Egress, str]:
    url = f"https://{name}:{server.port}"
    return Egress(Routes(configured=frozenset({url})), tls=trust, resolve=on_loopback, **more), url


async def ask(egress: Egress, url: str, **more) -> bytes:
    async with egress.send("POST", url, **more) as reply:
        return await reply.read()


async def test_a_verified_connection_is_kept(authority):
    with playing(replies(OK), tls=authority.serving("model.example")) as server:
        egress, url = to(server, authority.trust())
        assert [await ask(egress, url) for _ in range(5)] == [b"ok"] * 5
        assert server.connections == 1
        egress.close()


@pytest.mark.parametrize(
    ("certified", "days", "trusted"),
    [("other.example", 1, True), ("model.example", -1, True), ("model.example", 1, False)],
    ids=["another name", "expired", "unknown authority"],
)
async def test_nothing_is_sent_to_who_cannot_be_verified(authority, certified, days, trusted):
    with playing(replies(OK), tls=authority.serving(certified, days=days)) as server:
        egress, url = to(server, authority.trust() if trusted else None)
        with pytest.raises(UnreachableError, match="SSLCertVerificationError"):
            await ask(egress, url)
        assert server.requests == []


async def test_a_server_without_tls_is_unreachable():
    with playing(lambda wire: wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        egress, url = to(server, None)
        with pytest.raises(UnreachableError, match="cannot be reached"):
            await ask(egress, url)


async def test_large_bodies_go_both_ways(authority):
    content = bytes(range(256)) * 20_000

    def play(wire: Wire) -> None:
        body = wire.request().partition(b"\r\n\r\n")[2]
        wire.send(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (len(body) * 5) + body * 5)

    with playing(play, tls=authority.serving("model.example")) as server:
        egress, url = to(server, authority.trust())
        assert await ask(egress, url, content=content) == content * 5


async def test_leaving_hangs_up_on_a_server_that_goes_on(authority):
    def play(wire: Wire) -> None:
        wire.answer(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            wire.send(b"x" * 65536)

    with playing(play, tls=authority.serving("model.example")) as server:
        egress, url = to(server, authority.trust(), limits=Limits(max_bytes=10**9))
        async with egress.send("GET", url) as reply:
            async for _ in reply.chunks():
                break
        assert server.was_left()


def relay(asked: list[bytes]) -> Callable[[Wire], None]:
    """A proxy: connects where it is told to, and passes bytes on."""
    import socket
    import threading

    def play(wire: Wire) -> None:
        asked.append(wire.request())
        port = int(asked[-1].split(b" ")[1].rpartition(b":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as onward:
            wire.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_passed_on, args=(onward, wire.socket))
            back.start()
            _passed_on(wire.socket, onward)
            back.join()

    return play


def _passed_on(source, sink) -> None:
    import socket

    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        sink.close()


async def test_tls_goes_through_a_proxy_end_to_end(authority):
    asked: list[bytes] = []
    with (
        playing(replies(OK), tls=authority.serving("model.example")) as server,
        playing(relay(asked)) as proxy,
    ):
        via = Proxy(url=f"http://127.0.0.1:{proxy.port}", authorization="Basic c2VjcmV0")
        egress, url = to(server, authority.trust(), proxy=via)
        headers = {"authorization": "Bearer k"}
        assert [await ask(egress, url, headers=headers) for _ in range(2)] == [b"ok"] * 2
        egress.close()
    assert asked == [
        f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\nhost: 127.0.0.1:{server.port}\r\n"
        "proxy-authorization: Basic c2VjcmV0\r\n\r\n".encode()
    ]
    assert b"c2VjcmV0" not in server.requests[0]


async def test_through_a_proxy_the_name_is_verified_too(authority):
    with (
        playing(replies(OK), tls=authority.serving("other.example")) as server,
        playing(relay([])) as proxy,
    ):
        egress, url = to(server, authority.trust(), proxy=Proxy(url=f"http://127.0.0.1:{proxy.port}"))
        with pytest.raises(UnreachableError, match="SSLCertVerificationError"):
            await ask(egress, url)
        assert server.requests == []

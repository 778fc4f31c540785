"""Where outbound traffic may go, attacked from outside: by names, by forms of addresses, by what servers answer."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.kernel import TimedOutError, UsageError
from wainao.store.egress import (
    Egress,
    EgressDeniedError,
    Limits,
    ReplyTooLargeError,
    Routes,
    UnreachableError,
    origin,
)
from wainao.store.egress.target import parse
from wainao.testing.model_server import ModelServer, Reply, closed_port

CANARY = "sk-canary-3f9a1c77d2"


def resolver(*answers: list[str]):
    """Names resolve to each of `answers` in turn, the last again and again."""
    left = list(answers)

    async def resolve(host: str, port: int) -> list[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


def fetch(egress: Egress, url: str, **more) -> bytes:
    async def work() -> bytes:
        async with egress.send("POST", url, **more) as reply:
            return await reply.read()

    return asyncio.run(work())


def anywhere_public(*answers: list[str]) -> Egress:
    return Egress(Routes(public=None), resolve=resolver(*answers) if answers else None)


@contextmanager
def answering(*pieces: bytes | float | str, status: int = 200, **headers: str) -> Iterator[ModelServer]:
    reply = Reply(
        status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, pieces=pieces
    )
    with ModelServer(lambda _: reply) as server:
        yield server


def chat(server: ModelServer) -> str:
    return f"{server.url}/chat/completions"


def configured(server: ModelServer, **limits: float) -> Egress:
    return Egress(Routes(configured=frozenset({origin(server.url)})), limits=Limits(**limits))


def test_nothing_may_be_reached_unless_told():
    with answering(b"secret") as server, pytest.raises(EgressDeniedError, match="administrator"):
        fetch(Egress(Routes()), chat(server))
    assert server.received == []


def test_a_configured_origin_may_be_on_this_machine():
    with answering(b"one ", b"two") as server:
        assert fetch(configured(server), chat(server)) == b"one two"


def test_configuring_one_port_of_a_host_opens_no_other():
    with answering(b"secret") as server, pytest.raises(EgressDeniedError):
        fetch(Egress(Routes(configured=frozenset({f"http://127.0.0.1:{closed_port()}"}))), chat(server))
    assert server.received == []


FORMS_OF_LOOPBACK = [
    "127.0.0.1",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0.0.0.0",
    "127.127.127.127",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
]


@pytest.mark.parametrize("host", FORMS_OF_LOOPBACK)
def test_no_form_of_this_machines_address_passes_as_public(host):
    with answering(b"secret") as server:
        with pytest.raises((EgressDeniedError, UnreachableError, UsageError)):
            fetch(anywhere_public(), f"http://{host}:{server.port}/v1/chat/completions")
        assert server.received == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:169.254.169.254",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
        "fec0::1",
        "192.0.0.192",
        "168.63.129.16",
    ],
)
def test_a_public_name_with_an_inner_address_is_refused(address):
    with pytest.raises(EgressDeniedError, match="not a public address"):
        fetch(anywhere_public([address]), "http://public.example/")


def test_one_inner_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(EgressDeniedError, match=r"127\.0\.0\.1"):
        fetch(anywhere_public(["93.184.215.14", "127.0.0.1"]), "http://public.example/")


@given(st.ip_addresses(v=4))
def test_every_ipv4_address_is_judged_as_its_mapped_form_is(address: IPv4Address):
    def refused(text: str) -> bool:
        try:
            Routes(public=None).permitted(parse("http://public.example/"), [text])
        except EgressDeniedError:
            return True
        return False

    assert refused(str(address)) == refused(f"::ffff:{address}") == refused(f"64:ff9b::{address}")


def test_only_named_public_hosts_when_they_are_named():
    egress = Egress(Routes(public=frozenset({"api.example"})), resolve=resolver(["10.0.0.1"]))
    with pytest.raises(EgressDeniedError, match="not a public address"):
        fetch(egress, "https://api.example/")
    with pytest.raises(EgressDeniedError, match="not among the places"):
        fetch(egress, "https://api.example.evil/")


def test_the_name_is_looked_up_once_and_the_checked_address_is_what_is_connected_to():
    with answering(b"pinned") as server:
        url = f"http://model.example:{server.port}/v1/chat/completions"
        egress = Egress(
            Routes(configured=frozenset({origin(url)})), resolve=resolver(["127.0.0.1"], ["169.254.169.254"])
        )
        assert fetch(egress, url) == b"pinned"
        assert server.received[0].headers["host"] == f"model.example:{server.port}"


def test_a_configured_name_never_leads_to_the_clouds_metadata():
    egress = Egress(Routes(configured=frozenset({"http://model.example:80"})), resolve=resolver(["169.254.169.254"]))
    with pytest.raises(EgressDeniedError):
        fetch(egress, "http://model.example/latest/meta-data/")


def test_the_next_address_is_tried_when_the_first_does_not_answer():
    with answering(b"second") as server:
        url = f"http://model.example:{server.port}/v1/chat/completions"
        egress = Egress(Routes(configured=frozenset({origin(url)})), resolve=resolver(["::1", "127.0.0.1"]))
        assert fetch(egress, url) == b"second"


def test_the_next_address_is_tried_beside_one_that_does_not_answer_at_all():
    """A full line of waiting connections makes the system ignore further ones, as a broken route would."""
    with answering(b"second") as server, socket.socket() as deaf, ExitStack() as waiting:
        deaf.bind(("127.0.0.2", server.port))
        deaf.listen(0)
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", server.port))
        url = f"http://model.example:{server.port}/v1/chat/completions"
        routes = Routes(configured=frozenset({origin(url)}))
        limits = Limits(connect_s=30.0)
        assert fetch(Egress(routes, limits=limits, resolve=resolver(["127.0.0.2", "127.0.0.1"])), url) == b"second"
        with pytest.raises(TimedOutError, match="no connection within"):
            fetch(Egress(routes, limits=Limits(connect_s=0.4), resolve=resolver(["127.0.0.2", "127.0.0.2"])), url)


def test_redirects_are_refused_wherever_they_lead():
    with answering(b"secret") as inner:
        for status in (301, 302, 303, 307, 308):
            with answering(status=status, location=chat(inner)) as outer, pytest.raises(EgressDeniedError):
                fetch(configured(outer), chat(outer))
        assert inner.received == []


def test_a_reply_is_read_up_to_the_limit_and_no_further():
    with answering(b"x" * 1000) as server:
        assert len(fetch(configured(server, max_bytes=1000), chat(server))) == 1000
        with pytest.raises(ReplyTooLargeError, match="999"):
            fetch(configured(server, max_bytes=999), chat(server))


def test_an_endless_reply_ends():
    with answering(*[b"x" * 65536] * 10_000) as server:
        with pytest.raises(ReplyTooLargeError):
            fetch(configured(server, max_bytes=1_000_000), chat(server))
        assert server.wait_until_left()


def test_a_compressed_reply_is_refused_unread():
    with (
        answering(b"\x1f\x8b...", content_encoding="gzip") as server,
        pytest.raises(UnreachableError, match="not to compress"),
    ):
        fetch(configured(server), chat(server))
    assert server.received[0].headers["accept-encoding"] == "identity"


def test_silence_and_dripping_are_timed_out():
    with answering(5.0) as server, pytest.raises(TimedOutError):
        fetch(configured(server, silence_s=0.1), chat(server))
    with answering(*[b"x", 0.05] * 100) as server, pytest.raises(TimedOutError):
        fetch(configured(server, total_s=0.3), chat(server))


def test_a_slow_name_service_is_timed_out():
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(30)
        return []

    with pytest.raises(TimedOutError, match="name"):
        fetch(Egress(Routes(public=None), limits=Limits(connect_s=0.05), resolve=never), "http://slow.example/")


def test_refused_and_torn_connections_are_unreachable():
    url = f"http://127.0.0.1:{closed_port()}/"
    with pytest.raises(UnreachableError, match="ConnectionRefusedError"):
        fetch(Egress(Routes(configured=frozenset({origin(url)}))), url)
    with answering(b"half", "reset") as server, pytest.raises(UnreachableError):
        fetch(configured(server), chat(server))


def test_the_environments_proxies_are_ignored(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", "")
    with answering(b"direct") as server:
        assert fetch(configured(server), chat(server)) == b"direct"


def test_leaving_early_closes_the_connection():
    async def leave(egress: Egress, url: str) -> None:
        async with egress.send("POST", url) as reply:
            async for _ in reply.chunks():
                return

    with answering(*[b"x", 0.01] * 1000) as server:
        asyncio.run(leave(configured(server), chat(server)))
        assert server.wait_until_left()


def test_an_error_of_the_reader_is_its_own():
    async def work(egress: Egress, url: str) -> None:
        async with egress.send("POST", url):
            raise TimeoutError("mine")

    with answering(b"x") as server, pytest.raises(TimeoutError, match="mine"):
        asyncio.run(work(configured(server), chat(server)))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/",
        "file:///etc/passwd",
        "gopher://host/",
        "//host/",
        "http://",
        "",
        "http://a:b@host/",
        "http://[::1/",
    ],
)
def test_what_is_no_plain_web_address_is_the_callers_mistake(url):
    with pytest.raises(UsageError):
        fetch(anywhere_public(["93.184.215.14"]), url)


@pytest.mark.parametrize("value", [f"Bearer {CANARY}\r\nX-Evil: 1", f"Bearer {CANARY}\n", f"Bearer {CANARY}密"])
def test_a_header_that_cannot_be_sent_is_refused_without_being_shown(value):
    with answering(b"x") as server:
        with pytest.raises(UsageError) as refused:
            fetch(configured(server), chat(server), headers={"authorization": value})
        assert CANARY not in str(refused.value)
        assert server.received == []


def test_no_log_holds_a_secret_header(caplog):
    with caplog.at_level(logging.DEBUG), answering(b"half", "reset") as server, pytest.raises(UnreachableError):
        fetch(configured(server), chat(server), headers={"authorization": f"Bearer {CANARY}"})
    assert server.received[0].headers["authorization"] == f"Bearer {CANARY}"
    assert caplog.records
    assert CANARY not in caplog.text


def test_certificates_are_checked_against_the_name_and_not_the_address(tmp_path):
    names = ("model.example", "other.example")
    with tls_server(tmp_path, name="model.example", visits=len(names)) as (trust, port):
        for name in names:
            url = f"https://{name}:{port}/"
            egress = Egress(Routes(configured=frozenset({origin(url)})), tls=trust, resolve=resolver(["127.0.0.1"]))
            if name == "model.example":
                assert fetch(egress, url) == b"hello"
            else:
                with pytest.raises(UnreachableError):
                    fetch(egress, url)


@contextmanager
def tls_server(folder: Path, *, name: str, visits: int) -> Iterator[tuple[ssl.SSLContext, int]]:
    """A server on loopback with a certificate for `name`, for so many visits; gives what trusts it, and its port."""
    pem = certificate(folder, name=name)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(pem)

    def serve(listener: socket.socket) -> None:
        for _ in range(visits):
            connection, _ = listener.accept()
            with suppress(OSError), serving.wrap_socket(connection, server_side=True) as tls:
                tls.recv(65_536)
                tls.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello")

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as thread:
        listener.settimeout(10)
        served = thread.submit(serve, listener)
        yield ssl.create_default_context(cafile=str(pem)), listener.getsockname()[1]
        served.result()


def certificate(folder: Path, *, name: str) -> Path:
    """A file with a key and what it signed for `name`, good for an hour."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "cert.pem"
    pem.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem

"""A mail server for tests: just enough SMTP, encrypted with a certificate of its own; it keeps what it gets."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fault_server import Wire


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A server's context for this machine, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(x509.Name([]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "trust.pem").write_bytes(public)
    (folder / "server.pem").write_bytes(public + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, str(folder / "trust.pem")


@dataclass
class Post:
    """`refuses` are recipients that it does not take; `starttls` is what it offers to a plain greeting."""

    refuses: tuple[str, ...] = ()
    starttls: ssl.SSLContext | None = None
    mails: list[bytes] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)

    def __call__(self, wire: Wire) -> None:
        lines = wire.socket.makefile("rb")
        wire.send(b"220 test\r\n")
        try:
            while line := lines.readline():
                self.said.append(line)
                verb = line[:4].upper()
                if verb == b"STAR" and self.starttls is not None:
                    wire.send(b"220 go\r\n")
                    lines.close()
                    wire.socket = self.starttls.wrap_socket(wire.socket, server_side=True)
                    lines = wire.socket.makefile("rb")
                elif verb == b"DATA":
                    wire.send(b"354 go\r\n")
                    mail = b""
                    while (row := lines.readline()) != b".\r\n":
                        mail += row
                    self.mails.append(mail)
                    wire.send(b"250 taken\r\n")
                else:
                    wire.send(self._answer(verb, line))
                    if verb == b"QUIT":
                        return
        finally:
            lines.close()

    def _answer(self, verb: bytes, line: bytes) -> bytes:
        if verb == b"EHLO":
            return (
                b"250-test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
                if self.starttls
                else b"250-test\r\n250 AUTH PLAIN\r\n"
            )
        if verb == b"QUIT":
            return b"500 what?\r\n"
        if verb == b"AUTH":
            return b"235 in\r\n"
        if verb == b"RCPT" and any(who.encode() in line for who in self.refuses):
            return b"550 unknown here\r\n"
        return b"250 fine\r\n"

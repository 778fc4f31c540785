"""Handing mail in at the configured server, encrypted or not at all."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage

from wainao.features.tools.settings import Smtp
from wainao.kernel import EngineError, SettingsError


def handed_in(smtp: Smtp, message: EmailMessage, recipients: list[str]) -> dict[str, str]:
    """Who was refused, and why; nobody: all were taken. Raises EngineError where none was."""
    try:
        with closing(_connected(smtp, _trust(smtp))) as server:
            if smtp.user:
                server.login(smtp.user, smtp.password)
            refused = server.send_message(message, from_addr=smtp.sender, to_addrs=recipients)
            with suppress(OSError, smtplib.SMTPException):  # taken is taken, however the good-bye goes
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        raise EngineError(
            f"{smtp.host!r} took none of the recipients: {_told(error.recipients)}. Check them."
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise EngineError(
            f"{smtp.host}:{smtp.port} did not take the mail: {type(error).__name__}: {error}. Expected an SMTP "
            "server with TLS that knows this user. Check [tools.smtp]; whether it was sent all the same, its log says."
        ) from error
    return {who: _answer(code) for who, code in refused.items()}


def _connected(smtp: Smtp, trust: ssl.SSLContext) -> smtplib.SMTP:
    if smtp.encryption == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=smtp.timeout_s, context=trust)
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout_s)
    try:
        server.starttls(context=trust)  # raises where the server has none: nothing goes out unencrypted
    except BaseException:
        server.close()
        raise
    return server


def _trust(smtp: Smtp) -> ssl.SSLContext:
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if smtp.authorities:
        try:
            context.load_verify_locations(smtp.authorities)
        except OSError as error:
            raise SettingsError(
                f"The file of authorities {smtp.authorities!r} cannot be read: {error}. Expected certificates as "
                "PEM. Correct [tools.smtp] authorities."
            ) from error
    return context


def _told(refused: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{who} {_answer(answer)}" for who, answer in refused.items())


def _answer(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode(errors='replace')}"[:200]

"""OAuth 2 for toolboxes: a client's own tokens, and those of a person who signs in, renewed in time, seen nowhere."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bank_server import Bank
from wainao import Wainao
from wainao.app.wire import read_input
from wainao.features.tools import signing_in
from wainao.features.tools.credentials import Credentials
from wainao.kernel import DeniedError, NotFoundError, UsageError
from wainao.types import Actor

BACK = "http://127.0.0.1:8321/"
CLERK = Actor(id="clerk", rights=frozenset({"read", "write"}))


@pytest.fixture
def office(brain: Wainao, bank: Bank) -> Wainao:
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    brain.call("tools:credential", box="bank", scheme="account", client_id="us", client_secret="client-canary-55")
    return brain


def call_as(brain: Wainao, actor: Actor, capability: str, /, **fields):
    given = read_input(brain.kernel.spec(capability, actor), fields)
    return brain._loop.run(brain.kernel.run(capability, given, actor=actor)).output


def sign_in(brain: Wainao, actor: Actor, *, code: str = "good", state: str | None = None):
    url = urlsplit(call_as(brain, actor, "tools:sign-in", box="bank", scheme="account", redirect_uri=BACK).url)
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert "client-canary-55" not in url.query
    returned = f"{BACK}?code={code}&state={asked['state'] if state is None else state}"
    return call_as(brain, actor, "tools:signed-in", returned=returned)


def test_a_client_gets_one_token_for_many_calls(office, bank):
    said = [office.call("bank:balance").output.data["as"] for _ in range(3)]
    assert said == ["1"] * 3
    assert bank.tokens == 1


def test_who_signs_in_calls_in_their_own_name_and_others_do_not(office, bank):
    office.call("bank:balance")
    assert sign_in(office, CLERK).box == "bank"
    assert call_as(office, CLERK, "bank:balance").data["as"] == "3", "renewed: the first one was over at once"
    assert call_as(office, CLERK, "bank:balance").data["as"] == "3"
    assert office.call("bank:balance").output.data["as"] == "1"


def test_a_token_is_renewed_once_for_all_calls_that_need_it_at_once(office, bank):
    """Most servers take a refresh token once, and end the whole sign-in when it is shown a second time."""
    sign_in(office, CLERK)
    spec = office.kernel.spec("bank:balance", CLERK)

    async def five() -> list[str]:
        calls = (office.kernel.run(spec.name, read_input(spec, {}), actor=CLERK) for _ in range(5))
        return [outcome.output.data["as"] for outcome in await asyncio.gather(*calls)]

    assert office._loop.run(five()) == ["2"] * 5
    assert bank.tokens == 2, "one for the code, one for all that came after"


@pytest.mark.parametrize("anew", [False, True])
def test_what_is_forgotten_while_it_is_renewed_stays_forgotten(office, bank, anew):
    """And what was set anew meanwhile stays what it is."""
    sign_in(office, CLERK)
    bank.asked_for_token.clear()
    bank.may_give.clear()
    with ThreadPoolExecutor(1) as beside:
        called = beside.submit(call_as, office, CLERK, "bank:balance")
        assert bank.asked_for_token.wait(20)
        call_as(office, CLERK, "tools:forget-credential", box="bank", scheme="account", own=True)
        if anew:
            mine = {"tenant": CLERK.tenant, "box": "bank", "scheme": "account", "actor": CLERK.id, "origin": bank.url}
            secret = {"access": "token-new", "until": str(time.time() + 3600), "refresh": "other"}
            office._loop.run(Credentials(office.home).set(**mine, secret=secret, by=CLERK.id))
        bank.may_give.set()
        if anew:
            assert called.result(20).data["as"] == "new"
        else:
            with pytest.raises(DeniedError, match="forgotten while its token was renewed"):
                called.result(20)
    held = call_as(office, CLERK, "tools:credentials", box="bank").credentials
    assert [one.actor for one in held] == (["", "clerk"] if anew else [""])
    assert call_as(office, CLERK, "bank:balance").data["as"] == ("new" if anew else "3")


def test_sign_ins_that_nobody_finished_are_forgotten(office, monkeypatch):
    def waiting_after_one_more() -> int:
        call_as(office, CLERK, "tools:sign-in", box="bank", scheme="account", redirect_uri=BACK)
        with office.home.database("state").read() as connection:
            return connection.execute("SELECT COUNT(*) FROM tools_signins").fetchone()[0]

    with monkeypatch.context() as changed:
        changed.setattr(signing_in, "PATIENCE_S", -1.0)
        assert [waiting_after_one_more() for _ in range(3)] == [1, 1, 1]
    assert [waiting_after_one_more() for _ in range(2)] == [1, 2]


@pytest.mark.parametrize(("code", "state", "error"), [("bad", None, DeniedError), ("good", "forged", NotFoundError)])
def test_no_forged_answer_signs_anybody_in(office, code, state, error):
    with pytest.raises(error):
        sign_in(office, CLERK, code=code, state=state)


def test_an_answer_serves_once_and_its_own_person_only(office):
    url = urlsplit(call_as(office, CLERK, "tools:sign-in", box="bank", scheme="account", redirect_uri=BACK).url)
    returned = f"{BACK}?code=good&state={parse_qs(url.query)['state'][0]}"
    with pytest.raises(NotFoundError):
        office.call("tools:signed-in", returned=returned)
    call_as(office, CLERK, "tools:signed-in", returned=returned)
    with pytest.raises(NotFoundError):
        call_as(office, CLERK, "tools:signed-in", returned=returned)


def test_a_scheme_that_is_gone_by_now_ends_the_sign_in(office, bank):
    url = urlsplit(call_as(office, CLERK, "tools:sign-in", box="bank", scheme="account", redirect_uri=BACK).url)
    described = json.loads(bank.description)
    described["components"]["securitySchemes"]["person"] = described["components"]["securitySchemes"].pop("account")
    changed = json.dumps(described).replace('"account"', '"person"')
    office.call("tools:add", source=f"{bank.url}/openapi.json", document=changed.encode(), name="bank")
    returned = f"{BACK}?code=good&state={parse_qs(url.query)['state'][0]}"
    with pytest.raises(UsageError, match="no security scheme 'account'"):
        call_as(office, CLERK, "tools:signed-in", returned=returned)


def test_without_a_client_nobody_can_sign_in(brain, bank):
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    with pytest.raises(UsageError, match="no OAuth client"):
        sign_in(brain, CLERK)


def test_neither_tokens_nor_the_clients_secret_are_kept_in_the_open(office):
    sign_in(office, CLERK)
    call_as(office, CLERK, "bank:balance")
    home = office.home.path
    office.close()
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert not [secret for secret in (b"client-canary-55", b"token-2", b"token-3") if secret in kept]


def test_the_command_line_waits_for_the_browser_to_come_back(office, bank):
    office.call("actors:list")
    environment = {**os.environ, "WAINAO_HOME": str(office.home.path), "WAINAO_INTERFACE__LANGUAGE": "en"}
    environment["WAINAO_TOOLS__PRIVATE"] = json.dumps([bank.url])
    command = [sys.executable, "-u", "-m", "wainao", "tools", "sign-in", "bank", "account"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as waiting:
        lines = iter(waiting.stdout)
        url = next(line.strip() for line in lines if line.startswith("http"))
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        httpx.get(f"{asked['redirect_uri']}favicon.ico")
        page = httpx.get(asked["redirect_uri"], params={"code": "good", "state": asked["state"]})
        assert "close this window" in page.text
        assert "Signed in to bank" in "".join(lines)
    assert waiting.returncode == 0
    assert office.call("bank:balance").output.data["as"]

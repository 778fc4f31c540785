"""What others may try between a browser, this server and the identity provider, and what it must get them."""

from __future__ import annotations

import base64
import json
import logging
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from signing_in import ADDRESS, settings
from starlette.responses import JSONResponse, Response

from identity_provider import CLIENT, ec_key, rsa_key
from wainao import Wainao
from wainao.testing import running


def actor(browser):
    told = browser.status()["actor"]
    return told and told["id"]


def query_of(page):
    return {name: told[0] for name, told in parse_qs(urlsplit(page).query).items()}


def refused(browser, page=None):
    """Why a sign-in was refused: it left nothing behind."""
    answer = browser.sign_in() if page is None else browser.back(page)
    assert (answer.status_code >= 400, actor(browser), "wainao" in browser.http.cookies) == (True, None, False)
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


WRONG_CLAIMS = (
    {"aud": "another-client"},
    {"aud": None},
    {"aud": [CLIENT, "another-client"]},
    {"azp": "another-client"},
    {"iss": "https://evil.example"},
    {"iss": None},
    {"exp": 1},
    {"exp": None},
    {"iat": 9_999_999_999},
    {"iat": None},
    {"nbf": 9_999_999_999},
    {"nonce": None},
    {"nonce": "another"},
    {"nonce": ["x"]},
    {"sub": None},
    {"sub": ""},
    {"sub": 7},
    {"sub": "s" * 256},
)


def test_an_id_token_that_is_not_for_here_lets_nobody_in(browser, provider):
    for provider.changes in WRONG_CLAIMS:
        assert "The ID token lets nobody in" in refused(browser), provider.changes


def test_a_second_audience_is_right_where_the_token_was_made_for_us(browser, provider):
    provider.changes = {"aud": [CLIENT, "api"], "azp": CLIENT}
    assert browser.sign_in().status_code == 303


def of_none(claims, key):
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})


def of_public(claims, key):
    """The public key as the secret of a signature by a shared one; the library itself would not make it."""
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    parts = [{"alg": "HS256", "kid": "k1", "typ": "JWT"}, claims]
    head = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head, public)
    return b".".join([head, base64.urlsafe_b64encode(mac).rstrip(b"=")]).decode()


def of_another(claims, key):
    return jwt.encode(claims, ec_key(), algorithm="ES256", headers={"kid": "k1"})


def of_its_own(claims, key):
    """A key that comes with the token, and an address where to find it."""
    own = ec_key()
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(own.public_key()))
    head = {"kid": "k1", "jwk": public, "jku": "http://127.0.0.1:1/keys", "x5u": "http://127.0.0.1:1/"}
    return jwt.encode(claims, own, algorithm="ES256", headers=head)


def of_unknown(claims, key):
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": "../../keys"})


def test_a_forged_signature_lets_nobody_in(browser, provider, monkeypatch):
    key = provider.keys["k1"]
    for forge in (of_none, of_public, of_another, of_its_own, of_unknown):
        monkeypatch.setattr(provider, "token", lambda nonce, forge=forge: forge(provider.claims(nonce), key))
        assert "The ID token lets nobody in" in refused(browser), forge


def test_what_is_no_token_lets_nobody_in(browser, provider, monkeypatch):
    for token in ("", "a.b.c", "x", "….….…", "e30.e30."):
        monkeypatch.setattr(provider, "token", lambda nonce, token=token: token)
        refused(browser)


def test_a_short_key_signs_nothing(browser, provider, recwarn):
    provider.keys = {"k1": rsa_key(1024)}
    assert "The ID token lets nobody in" in refused(browser)


def test_another_sign_in_gives_no_answer_to_this_one(browser, new_browser, provider):
    """Login CSRF: the attacker's code and state in somebody else's browser."""
    theirs = new_browser()
    page = theirs.at_provider(theirs.begin())
    assert "No sign-in of this browser waits" in refused(browser, page)
    browser.begin()
    assert "does not belong to this sign-in" in refused(browser, page)
    assert provider.forms == [], "the code is not even shown"


def test_an_answer_serves_once(browser, new_browser, provider):
    page = browser.begin()
    path = browser.at_provider(page)
    ticket = browser.http.cookies["wainao-sign-in"]
    assert browser.back(path).status_code == 303
    thief = new_browser()
    thief.http.cookies.set("wainao-sign-in", ticket)
    assert "'invalid_grant'" in refused(thief, path).replace("&#x27;", "'")
    other = thief.at_provider(page)  # a fresh code for the same state
    thief.http.cookies.set("wainao-sign-in", ticket)
    assert "was used before" in refused(thief, other)


def test_a_ticket_is_sealed_and_grows_old(browser, provider, monkeypatch):
    path = browser.at_provider(browser.begin())
    ticket = browser.http.cookies["wainao-sign-in"]
    assert provider.codes[query_of(path)["code"]]["state"] not in ticket
    for wrong in ("", "AAAA", ticket[:-2], ticket[::-1], "é", ticket + "A" * 9000):
        browser.http.cookies.clear()
        raw = {"cookie": f"wainao-sign-in={wrong}".encode()}
        assert browser.http.get(browser.url + path, headers=raw).status_code == 400
    monkeypatch.setattr("wainao.app.sign_in.ticket.PATIENCE_S", -1.0)
    assert "too old" in refused(browser, browser.at_provider(browser.begin()))


@pytest.mark.parametrize("issuer", ["https://evil.example", None, ""])
def test_an_answer_from_another_provider_is_none(browser, provider, issuer):
    """Mix-up (RFC 9207)."""
    provider.comes_back = {"iss": issuer}
    assert "Expected &#x27;" + provider.url in refused(browser)
    assert provider.forms == []


def test_a_refusal_of_the_provider_is_told_as_text(browser, provider):
    provider.comes_back = {
        "code": None,
        "error": "access_denied",
        "error_description": "<script>alert(1)</script>\r\nset-cookie: a=b",
    }
    told = refused(browser)
    assert ("<script>" in told, "&lt;script&gt;" in told) == (False, True)


ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "a\r\nset-cookie: x=y",
    "a?b",
    "a" * 301,
    "#",
    "\u2028",
)


def test_the_way_back_leads_to_the_console_alone(browser):
    for to in ELSEWHERE:
        there = browser.sign_in(to=to)
        assert (there.status_code, there.headers["location"][:3]) == (303, "/#/"), to
        assert "x=y" not in str(there.headers), to


def test_a_session_is_one_that_was_made_here_for_this_browser(browser):
    """Fixation: what a browser brought before is not what it has after."""
    browser.http.cookies.set("wainao", "ws_aaaaaaaa_" + "A" * 43)
    browser.sign_in()
    keys = {cookie.value for cookie in browser.http.cookies.jar if cookie.name == "wainao"}
    assert any(key != "ws_aaaaaaaa_" + "A" * 43 for key in keys)
    real = (keys - {"ws_aaaaaaaa_" + "A" * 43}).pop()
    two = {"cookie": f"wainao=ws_aaaaaaaa_{'A' * 43}; wainao={real}"}
    assert httpx.get(f"{browser.url}/api/status", headers=two).json()["actor"] is None


def test_a_session_lets_no_other_page_in(browser, url):
    browser.sign_in()
    key = browser.key
    for path in ("/api/tools/find", "/api/actors/add", "/api/keys/add", "/api/knowledge/add", "/sign-in/end"):
        for headers in (
            {},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "http://localhost:1"},
            {"origin": ADDRESS, "sec-fetch-site": "cross-site"},
            {"origin": ADDRESS, "sec-fetch-site": "same-site"},
            {"sec-fetch-site": "same-origin"},
            {"origin": ADDRESS + ".evil.example"},
        ):
            told = httpx.post(url + path, json={}, headers={**headers, "cookie": f"wainao={key}"})
            assert told.status_code == 401, (path, headers)
    assert actor(browser) == "ann"


def test_no_capability_is_called_from_another_page(browser, brain, url):
    browser.sign_in()
    headers = {"cookie": f"wainao={browser.key}", "origin": "https://evil.example"}
    with httpx.Client(base_url=url, headers=headers) as foreign:
        let_in = [
            spec.name
            for spec in brain.kernel
            if foreign.post(f"/api/{spec.name.replace(':', '/')}", json={}).status_code != 401
        ]
    assert let_in == []


def test_a_session_is_for_the_console_and_no_key(browser, url):
    browser.sign_in()
    ours = {"origin": ADDRESS, "cookie": f"wainao={browser.key}"}
    chat = {"model": "x", "messages": [{"role": "user", "content": "x"}]}
    for path, body in (("/v1/chat/completions", chat), ("/mcp", {}), ("/v1/messages", chat), ("/api/chat", chat)):
        assert httpx.post(url + path, json=body, headers=ours).status_code in (401, 403), path
    bearer = {"authorization": f"Bearer {browser.key}", "x-api-key": browser.key}
    assert httpx.post(f"{url}/api/tools/find", json={"request": "x"}, headers=bearer).status_code == 401
    wrong = httpx.post(f"{url}/api/tools/find", json={}, headers={**ours, "authorization": "Bearer wk_wrong"})
    assert wrong.status_code == 401, "a key that is shown counts, right or wrong"


def test_a_key_is_no_session(browser, brain, url):
    brain.call("actors:add", id="bob", rights=["read"])
    key = brain.call("keys:add", actor="bob").output.key
    assert httpx.get(f"{url}/api/status", headers={"cookie": f"wainao={key}"}).json()["actor"] is None


def test_on_this_machine_a_session_counts_before_its_owner(tmp_path, provider, new_browser):
    with Wainao.open(tmp_path, sign_in=settings(provider)) as brain, running(brain) as url:
        browser = new_browser(url)
        browser.sign_in()
        assert (actor(browser), browser.status()["session"]) == ("ann", True)
        assert httpx.get(f"{url}/api/status").json()["actor"]["id"] == "owner"


def test_cookies_over_https_are_for_this_host_alone(tmp_path, provider, new_browser):
    sign_in = settings(provider, address="https://brain.example")
    with Wainao.open(tmp_path, sign_in=sign_in, server={"local_owner": False}) as brain, running(brain) as url:
        browser = new_browser(url)
        begun = browser.http.get(f"{url}/sign-in")
        ticket = begun.headers["set-cookie"]
        back = browser.at_provider(begun.headers["location"]).removeprefix("https://brain.example")
        done = httpx.get(url + back, headers={"cookie": ticket.partition(";")[0]})
    session, cleared = done.headers.get_list("set-cookie")
    for cookie, name, site in ((ticket, "wainao-sign-in", "lax"), (session, "wainao", "strict")):
        assert cookie.startswith(f"__Host-{name}=")
        assert {"HttpOnly", "Secure", "Path=/", f"SameSite={site}"} <= {part.strip() for part in cookie.split(";")}
        assert "domain" not in cookie.lower()
    assert ("Max-Age=0" in cleared, "Max-Age" in session) == (True, False)
    assert done.headers["cache-control"] == "no-store"
    assert done.headers["referrer-policy"] == "no-referrer"


def test_a_server_that_is_called_otherwise_signs_nobody_in(tmp_path, provider):
    server = {"local_owner": False, "allowed_hosts": ["brain.example"]}
    with Wainao.open(tmp_path, sign_in=settings(provider), server=server) as brain, running(brain) as url:
        for path in ("/sign-in", "/sign-in/back?code=x&state=y"):
            assert httpx.get(url + path, headers={"host": "evil.example"}).status_code == 400


def test_what_the_provider_says_of_people_is_only_text(browser, brain, provider, caplog):
    caplog.set_level(logging.DEBUG)
    provider.person |= {"name": "<img src=x onerror=alert(1)>\u202e\r\nX: y\x00", "groups": ["strangers"]}
    provider.person["preferred_username"] = "ann\r\nset-cookie: a=b<script>"
    told = refused(browser)
    assert ("<script>" in told, "\r\nset-cookie" in told) == (False, False)
    provider.person["groups"] = ["readers"]
    browser.sign_in()
    assert browser.status()["actor"] == {
        "id": "ann-set-cookie-a-b-script",
        "name": "<img src=x onerror=alert(1)>X: y",
        "rights": ["read"],
    }
    assert "set-cookie: a=b" not in caplog.text.replace("http://127", "")


def test_secrets_and_tokens_are_written_nowhere(browser, brain, provider, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the browser of this test
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    page = browser.begin()
    path = browser.at_provider(page)
    browser.back(path)
    asked = provider.forms[0]
    secret = [browser.key, "s3cret", asked["code"], asked["code_verifier"], query_of(page)["nonce"], provider.tokens[0]]
    provider.changes = {"aud": "x"}
    secret.append(provider.token("n").split(".")[2])
    pages = refused_page = browser.sign_in().text
    assert refused_page
    brain.close()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    for one in secret:
        assert one not in caplog.text
        assert one not in pages
        assert one.encode() not in kept
    assert browser.key[:11].encode() in kept


@pytest.mark.parametrize(
    "keys",
    [
        lambda: Response(b"x" * 2_000_000),
        lambda: Response(b'{"keys":[' + b'{"kid":"k1"},' * 80_000 + b"{}]}"),
        lambda: Response(b"[" * 100_000),
        lambda: Response(b"\xff"),
        lambda: JSONResponse({"keys": 7}),
        lambda: JSONResponse({"keys": [7, None, {"kid": "k1"}, {"kid": "k2", "kty": "oct", "k": "eA"}]}),
        lambda: JSONResponse({"keys": [{"kid": "k1", "kty": "RSA", "n": "A" * 900_000, "e": "AQAB"}]}),
        lambda: Response(status_code=302, headers={"location": "http://127.0.0.1:1/"}),
    ],
    ids=["huge", "many", "deep", "bytes", "number", "strange", "long", "elsewhere"],
)
def test_keys_that_are_none_let_nobody_in_and_hold_nobody_up(browser, provider, keys):
    provider.answers["/keys"] = keys
    page = browser.http.get(f"{browser.url}/sign-in")
    if page.status_code == 302:  # what is wrong with a key shows when it is used
        refused(browser)
    else:
        assert (page.status_code, "does not say who it is" in page.text) == (502, True)


def test_a_flood_of_sign_ins_asks_the_provider_no_more_and_is_kept_nowhere(browser, brain, provider):
    for _ in range(20):
        browser.begin()
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert provider.asked.count("/keys") == 1
    for at in range(5):
        provider.header = {"kid": f"strange{at}"}
        refused(browser)
    assert provider.asked.count("/keys") == 1, "for strange keys it is asked twice a minute at most"
    with brain.home.database("state").read() as connection:
        assert connection.execute("SELECT count(*) FROM actor_sign_ins").fetchone() == (0,)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://evil.example/"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://169.254.169.254/keys"},
        {"jwks_uri": "http://localhost:1/keys"},
        {"jwks_uri": None},
        {"token_endpoint": ["x"]},
        {"jwks_uri": {"x": 1}},
    ],
    ids=str,
)
def test_metadata_leads_nowhere_else(browser, provider, metadata):
    provider.metadata = metadata
    page = browser.http.get(f"{browser.url}/sign-in")
    assert (page.status_code in (400, 403, 422, 502), page.headers["content-type"]) == (
        True,
        "text/html; charset=utf-8",
    )


def test_the_page_of_an_error_runs_nothing_and_speaks_both_languages(browser):
    for language, told, back in (("zh-CN", "这个浏览器没有等待该答复的登录", "回到外脑"), ("en", "No sign-in", "Back")):
        page = browser.http.get(f"{browser.url}/sign-in/back?code=x", headers={"accept-language": language})
        assert (page.status_code, told in page.text, back in page.text) == (400, True, True)
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "<script" not in page.text
        assert 'content="light dark"' in page.text


def test_only_a_post_of_ours_signs_out_and_only_browsers_begin(browser):
    browser.sign_in()
    url = browser.url
    assert browser.http.get(f"{url}/sign-in/end").status_code in (404, 405)
    assert browser.http.post(f"{url}/sign-in").status_code in (404, 405)
    assert browser.http.post(f"{url}/sign-in/back?{urlencode({'code': 'x'})}").status_code in (404, 405)
    assert actor(browser) == "ann"

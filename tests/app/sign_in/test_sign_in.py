"""People who sign in with their firm's identity provider: who they are then, what they may do, and for how long."""

from __future__ import annotations

import pytest
from signing_in import ADMINS, READERS, settings
from starlette.responses import Response

from identity_provider import rsa_key
from wainao import Wainao
from wainao.app.http.app import create_app
from wainao.kernel import SettingsError
from wainao.testing import running


def actor(browser):
    told = browser.status()["actor"]
    return told and (told["id"], told["rights"])


def test_who_signs_in_is_somebody_from_then_on_and_on_record(brain, browser, provider):
    provider.person |= {"name": "Ann Lee", "email": "ann@firm.example"}
    assert browser.status() | {"version": ""} == {"version": "", "language": "auto", "actor": None, "sign_in": "Firm"}
    assert browser.call("tools:find", request="a date").status_code == 401
    there = browser.sign_in(to="documents/rules")
    assert (there.status_code, there.headers["location"]) == (303, "/#/documents/rules")
    assert (actor(browser), browser.status()["session"]) == (("ann", ["read"]), True)
    receipt = brain.receipt(browser.call("tools:find", request="a date").headers["wainao-receipt"]).output
    assert (receipt.actor, receipt.key) == ("ann", browser.key[:11])
    assert browser.call("actors:list").status_code == 403
    (session,) = brain.call("keys:list", actor="ann").output.keys
    assert session.prefix == browser.key[:11]
    admitted = brain.receipt(session.name.removeprefix("sign-in ")).output
    assert (admitted.capability, admitted.actor, admitted.input["subject"]) == ("actors:admit", "system", "s-ann")


def test_rights_follow_the_claims_at_each_sign_in(brain, browser, provider):
    browser.sign_in()
    brain.call("actors:add", id="ann", rights=["read", "write", "act"])
    brain.call("teams:add", id="own")
    brain.call("teams:join", team="own", actor="ann")
    for groups, rights, team in (
        (["writers"], ["read", "write"], "desk"),
        (["admins", "readers"], ["act", "admin", "read", "write"], "own"),
        (["writers", "readers"], ["read", "write"], "desk"),
    ):
        provider.person["groups"] = groups
        assert browser.sign_in().status_code == 303
        assert actor(browser) == ("ann", rights)
        assert next(row.team for row in brain.call("actors:list").output.actors if row.id == "ann") == team


def test_whom_no_line_fits_stays_outside_and_loses_what_they_had(brain, browser, new_browser, provider):
    provider.person["groups"] = ["admins"]
    browser.sign_in()
    kept = browser.call("keys:add", actor="ann").json()["key"]
    provider.person["groups"] = ["strangers"]
    refused = new_browser().sign_in()
    assert refused.status_code == 403
    assert "&#x27;ann&#x27; signed in, and is nobody here." in refused.text
    assert actor(browser) is None, "the session of before is over"
    shown = browser.http.post(f"{browser.url}/api/actors/list", json={}, headers={"authorization": f"Bearer {kept}"})
    assert shown.status_code == 403, "and a key has no rights left to leave some of"
    provider.person |= {"sub": "s-bob", "preferred_username": "bob"}
    assert new_browser().sign_in().status_code == 403
    assert [row.id for row in brain.call("actors:list").output.actors] == ["ann"], "nobody is made of a stranger"


@pytest.mark.parametrize(
    ("claims", "line", "fits"),
    [
        ({"realm_access": {"roles": ["ops"]}}, {"claim": "realm_access.roles", "value": "ops"}, True),
        ({"https://firm.example/roles": "ops"}, {"claim": "https://firm.example/roles", "value": "ops"}, True),
        ({"hd": "firm.example"}, {"claim": "hd", "value": "firm.example"}, True),
        ({"member": True}, {"claim": "member", "value": "true"}, True),
        ({}, {"claim": "sub", "value": "*"}, True),
        ({}, {"claim": "hd", "value": "*"}, False),
        ({"groups": "ops-readers"}, {"claim": "groups", "value": "ops"}, False),
        ({"groups": {"ops": 1}}, {"claim": "groups", "value": "ops"}, False),
        ({"email": "ann@firm.example"}, {"claim": "email", "value": "ann@firm.example"}, False),
        ({"email": "a@b", "email_verified": True}, {"claim": "email", "value": "a@b"}, True),
    ],
)
def test_a_line_fits_by_a_claim_and_an_address_only_when_it_is_verified(
    tmp_path, provider, new_browser, claims, line, fits
):
    provider.person |= {"groups": None, **claims}
    sign_in = settings(provider, people=[line])
    with Wainao.open(tmp_path, sign_in=sign_in, server={"local_owner": False}) as brain, running(brain) as url:
        assert (new_browser(url).sign_in().status_code == 303) is fits


def test_an_identity_is_one_actor_whatever_it_is_called(brain, new_browser, provider):
    brain.call("actors:add", id="ann", rights=["read", "write", "act", "admin"])
    first = new_browser()
    first.sign_in()
    id, rights = actor(first)
    assert (id.startswith("ann-"), rights) == (True, ["read"]), "the ann of this house is somebody else"
    provider.person["preferred_username"] = "ann.married"
    renamed = new_browser()
    renamed.sign_in()
    assert actor(renamed) == (id, ["read"])
    provider.person |= {"sub": "s-other", "preferred_username": "ann"}
    recycled = new_browser()
    recycled.sign_in()
    assert actor(recycled)[0] not in ("ann", id)
    assert brain.call("actors:list").output.actors[0].rights == ("act", "admin", "read", "write")


@pytest.mark.parametrize(
    "called", ["owner", "system", "wainao", "", "李雷", "<b>", "a" * 300, "../..", "ann\r\nx: y", 7]
)
def test_whatever_somebody_is_called_they_are_nobody_else(brain, browser, provider, called):
    provider.person |= {"preferred_username": called, "name": called}
    assert browser.sign_in().status_code == 303
    id, rights = actor(browser)
    assert (id in ("owner", "system", "wainao"), rights) == (False, ["read"])
    assert [row.id for row in brain.call("actors:list").output.actors] == [id]


def test_another_tenant_has_its_people_from_the_settings_alone(tmp_path, provider, new_browser):
    provider.person |= {"tenant": "local", "groups": ["readers", "acme"]}
    people = [{"value": "acme", "tenant": "acme", "rights": ["read", "admin"]}, READERS]
    with (
        Wainao.open(tmp_path, sign_in=settings(provider, people=people), server={"local_owner": False}) as brain,
        running(brain) as url,
    ):
        brain.call("actors:add", id="bob", rights=["read"])
        browser = new_browser(url)
        browser.sign_in()
        assert actor(browser) == ("ann@acme", ["admin", "read"])
        assert [row["id"] for row in browser.call("actors:list").json()["actors"]] == ["ann@acme"]
        provider.person["groups"] = ["readers"]
        moved = new_browser(url).sign_in()
        assert (moved.status_code, "is of the tenant" in moved.text) == (409, True)


def test_a_disabled_actor_is_outside_at_once_and_stays_there(brain, browser, provider):
    browser.sign_in()
    brain.call("actors:add", id="ann", disabled=True)
    assert actor(browser) is None
    assert browser.sign_in().status_code == 403
    brain.call("actors:add", id="ann", disabled=False)
    assert browser.sign_in().status_code == 303


def test_sessions_end_by_the_person_by_an_administrator_and_one_by_one(brain, new_browser):
    here, there, third = new_browser(), new_browser(), new_browser()
    for one in (here, there, third):
        one.sign_in()
    key = here.key
    assert here.sign_out().status_code == 204
    assert "wainao" not in here.http.cookies
    here.http.cookies.set("wainao", key)
    assert (actor(here), actor(there)[0]) == (None, "ann")
    assert here.sign_out().status_code == 401
    brain.call("keys:revoke", prefix=there.key[:11])
    assert (actor(there), actor(third)[0]) == (None, "ann")
    assert brain.call("actors:sign-out", actor="ann").output.ended == 1
    assert actor(third) is None
    assert brain.call("actors:sign-out", actor="ann").output.ended == 0


def test_other_settings_end_the_sessions_that_were_begun_under_these(tmp_path, provider, new_browser):
    home, server = tmp_path / "home", {"local_owner": False}
    with Wainao.open(home, sign_in=settings(provider), server=server) as brain, running(brain) as url:
        browser = new_browser(url)
        browser.sign_in()
    for more, holds in (
        ({}, True),
        ({"client_secret": "rotated"}, True),
        ({"people": [ADMINS]}, False),
        ({"client_id": "x"}, False),
    ):
        with (
            Wainao.open(home, sign_in=settings(provider, **more), server=server) as brain,
            running(brain) as browser.url,
        ):
            assert (actor(browser) is not None) is holds
    with Wainao.open(home, server=server) as brain, running(brain) as browser.url:
        assert actor(browser) is None
        assert browser.http.get(f"{browser.url}/sign-in").status_code == 404


def test_several_processes_serve_one_sign_in(tmp_path, provider, new_browser):
    home, told = tmp_path / "home", {"sign_in": settings(provider), "server": {"local_owner": False}}
    with (
        Wainao.open(home, **told) as one,
        Wainao.open(home, **told) as other,
        running(one) as here,
        running(other) as there,
    ):
        browser = new_browser(here)
        path = browser.at_provider(browser.begin())
        browser.url = there
        assert browser.back(path).status_code == 303
        assert browser.call("tools:find", url=here, request="a date").status_code == 200
        key = browser.key
        assert browser.sign_out().status_code == 204
        browser.http.cookies.set("wainao", key)
        assert browser.call("tools:find", url=here, request="a date").status_code == 401


def test_keys_let_people_in_while_the_provider_is_gone(brain, browser, provider):
    key = (brain.call("actors:add", id="bob", rights=["read"]), brain.call("keys:add", actor="bob").output.key)[1]
    provider.answers["/.well-known/openid-configuration"] = lambda: Response(status_code=503)
    page = browser.http.get(f"{browser.url}/sign-in", headers={"accept-language": "zh-CN"})
    assert (page.status_code, "没有说明自己是谁" in page.text) == (502, True)
    headers = {"authorization": f"Bearer {key}"}
    assert browser.http.get(f"{browser.url}/api/status", headers=headers).json()["actor"]["id"] == "bob"


def test_claims_that_the_id_token_lacks_are_asked_for(tmp_path, provider, new_browser):
    provider.person["groups"] = None
    provider.told = {"groups": ["writers"], "preferred_username": "other"}
    sign_in = settings(provider, userinfo=True)
    with Wainao.open(tmp_path, sign_in=sign_in, server={"local_owner": False}) as brain, running(brain) as url:
        browser = new_browser(url)
        browser.sign_in()
        assert actor(browser) == ("ann", ["read", "write"])
        provider.told["sub"] = "s-somebody-else"
        assert new_browser(url).sign_in().status_code == 401


def test_a_provider_may_change_its_keys_and_their_kind(new_browser, provider):
    assert new_browser().sign_in().status_code == 303
    provider.keys = {"k2": rsa_key()}
    assert new_browser().sign_in().status_code == 401, "it was asked a moment ago"


def test_a_secret_goes_into_the_body_where_the_provider_wants_it_there(browser, provider):
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert browser.sign_in().status_code == 303
    assert "client_secret" in provider.forms[0]
    provider.metadata["token_endpoint_auth_methods_supported"] = 7
    assert browser.sign_in().status_code == 303


def test_behind_a_proxy_nobody_is_the_owner_for_being_at_this_machine(tmp_path, provider):
    sign_in = settings(provider, address="https://brain.example")
    with Wainao.open(tmp_path, sign_in=sign_in) as brain, pytest.raises(SettingsError, match="local_owner = false"):
        create_app(brain)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": ""},
        {"issuer": "http://login.example"},
        {"address": "https://brain.example/wainao"},
        {"address": "https://Brain.example"},
        {"address": "https://brain.example:443"},
        {"address": "http://brain.example"},
        {"client_id": ""},
        {"people": []},
        {"people": [{"value": "x", "rights": ["root"]}]},
        {"people": [{"value": "x", "right": ["read"]}]},
        {"people": [{"value": "x", "rights": ["admin"], "bases": ["hr"]}]},
        {"people": [{"value": "x", "tenant": "A B"}]},
        {"people": [{"value": ""}]},
        {"scopes": ["profile"]},
        {"idle_minutes": 1},
        {"seasons": 4},
    ],
    ids=str,
)
def test_a_setting_that_is_wrong_says_so_at_the_start(tmp_path, provider, wrong):
    with pytest.raises(SettingsError, match="sign_in") as refused:
        Wainao.open(tmp_path, sign_in=settings(provider, **wrong))
    assert "s3cret" not in str(refused.value)

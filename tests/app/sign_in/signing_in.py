"""A browser that signs in, as far as HTTP goes."""

from __future__ import annotations

from typing import Any

import httpx

from identity_provider import CLIENT, SECRET, Provider

ADDRESS = "http://localhost"
"""What the server is called in the settings: browsers of the tests know it by its port."""

READERS = {"value": "readers", "rights": ["read"]}
ADMINS = {"value": "admins", "rights": ["read", "write", "act", "admin"]}
PEOPLE = [ADMINS, {"value": "writers", "rights": ["read", "write"], "team": "desk"}, READERS]


def settings(provider: Provider, **more: Any) -> dict[str, Any]:
    usual = {"issuer": provider.url, "client_id": CLIENT, "client_secret": SECRET, "address": ADDRESS, "name": "Firm"}
    return usual | {"people": PEOPLE} | more


class Browser:
    """Its cookies are its own. `url` is the server's."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(trust_env=False)

    def begin(self, to: str = "") -> str:
        """Where the server sends it."""
        return self.http.get(f"{self.url}/sign-in", params={"to": to}).headers["location"]

    def at_provider(self, page: str) -> str:
        """Where the provider sends it back to."""
        return self.http.get(page).headers["location"].removeprefix(ADDRESS)

    def back(self, path: str) -> httpx.Response:
        return self.http.get(self.url + path)

    def sign_in(self, to: str = "") -> httpx.Response:
        return self.back(self.at_provider(self.begin(to)))

    def call(self, name: str, url: str | None = None, **input: Any) -> httpx.Response:
        """As a page of the console does."""
        path = f"{url or self.url}/api/{name.replace(':', '/')}"
        return self.http.post(path, json=input, headers={"origin": ADDRESS, "sec-fetch-site": "same-origin"})

    def status(self) -> dict[str, Any]:
        return self.http.get(f"{self.url}/api/status").json()

    def sign_out(self) -> httpx.Response:
        return self.http.post(f"{self.url}/sign-in/end", headers={"origin": ADDRESS})

    @property
    def key(self) -> str:
        return self.http.cookies["wainao"]

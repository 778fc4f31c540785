"""A bank with an API: rates to read, transfers to make, notes of strangers. A real server on loopback."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from loopback_server import served

KEY = "sk-bank-canary-7f3a"
RATES = {"USD": 1.0, "CNY": 7.12, "EUR": 0.92}


@dataclass
class Bank:
    """What it was asked, in order, and what it did."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    transfers: list[dict[str, Any]] = field(default_factory=list)
    note: str = "Nothing new."
    page: str = ""
    """HTML that stands in for the notes."""
    tokens: int = 0
    """How many it gave."""
    broken: int = 0
    """How many more requests fail with 503."""
    asked_for_token: threading.Event = field(default_factory=threading.Event)
    may_give: threading.Event = field(default_factory=threading.Event)
    """Tokens wait for it."""

    def __post_init__(self) -> None:
        self.may_give.set()

    @property
    def description(self) -> bytes:
        return json.dumps(_description(self.url), ensure_ascii=False).encode()

    async def serve(self, request: Request) -> Response:
        self.asked.append((request.method, str(request.url), dict(request.headers)))
        if self.broken:
            self.broken -= 1
            return JSONResponse({"error": "busy"}, status_code=503)
        path = request.url.path
        if path == "/openapi.json":
            return Response(self.description, media_type="application/json")
        if path == "/v1/latest":
            base, wanted = request.query_params.get("base", "USD"), request.query_params.get("symbols", "CNY")
            rates = {symbol: round(RATES[symbol] / RATES[base], 6) for symbol in wanted.split(",")}
            return JSONResponse({"base": base, "date": "2026-11-20", "rates": rates})
        if path == "/v1/notes" and self.page:
            return HTMLResponse(self.page)
        if path == "/v1/statement":
            page = int(request.query_params.get("page", "1"))
            link = {"link": f'<{self.url}{path}?page={page + 1}>; rel="next"'} if page < 3 else {}
            return JSONResponse({"entries": [page]}, headers=link)
        if path == "/v1/notes":
            return JSONResponse({"note": self.note})
        if path == "/v1/away":
            return RedirectResponse("http://169.254.169.254/latest/meta-data/")
        if path == "/token":
            self.asked_for_token.set()
            await asyncio.to_thread(self.may_give.wait)
            return self._token(dict(pair.split("=", 1) for pair in (await request.body()).decode().split("&")))
        if path == "/v1/balance":
            said = request.headers.get("authorization", "")
            return JSONResponse(
                {"balance": 7, "as": said.removeprefix("Bearer token-")}, status_code=200 if said else 401
            )
        if request.headers.get("x-api-key") != KEY:
            return JSONResponse({"error": "no key"}, status_code=401)
        self.transfers.append(json.loads(await request.body()))
        return JSONResponse({"id": len(self.transfers)}, status_code=201)

    def _token(self, asked: dict[str, str]) -> Response:
        """Every token is new; those of a code hold for no time at all, so that they have to be renewed."""
        self.tokens += 1
        token = {"access_token": f"token-{self.tokens}", "token_type": "bearer", "expires_in": 3600}
        if asked["grant_type"] == "authorization_code":
            if asked.get("code") != "good" or len(asked.get("code_verifier", "")) < 43:
                return JSONResponse({"error": "invalid_grant"}, status_code=400)
            return JSONResponse({**token, "expires_in": 1, "refresh_token": "again"})
        if asked["grant_type"] == "refresh_token" and asked["refresh_token"] != "again":
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        return JSONResponse(token)


@contextmanager
def open_bank() -> Iterator[Bank]:
    bank = Bank()
    with served(bank.serve) as bank.url:
        yield bank


def _description(url: str) -> dict[str, Any]:
    def reads(name: str, path: str, summary: str, *parameters: dict[str, Any]) -> dict[str, Any]:
        ok = {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}}
        return {path: {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": ok}}}

    currency = {"type": "string", "enum": list(RATES)}
    transfer = {
        "operationId": "makeTransfer",
        "summary": "Send money to somebody 转账",
        "security": [{"key": []}],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["to", "amount"],
                        "properties": {
                            "to": {"type": "string", "description": "Who gets it"},
                            "amount": {"type": "number", "minimum": 0.01},
                            "currency": currency | {"default": "USD"},
                        },
                    }
                }
            },
        },
        "responses": {"201": {"description": "made"}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bank", "version": "1", "description": "Exchange rates and transfers 汇率与转账"},
        "servers": [{"url": url}],
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
                "account": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {"tokenUrl": f"{url}/token", "scopes": {}},
                        "authorizationCode": {
                            "authorizationUrl": f"{url}/sign-in",
                            "tokenUrl": f"{url}/token",
                            "scopes": {"balance": "See the balance"},
                        },
                    },
                },
            }
        },
        "paths": {
            **reads(
                "latestRates",
                "/v1/latest",
                "Exchange rate between two currencies, USD to CNY 汇率 美元 人民币 换算",
                {"name": "base", "in": "query", "schema": currency},
                {"name": "symbols", "in": "query", "schema": {"type": "array", "items": currency}, "explode": False},
            ),
            **reads("readNotes", "/v1/notes", "Read the notes that customers left 读留言"),
            **reads(
                "statement",
                "/v1/statement",
                "The statement, page by page 账单",
                {"name": "page", "in": "query", "schema": {"type": "integer"}},
            ),
            **reads("goAway", "/v1/away", "Somewhere else"),
            "/v1/balance": {
                "get": {
                    "operationId": "balance",
                    "summary": "What is left 余额",
                    "security": [{"account": ["balance"]}],
                    "responses": {"200": {"description": "ok"}},
                }
            },
            "/v1/transfers": {"post": transfer},
        },
    }

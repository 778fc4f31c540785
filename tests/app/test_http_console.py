"""The console's files: there, cached as they should be, and nothing else."""

import re

import httpx
import pytest


@pytest.fixture
def page(server_url) -> httpx.Response:
    return httpx.get(server_url)


def test_the_page_is_asked_for_anew_and_answered_shortly(page, server_url):
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    again = httpx.get(server_url, headers={"if-none-match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_the_page_needs_is_there_and_kept_for_ever(page, server_url):
    needed = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert any(path.endswith(".js") for path in needed)
    for path in needed:
        asset = httpx.get(server_url + path)
        assert asset.status_code == 200, path
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["etag"]


def test_the_page_takes_nothing_from_elsewhere_and_runs_nothing_inline(page):
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text) == []
    assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page.text) == []


@pytest.mark.parametrize("path", ["/nothing", "/assets/", "/assets/nothing.js", "/index.html/x"])
def test_what_is_not_there_is_not_found(server_url, path):
    assert httpx.get(server_url + path).status_code == 404


def test_files_are_only_read(server_url):
    assert httpx.post(server_url, content=b"x").status_code == 405
    assert httpx.delete(server_url + "/index.html").status_code == 405

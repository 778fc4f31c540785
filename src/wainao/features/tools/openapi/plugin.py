"""An old plugin's ai-plugin.json: where its description is, and what it says of itself.

manifest = read_manifest(data)
if manifest is not None:
    address = document_url(manifest, source)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from wainao.features.tools.openapi.errors import UnsupportedError
from wainao.features.tools.openapi.wording import plain

_MAX_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """`document` is the address of its OpenAPI as it stands there; `auth` says how it lets callers in, in its words."""

    name: str
    title: str
    description: str
    document: str
    auth: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(data: bytes) -> Manifest | None:
    """The manifest that `data` is; None where it is none.

    Raises UnsupportedError for a manifest of something else than OpenAPI.
    """
    found = _object(data)
    api = found.get("api")
    if "name_for_model" not in found or not isinstance(api, dict):
        return None
    if api.get("type", "openapi") != "openapi" or not isinstance(api.get("url"), str):
        raise UnsupportedError(
            f"The plugin {found['name_for_model']!r:.80} has an api of {api!r:.80}. Expected type 'openapi' and a url. "
            "Use another description of it."
        )
    return Manifest(
        name=plain(found["name_for_model"], limit=64),
        title=plain(found.get("name_for_human"), limit=120),
        description=plain(found.get("description_for_model") or found.get("description_for_human"), limit=8_000),
        document=api["url"],
        auth=found["auth"] if isinstance(found.get("auth"), dict) else {},
    )


def document_url(manifest: Manifest, source: str) -> str:
    """The address of its OpenAPI, read against `source`, where the manifest came from.

    Raises UnsupportedError where that is no address of the web.
    """
    try:
        address = urljoin(source, manifest.document)
        scheme = urlsplit(address).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        raise UnsupportedError(
            f"The plugin {manifest.name!r} describes its API at {manifest.document!r:.200}. Expected an address of the "
            "web. Import the description itself."
        )
    return address


def _object(data: bytes) -> Mapping[str, Any]:
    if len(data) > _MAX_BYTES or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return {}
    try:
        value = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

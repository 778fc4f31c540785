"""OpenAPI in, requests out: what an API says about itself becomes tools, and a tool's arguments become a request.

imported = read(Path("petstore.yaml").read_bytes(), source="https://pets.example/openapi.yaml")
tool = imported.toolbox.tools[0]
request = outgoing(imported.toolbox, tool, {"petId": 7})
request = authorised(request, imported.toolbox, {"api_key": secret})
...send it...
output = incoming(tool, status, headers, body)

Nothing here reaches the network or the disk: bytes are given, requests are made for others to send.
"""

from wainao.features.tools.openapi.calling.authorised import Credentials, authorised
from wainao.features.tools.openapi.calling.bodies import Files
from wainao.features.tools.openapi.calling.outgoing import Outgoing, SentFile
from wainao.features.tools.openapi.calling.paging import following
from wainao.features.tools.openapi.calling.reply import incoming
from wainao.features.tools.openapi.calling.request import files_in, outgoing
from wainao.features.tools.openapi.errors import ArgumentError, CredentialError, UnreadableError, UnsupportedError
from wainao.features.tools.openapi.importing import Imported, Refused, read

__all__ = [
    "ArgumentError",
    "CredentialError",
    "Credentials",
    "Files",
    "Imported",
    "Outgoing",
    "Refused",
    "SentFile",
    "UnreadableError",
    "UnsupportedError",
    "authorised",
    "files_in",
    "following",
    "incoming",
    "outgoing",
    "read",
]

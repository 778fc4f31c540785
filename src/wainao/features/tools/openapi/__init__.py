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
from wainao.features.tools.openapi.calling.events import Pieces, comes_in_pieces
from wainao.features.tools.openapi.calling.lasting import Lasting, Seen, begun, seen
from wainao.features.tools.openapi.calling.outgoing import Outgoing, SentFile
from wainao.features.tools.openapi.calling.pacing import TOO_MANY, after_s, rest_s
from wainao.features.tools.openapi.calling.paging import following
from wainao.features.tools.openapi.calling.reply import gathered, incoming
from wainao.features.tools.openapi.calling.request import files_in, outgoing
from wainao.features.tools.openapi.errors import ArgumentError, CredentialError, UnreadableError, UnsupportedError
from wainao.features.tools.openapi.importing import Imported, Refused, read
from wainao.features.tools.openapi.reading.names import box_name

__all__ = [
    "TOO_MANY",
    "ArgumentError",
    "CredentialError",
    "Credentials",
    "Files",
    "Imported",
    "Lasting",
    "Outgoing",
    "Pieces",
    "Refused",
    "Seen",
    "SentFile",
    "UnreadableError",
    "UnsupportedError",
    "after_s",
    "authorised",
    "begun",
    "box_name",
    "comes_in_pieces",
    "files_in",
    "following",
    "gathered",
    "incoming",
    "outgoing",
    "read",
    "rest_s",
    "seen",
]

"""Servers of the Model Context Protocol as toolboxes: what they offer, and calls of it. Needs the extra `mcp`.

    async with opened(Remote(url="https://example.com/mcp", egress=egress)) as server:
        imported = await described(server, name="example", source="https://example.com/mcp")
        output = await called(server, imported.toolbox.tools[0], {"city": "北京"})

Nothing here trusts a server: not the words that it describes its tools with, not their number or size, not that a tool
is today what it was when a person agreed to it.
"""

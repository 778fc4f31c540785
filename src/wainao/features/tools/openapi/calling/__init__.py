"""From the arguments of a tool to a request, and from a reply to what the tool gave."""

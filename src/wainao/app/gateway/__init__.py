"""The wire formats in which clients talk to models here: OpenAI's, Anthropic's, Ollama's.

Each format is a codec that does no input or output: `decode` makes a capability's input of a request's bytes, and a
writer makes bytes of what the capability says. `formats.py` lists them; `wainao.app.http` serves them.
"""

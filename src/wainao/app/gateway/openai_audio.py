"""OpenAI's speech and transcriptions: `/v1/audio/speech`, `/v1/audio/transcriptions`."""

from __future__ import annotations

from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import create_form_parser

from wainao.app.gateway.codec import Asked, Headers
from wainao.app.gateway.reading import converted, model_of, one_of, read_object, stays, truth
from wainao.app.wire import to_json
from wainao.features.models.types import SOUNDS, SpeechInput, TranscribeInput
from wainao.kernel import Outcome, UsageError

SPEECH = "models:speech"
TRANSCRIBE = "models:transcribe"
FORMATS = ("json", "text", "verbose_json")
MAX_FIELDS = 64


def decode_speech(raw: bytes, headers: Headers) -> Asked:
    """`/v1/audio/speech`. Raises UsageError."""
    fields = read_object(raw)
    if fields.pop("stream_format", None) == "sse":
        raise UsageError("stream_format is 'sse', which is not done here. Leave it out: the sound comes whole.")
    form = one_of(fields, "response_format", tuple(SOUNDS))
    given: dict[str, Any] = {
        "model": model_of(fields),
        "text": fields.pop("input", None),
        "voice": fields.pop("voice", None),
        "format": form,
        "speed": fields.pop("speed", None),
        "more": {name: value for name, value in fields.items() if value is not None},
        "stay": stays(headers),
    }
    input = converted(given, SpeechInput, "text to speak")
    return Asked(capability=SPEECH, input=input, writer=Sound(), media_type=SOUNDS[form])


def decode_transcription(raw: bytes, headers: Headers) -> Asked:
    """`/v1/audio/transcriptions`, a form with a file. Raises UsageError."""
    fields, file = _form(raw, headers)
    if truth(fields, "stream"):
        raise UsageError("stream is true, which transcriptions here cannot do. Leave it out: the text comes whole.")
    form = one_of(fields, "response_format", FORMATS)
    name, content = file
    given = {
        "model": model_of(fields),
        "name": name,
        "content": content,
        "language": fields.pop("language", None),
        "prompt": fields.pop("prompt", None),
        "more": {**fields, **({"response_format": form} if form == "verbose_json" else {})},
        "stay": stays(headers),
    }
    return Asked(
        capability=TRANSCRIBE,
        input=TranscribeInput(**given),
        writer=Transcript(form),
        media_type="text/plain; charset=utf-8" if form == "text" else "application/json",
    )


class Sound:
    """Writes speech: the bytes themselves."""

    def whole(self, outcome: Outcome) -> bytes:
        content: bytes = outcome.output.content
        return content


class Transcript:
    """Writes what was said: as JSON, with its segments, or as plain text."""

    def __init__(self, form: str) -> None:
        self._form = form

    def whole(self, outcome: Outcome) -> bytes:
        output = outcome.output
        if self._form == "text":
            return f"{output.text}\n".encode()
        if self._form == "json":
            return to_json({"text": output.text})
        segments = [
            {"id": at, "start": one.start_s, "end": one.end_s, "text": one.text}
            for at, one in enumerate(output.segments)
        ]
        told = {"task": "transcribe", "language": output.language, "duration": output.duration_s, "text": output.text}
        return to_json(told | {"segments": segments})


def _form(raw: bytes, headers: Headers) -> tuple[dict[str, Any], tuple[str, bytes]]:
    """The fields of a form and its file. Raises UsageError."""
    kind = headers.get("content-type", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise UsageError(f"The request is of the type {kind!r}. Send multipart/form-data with a 'file' in it.")
    fields: dict[str, Any] = {}
    files: list[tuple[str, bytes]] = []

    def on_field(field: Any) -> None:
        _take(fields, field.field_name.decode(), (field.value or b"").decode())

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        files.append(((file.file_name or b"sound").decode(errors="replace"), file.file_object.read()))
        file.close()

    try:
        # All of it is in memory already: nothing of it is to be written to a disk.
        parser = create_form_parser(
            {"Content-Type": kind.encode()}, on_field, on_file, config={"MAX_MEMORY_FILE_SIZE": len(raw) + 1}
        )
        parser.write(raw)
        parser.finalize()
    except (FormParserError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"The form cannot be read: {error}. Send multipart/form-data in UTF-8.") from error
    if len(files) != 1:
        raise UsageError(f"The form holds {len(files)} files. Send one, as 'file'.")
    return fields, files[0]


def _take(fields: dict[str, Any], name: str, value: str) -> None:
    if len(fields) >= MAX_FIELDS:
        raise UsageError(f"The form holds more than {MAX_FIELDS} fields. Leave some of them out.")
    if name.endswith("[]"):
        fields.setdefault(name, []).append(value)
    elif name == "stream":
        fields[name] = value == "true"
    else:
        fields[name] = value

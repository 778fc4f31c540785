"""Write the reference, in both languages, out of what the code says of itself."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

import typer

import wainao
from wainao.app.cli.tree import build
from wainao.app.extensions import discover
from wainao.app.faces import FACES, MEANS
from wainao.app.settings import CORE, load
from wainao.app.wire import plain, to_json
from wainao.app.wiring import Wainao
from wainao.app.zh.help import HELP
from wainao.app.zh.settings import SETTINGS
from wainao.kernel import Spec, WainaoError
from wainao.store.extension import NoSettings
from wainao.types import Language, Words

LANGUAGES: tuple[Language, ...] = ("en", "zh")
WITH_A_MODEL = {"base_url": "http://127.0.0.1:9/v1", "model": "a-model", "embedding_model": "another"}
"""So that the capabilities that wait for a model are there, too. Nothing is sent."""

ROUTES = {
    "GET /": Words("控制台", "The console."),
    "POST /api/{kind}/{name}": Words(
        "任何能力；请求体是输入字段的 JSON。`Accept: text/event-stream` 则以事件流作答。",
        "Any capability; the body is its input's fields as JSON. With `Accept: text/event-stream` the answer streams.",
    ),
    "GET /api/openapi.json": Words("以上全部的 OpenAPI 3.1 描述。", "All of it as OpenAPI 3.1."),
    "GET /metrics": Words(
        "供 Prometheus 读取的指标；限管理员，密钥可限定为 `metrics:read`。",
        "Metrics for Prometheus; administrators only, a key may be bound to `metrics:read`.",
    ),
    "GET /api/status": Words("版本、模型、谁在调用。", "The version, the model, and who is asking."),
    "POST /v1/chat/completions": Words(
        "OpenAI 客户端；模型是路由的名字，或知识库 `wainao`。",
        "For OpenAI clients; the model is a route's name, or `wainao`, the knowledge base.",
    ),
    "POST /v1/responses": Words("OpenAI 的 Responses，不保存对话。", "OpenAI's responses; no conversations are kept."),
    "POST /v1/completions": Words("OpenAI 的文本续写。", "OpenAI's plain completions."),
    "POST /v1/embeddings": Words("OpenAI 的向量。", "OpenAI's embeddings."),
    "POST /v1/moderations": Words("OpenAI 的内容审核。", "OpenAI's moderations."),
    "POST /v1/audio/speech": Words("OpenAI 的朗读。", "OpenAI's speech."),
    "POST /v1/audio/transcriptions": Words("OpenAI 的录音转写。", "OpenAI's transcriptions."),
    "POST /v1/images/generations": Words("OpenAI 的画图。", "OpenAI's pictures."),
    "POST /v1/rerank": Words(
        "Jina 与 Cohere 的重排；也在 `/v2/rerank`。", "Jina's and Cohere's reranking; also `/v2/rerank`."
    ),
    "POST /v1/messages": Words("Anthropic 客户端。", "For Anthropic's clients."),
    "POST /v1/messages/count_tokens": Words("Anthropic 的 token 计数。", "Anthropic's counting of tokens."),
    "POST /api/chat": Words("Ollama 客户端。", "For Ollama's clients."),
    "POST /api/generate": Words("Ollama 的单轮生成。", "Ollama's single turn."),
    "POST /api/embed": Words(
        "Ollama 的向量；旧式在 `/api/embeddings`。", "Ollama's embeddings; the older are at `/api/embeddings`."
    ),
    "POST /api/show": Words("Ollama 对一个模型的描述。", "Ollama's description of one model."),
    "GET /api/tags": Words("Ollama 的模型列表。", "Ollama's list of models."),
    "GET /api/version": Words("Ollama 客户端所问的版本。", "The version, as Ollama's clients ask for it."),
    "GET /v1/models": Words(
        "可用的模型；OpenAI 与 Anthropic 客户端通用。", "The models there are, for clients of OpenAI and Anthropic."
    ),
    "GET /v1/models/{model}": Words("其中一个模型。", "One of them."),
    "GET /healthz": Words("进程活着。", "The process is alive."),
    "GET /readyz": Words("存储可用；否则 503。", "The store answers; 503 otherwise."),
}


def write(docs: Path) -> list[Path]:
    """Write `en/reference.md` and `zh/reference.md` below `docs`; return their paths."""
    written = []
    for language in LANGUAGES:
        path = docs / language / "reference.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(language), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def render(language: Language) -> str:
    """The whole page."""
    blocks = [
        Words(
            "# 参考\n\n由 `python -m wainao.app.reference docs` 生成。",
            "# Reference\n\nMade by `python -m wainao.app.reference docs`.",
        ).in_(language),
        Words("## 命令", "## Commands").in_(language),
        *_commands(language),
        Words("## 设置", "## Settings").in_(language),
        Words(
            "依次取自 `HOME/wainao.toml`、环境变量 `WAINAO_节__字段`、命令行；后者优先。"
            "`WAINAO_HOME` 与 `WAINAO_CONFIG` 说明主目录和设置文件在哪里。",
            "From `HOME/wainao.toml`, then variables `WAINAO_SECTION__FIELD`, then the command line; the last wins. "
            "`WAINAO_HOME` and `WAINAO_CONFIG` say where the home and the file are.",
        ).in_(language),
        *_settings(language),
        Words("## 能力", "## Capabilities").in_(language),
        *_capabilities(language),
        Words("## HTTP", "## HTTP").in_(language),
        *_routes(language),
        Words("## 错误", "## Errors").in_(language),
        *_errors(language),
    ]
    return "\n\n".join(blocks) + "\n"


def _commands(language: Language) -> Iterator[str]:
    def walk(command: Any, path: str) -> Iterator[str]:
        inner = getattr(command, "commands", {})
        if not inner:
            yield f"### `{path}`"
            yield _help(command.help, language)
            yield from _table(
                (Words("参数", "Parameter"), Words("说明", "Meaning"), Words("默认", "Default")),
                [
                    (_parameter(one), _help(one.help, language), _default(one.default))
                    for one in command.params
                    if getattr(one, "help", None) and not one.hidden and one.name not in SHARED
                ],
                language,
            )
        for name, one in inner.items():
            yield from walk(one, f"{path} {name}")

    yield Words(
        "每条命令都接受 `--home DIR`、`--config FILE`、`--lang zh|en` 和 `--json`。",
        "Every command takes `--home DIR`, `--config FILE`, `--lang zh|en` and `--json`.",
    ).in_(language)
    yield from walk(typer.main.get_command(build()), "wainao")


SHARED = ("home", "config", "lang", "as_json", "help")


def _parameter(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{(parameter.metavar or parameter.name).upper()}`"
    return f"`{'`, `'.join(parameter.opts)}`"


def _help(told: str | None, language: Language) -> str:
    return HELP.get(told or "", told or "") if language == "zh" else told or ""


def _settings(language: Language) -> Iterator[str]:
    sections = {**CORE, **{feature.name: feature.settings for feature in discover().features}}
    for name, kind in sections.items():
        if kind is not NoSettings:
            yield f"### `[{name}]`"
            yield SETTINGS.get(name, "") if language == "zh" else _about(kind)
            yield from _fields(kind, language)


def _about(kind: type) -> str:
    """What the class says of itself, each paragraph and each item of a list on one line."""
    return re.sub(r"(?<!\n)\n(?!\n|- )\s*", " ", inspect.getdoc(kind) or "")


def _capabilities(language: Language) -> Iterator[str]:
    with TemporaryDirectory() as home:
        settings = load(Path(home), flags={"models": WITH_A_MODEL}, environ={})
        with Wainao(settings) as brain:
            specs = sorted(brain.kernel, key=lambda spec: spec.name)
    for spec in specs:
        yield from _capability(spec, language)


def _capability(spec: Spec, language: Language) -> Iterator[str]:
    yield f"### `{spec.name}`"
    yield spec.description.in_(language)
    path = "/api/" + spec.name.replace(":", "/")
    yield Words(
        f"权限 `{spec.needs}` · 风险 `{spec.risk}` · `POST {path}` · `wainao call {spec.name}`",
        f"Right `{spec.needs}` · risk `{spec.risk}` · `POST {path}` · `wainao call {spec.name}`",
    ).in_(language)
    yield from _fields(spec.input, language, title=Words("输入", "Input"))
    hints = get_type_hints(spec.output)
    outputs = ", ".join(f"`{one.name}: {_type(hints[one.name])}`" for one in dataclasses.fields(spec.output))
    yield f"{Words('输出：', 'Output: ').in_(language)}{outputs}"
    if spec.example is not None:
        yield f"```json\n{to_json(plain(spec.example)).decode()}\n```"


def _fields(kind: type, language: Language, *, title: Words | None = None) -> Iterator[str]:
    hints = get_type_hints(kind)
    rows = [(f"`{one.name}`", f"`{_type(hints[one.name])}`", _field_default(one)) for one in dataclasses.fields(kind)]
    head = (title or Words("字段", "Field"), Words("类型", "Type"), Words("默认", "Default"))
    yield from _table(head, rows, language)


def _type(hint: Any) -> str:
    if isinstance(hint, type) and not get_args(hint):
        return hint.__name__
    return re.sub(r"(?:[a-z_]+\.)+", "", str(hint))


def _field_default(one: dataclasses.Field[Any]) -> str:
    if one.default is not dataclasses.MISSING:
        return f"`{one.default!r}`"
    return "" if one.default_factory is dataclasses.MISSING else f"`{one.default_factory()!r}`"


def _default(value: Any) -> str:
    return "" if value in (None, False, []) or callable(value) else f"`{value}`"


def _routes(language: Language) -> Iterator[str]:
    rows = [(f"`{route}`", words.in_(language)) for route, words in ROUTES.items()]
    yield from _table((Words("路径", "Route"), Words("说明", "Meaning")), rows, language)


def _errors(language: Language) -> Iterator[str]:
    for module in pkgutil.walk_packages(wainao.__path__, "wainao."):
        if not module.name.startswith(("wainao.testing", "wainao.__main__")):
            importlib.import_module(module.name)
    rows = []
    for kind in sorted(_below(WainaoError), key=lambda kind: (FACES[_family(kind)].status, kind.code)):
        face = FACES[_family(kind)]
        rows.append((f"`{kind.code}`", str(face.status), str(face.exit), MEANS[_family(kind)].in_(language)))
    head = (Words("代码", "Code"), Words("HTTP", "HTTP"), Words("退出码", "Exit code"), Words("含义", "Meaning"))
    yield from _table(head, list(dict.fromkeys(rows)), language)


def _below(kind: type[WainaoError]) -> Iterator[type[WainaoError]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("wainao."):
            yield one
            yield from _below(one)


def _family(kind: type[WainaoError]) -> type[WainaoError]:
    return next(one for one in kind.__mro__ if one in FACES)


def _table(head: Sequence[Words], rows: Sequence[Sequence[str]], language: Language) -> Iterator[str]:
    if rows:
        lines = [[words.in_(language) for words in head], ["---"] * len(head), *rows]
        yield "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


if __name__ == "__main__":
    for path in write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs")):
        print(path)

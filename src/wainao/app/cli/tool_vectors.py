"""`wainao tools embed`: let the embedding model, or the encoder, read the tools, to choose them by meaning."""

from __future__ import annotations

from typing import Any

import typer

from wainao.app.cli.command import relay
from wainao.app.cli.progress import follow
from wainao.app.cli.session import Session
from wainao.kernel import WainaoError


async def embed(session: Session) -> None:
    """Compute the vectors by which tools are chosen."""
    if session.json:
        await relay(session, "tools:embed")
        return
    async with session.brain.stream("tools:embed") as stream:
        _say(session, await follow(session, stream))


async def vectors(session: Session) -> None:
    """Show whether tools are also chosen by meaning, and by whose vectors."""
    await relay(session, "tools:vectors", show=_say_standing)


async def embed_if_possible(session: Session) -> None:
    """Whatever keeps the vectors from being made keeps no tool from being found: words choose, too."""
    try:
        async with session.brain.stream("tools:embed") as stream:
            await follow(session, stream)
    except WainaoError as error:
        typer.echo(session.word(f"没有用上向量：{error}", f"Without vectors: {error}"), err=True)


def _say(session: Session, told: Any) -> None:
    if not told.model:
        session.say(
            "没有谁来读：工具只按词语选择。可在 [tools] 下设 vectors 和 encoder 为 true，或用 "
            "'wainao deployments add … --serves embed' 连接嵌入模型。",
            "Nothing reads them: tools are chosen by words alone. Set vectors and encoder to true under [tools], or "
            "connect an embedding model: 'wainao deployments add … --serves embed'.",
        )
        return
    reads = ", ".join(told.reads)
    session.say(
        f"{told.model}：新做了 {told.made} 条向量；有帮助的语言：{reads or '无'}。",
        f"{told.model}: {told.made} vectors made; languages in which they help: {reads or 'none'}.",
    )


def _say_standing(session: Session, told: Any) -> None:
    if not told.possible or not told.model:
        wanting = told.possible
        session.say(
            f"工具只按词语选择：{'还没有向量，运行 wainao tools embed' if wanting else '没有谁做向量'}。",
            f"Tools are chosen by words alone: {_WANTING if wanting else 'nothing here makes vectors'}.",
        )
        return
    reads = ", ".join(told.reads)
    session.say(
        f"{told.model}：{told.texts} 条中 {told.made} 条有向量；有帮助的语言：{reads or '无'}。",
        f"{told.model}: {told.made} of {told.texts} texts have a vector; languages in which they help: "
        f"{reads or 'none'}.",
    )


_WANTING = "there are no vectors yet, run 'wainao tools embed'"

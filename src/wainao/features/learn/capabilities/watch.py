"""releases:watch: what live requests say of a canary."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.learn.releasing import Releases
from wainao.features.learn.service import Learning
from wainao.features.learn.watching import WATCH, Watched
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchInput:
    """The `name` of the releases, without a version. With `dry_run` it is only told, and nothing taken back."""

    name: str
    dry_run: bool = False


WATCHED = Spec(
    name=WATCH,
    title=Words("看护试行发布", "Watch a canary"),
    description=Words(
        "用线上请求比较试行的发布与运行中的发布：错误、拒答、不满、更正、耗时、费用。确实更差就自动收回，并留痕。",
        "Compare a canary with the running release on live requests: errors, refusals, "
        "complaints, corrections, time, cost. If it is worse and chance does not explain it, it "
        "is taken back, on record.",
    ),
    input=WatchInput,
    output=Watched,
    risk="write",
    right="admin",
    estimate=free,
    timeout_s=600.0,
    example=WatchInput(name="support", dry_run=True),
)


async def _watch(releases: Releases, call: Call) -> Watched:
    given: WatchInput = call.input
    return await releases.watch(call, given.name, dry_run=given.dry_run)


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    return whole(Releases(learning), ((WATCHED, _watch),))

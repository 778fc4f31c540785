"""A source fix is a correction: it changes what an evaluation depends on, and not what one without the overlay does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from wainao import Wainao
from wainao.features.learn.manifest import manifest_of
from wainao.features.learn.types import Manifest, Target
from wainao.kernel import Call, Spec
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    pass


class Pinning:
    spec = Spec(
        name="test:pin",
        title=Words("钉", "Pin"),
        description=Words("", ""),
        input=Nothing,
        output=Manifest,
        right="admin",
    )

    async def invoke(self, call: Call) -> AsyncIterator[Manifest]:
        yield await manifest_of(call, Target(capability="knowledge:ask"))


def test_a_fix_changes_the_manifest_and_taking_it_back_restores_it(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        brain.kernel.register(Pinning())
        brain.call("knowledge:upload", name="leave.md", content=b"Annual leave is 30 days.")

        def digests() -> tuple[str, str]:
            manifest = brain.call("test:pin").output
            return manifest.digest(overlay=True), manifest.digest(overlay=False)

        with_overlay, without = digests()
        fix = brain.call("fixes:replace", old="30 days", new="45 days").output.fix
        changed, same = digests()
        assert (changed != with_overlay, same) == (True, without)
        brain.call("fixes:revoke", fix=fix)
        assert digests() == (with_overlay, without)

"""Let a judge sit its exam, and write down in which languages it may judge from then on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial

from wainao.features.corrections import permits
from wainao.features.corrections.exam import Exam, Progress
from wainao.features.corrections.grades import MOST_FALSE, Report
from wainao.features.corrections.pairs import Group, built_in
from wainao.features.corrections.permits import Permit, Permits
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.kernel import Call, now_us
from wainao.store.sqlite import Database


class Examiner:
    """Only the built-in set can give the permission; any other can only take it away."""

    def __init__(self, database: Database, settings: CorrectionsSettings) -> None:
        self._database = database
        self._permits = Permits(database)
        self._settings = settings

    async def judges(self) -> tuple[Permit, ...]:
        """What was found of every judge so far, the newest first."""
        return await asyncio.to_thread(self._permits.all)

    async def examine(
        self, call: Call, groups: Sequence[Group], *, route: str, at_once: int, fresh: bool
    ) -> AsyncGenerator[Progress | Report, None]:
        """Measure the model behind `route` (empty: the one of the settings) on `groups` (none: the built-in set).

        One that was interrupted goes on, unless it is to begin `fresh`.
        """
        route, patience_s = route or self._settings.judge, self._settings.judge_patience_s
        exam = Exam(self._database, groups or built_in(), route=route, patience_s=patience_s)
        if fresh:
            await self._database.async_write(exam.forget)
        async with aclosing(exam.sit(call, at_once=at_once)) as items:
            async for item in items:
                if isinstance(item, Report):
                    found = _permits(call, item, grants=not groups)
                    await self._database.async_write(partial(_conclude, exam, found))
                yield item


def _permits(call: Call, report: Report, *, grants: bool) -> list[Permit]:
    return [
        Permit(judge=report.judge, language=found.language, passed=found.passed, at_us=now_us(), receipt=call.id)
        for found in report.languages
        if grants or found.wrong_share > MOST_FALSE
    ]


def _conclude(exam: Exam, found: Sequence[Permit], connection: sqlite3.Connection) -> None:
    exam.forget(connection)
    for permit in found:
        permits.settle(connection, permit)

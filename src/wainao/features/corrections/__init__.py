"""A person says once what the right answer is; from then on it is the answer."""

from __future__ import annotations

from wainao.features.corrections.settings import CorrectionsSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: CorrectionsSettings) -> Parts:
    from wainao.features.corrections.capabilities import capabilities
    from wainao.features.corrections.examiner import Examiner
    from wainao.features.corrections.forgetting import RemarkKeeper
    from wainao.features.corrections.judging import Judging
    from wainao.features.corrections.permits import Permits
    from wainao.features.corrections.register import Register
    from wainao.features.corrections.service import CorrectionService

    database = home.database("state")
    judging = Judging(Permits(database), settings)
    service = CorrectionService(home, judging=judging if settings.judge else None)
    offered = capabilities(service, Register(home, settings), Examiner(database, settings))
    return Parts(capabilities=offered, corrections=service, keepers=(RemarkKeeper(),))


feature = Feature(name="corrections", open=_open, settings=CorrectionsSettings)

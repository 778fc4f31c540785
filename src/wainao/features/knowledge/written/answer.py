"""An answer that a model writes from passages, each sentence of it checked."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace

from wainao.features.knowledge.quote import not_found
from wainao.features.knowledge.written.claims import Claim, ClaimReader, Read
from wainao.features.knowledge.written.facts import Facts
from wainao.features.knowledge.written.grounds import Grounds, Judgement
from wainao.features.knowledge.written.judge import Judge
from wainao.features.knowledge.written.prompt import VERSION, prompt
from wainao.features.knowledge.written.thoughts import Spoken
from wainao.kernel import Call, EngineError, SettingsError, StoreError, UsageError
from wainao.types import Answer, ChatOutput, Citation, Delta, Passage, Sentence, Words

MODEL = "models:chat"
PASSAGE_CHARS = 9_000
"""How much of the passages a model is given: more costs attention, and small models have little."""

_SENTENCE = Words("第 {n} 句：{why}", "sentence {n}: {why}")
_NO_SUPPORT = Words("裁判模型认为没有依据", "the model judge found no support")
_CUT = Words("模型写到了长度上限", "the model reached the most that it may write")
_FAILED = Words("{error} 改为不用模型作答。", "{error} Answered without it.")
_NONE = Words("模型在段落中没有找到答案", "the model found no answer in the passages")
_EMPTY = Words(
    "模型写的内容都不能显示：改为不用模型作答", "nothing that the model wrote could be shown: answered without it"
)


async def written(
    call: Call,
    question: str,
    passages: Sequence[Passage],
    *,
    strict: bool,
    pinpoint: Callable[[Citation], Citation],
    quoted: Answer,
    judge: bool = False,
    route: str = "",
) -> AsyncGenerator[Delta | Answer, None]:
    """Stream what the model writes, then give the whole answer: the streamed text is the answer's, to the letter.

    `pinpoint` puts a citation on its own lines, `quoted` is the answer without a model. With `judge`, the model is also
    asked about each supported sentence, beside what it cites, and may withdraw the support.

    Corrections of questions that come close are among what the model reads, as binding. Sentences that are unsupported
    or contradict one of them are marked, and in strict mode withheld: then each sentence is shown once it was checked.
    When the model fails before anything was shown, or nothing of what it wrote stands, the passages are quoted and the
    receipt says why. A model's failure later on, a refusal by policy or budget, and a lost receipt are raised.
    """
    facts = Facts(question, call.related)
    input, used = prompt(question, passages, max_chars=PASSAGE_CHARS, facts=facts.texts)
    second = Judge(call, MODEL) if judge else None
    page = _Page(call, Grounds(passages[:used], facts.texts), facts, pinpoint, judge=second, strict=strict)
    call.depends(prompt=VERSION, **facts.versions)
    try:
        if call.shown:
            async with call.stream(MODEL, replace(input, model=route)) as stream:
                async for item in stream:
                    if isinstance(item, Delta) and not item.of and (text := await page.write(item.text)):
                        yield Delta(text=text)
            output: ChatOutput = stream.outcome.output
        else:  # asked for whole, so that another deployment can take over until the last word
            output = (await call.run(MODEL, replace(input, model=route, stream=False))).output
            await page.write(output.text)
        if text := await page.end(output):
            yield Delta(text=text)
    except (EngineError, SettingsError, UsageError) as error:
        if page.text or isinstance(error, StoreError):
            raise
        call.noted("model", "failed", _FAILED.filled(error=error))
        yield quoted
        return
    if page.gave_up:
        call.noted("model", "none", _NONE)
        yield quoted if quoted.origin == "none" else not_found(question)
    elif not page.text:
        call.noted("model", "empty", _EMPTY)
        yield quoted
    else:
        yield await page.answer()


class _Page:
    """The answer while it is written. Strict: each sentence is judged before it is shown; else all at the end."""

    def __init__(
        self,
        call: Call,
        grounds: Grounds,
        facts: Facts,
        pinpoint: Callable[[Citation], Citation],
        *,
        judge: Judge | None,
        strict: bool,
    ) -> None:
        self.text = ""
        self._pinpoint = pinpoint
        self._call = call
        self._grounds = grounds
        self._facts = facts
        self._judge = judge
        self._strict = strict
        self._spoken = Spoken()
        self._reader = ClaimReader()
        self._unjudged: list[Claim] = []
        self._claims = 0
        self._sentences: list[Sentence] = []
        self._citations: list[Citation] = []
        self._model: str | None = None

    @property
    def gave_up(self) -> bool:
        return self._reader.gave_up

    async def write(self, text: str) -> str:
        """Take the model's next words; return what may be shown now."""
        return await self._take(self._reader.feed(self._spoken.feed(text)))

    async def end(self, output: ChatOutput) -> str:
        self._model = output.model
        self._call.depends(model=output.model)
        if output.finish_reason == "length":
            self._call.noted("model", "cut", _CUT)
        held = await self._take(self._reader.feed(self._spoken.end()))
        return held + await self._take(self._reader.end())

    async def answer(self) -> Answer:
        for claim in self._unjudged:
            await self._judged(claim)
        return Answer(
            answer=self.text,
            origin="model",
            sentences=tuple(self._sentences),
            citations=tuple(self._citations),
            model=self._model,
        )

    async def _take(self, read: Read) -> str:
        if self.gave_up:
            return ""
        if self._strict:
            shown = "".join([await self._judged(claim) for claim in read.claims])
        else:
            shown = read.shown
            self._unjudged += read.claims
        shown = shown if self.text else shown.lstrip()
        self.text += shown
        return shown

    async def _judged(self, claim: Claim) -> str:
        """The claim with the space before it, if it stands."""
        self._claims += 1
        judgement = await self._judgement(claim)
        if judgement.supported is False:
            said = "withheld" if self._strict else "marked"
            self._call.noted("support", said, _SENTENCE.filled(n=self._claims, why=judgement.why))
            if self._strict:
                return ""
        numbers = tuple(dict.fromkeys(self._number(self._pinpoint(citation)) for citation in judgement.citations))
        self._sentences.append(Sentence(text=claim.text, supported=judgement.supported, citations=numbers))
        return claim.gap + claim.text

    async def _judgement(self, claim: Claim) -> Judgement:
        judgement = self._grounds.judge(claim)
        if judgement.supported is not None and (why := self._facts.contradicted(claim.text)):
            return replace(judgement, supported=False, why=why)
        if self._judge is None or not judgement.supported:
            return judgement
        if await self._judge.denies(claim.text, judgement.evidence, number=self._claims):
            return replace(judgement, supported=False, why=_NO_SUPPORT)
        return judgement

    def _number(self, citation: Citation) -> int:
        if citation not in self._citations:
            self._citations.append(citation)
        return self._citations.index(citation)

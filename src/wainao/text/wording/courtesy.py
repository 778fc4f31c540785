"""Take politeness and fillers off both ends of a question: 请问 …, could you tell me …, … 谢谢, … thanks in advance.

Only wording that carries no content is listed here, and it is taken off only at an end, so that a question *about* such
words ("谢谢用英语怎么说", "how do you say please") keeps them.
"""

from __future__ import annotations

import re

_ASKING = (
    r"(?:what|which|who|whom|whose|when|where|why|how|if|whether|is|are|am|was|were|do|does|did|can|could|will|would"
    r"|should|may|might|must|has|have|i|i'm|i'd|i've|we|my|our|please|excuse|sorry|tell|quick)\b"
)
_YOU = "(?:[您你](?!好))?"
_ME = "(?:我们|我)"
# 问下 is "just ask"; in 问下周放假吗 the 下 belongs to what is asked.
_BIT = "(?:一下(?![午子])|下(?![属级面载班单周月个次午架线一半游调降岗车水雨雪子的]))"
_TO_WHOM = rf"(?:{_BIT}|(?:您|你|大家|各位)(?=一?下|一?个问题|[,:。!\s])|一?个问题)"
_TEACHING = "(?![师材学育室练授程])"
_WHETHER = r"(?: (?:if|whether)(?= ))?"

# Openings that stand alone. Something must separate them from the question, or they belong to it: "hello kitty".
_GREETINGS = (
    r"(?:hi|hello|hey|greetings|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|all|everyone|everybody|team|folks|guys|again|sir|madam|colleagues))*",
    r"dear (?:all|team|sir|madam|sir or madam|colleagues|support)",
    r"(?:excuse|pardon) me",
    r"sorry(?: (?:to (?:bother|trouble|disturb)|for (?:bothering|asking|the bother))(?: you)?(?: again)?)?",
    r"(?:i )?hope (?:you(?: are|'re) (?:doing )?well|(?:this|my) (?:\w+ )?finds you well|all is well)",
    r"(?:i (?:have|'ve got|have got) |just )?(?:a |one )?(?:quick |small |short |little )?question(?: for you| here)?",
    r"(?:i )?need (?:some |your |a little )?help(?: (?:here|please))?",
    r"(?:can|could) (?:you|someone|anyone) (?:please )?help(?: me)?(?: out)?",
    r"(?:just )?(?:wondering|curious)",
    r"(?:many )?thanks(?: in advance)?|thank you(?: in advance)?",
    "嗨|哈喽|哈啰|各位|大家|亲|亲们|在吗|在不在|[你您]在吗",
    "(?:各位|大家|老师|老师们|同事们|各位老师|各位同事|早上|上午|中午|下午|晚上)好",
    "(?:对不起|抱歉|不好意思)?打扰(?:一下|[您你]?了|各位了|大家了)?|对不起|抱歉|不好意思",
    f"我?有一?个小?(?:问题|疑问)|我?有(?:一?个|些)?小?(?:问题|疑问|事)[想要]?(?:请教|咨询|请问|问)(?:大家|各位|您|你)?{_BIT}?",
)
# Openings that may run straight into the question.
_LEADS = (
    f"请问{_BIT}?(?!题)",
    "[您你]好(?!多|久|像|吗|不|好|呢|几|看|听|吃|玩|用|的|了|$)",
    "(?:不好意思|打扰一下)(?=[请我想问麻])",
    f"(?:麻烦|劳驾|烦请|请){_YOU}(?:帮{_ME}?|帮忙)?[问看查说讲]{_BIT}",
    f"(?:麻烦|劳驾|烦请|请){_YOU}(?:告诉|告知){_ME}{_BIT}?",
    f"(?:麻烦|劳驾|烦请){_YOU}(?=[请问帮告])",
    f"{_ME}?(?:就是|只是|就)?想要?(?:[跟向和][您你])?(?:请教{_TEACHING}|咨询|请问|问问|问|打听|了解|知道){_TO_WHOM}*(?![的题卷])",
    f"请教{_TEACHING}{_TO_WHOM}+",
    f"(?:咨询|问){_BIT}",
    f"帮我(?:查|看|问|确认){_BIT}",
    f"(?:能不能|能否|能|可不可以|可以|可否|是否可以)(?:请|麻烦)?{_YOU}(?:告诉|告知){_ME}{_BIT}?",
    r"(?:please|kindly)\b(?! (?:is|means|vs)\b)",
    r"(?:could|can|would|will|may|might) (?:you|someone|anyone|anybody)(?: please| kindly| possibly)*"
    rf" (?:tell|inform|advise|remind|let) (?:me|us)\b(?: know\b)?(?: please\b)?(?: about\b| as to\b)?{_WHETHER}",
    r"(?:could|can|would|will) you (?:please|kindly)\b",
    r"(?:i|we)(?: would| will|'d|'ll)? (?:like|love|want|wanted|need) to"
    rf" (?:(?:know|find out)\b(?: about\b)?|ask\b(?: you\b)?(?: about\b|(?=[,:]| {_ASKING}))){_WHETHER}",
    r"(?:i|we)(?: am|'m| are|'re| was| were)? (?:just |also )?(?:wondering|curious|wonder)\b"
    rf"(?: about\b| if you (?:could|can) tell (?:me|us)\b)?{_WHETHER}",
    rf"(?:may|might|can|could) (?:i|we) (?:please )?(?:ask|know)(?: you)?(?= {_ASKING}){_WHETHER}",
    rf"(?:do|does|would) (?:you|anyone|anybody|someone) (?:happen to )?know(?= {_ASKING}){_WHETHER}",
    rf"tell (?:me|us)\b(?: please\b)?(?: about\b)?{_WHETHER}",
    rf"let (?:me|us) know(?= {_ASKING}){_WHETHER}",
)
_BREAK = r"(?:\s*(?:[,;:!?。、…~—]|\.(?!\w)|\s-(?=\s))+\s*|\s*\n\s*)"
_OPENING = re.compile(
    rf"(?:{'|'.join(_GREETINGS)})(?:{_BREAK}|\s+(?={_ASKING})|\s*(?=请问|麻烦|我想|想问|想请|想咨))|(?:{'|'.join(_LEADS)})"
)

_THANKS_ZH = (
    "(?:非常|十分|万分|多|先|太|很)?(?:谢谢|感谢|多谢|谢过|谢了|感激不尽|(?:辛苦|麻烦|拜托|有劳)(?=[您你了啦各大]))"
    "(?:您|你|啦|了|咯|哈|哦|啊|呀|各位|大家|老师|亲|们|帮忙|帮助|解答|回复|先)*"
)
_THANKS_EN = (
    r"(?:(?:many|lots of|a lot of|big) )?(?:thanks|thank you|thank u|thx)"
    r"(?: (?:in advance|again|so much|very much|a lot|a million|a bunch|all|team|guys|everyone|everybody|kindly"
    r"|for (?:your|the|any|all your) (?:help|time|reply|answer|support|assistance|patience)|for helping(?: me)?))*"
)
_SOON = r"(?: (?:soon|asap|quickly|promptly|urgently|as soon as possible|when you can|if possible))*"
_REPLY = "(?:回复|答复|解答|告知|告诉我|指教|赐教|帮忙|帮助|回答|指点)(?:一下|下|我|谢谢|了)*"
# Closings that are a clause of their own.
_CLAUSES = (
    _THANKS_ZH,
    f"(?:请|麻烦|烦请|还请|望|盼|希望|求|恳请)(?:您|你|各位|大家|能够|能)*(?:尽快|尽早|早日|速|及时|赶紧)?{_REPLY}",
    f"(?:尽快|尽早|及时|赶紧){_REPLY}",
    "在线等|急+|[挺比很]较?急的?|着急|十万火急|盼复|求助|求解答",
    "cheers|regards",
)
# Those that may follow without a pause.
_SENTENCES = (
    "please",
    _THANKS_EN,
    rf"(?:please|kindly) (?:advise|help|reply|respond|answer|let me know|confirm)(?: me| us)?{_SOON}",
    r"(?:i )?(?:look|looking) forward to (?:your|a|hearing)(?: \w+)? (?:reply|response|answer|back)(?: from you)?",
    r"(?:i(?: would|'d)? )?(?:really |greatly )?appreciate (?:it|your help|any help|your time)|much appreciated",
    r"any help (?:is|would be|will be) (?:much |greatly |really )?appreciated",
    r"sorry (?:for the bother|to bother you|for bothering you)",
    r"(?:best|kind|warm) (?:regards|wishes)",
)
_CLOSING = re.compile(
    r"(?:\s*(?:[,;!?。…~—\n]|\.(?!\w))\s*|(?<=[吗呢吧啊呀])\s*)" rf"(?:{'|'.join(_CLAUSES + _SENTENCES)})$"
)
# Without a pause it may be what the question is about: "怎么说谢谢", "how do you spell please".
_RUN_ON = re.compile(
    r"(?<![说讲写道念读译叫声句词字是])\s*(?<![说讲写道念读译叫声句词字是])(?:非常感谢|谢谢|多谢)(?:您|你|啦|了)?$"
    rf"|(?<![^\s,.;:!?])(?P<before>[^\s,.;:!?]+)\s+(?:{'|'.join(_SENTENCES)})$"
)
_SAYING = (
    "say says saying said write spell word words mean means use using of a an the no many your my send give express "
    "get receive letter note card translate between and or"
)
_TAKES_THANKS = frozenset(_SAYING.split())

_PARTICLE = re.compile(
    "(?:(?<!干)吗|(?<![毛花粗])呢|(?<![酒网贴咖书水氧茶清迪])吧|啊|(?<!哎)呀|哦|噢|(?<![干喇])嘛|(?<!拉)啦"
    "|(?<![什怎多这那要甚])么)$"
)
_LEADING = re.compile(r"(?:[\s,;:!?。、…]|[.~—-](?=\s))+")
_SOFT_ENDS = frozenset(" \t\r\n,;:?。、…—.🙏😊🙂\ufe0f")

# Bounds on work, for texts that are nothing but manners: so many layers, and closings that are at most so long.
_LAYERS = 12
_TAIL = 120


def without_courtesy(text: str) -> str:
    """`text`, which has been folded, without what is only said to be polite; it never loses its last word."""
    text = _trimmed(text)
    for _ in range(_LAYERS):
        shorter = _closed(_opened(text))
        if shorter == text:
            break
        text = shorter
    return text


def _trimmed(text: str) -> str:
    leading = _LEADING.match(text)
    start, end = leading.end() if leading else 0, len(text)
    while end > start and (text[end - 1] in _SOFT_ENDS or _shouts(text, end)):
        end -= 1
    return text[start:end]


def _shouts(text: str, end: int) -> bool:
    """Whether `text` ends in a mark that means nothing, unlike those of 5! and 5~."""
    return text[end - 1] in "!~" and not text[max(end - 2, 0)].isdigit()


def _opened(text: str) -> str:
    match = _OPENING.match(text)
    return _unless_empty(text[match.end() :], text) if match else text


def _closed(text: str) -> str:
    head, tail = text[:-_TAIL], text[-_TAIL:]
    for pattern in (_PARTICLE, _CLOSING):
        if match := pattern.search(tail):
            return _unless_empty(head + tail[: match.start()], text)
    if (match := _RUN_ON.search(tail)) and match["before"] not in _TAKES_THANKS:
        return _unless_empty(head + tail[: match.end("before") if match["before"] else match.start()], text)
    return text


def _unless_empty(shorter: str, text: str) -> str:
    shorter = _trimmed(shorter)
    return shorter if any(character.isalnum() for character in shorter) else text

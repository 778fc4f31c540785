"""What is wrong with a rule."""

from __future__ import annotations

SAFETY: dict[str, str] = {
    # features/safety/engines/patterns.py
    "{beyond!r} is no part of RE2's syntax": "RE2 的语法里没有 {beyond}",
    "it is found in an empty text, so in every text": "它能匹配空文字，也就匹配任何文字",
    (
        "The rule {name!r} has the pattern {pattern!r}: {why}. Expected a regular expression such as "
        "'\\b\\d{{17}}[\\dXx]\\b'. Correct it in [safety] rules."
    ): (
        "规则 {name} 的模式是 {pattern}：{why}。应为正则表达式，例如 '\\b\\d{{17}}[\\dXx]\\b'。请在 [safety] 的 rules "
        "里改正。"
    ),
    # features/safety/settings.py
    "the rule {name!r} needs a name and a pattern. Say what to look for.": (
        "规则 {name} 要有名字和模式。请写明要找什么。"
    ),
    "the rule {name!r} has longest = {longest!r}. Expected 1 to 1024 characters.": (
        "规则 {name} 的 longest = {longest}。应为 1 到 1024 个字符。"
    ),
    "{count} rules are called {name!r}. Give each a name of its own: receipts tell it.": (
        "有 {count} 条规则都叫 {name}。请给每条起不同的名字：回执里要写。"
    ),
    # words within them
    "a rule of this installation": "本安装的一条规则",
    "a provider's key was about to leave": "提供者的密钥差点外泄",
}

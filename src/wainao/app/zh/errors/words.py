"""Single words within a sentence, said in Chinese only where its translation asks for it: elsewhere they are names."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "all": "全部",
    "capabilities": "能力",
    "models": "模型",
    "question": "问题",
    "answer": "回答",
    "why": "理由",
    "query": "查询",
    "quote": "原文",
    "corrections": "更正",
    "deployment": "部署",
    "route": "路由",
    "nobody": "无人",
    "nowhere": "哪里都不登录",
}

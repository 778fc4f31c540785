"""What is put together out of pieces: amounts, lists, and the reasons of the policy, which speak Chinese themselves."""

from __future__ import annotations

COMPOSED: dict[str, str] = {
    "proposed or trial": "待批准或试用中",
    "retired or revoked": "已退役或已撤回",
    "{number} calls": "{number} 次调用",
    "{number} US dollars": "{number} 美元",
    "calls {per}": "次调用，{per}",
    "tokens {per}": "词元，{per}",
    "US dollars {per}": "美元，{per}",
    "{number} days": "{number} 天",
    "{number} h": "{number} 小时",
    "{number} min": "{number} 分钟",
    "{number} s": "{number} 秒",
    (
        "{actor!r} may not call {name!r}: it needs the right {right!r} and has: {rights}. Ask an administrator for "
        "that right."
    ): "{actor} 不能调用 {name}：需要「{right!s}」权限，现有：{rights!s}。请管理员授予该权限。",
    (
        "{actor!r} may not call {name!r} {others}: people rely on those that stand, so that needs the right "
        "'admin'. Ask an administrator to evaluate it."
    ): "{actor} 不能{others}调用 {name}：人们依赖生效的更正，所以需要「管理」权限。请管理员来评测。",
    "without its corrections": "在不用更正的情况下",
    "with corrections on trial": "连同试用中的更正",
    (
        "The key {key!r} is for {bound} only, and this call needs {what}. Ask an administrator for a key that "
        "covers it."
    ): "密钥 {key} 只用于：{bound}，而这次调用需要 {what}。请管理员给一把包含它的密钥。",
    "the model {model!r}": "模型 {model}",
    "every call of {name!r} needs a person here": "在这里，每次调用 {name} 都要由人审批",
    "a machine chose to call {name!r}, which is no mere reading": "是机器选择调用 {name} 的，而它不只是读取",
    "{name!r} acts on the world outside": "{name} 会对外部产生作用",
    "`{wanted}`, got `{given}`": "`{wanted}`，给的却是 `{given}`",
    "{asked}, and {amount} are used up or set aside": "{asked}，而已用或预留了 {amount}",
    (
        "{what} is no JSON: {why} (byte {byte}) ({text} characters). Expected OpenAPI as JSON or YAML. Check that "
        "it is whole."
    ): (
        "{what}不是 JSON：第 {byte} 字节处有误，{why}（{text} 个字符）。应为 JSON 或 YAML 的 OpenAPI。请检查它是否"
        "完整。"
    ),
    "{name} (required)": "{name!r}（必填）",
    "[mass]": "质量",
    "[length]": "长度",
    "[time]": "时间",
    "[temperature]": "温度",
    "[current]": "电流",
    "[length]^2": "面积",
    "[length]^3": "体积",
    "{where}: {warning}": "{where!r}：{warning}",
}

"""People, keys, budgets, usage and plans."""

from __future__ import annotations

ACCESS: dict[str, str] = {
    # people
    "Who may call what.": "谁可以调用什么。",
    "Add an actor, or change what it may do. Options that you leave out stay as they were.": (
        "添加使用者，或更改其权限。没有写的选项保持原样。"
    ),
    "The actor's id.": "使用者的编号。",
    "The tenant it belongs to; only the owner may name another.": "所属租户；只有所有者可以指定别的租户。",
    "Its display name.": "显示的名称。",
    "read, write, act, admin, separated by commas. A new actor has read.": (
        "read、write、act、admin，用逗号隔开。新使用者默认为 read。"
    ),
    "The knowledge bases that it may see; * for all (the default for a new actor).": (
        "可见的知识库；* 表示全部（新使用者的默认值）。"
    ),
    "Disable it, so that its keys stop working.": "停用，它的密钥都不再有效。",
    "List the actors and what they may do.": "列出使用者及其权限。",
    "Teams: who is charged for whose calls.": "团队：谁为谁的调用付账。",
    "The team's id.": "团队的编号。",
    "Create a team, or rename it.": "新建一个团队，或给它改名。",
    "List the teams and their members.": "列出团队及其成员。",
    "Add an actor to a team. Its first team is charged for its calls.": "让使用者加入团队。首个团队为其调用付账。",
    "Charge this team for the actor's calls, even if it is not the first one.": (
        "即使不是首个团队，也由它为该使用者付账。"
    ),
    "Remove an actor from a team. Keys that are charged to that team stop working.": (
        "让使用者离开团队。由该团队付账的密钥随即失效。"
    ),
    "Remove all members and delete the team. Its usage stays on record.": "移出全体成员并删除团队，用量记录保留。",
    # keys
    "Keys that actors show.": "使用者出示的密钥。",
    "Make a key for an actor. It is shown only once.": "为使用者新建一把密钥，只显示这一次。",
    "What it is for.": "用途。",
    "The day on which it expires.": "有效期至哪一天。",
    "The team to charge, instead of the actor's own.": "由哪个团队付账，代替使用者自己的团队。",
    "Only these rights, separated by commas.": "只有这些权限；用逗号隔开。",
    "Only these knowledge bases, separated by commas.": "只见这些知识库；用逗号隔开。",
    "Only these capabilities, such as models:chat,knowledge:*.": "只能调用这些能力，例如 models:chat,knowledge:*。",
    "Only these models, such as qwen3,gpt-*.": "只能用这些模型，例如 qwen3,gpt-*。",
    "List keys by their beginning, with their restrictions and last use.": "列出密钥的开头、限定和最近使用时间。",
    "Only those of this actor.": "只看这个使用者的。",
    "Replace a key with a new one that has the same restrictions and budgets.": "换一把新密钥；限定与预算照旧。",
    "How long the old key keeps working.": "旧密钥还能用多久。",
    "Revoke a key at once.": "立即吊销一把密钥。",
    "The beginning of the key.": "密钥的开头。",
    # budgets, limits
    "Budgets: how much may be used.": "预算：可以用多少。",
    "Set how much an actor, a team or a key may use. Without any amount, the budget is removed.": (
        "设定一个使用者、团队或密钥可以用多少。不给任何数额则取消预算。"
    ),
    "minute, day, month or total.": "minute、day、month 或 total。",
    "The actor; by default the whole tenant.": "使用者；默认为整个租户。",
    "A team instead of an actor.": "团队，代替使用者。",
    "A key instead of an actor.": "密钥，代替使用者。",
    "List the budgets and how much of each is used up.": "列出预算及已用多少。",
    "The number of calls.": "几次调用。",
    "The number of tokens, in and out together.": "多少词元，进出合计。",
    "The amount of money, in US dollars.": "多少钱，以美元计。",
    "What happens to calls with an unknown price: refuse or count.": (
        "价格未知的调用怎么办：refuse（拒绝）或 count（只计次）。"
    ),
    "Limits: how fast calls may be made.": "速率：可以多快。",
    "Set how fast an actor, a team or a key may make calls. Options that you leave out are not limited.": (
        "设定一个使用者、团队或密钥的速率。没有写的不限。"
    ),
    "The number of calls per minute.": "一分钟几次调用。",
    "The number of tokens per minute, in and out together.": "一分钟多少词元，进出合计。",
    "The number of calls at the same time.": "同时几次调用。",
    "List the limits and their current use.": "列出速率上限及当前占用。",
    # usage, plans
    "Show usage and cost; by default of this month.": "显示用量与费用；默认为本月。",
    "day, month, tenant, actor, team, key, capability, model, route; with commas.": (
        "day、month、tenant、actor、team、key、capability、model、route；用逗号隔开。"
    ),
    "From this day on.": "从这天起。",
    "Up to the end of this day.": "到这天结束。",
    "Only the usage of this actor.": "只看这个使用者的用量。",
    "Only usage charged to this team.": "只看由这个团队付账的。",
    "Print CSV, for spreadsheets.": "输出 CSV，供电子表格使用。",
    "Plans: what is included each month, and who is charged how much.": "套餐：每月包含什么，谁该付多少。",
    "Set what a plan costs and includes each month, from this month on.": "规定套餐的月费和每月包含的用量，自本月起。",
    "The plan's id.": "套餐的编号。",
    "The plan's id; without it, the plan is removed.": "套餐的编号；不给则取消套餐。",
    "The monthly fee.": "每月多少钱。",
    "The number of calls included.": "包含几次调用。",
    "The number of tokens included.": "包含多少词元。",
    "The cost included, in US dollars.": "包含多少费用，以美元计。",
    "What happens beyond it: block or pay.": "超出部分怎么办：block（拒绝）或 pay（付费）。",
    "The price of each further call.": "超出后每次调用的价格。",
    "The price of each further million tokens.": "超出后每百万词元的价格。",
    "The percentage added to the cost of further usage.": "超出部分在成本之上加收的百分比。",
    "List the plans and who has which.": "列出套餐，以及谁用哪个。",
    "Give a team, or an actor without a team, a plan from this month on.": (
        "让一个团队，或不属于任何团队的使用者，自本月起使用套餐。"
    ),
    "The team that gets it.": "要使用它的团队。",
    "An actor without a team, instead.": "不属于任何团队的使用者，代替团队。",
    "Show what each team and actor used in a month and is charged.": "显示各团队和使用者某月的用量与应付。",
    "The month, such as 2026-11; by default this one.": "月份，例如 2026-11；默认为本月。",
}

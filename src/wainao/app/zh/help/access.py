"""People, keys, budgets, usage and plans."""

from __future__ import annotations

ACCESS: dict[str, str] = {
    # people
    "Who may call what.": "谁可以调用什么。",
    "Let somebody in, or change what they may do; what is not said stays as it was.": (
        "让某人进来，或改变其权限；没有写的保持原样。"
    ),
    "The actor's id.": "使用者的编号。",
    "The tenant it belongs to; only the owner may name another.": "所属租户；只有所有者可以指定别的租户。",
    "What people call it.": "人们怎么称呼它。",
    "read, write, act, admin; with commas. At first: read.": "read、write、act、admin；用逗号隔开。起初为 read。",
    "The knowledge bases it may see; * for all, as at first.": "可见的知识库；* 表示全部，起初如此。",
    "Shut it out, so that its keys open nothing.": "把它关在外面，它的密钥都不再有效。",
    "Show the actors and what they may do.": "列出使用者及其权限。",
    "Who pays for whom.": "谁为谁付账。",
    "The team's id.": "团队的编号。",
    "Make a team, or give it another name.": "新建一个团队，或给它改名。",
    "Show the teams and who belongs to them.": "列出团队及其成员。",
    "Let an actor belong to a team; its first one pays for its calls.": "让使用者加入团队；首个团队为其调用付账。",
    "Charge it for the actor's calls, though it is not the first.": "即使不是首个团队，也由它为该使用者付账。",
    "End it; keys that are charged to that team open nothing any more.": "让使用者离开；由该团队付账的密钥随即作废。",
    "Let all leave, and forget the team; what it used stays on record.": "让全体离开并删除团队；其用量仍在账上。",
    # keys
    "Keys that actors show.": "使用者出示的密钥。",
    "Make a key for an actor; it is shown this once.": "为使用者造一把密钥；只显示这一次。",
    "What it is for.": "用途。",
    "Until when it opens.": "有效到何时。",
    "The team to charge, instead of the actor's own.": "由哪个团队付账，代替使用者自己的团队。",
    "Only these rights; with commas.": "只有这些权限；用逗号隔开。",
    "Only these knowledge bases; with commas.": "只见这些知识库；用逗号隔开。",
    "Only these, such as models:chat,knowledge:*.": "只能调用这些能力，例如 models:chat,knowledge:*。",
    "Only these models, such as qwen3,gpt-*.": "只能用这些模型，例如 qwen3,gpt-*。",
    "Show how keys begin, what they are for and when they were last used.": "列出密钥的开头、用途和最近使用时间。",
    "Only those of this actor.": "只看这个使用者的。",
    "Make a new key in place of one; what it is for and its budgets go on.": "换一把新密钥；限定与预算照旧。",
    "How long the old key opens as well.": "旧密钥还能用多久。",
    "Make a key open nothing, at once.": "让一把密钥立即作废。",
    "How the key begins.": "密钥的开头。",
    # budgets, limits
    "How much may be used.": "可以用多少。",
    "Say how much an actor, a team or a key may use; without any limit the budget is gone.": (
        "规定一个使用者、团队或密钥可以用多少；不给任何上限则取消预算。"
    ),
    "minute, day, month or total.": "minute、day、month 或 total。",
    "The actor; everybody without it.": "使用者；不给则指所有人。",
    "A team instead of an actor.": "团队，代替使用者。",
    "A key instead of an actor.": "密钥，代替使用者。",
    "Show the budgets and what is used up of them.": "列出预算及已用多少。",
    "How many calls.": "几次调用。",
    "How many tokens, in and out.": "多少词元，进出合计。",
    "How much money, in US dollars.": "多少钱，以美元计。",
    "refuse or count: calls whose price nobody knows.": "refuse 或 count：价格未知的调用，拒绝还是只计次。",
    "How much may be used at a time.": "一时可以用多少。",
    "Say how fast an actor, a team or a key may go; what is not said has no limit.": (
        "规定一个使用者、团队或密钥可以多快；没说的不限。"
    ),
    "How many calls in a minute.": "一分钟几次调用。",
    "How many tokens in a minute, in and out.": "一分钟多少词元，进出合计。",
    "How many calls at once.": "同时几次调用。",
    "Show the limits and what is in use right now.": "列出速率上限及当前占用。",
    # usage, plans
    "Show what was used and what it cost: this month, if no day is said.": "显示用量与费用；不说日期则为本月。",
    "day, month, tenant, actor, team, key, capability, model, route; with commas.": (
        "day、month、tenant、actor、team、key、capability、model、route；用逗号隔开。"
    ),
    "From this day on.": "从这天起。",
    "To the end of this day.": "到这天结束。",
    "Only what this actor used.": "只看这个使用者的用量。",
    "Only what is charged to this team.": "只看由这个团队付账的。",
    "Print CSV, for spreadsheets.": "输出 CSV，供电子表格使用。",
    "What is included each month, and who is charged how much.": "每月包含什么，谁该付多少。",
    "Say what a plan costs and includes each month, from this month on.": "规定套餐的月费和每月包含的用量，自本月起。",
    "The plan's id.": "套餐的编号。",
    "The plan's id; none without it.": "套餐的编号；不给则取消套餐。",
    "What it costs each month.": "每月多少钱。",
    "How many calls are included.": "包含几次调用。",
    "How many tokens are included.": "包含多少词元。",
    "How much money, in US dollars, is included.": "包含多少费用，以美元计。",
    "block or pay: what is beyond it.": "block 或 pay：超出部分拒绝，还是付费。",
    "A call beyond it.": "超出后每次调用的价格。",
    "A million tokens beyond it.": "超出后每百万词元的价格。",
    "On top of the cost beyond it.": "超出部分在成本之上加收多少。",
    "Show the plans, and who has which.": "列出套餐，以及谁用哪个。",
    "Let a team, or an actor in none, have a plan from this month on.": (
        "让一个团队，或不属于任何团队的使用者，自本月起使用套餐。"
    ),
    "The team that is to have it.": "要使用它的团队。",
    "An actor in no team, instead.": "不属于任何团队的使用者，代替团队。",
    "Show what each team and actor used in a month, and is charged.": "显示各团队和使用者某月的用量与应付。",
    "Such as 2026-11; this one without it.": "例如 2026-11；不给则为本月。",
}

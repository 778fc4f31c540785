"""What keeps people, keys, teams and plans in order."""

from __future__ import annotations

ACCESS: dict[str, str] = {
    # features/access/bounds.py
    (
        "{bound!r} is no bound. Expected a field, a sign (<= < >= > = ^=) and a value, such as 'amount<=100' or "
        "'to=EUR|USD'. Write it so."
    ): "{bound} 不是限定。应为字段、符号（<= < >= > = ^=）和值，例如 amount<=100 或 to=EUR|USD。请照此写。",
    "{bound!r} compares with {value!r}, which is no number. Write one, such as 'amount<=100'.": (
        "{bound} 要与 {value} 比较，但它不是数。请写一个数，例如 amount<=100。"
    ),
    # features/access/capabilities/actors.py
    "Only the owner may add an actor to another tenant, here {tenant!r}. Leave it out.": (
        "只有所有者能把使用者加进别的租户，这里是 {tenant}。请不要填它。"
    ),
    # features/access/capabilities/keys.py
    "A key cannot live on for {overlap_hours!r} h. Expected 0 to {max_overlap_hours}.": (
        "旧密钥不能再用 {overlap_hours} 小时。应为 0 到 {max_overlap_hours}。"
    ),
    (
        "Your key {key!r} is for the {what} {bound} only, so it cannot make a key for {wanted}. Bind the new one "
        "to the same, or less."
    ): "你的密钥 {key} 只限于{what!s} {bound}，不能生成用于 {wanted!s} 的密钥。请让新密钥的范围相同或更小。",
    # features/access/capabilities/plans.py
    "It is not clear who is to have the plan. Name either a team or an actor.": (
        "没有说清套餐给谁。请指定一个团队或一个使用者。"
    ),
    (
        "The calls of {actor!r} are charged to the team {teams!r}, so that a plan of its own would never be used. "
        "Give the plan to the team."
    ): "{actor} 的调用记在团队 {teams} 账上，自己的套餐永远用不到。请把套餐给那个团队。",
    # features/access/capabilities/teams.py
    "Only the owner may add a team to another tenant, here {tenant!r}. Leave it out.": (
        "只有所有者能把团队加进别的租户，这里是 {tenant}。请不要填它。"
    ),
    # features/access/capabilities/usage.py
    "The sums are of all tenants. Ask whoever runs this installation to count them anew.": (
        "这些合计属于全部租户。请让运行者重新统计。"
    ),
    "The report would end on {until}, before it begins on {since}. Turn the days around.": (
        "报告的结束日 {until} 早于开始日 {since}。请把两个日期对调。"
    ),
    "{by!r} names something twice. Name each once.": "{by} 里有重复。每项请只写一次。",
    "{text!r} is no day. Expected one such as '2026-11-01'.": "{text} 不是日期。应为 2026-11-01 这样的写法。",
    # features/access/names.py
    (
        "{id!r} cannot be new in the tenant {tenant!r}. Expected an id that ends in {end!r}, so that no other tenant "
        "can have it. Call it {id2!r}."
    ): "租户 {tenant} 里不能新增 {id}。应为以 {end} 结尾的编号，这样别的租户不会有同样的。请叫它 {id2}。",
    # features/access/plans.py
    "{month!r} is no month. Expected one such as '2026-11'.": "{month} 不是月份。应为 2026-11 这样的写法。",
    "There is no plan {plan!r}. `wainao plans list` shows them.": "没有套餐 {plan}。用 wainao plans list 查看全部。",
    # features/access/store.py
    "{item} of the plan {id!r} is {value!r}. Expected 0 to {most}.": (
        "套餐 {id} 的 {item} 是 {value}。应为 0 到 {most}。"
    ),
    "The plan {id!r} blocks what is beyond it, but includes nothing. Say how many calls, tokens or how much money.": (
        "套餐 {id} 超出即停，却什么也不包含。请写明包含多少次调用、多少词元或多少钱。"
    ),
    # features/access/subjects.py
    "Both {given!r} and {given2!r} are given. Name one of them.": "{given} 和 {given2} 同时给了。请只指定一个。",
    # words within them
    "An actor": "使用者",
    "A plan": "套餐",
    "A team": "团队",
    "opens nothing any more": "已经打不开任何东西",
    "was replaced by {replaced_by!r} already": "已经换成 {replaced_by}",
}

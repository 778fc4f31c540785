"""What the store, its budgets, keys and approvals refuse."""

from __future__ import annotations

STORE: dict[str, str] = {
    # store/copies.py
    "Two features bring a keeper called {name!r}. Expected a name of its own for each: one would forget for the other. "
    "Rename it, or put its feature into [extensions] deny.": (
        "有两个功能带来名为 {name} 的保管者。应各有其名，否则一个会替另一个忘掉。"
        "请改名，或把它的功能放进 [extensions] 的 deny。"
    ),
    # store/actor_keys.py
    "{actor!r} is not in the team {team!r}. Run `wainao teams join {team2} {actor2}` first.": (
        "{actor} 不在团队 {team} 里。请先运行 wainao teams join {team2} {actor2}。"
    ),
    "The key {prefix!r} {why}. Make a new one with `wainao keys add {actor}`.": (
        "密钥 {prefix} {why}。请用 wainao keys add {actor} 生成新的。"
    ),
    "There is no key {prefix!r}. Expected the part before the second '_', such as wk_3f9k2m7q.": (
        "没有密钥 {prefix}。应为第二个“_”之前的部分，例如 wk_3f9k2m7q。"
    ),
    # store/actor_tables.py
    "There is no actor {id!r}. `wainao actors list` shows them.": "没有使用者 {id}。用 wainao actors list 查看。",
    "There is no team {id!r}. `wainao teams list` shows them.": "没有团队 {id}。用 wainao teams list 查看。",
    # store/actors.py
    (
        "That key is not known here, or no longer valid. Expected a key such as wk_…, or the owner token. Ask an "
        "administrator for a new one."
    ): "这里没有这个密钥，或它已经失效。应为 wk_… 这样的密钥，或所有者令牌。请向管理员要一个新的。",
    (
        "{what} cannot be called {id!r}. Expected up to 64 of a-z, 0-9, '.', '_', '@' and '-', beginning with a "
        "letter or digit, and none of {ours}."
    ): "{what!s}不能叫 {id}。应为最多 64 个字符，只用 a-z、0-9、“.”“_”“@”和“-”，以字母或数字开头，并且不是：{ours}。",
    "There are no rights {unknown}. Expected some of {get_args}.": "没有这些权限：{unknown}。可以用：{get_args}。",
    (
        "{actor!r} cannot be an administrator of {bases} alone: who lets others in, and reads all receipts, sees "
        "every base. Leave out the bases, or the right 'admin'."
    ): (
        "{actor} 不能只做 {bases} 的管理员：放人进来、读全部回执的人，看得到每个知识库。请去掉知识库的限制，或去掉 "
        "admin 权限。"
    ),
    "The id {id!r} is taken. Expected one that no actor has. Choose another.": (
        "编号 {id} 已被占用。应为还没有使用者用的编号。请换一个。"
    ),
    # store/approvals.py
    "{waiting} calls of {id!r} wait for a person already. Expected fewer: have some decided first.": (
        "{id} 已有 {waiting} 个调用在等人审批，不能更多了。请先让人审批其中一些。"
    ),
    "The approval {id!r} is for another call. Send exactly the call that it was asked for.": (
        "审批 {id} 是给另一次调用的。请原样发送当初请求审批的那个调用。"
    ),
    "The approval {id!r} cannot be used: {why_not}": "审批 {id} 不能用：{why_not}",
    "The approval {id!r} cannot be decided: {why_not}": "审批 {id} 不能再作决定：{why_not}",
    "There is no approval {id!r}. `wainao approvals list` shows those that wait.": (
        "没有审批 {id}。用 wainao approvals list 查看在等的。"
    ),
    "nobody has decided yet. Wait until a person has.": "还没有人作出决定。请等人决定。",
    "it was approved already.": "它已经批准过了。",
    "a person refused it. Ask that person why.": "有人拒绝了它。请问那个人为什么。",
    "it was used already, and serves one call only. Send the call without it to ask again.": (
        "它已经用过了，而它只管一次调用。要再请求审批，请不带它发送调用。"
    ),
    "it is too old. Send the call without it to ask again.": "它已经过期。要再请求审批，请不带它发送调用。",
    # store/blobs.py
    (
        "There is no file {digest!r} in {folder}. A file that was added was expected: add it again, or restore a "
        "backup."
    ): "{folder} 里没有文件 {digest}。应为添加过的文件：请重新添加，或恢复备份。",
    (
        "The file {digest!r} in {folder} has the content of {found!r}. Files there are never changed: check the "
        "disk and restore a backup."
    ): "{folder} 里文件 {digest} 的内容却是 {found} 的。那里的文件从不改动：请检查磁盘，并恢复备份。",
    # store/budget.py
    "There is no period {period!r}. Expected one of {get_args}.": "没有周期 {period}。应为其中之一：{get_args}。",
    "A call without a price cannot be met with {if_unpriced!r}. Say refuse or count.": (
        "没有价格的调用不能按 {if_unpriced} 处理。请写 refuse 或 count。"
    ),
    "A budget cannot be {limits!r}. Expected 0 to {most} each, or None for no limit.": (
        "预算不能是 {limits}。每项应为 0 到 {most}，或不填表示不限。"
    ),
    "Only calls can be under way at once. Give tokens and money another period than 'now'.": (
        "只有调用能限制“同时”的数目。词元和钱请用 now 之外的周期。"
    ),
    (
        "{subject!r} may have {limit} under way at once, and {is_own} as many. Wait until one has ended, or ask an "
        "administrator for more."
    ): "{subject} 最多同时有 {limit} 在进行，现在已满。请等其中一个结束，或请管理员提高。",
    (
        "The budget of {subject!r} ({limit} {per}) does not cover this call: it asks for {amount}{left}. {wait}, "
        "or ask an administrator for more."
    ): "{subject} 的预算（{limit} {per}）不够这次调用：它要用 {amount}{left}。{wait}，或请管理员提高。",
    (
        "Nobody said what this call of {capability!r} costs, and {subject!r} has a budget in money ({per}). Set "
        "the model's price (wainao prices set PROVIDER/MODEL --input USD --output USD), or let such calls pass "
        "with --if-unpriced count on the budget."
    ): (
        "不知道这次 {capability} 调用要多少钱，而 {subject} 有金额预算（{per}）。请设定模型的价格（wainao prices "
        "set 提供者/模型 --input 美元 --output 美元），或在预算上用 --if-unpriced count 放行这类调用。"
    ),
    # store/function.py
    (
        "The parameter {parameter!r} of {name!r} has no type to make a field of. Write it as {parameter2}: str, or "
        "whatever it is."
    ): "{name} 的参数 {parameter} 没有类型，做不成字段。请写成 {parameter2}: str，或它该有的类型。",
    "{name!r} does not say what it returns. Write def {name2}(...) -> str:, say.": (
        "{name} 没有说明返回什么。例如请写 def {name2}(...) -> str:。"
    ),
    # store/grants.py
    "There is no grant {id!r}. `wainao grants list` shows those that were given.": (
        "没有授权 {id}。用 wainao grants list 查看给过的。"
    ),
    "The grant {id!r} was revoked before, by {revoked_by!r}. Nothing is left to do.": (
        "授权 {id} 已由 {revoked_by} 撤销。无需再做什么。"
    ),
    # store/home.py
    (
        "{path!r} cannot be a home: {strerror}. Expected a directory, or a place to make one: name another, or check "
        "the rights there."
    ): "{path} 不能用作主目录：{strerror}。应为目录，或可以建目录的地方：请换一个，或检查那里的权限。",
    (
        "There is no home in {path!r}, but what was there before an upgrade is in {parent!r}: the upgrade was cut "
        "short. Rename that folder back and upgrade again, or move it elsewhere to begin anew."
    ): (
        "{path} 里没有主目录，但升级之前的内容在 {parent}：升级中途断了。请把那个文件夹改回原名再升级一次；要从头开"
        "始，就把它移到别处。"
    ),
    # store/keys.py
    (
        "{path} may be read by others (its mode is {s_imode}). Expected 600, for the owner alone. Run: chmod 600 "
        "{path2}"
    ): "{path} 别人也能读（权限是 {s_imode}）。应为 600，只给所有者。请运行：chmod 600 {path2}",
    # store/moments.py
    "{text!r} is no date. Expected ISO 8601, such as '2030-01-01' or '2030-01-01T09:00+08:00'.": (
        "{text} 不是日期。应为 ISO 8601 的写法，例如 '2030-01-01' 或 '2030-01-01T09:00+08:00'。"
    ),
    "{text!r} is over already. Expected a date to come, or none for what does not end.": (
        "{text} 已经过去了。应为将来的日期；没有期限就不填。"
    ),
    # store/portion.py
    (
        "A list has no {limit!r} rows after the first {skip!r}. Expected a limit of 1 to {max_listed} and a skip of 0 "
        "to {max_skipped}. Ask for the rest by skipping what you have."
    ): (
        "列表给不出第 {skip} 条之后的 {limit} 条。limit 应为 1 到 {max_listed}，skip 应为 0 到 {max_skipped}。"
        "其余的请略过已有的再取。"
    ),
    # store/proposals.py
    "The {name} is empty. Expected plain text of up to {limit} characters.": (
        "{name!s}是空的。应为最多 {limit} 个字符的纯文字。"
    ),
    "The {name} has {text} characters, beginning {text2!r}. Expected up to {limit}.": (
        "{name!s}有 {text} 个字符，开头是 {text2}。最多 {limit} 个。"
    ),
    "The {name} has the control character {strange!r} in it. Expected plain text; remove it.": (
        "{name!s}里有控制字符 {strange}。应为纯文字：请去掉它。"
    ),
    (
        "{actor!r} has made {proposed} {what} in the last minute; {per_minute} are allowed, since others rely on "
        "them. Go on in a while, or have an administrator do it."
    ): (
        "{actor} 在过去一分钟里提了 {proposed} 条{what!s}，而允许 {per_minute} 条，因为别人要依赖它们。请过一会儿继续"
        "，或请管理员来做。"
    ),
    # store/sqlite.py
    (
        "{path} has the {owner} migrations {unknown}, which this version does not know. It was written by a newer "
        "Wainao: upgrade this one, or restore an older backup."
    ): "{path} 里有这个版本不认得的 {owner} 迁移 {unknown}。它是由更新的外脑写的：请升级，或恢复较早的备份。",
    (
        "{path} lacks the {owner} migrations {step}: an older Wainao wrote it. Run 'wainao upgrade', which works "
        "on a copy and keeps what was there."
    ): "{path} 缺少 {owner} 迁移 {step}：它是由旧版外脑写的。请运行 wainao upgrade，它在副本上进行，原来的会保留。",
    "{path} is closed. Open the home again before reading it.": "{path} 已经关闭。请重新打开主目录再读取。",
    "{path} is closed. Open the home again before writing to it.": "{path} 已经关闭。请重新打开主目录再写入。",
    "A text holds half a surrogate pair, which is no character. Send it as UTF-8.": (
        "文本里有半个代理对，那不是字符。请以 UTF-8 发送。"
    ),
    "A whole number is too large. Expected one between -2^63 and 2^63: use a smaller one.": (
        "整数太大。应在 -2^63 与 2^63 之间：请用小一些的数。"
    ),
    "{path} cannot be used: {error}. Check free space and rights there, then try again.": (
        "{path} 用不了：{error}。请检查那里的空间和权限，然后再试。"
    ),
    # store/teams.py
    "The id {id!r} is taken. Expected one that no team has. Choose another.": (
        "编号 {id} 已被占用。应为还没有团队用的编号。请换一个。"
    ),
    "{actor!r} is of another tenant than the team {team!r}, {tenant!r}. Name another.": (
        "{actor} 与团队 {team} 不是同一个租户（{tenant}）。请换一个。"
    ),
    # store/vault.py
    (
        "The secret of {place!r} cannot be opened with {folder}. Expected the key file that it was sealed with: "
        "put that back from a backup, or set the secret anew."
    ): "{place} 的机密用 {folder} 打不开。应为封存时的密钥文件：请从备份恢复它，或重新设置机密。",
    # store/archive.py
    "Windows means something else by it": "在 Windows 里它另有含义",
    "it holds signs that cannot be seen": "它含有看不见的字符",
    "it leads out of the archive": "它指向档案之外",
    "it begins at the root of a drive": "它从盘符的根开始",
    "it has {path} characters": "它有 {path} 个字符",
    "there is no file at {at}": "{at} 处没有文件",
    "is there twice. Expected each name once: the first was taken, so rename the other.": (
        "出现了两次。每个名字应只有一次：已取第一个，请给另一个改名。"
    ),
    "has {file_size} bytes. Expected at most {most}: split it.": "有 {file_size} 字节。最多 {most} 字节：请拆分。",
    "is packed by method {compress_type}. Expected deflate (8): pack it as usual.": (
        "是用方法 {compress_type} 压缩的。应为 deflate（8）：请用普通方式打包。"
    ),
    "is locked with a password. Expected a file that opens without: pack it without one.": (
        "有密码。应为不用密码就能打开的文件：请不带密码打包。"
    ),
    "is a link or a device. Expected a file: pack what it leads to.": "是链接或设备。应为文件：请打包它所指的内容。",
    "is no name of a file here: {why}. Expected folders and a name: rename it and pack it again.": (
        "在这里不能作文件名：{why}。应为文件夹加文件名：请改名后重新打包。"
    ),
    "{shown!r} {reason}": "{shown} {reason}",
    "Files in {name!r} share the same bytes, as only a bomb does. Expected each to have its own: pack it again.": (
        "{name} 里的文件共用同样的字节，只有炸弹才这样。每个文件应有自己的内容：请重新打包。"
    ),
    (
        "{name!r} would unpack from {data} to {unpacked} bytes in {infos} files. Expected at most {max_files} "
        "files, {max_bytes} bytes and {max_ratio} times its size: pack less of it."
    ): (
        "{name} 会从 {data} 字节展开到 {unpacked} 字节、{infos} 个文件。最多 {max_files} 个文件、{max_bytes} 字节，"
        "且不超过原大小的 {max_ratio} 倍：请少打包些。"
    ),
    "{path!r} in {name!r} cannot be unpacked: {error}. Expected a whole file: pack it again.": (
        "{name} 里的 {path} 解不出来：{error}。应为完整的文件：请重新打包。"
    ),
    "{name!r} is no ZIP archive that can be opened: {error}. Expected a whole one: pack it again.": (
        "{name} 不是能打开的 ZIP 档案：{error}。应为完整的档案：请重新打包。"
    ),
    # store/json_schema.py
    "Additional properties are not allowed ({name!r} was unexpected)": "不允许有别的字段（多了 {name}）",
    "it takes more than {most_steps} steps": "它要走超过 {most_steps} 步",
    # words within them
    "at once": "同时",
    "per minute": "每分钟",
    "per day": "每天",
    "per month": "每月",
    "in total": "总共",
    "per month by its plan": "套餐每月",
    "Ask for less": "请少要些",
    "Wait {time}": "请等 {time}",
    ", and {amount} are used up or set aside": "，已用或预留了 {amount}",
    "under the grant {grant} of {given_by}": "凭 {given_by} 给的授权 {grant}",
}

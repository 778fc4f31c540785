"""Our own words in Chinese, by the English ones: help, columns, settings. A test finds what is missing here."""

from __future__ import annotations

HELP: dict[str, str] = {
    "Ask your own files, get a cited answer with a receipt, correct it once.": (
        "问自己的文件，得到带引文和回执的回答，更正一次即可。"
    ),
    "Install completion for the current shell.": "为当前 shell 安装自动补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，以便复制或自行安装。"
    ),
    "Show this message and exit.": "显示这段说明并退出。",
    # up
    "Start the server: console, HTTP API and gateway.": "启动服务：控制台、HTTP 接口和网关。",
    "Where to listen; beyond this machine a token is needed.": "在哪里监听；超出本机须有令牌。",
    "The port to listen on; 0 takes any free one.": "监听的端口；0 表示任选一个空闲端口。",
    "How many processes serve.": "用几个进程提供服务。",
    "Open the console in a browser.": "在浏览器里打开控制台。",
    "Read the sample handbook and ask it first.": "先读入示例手册并向它提问。",
    # all
    "The directory that holds everything.": "存放一切的主目录。",
    "A settings file instead of the home's own.": "代替主目录自带设置文件的另一个文件。",
    "The language of messages.": "消息所用的语言。",
    "Print JSON, for scripts.": "输出 JSON，供脚本使用。",
    "Why, for the record.": "理由，留作记录。",
    # add, documents
    "Read files and folders; what has not changed is left alone.": "读入文件和文件夹；没变的不动。",
    "Files and folders.": "文件和文件夹。",
    "The knowledge base to put them into.": "放进哪个知识库。",
    "Only say what would happen.": "只说会发生什么。",
    "What the brain has read.": "外脑读过的文档。",
    "Show every document, its state and its size.": "列出每个文档及其状态和大小。",
    "Only this knowledge base.": "只看这个知识库。",
    "Take documents out; what was cited from them stays readable.": "移除文档；曾被引用的内容依然可读。",
    "Ids of documents.": "文档的编号。",
    "All documents of this knowledge base instead.": "改为移除这个知识库的全部文档。",
    "Show the knowledge bases.": "列出知识库。",
    # ask, search
    "Ask your documents; get a cited answer and a receipt.": "向文档提问；回答带引文，并留下回执。",
    "The question, in any words.": "问题，怎么说都行。",
    'Many questions, one {"id", "question"} on each line.': '许多问题，每行一个 {"id", "question"}。',
    "Only this knowledge base; may be repeated.": "只问这个知识库；可写多次。",
    "Leave out what no document supports.": "没有文档支撑的句子不写出来。",
    "Find the passages that fit a question best.": "找出与问题最相符的段落。",
    "How many passages.": "要几个段落。",
    # corrections
    "Correct an answer once; from then on the correction answers.": "更正一次；从此由更正作答。",
    "The receipt of the answer that is wrong.": "那个错误回答的回执。",
    "The right answer.": "正确的回答。",
    "The question, where there is no receipt.": "没有回执时，写出问题。",
    "base, everyone or user: for whom it holds.": "base、everyone 或 user：对谁有效。",
    "The knowledge base it holds for.": "对哪个知识库有效。",
    "Until when it holds.": "有效到何时。",
    "What people said the right answers are.": "人给出的正确答案。",
    "Show the corrections.": "列出更正。",
    "Only those in this state.": "只看处于这一状态的。",
    "Only those with these words.": "只看含有这些词的。",
    "At most so many.": "最多几条。",
    "Take a correction back, at once, everywhere.": "撤回一条更正，立即生效，处处生效。",
    "The correction's id.": "更正的编号。",
    "Show everything that ever happened to a correction.": "列出一条更正的全部经过。",
    "Say that another wording is the same question.": "确认另一种问法是同一个问题。",
    "The other wording.": "另一种问法。",
    "Let a proposed correction stand.": "让一条提议的更正生效。",
    "Only this other wording of it.": "只针对它的这一种别问法。",
    # receipts
    "Show one call: who, what, when, on what, and its proof.": ("显示一次调用：谁、何事、何时、依据什么，及其证明。"),
    "The receipt's id.": "回执的编号。",
    "The ledger of all calls.": "全部调用的账本。",
    "Show the newest calls.": "列出最近的调用。",
    "At most so many, the newest first.": "最多几条，新的在前。",
    "Only those before this receipt.": "只看这张回执之前的。",
    "Only calls of this one.": "只看对它的调用。",
    "Only calls of this actor.": "只看这个使用者的调用。",
    "Only those that ended so.": "只看如此结束的。",
    "Read the whole ledger; exit with 1 where it is not what was written.": (
        "通读整个账本；若与当初写下的不符，以 1 退出。"
    ),
    "A checkpoint that was kept elsewhere.": "保存在别处的检查点。",
    "Print the proof that the ledger holds a receipt.": "打印一张回执确在账本之中的证明。",
    "Write every receipt with its proof, one JSON object on each line.": "写出每张回执及其证明，每行一个 JSON 对象。",
    "Where to write; standard output without it.": "写到哪里；不给则写到标准输出。",
    "Remove what was asked and answered, for privacy; the proof stays.": "为保护隐私删去问与答；证明仍在。",
    "Say that an incident which the ledger recorded was looked into.": "确认账本记录的一次异常已有人查过。",
    "Print a signed checkpoint, to be kept elsewhere.": "打印一个签名检查点，请保存到别处。",
    # people
    "Who may call what.": "谁可以调用什么。",
    "Let somebody in, or change what they may do.": "让某人进来，或改变其权限。",
    "The actor's id.": "使用者的编号。",
    "The tenant it belongs to; only the owner may name another.": "所属租户；只有所有者可以指定别的租户。",
    "What people call it.": "人们怎么称呼它。",
    "read, write, act, admin; with commas.": "read、write、act、admin；用逗号隔开。",
    "The knowledge bases it may see; all without it.": "可见的知识库；不给则全部可见。",
    "Shut it out: its keys open nothing.": "把它关在外面：它的密钥都不再有效。",
    "Show the actors and what they may do.": "列出使用者及其权限。",
    "Keys that actors show.": "使用者出示的密钥。",
    "Make a key for an actor; it is shown this once.": "为使用者造一把密钥；只显示这一次。",
    "Until when it opens.": "有效到何时。",
    "Make a key open nothing, at once.": "让一把密钥立即作废。",
    "How the key begins.": "密钥的开头。",
    "How much actors may use.": "使用者可以用多少。",
    "Say how much an actor may use.": "规定一个使用者可以用多少。",
    "minute, day, month or total.": "minute、day、month 或 total。",
    "The actor; everybody without it.": "使用者；不给则指所有人。",
    "Show the budgets and what is used up of them.": "列出预算及已用多少。",
    "How many calls.": "几次调用。",
    "How many tokens, in and out.": "多少词元，进出合计。",
    "How much money, in US dollars.": "多少钱，以美元计。",
    "Calls that wait for a person.": "等人审批的调用。",
    "Show the calls that wait for a person.": "列出等人审批的调用。",
    "Allow a waiting call; it may then be sent once more.": "同意一次等待中的调用；之后可以再发一次。",
    "The approval's id.": "审批的编号。",
    "Refuse a waiting call.": "拒绝一次等待中的调用。",
    # call
    "Call any capability by its name.": "按名字调用任何能力。",
    "The capability.": "能力。",
    "Its input; FIELD:=JSON and FIELD=@FILE work, too.": "它的输入；也可以写 FIELD:=JSON 和 FIELD=@FILE。",
    "Show every capability instead.": "改为列出全部能力。",
    "The input as JSON.": "JSON 形式的输入。",
    "Where to put bytes that come back.": "返回的字节存到哪里。",
    "The approval that a person gave.": "人给出的审批。",
    # upkeep
    "Copy the home, also while it is in use.": "复制主目录，使用中也可以。",
    "Where to put the copy.": "副本放在哪里。",
    "Make a home out of a copy that proves to be whole.": "由完好的副本恢复主目录。",
    "Where the copy is.": "副本在哪里。",
    "Bring an older home to this version, on a copy first.": ("把旧的主目录升级到本版本，先在副本上做。"),
    "Say where the home is and which model is connected.": ("说明主目录在哪里、连着哪个模型。"),
    "Print the version.": "显示版本。",
}

FIELDS: dict[str, str] = {
    "actor": "使用者",
    "actors": "使用者",
    "answer": "回答",
    "applied": "已应用的迁移",
    "approval": "审批",
    "approvals": "审批",
    "at": "时间",
    "author": "作者",
    "backup": "备份",
    "base": "知识库",
    "bases": "知识库",
    "by": "由谁",
    "calls": "调用次数",
    "capabilities": "能力",
    "capability": "能力",
    "chunks": "片段",
    "correction": "更正",
    "corrections": "更正",
    "created_us": "建立于",
    "decided_by": "决定者",
    "detail": "详情",
    "disabled": "停用",
    "document": "文档",
    "documents": "文档",
    "error": "错误",
    "events": "经过",
    "expires_at": "有效到",
    "expires_us": "有效到",
    "faults": "问题",
    "finished_us": "结束于",
    "gist": "内容",
    "hits": "作答次数",
    "home": "主目录",
    "id": "编号",
    "input": "输入",
    "intact": "完好",
    "kept": "原主目录",
    "key": "密钥",
    "keys": "密钥",
    "kind": "种类",
    "kinds": "能力种类",
    "labels": "标识",
    "model": "模型",
    "name": "名称",
    "output": "输出",
    "pages": "页",
    "path": "路径",
    "period": "周期",
    "prefix": "开头",
    "problem": "问题",
    "proof": "证明",
    "question": "问题",
    "reason": "原因",
    "receipt": "回执",
    "receipts": "回执",
    "records": "记录数",
    "result": "结果",
    "revoked_us": "作废于",
    "right": "权限",
    "rights": "权限",
    "risk": "风险",
    "said": "裁定",
    "scope": "范围",
    "started_us": "开始于",
    "state": "状态",
    "status": "状态",
    "subject": "对象",
    "tenant": "租户",
    "title": "标题",
    "tokens": "词元",
    "usage": "用量",
    "verdicts": "裁定",
    "version": "版本",
    "versions": "依据的版本",
    "why": "理由",
    "written_at": "写于",
    "budgets": "预算",
    "calls_used": "已用次数",
    "tokens_used": "已用词元",
    "cost_microusd": "费用",
    "cost_microusd_used": "已用费用",
    "unpriced": "价格未知的次数",
    "requested_us": "请求于",
    "media_type": "类型",
    "added": "新增",
}
"""What a person reads in place of a field's name; names that are not here are shown as they are."""

VALUES: dict[str, str] = {
    # how a call ended
    "ok": "完成",
    "denied": "被拒绝",
    "waiting": "等待审批",
    "blocked": "被拦下",
    "budget": "预算不足",
    "failed": "失败",
    "cancelled": "已取消",
    "timed_out": "超时",
    "crashed": "崩溃",
    # corrections, their history, their scope
    "standing": "生效中",
    "proposed": "待批准",
    "superseded": "已被取代",
    "expired": "已过期",
    "revoked": "已撤回",
    "approved": "已批准",
    "alias-proposed": "别问法待批准",
    "alias-added": "别问法生效",
    "wording-withdrawn": "撤下一种问法",
    "base": "知识库",
    "everyone": "所有人",
    "user": "本人",
    # approvals
    "refused": "已拒绝",
    "used": "已使用",
    # documents
    "live": "可用",
    "deleted": "已移除",
    # rights and risks
    "read": "读",
    "write": "写",
    "act": "行动",
    "admin": "管理",
    # periods
    "minute": "每分钟",
    "day": "每天",
    "month": "每月",
    "total": "总共",
    # what a check said
    "allow": "放行",
    "deny": "拒绝",
    "ask": "须经人同意",
    "fire": "由更正作答",
    "redact": "已遮盖",
    "block": "拦下",
}
"""What a person reads in place of a word for a state; words that are not here are shown as they are."""

SETTINGS: dict[str, str] = {
    "server": (
        "`wainao up` 怎样监听。\n\n"
        "超过 `max_body_bytes` 的请求，或请求体让人等过 `body_timeout_s` 秒的，会被拒绝。结束时，进行中的调用有 "
        "`shutdown_grace_s` 秒收尾。`allowed_hosts` 是除回环名之外可用的主机名；留空则任意，因为回环之外都须有密钥。"
        "`host` 为回环地址时，`local_owner` 让本机浏览器不用密钥即为所有者：放在反向代理之后，或本机另有他人账户时，"
        "请关闭。"
    ),
    "store": (
        "记录何时算保住。\n\n"
        "`each`：回答结束之前回执已写入磁盘。`batched`：由系统决定何时写入；每秒调用更多，但断电（不是程序崩溃）"
        "可能丢失最后片刻的回执和更正。"
    ),
    "policy": "`ask` 列出无论谁调用都须经人审批的能力，写作 `kind:name` 或 `kind:*`。",
    "safety": (
        "对每次调用生效的规则，按先后检查。\n\n"
        "`pattern` 用 RE2 的语法；命中之处按 `say` 处理：`redact` 换成 ***，`block` 终止调用。`on` 说明查输入、输出还是"
        "两者，`longest` 是命中内容最长的字符数，流式回答滞后这么多。"
    ),
    "extensions": "`allow` 不为空时，只载入其中的功能；`deny` 中的一律不载入。",
    "interface": "界面和消息的语言；`auto` 跟随系统或浏览器。",
    "models": (
        "一个说 OpenAI 协议的端点，在本机或别处。\n\n"
        '设置 `base_url`（如 "http://127.0.0.1:11434/v1"）之前，什么也不会发出去。`timeout_s` 限定一次完整回复的时间。'
        "`context_tokens` 是一次请求最多多长（按四个字节一个词元估算）：按模型的能力设置，因为许多端点会默默截断。不写价格"
        "（每百万词元多少美元）时，费用记为未知，而不是 0。"
    ),
    "knowledge": (
        "防范恶意与失控文件的上限、段落的大小，以及由谁核对模型所写的话。\n\n"
        "片段以列计：一个拉丁字母算 1，一个汉字算 2。"
        "`judge` 让所连接的模型也把每句话与它引用的原文核对一遍；它只能撤销依据。"
        "`vectors` 在装有离线嵌入模型时，除词语外也按含义检索。"
    ),
}
"""What a section of settings is for, by its name; the English is the docstring of its class."""

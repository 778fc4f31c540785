"""What settings mean, in Chinese, by the English words."""

from __future__ import annotations

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
    "learn": (
        "评测怎样提问，代码判不了的由谁来判。\n\n"
        "`at_once` 个用例同时进行。`judge` 是裁判模型的路由：由它判断回答是否符合评分标准；留空时这类用例不通过，"
        "并说明原因。"
    ),
    "receipts": (
        "说过的话保留多久。\n\n"
        "多少天之后自动抹去；默认 0，即永远保留。`contents_days` 是问与答的内容，连同所有副本；回执及其证明保留。"
        "其余是可以更早抹去的副本：工具给出或收到的文件、演示、评价、已结束的任务、用来选择工具的请求、模型比较、"
        "已决定的审批、对回答的意见。每隔 `sweep_every_s` 秒执行一次。"
    ),
    "extensions": "`allow` 不为空时，只载入其中的功能；`deny` 中的一律不载入。",
    "mcp": (
        "除了我们自己的密钥，模型上下文协议由谁登录。\n\n"
        "`issuer` 是一个授权服务器自己的名字（OAuth 2，RFC 8414）；它为 `resource`（客户端所知的 /mcp 地址）签发的"
        "访问令牌可以进入。`claim` 是令牌里写着这里某个参与者编号的那一项。令牌按其中的 wainao:read、wainao:write 和 "
        "wainao:act 生效，且不超过那位参与者的权利。"
    ),
    "interface": "界面和消息的语言；`auto` 跟随系统或浏览器。",
    "corrections": (
        "更正须由谁同意，每人可提多少，是否由模型判断一个问题与更正过的问题相同。\n\n"
        "在 `second_person` 所列的范围里，只要还有另一位管理员，一位管理员的更正就须由另一位批准才生效；留空则都不必。"
        "不是管理员的人，每分钟最多提出 `proposals_per_minute` 条更正、别问法和不满意，0 表示不限。"
        "`judge` 是通往该模型的路由；留空则没有裁判。模型只在通过了 `corrections:judge-eval` 的语言里判断。"
        "提问等它不超过 `judge_patience_s` 秒。"
    ),
    "models": (
        "一个说 OpenAI 协议的端点，在本机或别处；更多的以部署添加。\n\n"
        '设置 `base_url`（如 "http://127.0.0.1:11434/v1"）之前，什么也不会发出去。`timeout_s` 限定一次完整回复的时间。'
        "`context_tokens` 是一次请求最多多长，按四个字节一个词元估算：按模型的能力设置，因为许多端点会默默截断。"
        "不写价格（每百万词元多少美元）时，费用记为未知，而不是 0。本机模型合计最多占用 `local_memory_gb`，"
        "0 表示本机内存的大部分；`local_idle_s` 秒无人使用的模型会离开内存。"
        "它们只在有人添加时才从 `hf_url` 和 `ms_url`（模型站或其镜像）获取；设了 `proxy`"
        '（"http://proxy:3128"）则经由它。开启 `facts` 时，问题与更正过的相近，就把那条更正作为须遵守的事实告诉模型。'
    ),
    "knowledge": (
        "防范恶意与失控文件的上限、段落的大小，以及由谁核对模型所写的话。\n\n"
        "片段以列计：一个拉丁字母算 1，一个汉字算 2。"
        "`judge` 让所连接的模型也把每句话与它引用的原文核对一遍；它只能撤销依据。"
        "`vectors` 在连接了嵌入模型或装有离线嵌入模型时，除词语外也按含义检索。"
        "问题等待自己的向量不超过 `vector_patience_s` 秒，之后只按词语回答。"
        "`question_prefix` 和 `passage_prefix` 加在要嵌入的文字之前，供这样训练的模型使用"
        '（"query: "、"passage: "）；改动后者会重做全部向量。'
        "`lexical` 决定按词语检索用什么：`fts5` 在数据库之内；`tantivy` 用旁边的副本；"
        "`auto` 在装有 tantivy 且知识库达到 100,000 个片段时用副本。副本制作期间由 FTS5 作答。"
        "开启 `second_person` 时，只要另有管理员，一位管理员在全部文档里所作的订正须由另一位批准才生效。"
        "非管理员每分钟最多提出 `fixes_per_minute` 条订正；0 表示不限。"
    ),
    "tools": (
        "工具可以在哪里，一次调用可以多久。\n\n"
        "管理员加入的工具箱只能在它自己的公网地址调用，别处不行。本机或内网的服务要按源（如 http://127.0.0.1:9000）"
        "写进 `private`。`timeout_s` 是一次调用连同重试的总时限，`max_bytes` 是回复和描述的上限。一个请求最多推荐 "
        "`most_proposed` 个工具。\n\n"
        "连接了嵌入模型时，除词语外也按意思选择工具，`vectors` 为 False 则不用；没有连接时由自带的编码器读英文，"
        "`encoder` 为 False 则不用。请求等待自己的向量不超过 `vector_patience_s` 秒，之后只按词语选择。\n\n"
        "每过 `replay_hours` 小时重放一次工具的演示；为 0 则只在有人要求时重放。\n\n"
        "`stdio` 列出可以作为工具服务启动的程序，每个都以文件的 SHA-256 固定；此外什么也不会启动。打开 `sampling` 后，"
        "服务在工作时可以向调用者的模型提问，费用由调用者承担。\n\n"
        "有些内置工具要先配置：`web` 允许读取公网网页，`intranet` 允许读取内网中这些源的网页；`search_url` 是以 JSON "
        "回答的 SearXNG，`rates_url` 是汇率所在（JSON、CSV 或欧洲央行的 XML），`smtp` 是寄信的服务器。"
        "程序只在自证可靠的沙箱里运行；`code` 为 False 则从不运行。"
    ),
}
"""What a section of settings is for, by its name; the English is the docstring of its class."""

"""What settings mean, in Chinese, by the English words."""

from __future__ import annotations

SETTINGS: dict[str, str] = {
    "server": (
        "`wainao up` 怎样监听。\n\n"
        "- `host`、`port`：监听的地址；端口写 0 则任选一个空闲端口。\n"
        "- `workers`：服务进程数。\n"
        "- `max_body_bytes`、`body_timeout_s`：请求体超过这个大小，或让服务器等待超过这个时间，会被拒绝。\n"
        "- `shutdown_grace_s`：关闭时，进行中的调用有多少秒收尾。\n"
        "- `allowed_hosts`：除回环名之外，请求可以使用的主机名。留空则不限，因为回环之外的访问都须有密钥。\n"
        "- `local_owner`：`host` 为回环地址时，本机浏览器不用密钥即以所有者身份进入。放在反向代理之后，或本机另有"
        "他人账户时，请关闭。"
    ),
    "store": (
        "记录何时算已保存。\n\n"
        "- `durability`：`each` 表示回答结束之前回执已写入磁盘；`batched` 表示由系统决定何时写入，每秒调用更多，"
        "但断电（不是程序崩溃）可能丢失最后片刻的回执和更正。"
    ),
    "policy": ("哪些调用须经人批准。\n\n- `ask`：不论谁调用都须经人批准的能力，写作 `kind:name` 或 `kind:*`。"),
    "safety": (
        "对每次调用生效的规则。\n\n"
        "- `rules`：按先后顺序应用的规则。每条有 `name`、`pattern`（RE2 语法）、`say`（`redact` 把命中之处换成 "
        "***，`block` 终止调用）、`on`（`input`、`output` 或 `both`）、`why`，以及 `longest`：命中内容最长的字符"
        "数，流式回答会滞后这么多。"
    ),
    "learn": (
        "评测怎样提问，代码判不了的由谁来判，以及试行的发布何时自动收回。\n\n"
        "- `at_once`：同时提问的用例数。\n"
        "- `judge`：裁判模型的路由，由它判断回答是否符合评分标准；留空时这类用例不通过，并说明原因。\n"
        "- `benchmark_downloads`：允许公开基准的评测程序下载任务所需的内容；否则只用本机已有的。\n"
        "- `canary_every_s`：每隔多少秒比较一次线上请求；0 表示从不。\n"
        "- `canary_least`：试行的发布接到这么多请求时第一次判断，以后每次在数量翻倍时判断。\n"
        "- `canary_chance`：与运行中的发布同样好的试行发布，因偶然而被收回的概率上限。\n"
        "- `canary_more`、`canary_times`：更小的差别不计：前者是回答的比例，后者是耗时或费用的倍数。"
    ),
    "receipts": (
        "多少天之后自动抹去内容。默认 0，即永不。\n\n"
        "- `contents_days`：问与答的内容，连同所有副本；回执及其证明保留。\n"
        "- 其余的 `…_days` 是可以更早抹去的副本：`files`（工具给出或收到的文件）、`demonstrations`（演示）、"
        "`reviews`（评价）、`jobs`（已结束的任务）、`requests`（用来学习选择工具的请求）、`comparisons`（模型比较）、"
        "`approvals`（已决定的审批）、`remarks`（对回答的意见）。\n"
        "- `sweep_every_s`：服务每隔多少秒查找一次到期的内容。"
    ),
    "telemetry": (
        "把回执作为 OpenTelemetry 追踪发送。设定 `endpoint` 之前什么也不发送。\n\n"
        "- `endpoint`：以 JSON 接收 OTLP/HTTP 的收集器，如 `http://127.0.0.1:4318`；末尾没有 `/v1/traces` 的会补上。\n"
        "- `contents`：问与答的内容也一并发送；发出之后 `receipts:erase` 就够不着它们。\n"
        "- `every_s`：每隔多少秒查看有无新回执。\n\n"
        "收集器要的请求头（例如密钥）不写在这里，由 `telemetry:authorize` 加密保存。"
    ),
    "extensions": ("载入哪些功能。\n\n- `allow`：不为空时，只载入这些功能。\n- `deny`：这些功能一律不载入。"),
    "mcp": (
        "除密钥之外，MCP 客户端怎样登录。\n\n"
        "- `issuer`：OAuth 2 授权服务器的签发者名称（RFC 8414），接受由它签发的访问令牌。\n"
        "- `resource`：客户端所知的 /mcp 地址；令牌必须是为它签发的。\n"
        "- `claim`：令牌中写有使用者编号的那一项。\n\n"
        "令牌的权限以其中的 wainao:read、wainao:write 和 wainao:act 为准，且不超过那位使用者的权限。"
    ),
    "interface": (
        "界面和消息的语言与时区。\n\n"
        "- `language`：`zh`、`en` 或 `auto`（跟随系统或浏览器）。\n"
        '- `zone`：“今天”和没有写时区的时间所用的时区，例如 "Asia/Shanghai"；留空则用本机的。预算、价格和报表一律'
        "用 UTC。"
    ),
    "sign_in": (
        "用单位自己的身份提供方（OpenID Connect）登录控制台，密钥之外的另一种方式。\n\n"
        "- `issuer`：身份提供方的签发者名称；留空则关闭登录。\n"
        "- `client_id`、`client_secret`：身份提供方给外脑的编号和密钥。\n"
        "- `address`：浏览器访问本服务的地址，不带路径；身份提供方把浏览器送回这里的 /sign-in/back。\n"
        "- `name`：登录按钮上的名称；留空则用身份提供方的主机名。\n"
        "- `scopes`：向身份提供方请求的范围。\n"
        "- `claim`：新建使用者时取名所依据的一项。一个人是谁，始终由身份提供方的 `sub` 决定。\n"
        "- `userinfo`：ID 令牌里没有的信息，再向身份提供方的 userinfo 端点询问。\n"
        "- `people`：谁可以进来，能做什么；第一个相符的项决定，都不相符的人被拒绝。每项有 `claim` 和 `value`"
        "（`*` 为任意值）、`rights`、`bases`、`tenant` 和付账的 `team`。\n"
        "- `idle_minutes`、`session_hours`：会话无人使用多久后结束，最长持续多久。"
    ),
    "corrections": (
        "更正须由谁同意，每人可提多少，是否由模型判断一个问题与更正过的问题相同。\n\n"
        "- `second_person`：在这些范围里，一旦有了两位管理员，一位的更正须由另一位批准；留空则不需要。\n"
        "- `proposals_per_minute`：不是管理员的人每分钟最多提出多少条更正、别问法和不满意；0 表示不限。\n"
        "- `judge`：裁判模型的路由；留空则没有裁判。模型只在通过了 `corrections:judge-eval` 的语言里判断。\n"
        "- `judge_patience_s`：提问最多等裁判多少秒。"
    ),
    "models": (
        "一个兼容 OpenAI 协议的端点，在本机或别处；更多的以部署添加。\n\n"
        '- `base_url`：地址，例如 "http://127.0.0.1:11434/v1"。设置之前，什么也不会发出去。\n'
        "- `model`、`embedding_model`：撰写用的模型和计算向量的模型，用它们在端点上的名字。\n"
        "- `api_key`：端点的密钥（如果需要）。\n"
        "- `timeout_s`：一次完整回复的时限。\n"
        "- `context_tokens`：一次请求的最大长度，按四个字节一个词元估算。请按模型的能力设置，因为许多端点会默默截"
        "断更长的请求。\n"
        "- `usd_per_million_in`、`usd_per_million_out`、`usd_per_million_embedded`：每百万词元的价格（美元）。不"
        "写价格时，费用记为未知，而不是 0。\n"
        "- `local_memory_gb`：本机模型合计可用的内存；0 表示本机内存的大部分。\n"
        "- `local_idle_s`：本机模型多少秒无人使用就离开内存。\n"
        "- `hf_url`、`ms_url`：模型站或其镜像；只在有人添加模型时才从那里获取。\n"
        '- `proxy`：获取时所用的代理，例如 "http://proxy:3128"。\n'
        "- `facts`：问题与更正过的相近时，把那条更正作为必须遵守的事实告诉模型。"
    ),
    "knowledge": (
        "防范恶意与失控文件的上限、片段的大小、怎样检索，以及由谁核对模型所写的话。\n\n"
        "- `max_file_bytes`、`max_text_chars`、`max_pages`、`max_ocr_pages`、`max_pixels`：单个文件的上限。\n"
        "- `max_unpacked_bytes`、`max_unpack_ratio`：压缩包和压缩内容的上限。\n"
        "- `max_seconds`、`max_worker_memory_bytes`、`workers`：读一个文件的时间和内存，以及读文件的进程数。\n"
        "- `ocr`：装有附加组件时，识别图片和扫描页里的文字。\n"
        "- `chunk_columns`、`max_chunk_columns`：片段的通常大小和最大大小，以列计：一个拉丁字母算 1，一个汉字算 2。"
        "\n"
        "- `judge`：让所连接的模型也把每句话与它引用的原文核对一遍；它只能否定依据。\n"
        "- `vectors`：连接了嵌入模型或装有离线嵌入模型时，除词语外也按含义检索。\n"
        "- `vector_patience_s`：问题最多等自己的向量多少秒，之后只按词语检索。\n"
        '- `question_prefix`、`passage_prefix`：加在要嵌入的文字之前，供这样训练的模型使用（"query: "、"passage: '
        '"）。改动 `passage_prefix` 会重算全部向量。\n'
        "- `lexical`：按词语检索用什么：`fts5` 在数据库之内；`tantivy` 用旁边的副本；`auto` 在装有 tantivy 且知识"
        "库达到 100,000 个片段时用副本。副本完成之前由 FTS5 作答。\n"
        "- `second_person`：一旦有了两位管理员，一位对全部文档的订正须由另一位批准。\n"
        "- `fixes_per_minute`：不是管理员的人每分钟最多提出多少条订正；0 表示不限。"
    ),
    "tools": (
        "工具可以在哪里、怎样选择、可以做什么。\n\n"
        '- `private`：可以调用工具箱的本机或内网的源（如 "http://127.0.0.1:9000"）。除此之外，工具箱只在它自己的'
        "公网地址调用。\n"
        "- `timeout_s`、`max_bytes`：一次调用连同重试的总时限，以及回复或描述的大小上限。\n"
        "- `most_proposed`：一个请求最多推荐几个工具。\n"
        "- `vectors`：有嵌入模型时，也按含义选择工具。\n"
        "- `encoder`：没有连接嵌入模型时，用内置的英文编码器按含义选择。\n"
        "- `vector_patience_s`：请求最多等自己的向量多少秒，之后只按词语选择。\n"
        "- `replay_hours`：每隔多少小时重放一次演示；0 表示只在有人要求时重放。\n"
        "- `client_document`：客户端元数据文档的 https 地址，供读取它而不接受注册的授权服务器使用。\n"
        "- `stdio`：可以作为工具服务启动的程序，每个都以文件的 SHA-256 固定；此外不会启动任何程序。\n"
        "- `sampling`：服务在工作时可以向调用者的模型提问，费用由调用者承担。\n"
        "- `web`：允许读取公网网页。`intranet`：允许读取内网中这些源的网页。\n"
        "- `search_url`：以 JSON 回答的 SearXNG。`rates_url`：汇率的来源（JSON、CSV 或欧洲央行的 XML）。\n"
        "- `smtp`：发送邮件的服务器。\n"
        "- `code`：在沙箱能自证有效的机器上，允许 `code:run`。\n"
        '- `trusted`：机器选择的工具可以不经人同意就发送任何内容的外部主机（"api.example.com"、"*.example.com"，'
        '或 "*" 表示全部）。'
    ),
}
"""What a section of settings is for, by its name; the English is the docstring of its class."""

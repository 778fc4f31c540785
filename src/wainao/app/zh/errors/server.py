"""What is wrong with a request, with settings or with a home."""

from __future__ import annotations

SERVER: dict[str, str] = {
    # app/extensions.py
    (
        "{value!r} calls itself {point!r}, which is a feature of our own. Uninstall that package, or ask its "
        "author for another name."
    ): "{value} 自称 {point}，那是我们自带功能的名字。请卸载那个包，或请它的作者改名。",
    "[extensions] names {unknown}, which is not installed. Expected some of: {installed}.": (
        "[extensions] 里写了 {unknown}，但没有安装。可以写：{installed}。"
    ),
    (
        "The feature {point!r} ({value}) cannot be loaded: {name}: {error}. Repair or uninstall it, or put deny = "
        '["{point2}"] under [extensions].'
    ): (
        '功能 {point}（{value}）无法载入：{name}：{error}。请修复或卸载它，或在 [extensions] 下写 deny = ["{point2}"]。'
    ),
    (
        "The entry point {point!r} ({value}) is {feature!r}. Expected a wainao.Feature of that name. Correct its "
        "package, or deny it under [extensions]."
    ): "入口点 {point}（{value}）是 {feature}。应为同名的 wainao.Feature。请改正那个包，或在 [extensions] 下禁用它。",
    # app/faces.py
    "This is a bug in Wainao ({name}). Its log says more; please report it.": (
        "这是外脑的缺陷（{name}）。日志里有详情，请报告给我们。"
    ),
    # app/http/app.py
    (
        "The server will not listen on {host!r} without an owner token: anyone could reach it. Start it with "
        "'wainao up', which makes one and shows it once, or keep host = '127.0.0.1'."
    ): (
        "没有所有者令牌，服务不会在 {host} 监听：否则谁都能连上。请用 wainao up 启动，它会生成令牌并显示一次；或保"
        "持 host = '127.0.0.1'。"
    ),
    # app/http/calls.py
    "{spec!r} cannot read a body of type {kind!r}. Send application/json{also}.": (
        "{spec} 读不了类型为 {kind} 的请求体。请发送 application/json{also}。"
    ),
    # app/http/metrics.py
    (
        "{actor!r} may not read the metrics. Expected an administrator, with a key bound to nothing or to {scope!r}. "
        "Ask an administrator for such a key (wainao keys add ACTOR --capabilities {scope2})."
    ): (
        "{actor} 不能读取监控指标。应为管理员，且其密钥不作限定或限定为 {scope}。请向管理员要这样一把密钥（wainao keys "
        "add ACTOR --capabilities {scope2}）。"
    ),
    # app/http/errors.py
    "There is nothing at {path!r}. GET /api/openapi.json lists what there is.": (
        "{path} 这里什么也没有。GET /api/openapi.json 列出全部接口。"
    ),
    "{method} {path} cannot be served: {detail}.": "{method} {path} 无法处理：{detail}。",
    # app/http/gate.py
    (
        "This request says nothing of who is asking. Expected the header 'Authorization: Bearer KEY'; without one "
        "only a browser or program on this machine is let in. Ask an administrator for a key (wainao keys add)."
    ): (
        "这个请求没有说明是谁发出的。应带上请求头“Authorization: Bearer 密钥”；不带密钥的，只接受本机的浏览器或程序"
        "。请向管理员要一个密钥（wainao keys add）。"
    ),
    (
        "This server does not go by the name {name!r}. Expected one of {allowed}: use one of them, or add this one "
        "to [server] allowed_hosts."
    ): "这个服务不叫 {name}。应为其中之一：{allowed}。请改用它们，或把这个名字加进 [server] allowed_hosts。",
    # app/http/gateway.py
    "There is no model {model!r}: knowledge is switched off here. Use another model.": (
        "没有模型 {model}：这里没有启用知识库。请用别的模型。"
    ),
    # app/http/handshake.py
    "Expected a body of type application/json.": "请求体应为 application/json。",
    "Expected one JSON-RPC 2.0 message.": "应为一条 JSON-RPC 2.0 消息。",
    "Expected JSON in UTF-8.": "应为 UTF-8 的 JSON。",
    "The client ended this call.": "客户端结束了这次调用。",
    # app/http/limits.py
    "The request is larger than {max_bytes} bytes. Send less at once, or raise [server] max_body_bytes.": (
        "请求超过了 {max_bytes} 字节。请一次少发些，或调高 [server] max_body_bytes。"
    ),
    (
        "The request's body did not arrive in time: {received} bytes in {after_s} s. Send it faster, or raise "
        "[server] body_timeout_s."
    ): "请求体没有及时到达：{after_s} 秒内只有 {received} 字节。请发快些，或调高 [server] body_timeout_s。",
    # app/http/listening.py
    (
        "Port {port} on {host!r} is taken, perhaps by a Wainao that runs already. Look at http://{host2}:{port2}, "
        "or start this one with --port {free_port}, which is free."
    ): (
        "端口 {port}（{host}）已被占用，也许外脑已经在运行。请看 http://{host2}:{port2}，或用 --port {free_port} 启"
        "动，那是空闲的。"
    ),
    (
        "The server cannot listen on {host!r}, port {port}: {strerror}. Choose another with --host or --port (0 "
        "takes any free port), or end what is using it."
    ): (
        "服务无法在 {host} 的端口 {port} 监听：{strerror}。请用 --host 或 --port 换一个（0 表示任选空闲端口），或结"
        "束占用它的程序。"
    ),
    # app/http/mcp.py
    (
        "The Model Context Protocol is not served here: its SDK is not installed. Run: pip install 'wainao[mcp]', "
        "then start Wainao again."
    ): "这里没有提供 MCP：没有安装它的 SDK。请运行 pip install 'wainao[mcp]'，然后重启外脑。",
    (
        "A page from {origin!r} asked. Expected a program, or a page of this very server, as the protocol demands. "
        "Connect without a browser."
    ): "请求来自 {origin} 的网页。按协议，应为程序，或本服务自己的页面。请不要经浏览器连接。",
    # app/http/protocol.py
    "The head of a request may have {max_head_bytes} bytes.": "请求头最多 {max_head_bytes} 字节。",
    "The head of the request came too slowly.": "请求头来得太慢。",
    # app/http/status.py
    "The home's disk has {free} bytes left. At least {LEAST_FREE_BYTES} are expected, since no call is answered that "
    "cannot be recorded. Free some space there.": (
        "主目录所在的磁盘只剩 {free} 字节。至少应有 {LEAST_FREE_BYTES} 字节，因为无法记录的调用不予回答。"
        "请在那里腾出空间。"
    ),
    # app/http/supervising.py
    "A server process ended at once, with {returncode}. What it said is above: correct that and start again.": (
        "一个服务进程刚启动就结束了，返回码 {returncode}。它说的话在上面：请改正后重新启动。"
    ),
    # app/mcp/calling.py
    "There is no tool {tool!r} here. Expected one of those that tools/list names: list them again.": (
        "这里没有工具 {tool}。应为 tools/list 列出的工具：请重新列出。"
    ),
    # app/mcp/prompts.py
    "{spec!r} gives no prompt. Expected one of those that prompts/list names.": (
        "{spec} 不提供提示词。应为 prompts/list 列出的其中之一。"
    ),
    # app/mcp/resources.py
    "Expected one of: {known}.": "应为其中之一：{known}。",
    "There is no resource {uri!r} to be read. {why}": "没有可读的资源 {uri}。{why}",
    # app/mcp/tokens.py
    (
        "The access token is for {scopes!r}. Expected at least one of {scopes2}. Sign in once more and agree to it."
    ): "访问令牌的范围是 {scopes}。应至少有其中之一：{scopes2}。请再登录一次，并同意它。",
    (
        "The access token is of {id!r}, who is no actor here. Expected the id of one in its claim {claim!r}. Ask an "
        "administrator to let them in: 'wainao actors add'."
    ): (
        "访问令牌属于 {id}，这里没有这位参与者。令牌的 {claim} 一项应为参与者的编号。"
        "请管理员用 wainao actors add 加入。"
    ),
    "it is of the type {header!r}": "它的类型是 {header}",
    (
        "The access token lets nobody in: {error}. Expected one that {issuer!r} made for {resource!r} and that still "
        "holds. Sign in again."
    ): "访问令牌不能让人进入：{error}。应为 {issuer} 为 {resource} 签发、仍然有效的令牌。请重新登录。",
    # app/settings.py
    "{name} is {place!r}. Expected an address with https://.": "{name} 是 {place}。应为以 https:// 开头的地址。",
    (
        "issuer is {issuer!r} and resource {resource!r}. Set both, or none: a token is for one server, and made by one."
    ): "issuer 是 {issuer}，resource 是 {resource}。请两个都设置，或都不设置：令牌由一个服务器签发，只给一个服务器。",
    "port = {port!r}. Expected 0 to 65535; 0 takes any free one.": (
        "port = {port}。应为 0 到 65535；0 表示任选空闲端口。"
    ),
    "workers = {workers!r}. Expected 1 or more.": "workers = {workers}。应为 1 或更多。",
    "workers = {workers!r}. Expected 1: processes cannot share a socket on Windows.": (
        "workers = {workers}。应为 1：Windows 上多个进程不能共用一个套接字。"
    ),
    (
        "ask has {locked!r}. Approving is what a person does: if that waited for an approval, nobody could give "
        "it. Take it out."
    ): "ask 里有 {locked}。审批是人来做的：如果连它也要等审批，就谁也批不了。请把它去掉。",
    (
        "A feature calls itself {feature!r}, which is a section of our own. Rename it, or put it into [extensions] "
        "deny."
    ): "有个功能自称 {feature}，那是我们自己的一节设置。请给它改名，或写进 [extensions] 的 deny。",
    # app/sources.py
    "The settings file {path!r} cannot be read: {strerror}.": "设置文件 {path} 无法读取：{strerror}。",
    "The home cannot be found: {error}. Expected a directory of yours: name one with --home or WAINAO_HOME.": (
        "找不到外脑的主目录：{error}。应为你自己的目录：请用 --home 或 WAINAO_HOME 指定一个。"
    ),
    "{path} is not valid TOML: {error}. Correct it, or move it away.": (
        "{path} 不是有效的 TOML：{error}。请改正，或把它移走。"
    ),
    "{path} sets {name!r} outside a section. Put it under one, such as [server].": (
        "{path} 在任何一节之外设置了 {name}。请把它放进某一节，例如 [server]。"
    ),
    (
        "The variable {variable} means nothing here. Expected {prefix}SECTION__FIELD, such as "
        "{prefix2}SERVER__PORT. Rename or unset it."
    ): "环境变量 {variable} 在这里没有意义。应为 {prefix}节__字段，例如 {prefix2}SERVER__PORT。请改名或取消它。",
    "The section [{name}] is wrong: {error}": "[{name}] 这一节有误：{error}",
    "Did you mean {near!r}?": "是不是想写 {near}？",
    "nothing": "无",
    "{where} has {name!r}, which is no setting. {hint}": "{where} 里有 {name}，没有这项设置。{hint}",
    "{where} is wrong: {error}. Correct it there.": "{where} 有误：{error}。请在那里改正。",
    # app/upkeep.py
    (
        "The backup {copy!r} could not be written: {error}. Nothing of it was kept. Expected a folder with room for "
        "the home. Choose another place."
    ): "备份 {copy} 无法写入：{error}。没有留下任何东西。应为放得下整个主目录的文件夹。请换个地方。",
    "There is a backup {copy!r} already. Wait a second, or choose another place.": (
        "已经有备份 {copy}。请稍等一秒再试，或换一个位置。"
    ),
    "The home {home!r} is not empty. Restore into another one with --home.": (
        "主目录 {home} 不是空的。请用 --home 恢复到另一个目录。"
    ),
    "{others} other processes have {home!r} open. End them, then upgrade again.": (
        "另有 {others} 个进程正在使用 {home}。请先结束它们，再升级。"
    ),
    "There is no home in {home!r}. Say where it is with --home.": "{home} 里没有主目录。请用 --home 指明位置。",
    "The ledger is not intact: {kind} at {at}. Nothing was changed. 'wainao receipts verify' lists every fault.": (
        "账本不完整：{at} 处为 {kind}。什么都没有改动。用 wainao receipts verify 可列出全部问题。"
    ),
    "There is no backup in {place!r}. Name the folder that 'wainao backup' made.": (
        "{place} 里没有备份。请指定 wainao backup 生成的文件夹。"
    ),
    (
        "The backup {backup!r} is not what was written: {wrong} ({wrong2} files in all) changed, came or went. "
        "Take another backup."
    ): "备份 {backup} 与当初写下的不符：{wrong}（共 {wrong2} 个文件）被改动、增加或缺失。请换一份备份。",
    # app/wire.py
    "The request is not JSON in UTF-8: {error}. Send one JSON object.": (
        "请求不是 UTF-8 的 JSON：{error}。请发送一个 JSON 对象。"
    ),
    "{spec!r} takes a JSON object, not {shown}. Its fields: {fields}.": (
        "{spec} 要的是一个 JSON 对象，而不是 {shown}。它的字段：{fields!a}。"
    ),
    "{spec!r} takes the field {name!r} once. Leave all but one of them out.": (
        "{spec} 的字段 {name} 只能给一次。请只留一个。"
    ),
    "Its fields: {fields}.": "它的字段：{fields!a}。",
    "{spec!r} has no field {name!r}. {hint}": "{spec} 没有字段 {name}。{hint}",
    "The input of {name!r} nests deeper than {levels} levels. Send flat fields.": (
        "{name} 的输入嵌套超过 {levels} 层。请用平铺的字段。"
    ),
    "The input of {name!r} holds the character NUL in {shown}. Take it out.": (
        "{name} 的输入在 {shown} 里含有 NUL 字符。请去掉它。"
    ),
    "The input of {name!r} holds {value!r}, which is no number of JSON. Give a finite one.": (
        "{name} 的输入里有 {value}，JSON 里没有这样的数。请给一个有限的数。"
    ),
    "{spec!r} needs the field {missing!r}. Its fields: {fields}.": "{spec} 缺少字段 {missing}。它的字段：{fields!a}。",
    "The input of {spec!r} is wrong: {said}.": "{spec} 的输入有误：{said}。",
    "The field {at!r} of {spec!r} is wrong: {value} was given. {at2}.": (
        "{spec} 的字段 {at} 有误，给的是 {value}。{at2}。"
    ),
    # app/wiring.py
    "Two features bring corrections. Only one may: put the other into [extensions] deny.": (
        "有两个功能都带来更正，只能有一个。请把另一个写进 [extensions] 的 deny。"
    ),
    # app/zone.py
    "zone = {name!r}. Expected none: Windows keeps one time for all. Set it in its settings.": (
        "zone = {name}。应不填：Windows 上所有程序共用一个时间。请在系统设置里改。"
    ),
    "zone = {name!r}. Expected a time zone such as 'Asia/Shanghai'. Leave it out for the machine's.": (
        "zone = {name}。应为 'Asia/Shanghai' 这样的时区。要用机器自己的，请不要填。"
    ),
    # words within them
    " or multipart/form-data": " 或 multipart/form-data",
    "capabilities are called with POST": "能力要用 POST 调用",
    "the environment": "环境变量",
    "the command line": "命令行",
    "[{name}] in {source}": "{source}的 [{name}]",
    "[{name}] {field} = {shown} in {source}": "{source}的 [{name}] {field} = {shown}",
    "the client has to answer first": "要等客户端先回答",
    (
        "The backup would be in {place!r}, inside the home that it is of, and a copy of itself. Expected a place "
        "elsewhere, best on another disk. Choose one."
    ): (
        "备份会在 {place} 里，也就是在它自己的主目录之内，成了自身的副本。应放在别处，最好在另一块磁盘上。请另选一处。"
    ),
}

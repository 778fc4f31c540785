"""What goes wrong with models, wherever they are."""

from __future__ import annotations

MODELS: dict[str, str] = {
    # features/models/backends.py
    "There are: {providers}.": "现有：{providers}。",
    "There is no provider {name!r}. {hint}": "没有提供者 {name}。{hint}",
    (
        "The deployment {deployment!r} has no base_url, and {provider!r} has no address for everybody. Give one "
        "{shape}."
    ): "部署 {deployment} 没有 base_url，而 {provider} 没有公用的地址。请给出一个{shape}。",
    # features/models/capabilities/calibrate.py
    "There is no cascade {route!r}. 'wainao routes set NAME --near A --far B' makes one.": (
        "没有级联 {route}。用 wainao routes set 名称 --near 甲 --far 乙 建立。"
    ),
    "{cases} cases say too little. Give {fewest_cases} at least, better hundreds.": (
        "{cases} 个用例太少。至少要 {fewest_cases} 个，最好几百个。"
    ),
    # features/models/capabilities/compare.py
    "models = {models!r}. Expected two to {most} different ones.": (
        "models = {models}。应为 2 到 {most} 个不同的模型。"
    ),
    # features/models/capabilities/complete.py
    "{model!r} was asked to continue a text, which it cannot. Use models:chat.": (
        "要 {model} 续写文字，它做不到。请用 models:chat。"
    ),
    # features/models/capabilities/desk.py
    "There is no deployment {name!r}. 'wainao deployments list' shows them.": (
        "没有部署 {name}。用 wainao deployments list 查看。"
    ),
    # features/models/capabilities/media.py
    "{model!r} was asked to do {kind!r}, which its provider cannot. Use another deployment.": (
        "要 {model} 做 {kind}，它的提供者做不到。请用别的部署。"
    ),
    # features/models/capabilities/prices.py
    "Prices are the installation's, and {actor!r} is of the tenant {tenant!r}. Ask whoever runs it.": (
        "价格属于整个安装，而 {actor} 属于租户 {tenant}。请找运行者。"
    ),
    # features/models/capabilities/ratings.py
    "calls = {calls!r}. Expected 1 to {most}.": "calls = {calls}。应为 1 到 {most}。",
    # features/models/capabilities/shelf.py
    "There is a deployment {name!r} at {provider!r} already. Choose another name.": (
        "{provider} 处已经有部署 {name}。请换个名字。"
    ),
    (
        "{actor!r} may not add {source!r}: paths are read with the server's rights, and models are for all "
        "tenants. Expected the owner; an administrator of the installation may add by name or address."
    ): (
        "{actor} 不能添加 {source}：路径是以服务的权限读取的，模型又供全部租户使用。只有所有者可以；安装的管理员可"
        "以按名字或地址添加。"
    ),
    "There is no quantisation {quantisation!r}. Expected one like {bits}.": (
        "没有量化方式 {quantisation}。应为这样的：{bits}。"
    ),
    (
        "The licence of {entry!r} restricts its use: {title}{where}. {en} Read it, and say accept_licence if you "
        "accept it."
    ): "{entry} 的许可限制用途：{title}{where}。{en} 请先阅读，接受的话请填 accept_licence。",
    "not known": "未知",
    (
        "No GGUF files of {entry!r} are known. Find a repository that has them, and add it as "
        "hf:ORGANISATION/REPOSITORY#FILE."
    ): "没有已知的 {entry} 的 GGUF 文件。请找一个有它的仓库，按 hf:ORGANISATION/REPOSITORY#FILE 添加。",
    "{actor!r} may not remove {name!r}: models are for all tenants. Ask the owner.": (
        "{actor} 不能移除 {name}：模型供全部租户使用。请找所有者。"
    ),
    # features/models/capabilities/store.py
    "context_tokens = {context_tokens!r}. Expected more than 0.": "context_tokens = {context_tokens}。应大于 0。",
    # features/models/catalogue/catalogue.py
    "Did you mean {near}?": "是不是想写 {near}？",
    "'wainao models catalogue' shows them.": "用 wainao models catalogue 查看。",
    "There is no model {name!r} in the catalogue. {hint}": "目录里没有模型 {name}。{hint}",
    # features/models/catalogue/entry.py
    "The licence is not known: read the model's card before you use it.": "许可未知：使用之前请先读模型的说明卡。",
    # features/models/constrain/form.py
    (
        "The model {model!r} did not reply in the form that was asked for: {problem}. Allow it more tokens, ask "
        "for a simpler form, or use another model."
    ): "模型 {model} 没有按要求的格式回答：{problem}。请给它更多词元，要求更简单的格式，或用别的模型。",
    "n = {more!r}: this model gives one reply of a form at a time. Ask again.": (
        "n = {more}：这个模型一次只给一个有格式的回答。请多问几次。"
    ),
    # features/models/constrain/schema.py
    "to hold a reply against it, {error}": "对照回答时，{error}",
    "it is longer than {max_schema_chars} characters": "它超过 {max_schema_chars} 个字符",
    "it points to {reference!r}, and nothing is fetched": "它指向 {reference}，而这里什么也不会去取",
    "{name} is no JSON Schema that can be used: {why}. Correct it.": "{name} 不是可用的 JSON Schema：{why}。请改正。",
    "{value!r} does not match {pattern!r}": "{value} 不符合 {pattern}",
    "{name} is no JSON": "{name} 不是 JSON",
    # features/models/constrain/tools.py
    (
        "tool_choice names {named!r}. Expected 'auto', 'none', 'required' or one of {parameters}. Name a tool of "
        "this request."
    ): "tool_choice 写的是 {named}。应为 'auto'、'none'、'required' 或其中之一：{parameters}。请写这次请求里的工具。",
    # features/models/engines/anthropic.py
    "The endpoint answered with {kind!r} and not with events. Check that base_url is right.": (
        "端点返回的是 {kind}，不是事件流。请检查 base_url 是否正确。"
    ),
    "{model!r} was asked for vectors, which Anthropic does not make. Use an embedding model.": (
        "要 {model} 生成向量，Anthropic 不做这个。请用嵌入模型。"
    ),
    "The model's reply broke off before its end. Ask again.": "模型的回答没有说完就断了。请再问一次。",
    "The endpoint sent {quoted}, which is no event: {error}.": "端点发来 {quoted}，不是事件：{error}。",
    # features/models/engines/anthropic_request.py
    "response_format json_object was asked for, which Anthropic's models cannot do. Send a json_schema.": (
        "要求了 response_format json_object，Anthropic 的模型做不到。请改发 json_schema。"
    ),
    "{what} was asked for, which Anthropic's models cannot do. Leave it out, or use another model.": (
        "要求了 {what}，Anthropic 的模型做不到。请去掉，或用别的模型。"
    ),
    "a message with the name {message!r}": "带名字 {message} 的消息",
    "The arguments of the tool call {call!r} are not JSON: {error}. Send them as the model wrote them.": (
        "工具调用 {call} 的参数不是 JSON：{error}。请照模型写的原样发送。"
    ),
    "a part of the type {kind!r}": "类型为 {kind} 的部分",
    "{url!r} is no picture. Expected data:image/png;base64,…, or an https address.": (
        "{url} 不是图片。应为 data:image/png;base64,…，或 https 地址。"
    ),
    # features/models/engines/events.py
    (
        "The endpoint sent an event of more than {max_event_bytes} bytes, which no model does. Check what answers "
        "at base_url."
    ): "端点发来的一个事件超过 {max_event_bytes} 字节，没有模型会这样。请检查 base_url 后面是什么。",
    # features/models/engines/line.py
    "The endpoint sent {quoted}, which is not what its protocol says ({error}). Check what answers at base_url.": (
        "端点发来 {quoted}，与它的协议不符（{error}）。请检查 base_url 后面是什么。"
    ),
    "The endpoint has no room now: {quoted}. Try again later.": "端点现在没有空位：{quoted}。请稍后再试。",
    "The endpoint failed: {quoted}.": "端点出错：{quoted}。",
    "The endpoint does not accept the key: {said}. Give it another api_key.": (
        "端点不接受这个密钥：{said}。请换一个 api_key。"
    ),
    "The endpoint wants to be paid first: {said}. Look at the account there.": (
        "端点要求先付费：{said}。请查看那边的账户。"
    ),
    "The endpoint knows no such model or route: {said}. Check its base_url and model.": (
        "端点没有这个模型或地址：{said}。请检查 base_url 和 model。"
    ),
    "The endpoint has no room now ({status}): {said}. Try again later.": (
        "端点现在没有空位（{status}）：{said}。请稍后再试。"
    ),
    "The endpoint does not take this request ({status}): {said}. Correct it, or ask another model.": (
        "端点不接受这个请求（{status}）：{said}。请改正，或用别的模型。"
    ),
    "The endpoint failed ({status}): {said}.": "端点出错（{status}）：{said}。",
    # features/models/engines/llama.py
    "The model {model!r} has no adapter {unknown!r}. Expected {names}. Name one of them.": (
        "模型 {model} 没有适配器 {unknown}。应为：{names}。请写其中之一。"
    ),
    "none": "无",
    # features/models/engines/local.py
    "Models on this machine need an engine, which is not installed. Run: pip install 'wainao[{extra}]'": (
        "本机的模型需要一个引擎，还没有安装。请运行：pip install 'wainao[{extra}]'"
    ),
    # features/models/engines/openai_compatible.py
    "dimensions = {dimensions} was asked for, which this provider cannot do. Leave it out.": (
        "要求了 dimensions = {dimensions}，这个提供者做不到。请去掉。"
    ),
    (
        "The endpoint sent {rows} vectors for {texts} texts, or vectors of different lengths. Check that {model!r} "
        "is an embedding model."
    ): "给了 {texts} 段文字，端点却返回 {rows} 个向量，或长度不一。请检查 {model} 是不是嵌入模型。",
    # features/models/engines/openai_media.py
    "The endpoint ranked other documents than the {documents} it was sent.": (
        "端点排序的不是发给它的 {documents} 份文档。"
    ),
    "The endpoint answered with {kind!r} and not with sound. Check that {model!r} speaks.": (
        "端点返回的是 {kind}，不是声音。请检查 {model} 会不会说话。"
    ),
    "{n} pictures were asked for. Expected 1 to {most_pictures}: ask several times.": (
        "要了 {n} 张图片。应为 1 到 {most_pictures} 张：请分几次要。"
    ),
    "The endpoint sent no picture. Check that {model!r} makes pictures.": (
        "端点没有返回图片。请检查 {model} 会不会画图。"
    ),
    "The endpoint judged {results} texts where it was sent {texts}.": (
        "发去 {texts} 段文字，端点只审核了 {results} 段。"
    ),
    "{value!r} cannot go into a form. Send text, numbers, true or false.": (
        "{value} 放不进表单。请发送文字、数字、true 或 false。"
    ),
    # features/models/engines/openai_request.py
    "response_format json_schema": "response_format json_schema",
    "Ask for json_object and say in words what is to be in it": "请改用 json_object，并用文字说明其中要有什么",
    "response_format json_object": "response_format json_object",
    "Say in words what you want": "请用文字说明要什么",
    "Leave it out, or use 'auto'": "请去掉，或用 'auto'",
    "Ask several times": "请分几次问",
    "Leave them out": "请去掉",
    "{what} was asked for, which this provider cannot do. {instead}, or use another model.": (
        "要求了 {what}，这个提供者做不到。{instead}，或用别的模型。"
    ),
    # features/models/engines/openvino.py
    "Free tools beside a response_format": "有 response_format 时还自由使用工具",
    "Leave one of them out": "请去掉其中一个",
    "A message with {kinds!r}": "含有 {kinds} 的消息",
    "Send text": "请发送文字",
    "A suffix": "suffix",
    "Leave it out": "请去掉",
    (
        "{what} was asked of {model!r}, which runs in OpenVINO, and that cannot do it here. {instead}, or use a "
        "GGUF file of the model."
    ): "要 {model} 处理：{what}。它在 OpenVINO 里运行，这里做不到。{instead}，或用这个模型的 GGUF 文件。",
    # features/models/engines/unusable.py
    "This deployment cannot be used: {why}": "这个部署不能用：{why}",
    # features/models/preferences.py
    "{chosen!r} is no answer of the comparison {comparison!r}. Expected one of its receipts: {receipts}.": (
        "{chosen} 不是比较 {comparison} 里的回答。应为它的回执之一：{receipts}。"
    ),
    "There is no comparison {comparison!r}. Expected the receipt of a models:compare.": (
        "没有比较 {comparison}。应为一次 models:compare 的回执。"
    ),
    # features/models/price_list.py
    "There is no price in that file. Expected CSV with the columns {names}, or JSON.": (
        "文件里没有价格。应为含 {names} 这些列的 CSV，或 JSON。"
    ),
    "{prices} prices are more than {most_prices}. Split the file.": (
        "{prices} 个价格，超过了 {most_prices} 个。请拆分文件。"
    ),
    "The list of prices is no text in UTF-8: {error}. Save it as UTF-8.": (
        "价目表不是 UTF-8 文本：{error}。请另存为 UTF-8。"
    ),
    "The list of prices is no CSV: {error}. Quote what holds commas or quotes.": (
        "价目表不是 CSV：{error}。含逗号或引号的内容请加引号。"
    ),
    "The list of prices is no JSON: {error}. Send a list of objects.": "价目表不是 JSON：{error}。请发送对象的列表。",
    'That JSON is no list of prices. Expected [{{"model": …, "usd_per_million_in": …}}, …].': (
        '这个 JSON 不是价目表。应为 [{{"model": …, "usd_per_million_in": …}}, …]。'
    ),
    "Entry {place} is no object but {row!r}. Expected {{'model': …}}.": (
        "第 {place} 项不是对象，而是 {row}。应为 {{'model': …}}。"
    ),
    "{where} has {unknown!r}, which says nothing here. Expected {names}.": (
        "{where}有 {unknown}，它在这里没有意义。应为：{names}。"
    ),
    "{where} is wrong: {error} Correct it; nothing was taken in.": "{where}有误：{error} 请改正；什么都没有录入。",
    # features/models/prices.py
    "{name} of {model!r} is {usd!r}. Expected 0 to {highest_usd} US dollars.": (
        "{model} 的 {name} 是 {usd}。应为 0 到 {highest_usd} 美元。"
    ),
    "The price of {model!r} says nothing. Give at least one of {amounts}.": (
        "{model} 的价格什么也没说。请至少给出其中之一：{amounts}。"
    ),
    "There is no price of {model!r} since {since!r}. `wainao prices list` shows them.": (
        "{model} 没有自 {since} 起的价格。用 wainao prices list 查看。"
    ),
    "{model!r} names no model. Expected provider/model such as 'deepseek/deepseek-chat', or 'provider/*'.": (
        "{model} 不是模型的写法。应为“提供者/模型”，例如 deepseek/deepseek-chat，或“提供者/*”。"
    ),
    "{since!r} is no date from which a price could hold. Expected one such as '2026-01-31'.": (
        "{since} 不是价格可以开始生效的日期。应为 2026-01-31 这样的写法。"
    ),
    # features/models/reply.py
    "The endpoint sent the reply number {number}; there are {max_choices} at most.": (
        "端点发来第 {number} 个回答；最多 {max_choices} 个。"
    ),
    # features/models/settings.py
    "there is a model or an api_key but no base_url. Say where the endpoint is.": (
        "有 model 或 api_key，却没有 base_url。请写明端点在哪里。"
    ),
    "base_url = {base_url!r} has no model. Name one in model, or in embedding_model.": (
        "base_url = {base_url} 没有模型。请在 model 或 embedding_model 里写一个。"
    ),
    "api_key holds spaces or characters that no key has. Copy it again.": (
        "api_key 里有空格或密钥不会有的字符。请重新复制。"
    ),
    "self.timeout_s = {timeout_s!r} and self.context_tokens = {context_tokens!r} must be more than 0.": (
        "timeout_s = {timeout_s} 和 context_tokens = {context_tokens} 都必须大于 0。"
    ),
    "self.local_memory_gb = {local_memory_gb!r} and self.local_idle_s = {local_idle_s!r} must not be less than 0.": (
        "local_memory_gb = {local_memory_gb} 和 local_idle_s = {local_idle_s} 都不能小于 0。"
    ),
    "{name} = {told!r}. Expected an address such as {schemes}mirror.example.com.": (
        "{name} = {told}。应为 {schemes}mirror.example.com 这样的地址。"
    ),
    "base_url = {base_url!r}. Expected an address such as https://api.example.com/v1.": (
        "base_url = {base_url}。应为 https://api.example.com/v1 这样的地址。"
    ),
    "base_url holds a user or a password. Put a key into api_key: addresses are logged.": (
        "base_url 里有用户名或口令。密钥请放进 api_key：地址会写进日志。"
    ),
    "base_url = {base_url!r}. Leave out /chat/completions at its end.": (
        "base_url = {base_url}。请去掉末尾的 /chat/completions。"
    ),
    # features/models/shape.py
    (
        "A machine chose this chat, and its provider would fetch {url!r}. Expected the picture or file itself, as "
        "data:…;base64,…. Put it in, or have a person ask."
    ): "这次对话是机器选的，而供应商会去取 {url}。应为图片或文件本身，写成 data:…;base64,…。请放进去，或由人来问。",
    "A tool is {tool!r}. Expected its name and parameters in 'function'.": (
        "有个工具是 {tool}。function 里应有它的名字和参数。"
    ),
    "response_format is a json_schema without one. Put it into 'json_schema'.": (
        "response_format 是 json_schema，却没有给出模式。请把它放进 json_schema。"
    ),
    "A part of the type {read!r} is {part!r}. Expected {field!r} in it.": (
        "类型为 {read} 的部分是 {part}。其中应有 {field}。"
    ),
    "In {where}: {error}. It was given {given!r}. Correct that.": "{where} 有误：{error}。给的是 {given}。请改正。",
    # words within them
    "like {base_url}": "像 {base_url} 这样的地址",
    "such as https://api.example.com/v1": "像 https://api.example.com/v1 这样的地址",
    "a message": "消息",
    "the parameters": "参数",
    "a message's parts": "消息的各部分",
    "The schema of the tools": "工具的模式",
    "The schema {get!r}": "模式 {get}",
    "The schema": "这个模式",
    "The tool {name!r}": "工具 {name}",
    "it is not JSON: {error}": "它不是 JSON：{error}",
    "it is nested too deeply": "嵌套太深",
    "no tool was called; call one of {forced}": "没有调用工具；应调用其中之一：{forced}",
    "there is no tool {call!r}; there are {parameters}": "没有工具 {call}；有：{parameters}",
    "{call!r} was called; call {forced}": "调用了 {call}；应调用 {forced}",
    "the arguments of {call!r} do not fit: {problem}": "{call} 的参数不合：{problem}",
    "no reason given": "没有说明原因",
    "{label}: {in_flight} under way": "{label}：{in_flight} 个进行中",
    "{label}: left alone since it failed ({failure})": "{label}：失败之后先不用它（{failure}）",
    "{longest} tokens": "{longest} 个词元",
    "line {line_num}": "第 {line_num} 行",
    "entry {place}": "第 {place} 项",
    "it must stay here, where there is no other": "必须留在本地，而本地没有别的",
    "only chats have a cascade": "只有对话才有级联",
    " ({url})": "（{url}）",
}

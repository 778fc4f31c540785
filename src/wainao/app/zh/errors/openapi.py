"""What is wrong with a description of an API, or with a request made from it."""

from __future__ import annotations

OPENAPI: dict[str, str] = {
    # features/tools/openapi/calling/authorised.py
    (
        "{toolbox!r} lets nobody in without {ways}, and there is none. Connect an account, or have one connected "
        "for all."
    ): "没有{ways}，{toolbox} 不让任何人进，而现在还没有。请连接你的账户，或让管理员为所有人连接。",
    (
        "The request goes to {origin!r}, and the secrets of {toolbox!r} belong to {here!r}. Secrets go nowhere "
        "else. Have the server added to the toolbox if it is its own."
    ): (
        "请求发往 {origin}，而 {toolbox} 的凭据属于 {here}。凭据不去别处。如果那是它自己的服务，请让管理员把它加进"
        "工具箱。"
    ),
    (
        "The scheme {name!r} ({get!r} {spoken!r}) is not spoken here. Expected a key, basic, bearer or OAuth 2. "
        "Use another way of the API, or put a proxy before it."
    ): (
        "这里不支持方案 {name}（{get} {spoken}）。应为密钥、basic、bearer 或 OAuth 2。请用这个 API 的另一种方式，或"
        "在前面加一个代理。"
    ),
    "The secret for {scheme!r} does not fit into a header. Expected printable ASCII. Enter it again.": (
        "{scheme} 的凭据放不进请求头。应为可打印的 ASCII。请重新输入。"
    ),
    # features/tools/openapi/calling/bodies.py
    "There is no kept file {digest!r}. Expected the SHA-256 of a file that was kept. Send the file first.": (
        "没有保存过文件 {digest}。应为已保存文件的 SHA-256。请先发送文件。"
    ),
    # features/tools/openapi/calling/request.py
    (
        "The tool {tool!r} of {toolbox!r} names no server. Expected an address such as https://api.example/v1. "
        "Give the toolbox one."
    ): "{toolbox} 的工具 {tool} 没有写明服务。应为 https://api.example/v1 这样的地址。请给工具箱一个。",
    "{server!r} is no server of {tool!r}. Expected one of {named!r}. Choose one.": (
        "{server} 不是 {tool} 的服务。应为其中之一：{named}。请选一个。"
    ),
    "The path {path!r} needs a value for {missing!r}. Expected some text. Give it.": (
        "路径 {path} 需要 {missing} 的值。应为一些文字。请给出。"
    ),
    (
        "The path {unquote!r} would lead out of its place. Expected values without steps such as '..'. Use the "
        "plain name or number of what is meant."
    ): "路径 {unquote} 会跑到别处去。值里不应有 '..' 这样的步骤。请直接用名字或编号。",
    (
        "The fields {keys!r} of {name!r} would be taken for parameters of the same name. Expected others. Give "
        "those parameters themselves."
    ): "{name} 的字段 {keys} 会被当作同名的参数。应用别的名字。请直接给出那些参数。",
    "The header {one!r} cannot hold {text!r}. Expected printable ASCII. Use another value.": (
        "请求头 {one} 放不下 {text}。应为可打印的 ASCII。请换一个值。"
    ),
    # features/tools/openapi/calling/styles.py
    (
        "The value {text!r} holds {sign!r}, by which the API tells one value from the next. Expected values "
        "without it. Use others, or ask for them one by one."
    ): "值 {text} 里有 {sign}，而这个 API 用它来分隔各个值。应为不含它的值。请换一个，或分几次问。",
    # features/tools/openapi/document/parse.py
    "{what} has {data} bytes. At most {max_bytes} are read. Split it, or take out what is not needed.": (
        "{what}有 {data} 字节。最多读 {max_bytes} 字节。请拆分，或去掉不需要的部分。"
    ),
    (
        "{what} begins with {strip!r}: it is a page or XML. Expected OpenAPI as JSON or YAML. Use the address of "
        "the description itself."
    ): "{what}的开头是 {strip}：这是网页或 XML。应为 JSON 或 YAML 的 OpenAPI。请用描述本身的地址。",
    "{what} holds {value}, which is no object. Expected OpenAPI as JSON or YAML. Check the address.": (
        "{what}里是 {value}，不是对象。应为 JSON 或 YAML 的 OpenAPI。请检查地址。"
    ),
    "{what} is not {upper}: byte {data!r} in line {place} (offset {start}). Expected UTF-8. Save it as UTF-8.": (
        "{what}不是 {upper}：第 {place} 行有字节 {data}（偏移 {start}）。应为 UTF-8。请另存为 UTF-8。"
    ),
    "{what} is no YAML: {error}. Expected OpenAPI as JSON or YAML. Correct it there.": (
        "{what}不是 YAML：{error}。应为 JSON 或 YAML 的 OpenAPI。请在那里改正。"
    ),
    (
        "{what} is nested more than {max_depth} levels deep. Expected an ordinary description. Move the inner "
        "parts into components."
    ): "{what}嵌套超过 {max_depth} 层。应为普通的描述。请把内层移到 components 里。",
    "{what} holds more than {max_values} values. Expected an ordinary description. Split it.": (
        "{what}里的值超过 {max_values} 个。应为普通的描述。请拆分。"
    ),
    "{what} is no JSON: {error} ({text} characters). Expected OpenAPI as JSON or YAML. Check that it is whole.": (
        "{what}不是 JSON：{error}（{text} 个字符）。应为 JSON 或 YAML 的 OpenAPI。请检查它是否完整。"
    ),
    "{what} has {text} characters of YAML. At most {max_yaml_bytes} are read. Use its JSON form.": (
        "{what}有 {text} 个字符的 YAML。最多读 {max_yaml_bytes} 个。请用它的 JSON 形式。"
    ),
    # features/tools/openapi/document/references.py
    "the reference {ref!r} is no text": "引用 {ref} 不是文字",
    "the reference {value!r} leads back to itself": "引用 {value} 绕回了自己",
    "the reference {ref!r} leads to nothing: there is no {args!r}": "引用 {ref} 没有指向任何东西：没有 {args}",
    "the reference to {address!r} leads out of the document, and nothing is fetched": (
        "对 {address} 的引用指向文档之外，而这里什么也不会去取"
    ),
    "{address!r} is one document more than the {max_remote_documents} that are fetched": (
        "{address} 超出了最多去取的 {max_remote_documents} 份文档"
    ),
    "together more than {max_bytes} bytes": "合计超过 {max_bytes} 字节",
    "the reference to {address!r} could not be read: {error}": "对 {address} 的引用读不出来：{error}",
    # features/tools/openapi/document/yaml.py
    " in line {line}, column {column}": "（第 {line} 行第 {column} 列）",
    "a second document begins": "出现了第二份文档",
    "more than {max_depth} levels of nesting": "嵌套超过 {max_depth} 层",
    "more than {max_values} values once its aliases are written out": "展开别名之后，值超过 {max_values} 个",
    "a key that is no text": "有个键不是文字",
    "'<<' merges something that is no object": "'<<' 合并的不是对象",
    "the alias {anchor!r} stands within itself or for nothing": "别名 {anchor} 在它自己里面，或没有所指",
    "{why} in line {line}, column {column}": "{why}（第 {line} 行第 {column} 列）",
    # features/tools/openapi/importing.py
    "The document is {other}. Expected one that says openapi: 3.x or swagger: 2.0. Use the API's OpenAPI.": (
        "文档是{other}。应写明 openapi: 3.x 或 swagger: 2.0。请用这个 API 的 OpenAPI 描述。"
    ),
    "The document is OpenAPI {version!r}. Expected 2.0, 3.0, 3.1 or 3.2. Convert it to one of them.": (
        "文档是 OpenAPI {version}。应为 2.0、3.0、3.1 或 3.2。请转换成其中之一。"
    ),
    "None of the {refused} operations can be called. {reasons}{more}. Correct them in the description.": (
        "{refused} 个操作没有一个能调用。{reasons}{more}。请在描述里改正。"
    ),
    "The document describes only webhooks, which call us. Expected operations under paths. Use another.": (
        "文档只描述了 webhook，那是对方来调用我们。paths 下应有操作。请用别的描述。"
    ),
    "The document has no operations: paths is {get!r}. Expected some. Check that it is whole.": (
        "文档没有操作：paths 是 {get}。应至少有一些。请检查它是否完整。"
    ),
    # features/tools/openapi/oauth.py
    "The scheme has the flows {flows!r}. Expected {grant!r}. Use a token that was made elsewhere.": (
        "这个方案的流程是 {flows}。应有 {grant}。请用在别处生成的令牌。"
    ),
    "The answer does not belong to this sign-in. Expected its own state. Begin again.": (
        "这个回应不属于这次登录。应带有它自己的 state。请重新开始。"
    ),
    "The answer is from {get!r}. Expected {issuer!r}. Begin again.": "回应来自 {get}。应来自 {issuer}。请重新开始。",
    "The sign-in was refused: {get!r} {get2!r}. Expected a code. Begin again, or ask whoever runs the API.": (
        "登录被拒绝：{get} {get2}。应得到一个代码。请重新开始，或询问 API 的运行者。"
    ),
    (
        "The authorization server did not register us ({status}, {get!r} {get2!r}). Expected a client_id. Ask for "
        "one there, and have an administrator set it: 'wainao tools credential --client-id'."
    ): (
        "授权服务器没有给我们注册（{status}，{get} {get2}）。应得到 client_id。请向对方要一个，再让管理员设置："
        "wainao tools credential --client-id。"
    ),
    "The token endpoint answered {status} without JSON. Expected a token. Check its address.": (
        "令牌端点返回 {status}，没有 JSON。应得到令牌。请检查它的地址。"
    ),
    (
        "The token endpoint answered {status}, a token of type {kind!r} and {get!r} {get2!r}. Expected a bearer "
        "token. Connect the account again."
    ): "令牌端点返回 {status}、类型为 {kind} 的令牌和 {get} {get2}。应得到 bearer 令牌。请重新连接账户。",
    "The scheme's {what} is {value!r}. Expected an https address. Correct it there.": (
        "这个方案的 {what} 是 {value}。应为 https 地址。请在那里改正。"
    ),
    # features/tools/openapi/plugin.py
    "The plugin {found!r} has an api of {api!r}. Expected type 'openapi' and a url. Use another description of it.": (
        "插件 {found} 的 api 是 {api}。应有类型 openapi 和 url。请用它的另一份描述。"
    ),
    (
        "The plugin {manifest!r} describes its API at {document!r}. Expected an address of the web. Import the "
        "description itself."
    ): "插件 {manifest} 说它的 API 描述在 {document}。应为网上的地址。请直接导入那份描述。",
    # features/tools/openapi/reading/operations.py
    "the path holds {item!r} and not an object of operations": "路径下是 {item}，不是操作的对象",
    "the method {method!r} is not called": "方法 {method} 不会被调用",
    "it is {raw!r} and not an object": "它是 {raw}，不是对象",
    "the parameter {parameter!r} has no name": "参数 {parameter} 没有名字",
    # features/tools/openapi/reading/parameters.py
    "any method": "任何方法",
    (
        "it needs the header {name!r}, by which {method} would become {said}, and which no argument may set: only "
        "a default or a single choice that can do no more is sent"
    ): "它要请求头 {name}，有了它 {method} 就变成 {said}，而参数不能设置它：只发送不会做得更多的默认值或唯一选项",
    "it has {parameters} parameters, more than {max_parameters}": (
        "它有 {parameters} 个参数，超过 {max_parameters} 个"
    ),
    "the parameter {raw!r} is in {place!r}, which is no place for one": "参数 {raw} 放在 {place}，那里不能放参数",
    "it needs the header {name!r}, which no argument may set": "它要请求头 {name}，而参数不能设置它",
    # features/tools/openapi/reading/security.py
    "its type is {get!r}, which OpenAPI does not know": "它的类型是 {get}，OpenAPI 里没有",
    "it does not say where its key goes": "它没有说明密钥放在哪里",
    "{raw!r} is no name of a header": "{raw} 不能作请求头的名字",
    "it does not say which scheme of HTTP it is": "它没有说明是哪种 HTTP 方案",
    # features/tools/openapi/reading/servers.py
    "its variables have no values": "它的变量没有值",
    "it is relative, and the description came from no address": "它是相对地址，而描述不是从某个地址得来的",
    "no request can be sent there": "请求发不到那里",
    "it names no host": "它没有写主机",
    # features/tools/openapi/reading/tools.py
    "the tools before it take more than {max_bytes} bytes to describe": (
        "前面的工具已经占了超过 {max_bytes} 字节的描述"
    ),
    "its input takes {size} bytes to describe, more than {max_tool_bytes}": (
        "它的输入要用 {size} 字节来描述，超过 {max_tool_bytes} 字节"
    ),
    "the same method and path stand there twice": "同样的方法和路径出现了两次",
    # words within them
    "sign in to it": "登录",
    "set its credential": "设置它的凭据",
    "it was pinned to {pinned}": "当初固定的是 {pinned}",
    "it is not pinned": "它还没有固定",
    "The document": "文档",
    "The document {address!r}": "文档 {address} ",
    "AsyncAPI, which describes messages": " AsyncAPI，它描述的是消息",
    "an old plugin's ai-plugin.json: import the address in its api.url": (
        "旧式插件的 ai-plugin.json：请导入其中 api.url 的地址"
    ),
    "a collection of Postman: export it as OpenAPI": " Postman 集合：请导出为 OpenAPI",
    "an introspection of GraphQL": " GraphQL 的自省结果",
    "Swagger 1: convert it to OpenAPI 3": " Swagger 1：请转换为 OpenAPI 3",
    "a discovery document of Google: convert it to OpenAPI 3": " Google 的发现文档：请转换为 OpenAPI 3",
    "a HAR recording": " HAR 记录",
    "an object with {root!r}": "含有 {root} 的对象",
    "it names no address that it can be called at: give one": "没有写明能在哪个地址调用：请给出一个",
    " (and {max_reasons} more)": "（另有 {max_reasons} 个）",
    "and {more} more": "另有 {more} 个",
    "there are more than {max_operations} operations. Split the description": (
        "操作超过 {max_operations} 个。请拆分描述"
    ),
    "its path has no place for the parameter {name!r}, which is left out": "路径里没有参数 {name} 的位置，已略去",
    "its path parameter {name!r} is not declared: taken as a text": "路径参数 {name} 没有声明：当作文字",
    "no argument may set the header {name!r}, which is left out": "参数不能设置请求头 {name}，已略去",
    "what it gives is not known: {error}": "不知道它给出什么：{error}",
    "it calls itself {risk!r}, though {method} is {usual!r}: check that this is so": (
        "它自称 {risk}，而 {method} 一般是 {usual}：请核实"
    ),
    "the security scheme {name!r}: {error}": "凭据方案 {name}：{error}",
    "the server {template!r}: {error}": "服务 {template}：{error}",
    "what it gives takes more than {max_tool_bytes} bytes to describe": (
        "它给出的内容要用超过 {max_tool_bytes} 字节来描述"
    ),
}

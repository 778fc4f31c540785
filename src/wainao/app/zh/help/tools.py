"""Tools."""

from __future__ import annotations

TOOLS: dict[str, str] = {
    # tools
    "Tools: add any API, find and call tools.": "工具：加入任何 API，查找和调用工具。",
    "The toolbox's name.": "工具箱的名称。",
    "A toolbox, or one of its tools.": "一个工具箱，或其中的一个工具。",
    "The security scheme, by its name.": "安全方案的名称。",
    "For your own calls only.": "只用于自己的调用。",
    "The name of the toolbox.": "工具箱叫什么名字。",
    "An address, or a file with the description.": "地址，或存有描述的文件。",
    "The server that its calls go to.": "调用发往哪里。",
    "The address is that of an MCP server.": "这是一个 MCP 服务的地址。",
    "The minimum risk of all its tools: read, write or act.": "其中所有工具的最低风险：read、write 或 act。",
    "An additional scope to ask for; may be repeated.": "另外要申请的权限范围；可多次给出。",
    "The risk of one tool; may be repeated.": "一个工具的风险；可多次给出。",
    "read, write, act, or own (what it says of itself).": "read、write 或 act；own 表示按它自己所说。",
    "Set the risk of a tool, or the minimum risk of a toolbox. No later version lowers it.": (
        "设定一个工具的风险，或一个工具箱所有工具的最低风险。以后的版本不能降低。"
    ),
    "A tool of a toolbox.": "工具箱里的一个工具。",
    "What it is called in Chinese.": "中文名称。",
    "What it is called in English.": "英文名称。",
    "What it does, in Chinese.": "用中文说明它做什么。",
    "What it does, in English.": "用英文说明它做什么。",
    "A request that it serves.": "它能办的一个请求。",
    "Take an earlier description back.": "收回以前的描述。",
    "Many tools, as suggest-descriptions writes them.": "许多工具，格式同 suggest-descriptions 所写。",
    "Say in your own words what a tool does, and which requests it serves.": (
        "用自己的话说明一个工具做什么、能办哪些请求。"
    ),
    "The route that is asked.": "向哪条路由询问。",
    "Where they go; tools that are in it are left out.": "写到哪里；其中已有的工具不再询问。",
    "Have a model describe tools in both languages, one JSON line each, to be edited and given to describe --file.": (
        "让模型用中英文描述工具，每个一行 JSON；改好后交给 describe --file。"
    ),
    "Let a new version do more than the old one.": "允许新版本比旧版本做得更多。",
    "Only show what would be added.": "只看会加入什么。",
    "Add a toolbox from an OpenAPI description, a plugin manifest or an MCP server.": (
        "从 OpenAPI 描述、插件清单或 MCP 服务加入一个工具箱。"
    ),
    "List the toolboxes.": "列出工具箱。",
    "Show a toolbox with its tools, or the parameters of one tool.": "查看一个工具箱及其工具，或一个工具要什么参数。",
    "What is to be done, in any words.": "要办的事，怎么说都行。",
    "The maximum number.": "最多几个。",
    'Many requests, one {"id", "request"} on each line; among the catalogues, if there are any.': (
        '许多请求，每行一个 {"id", "request"}；有目录时在目录中查找。'
    ),
    "Find the tools that fit a request, and why.": "查找适合一个请求的工具，并说明为什么。",
    "Compute the vectors by which tools are chosen.": "计算选择工具所用的向量。",
    "Show whether tools are also chosen by meaning, and by whose vectors.": "显示工具是否也按含义选择，用谁的向量。",
    "Call a tool. Its arguments are checked before anything is sent.": "调用一个工具；参数先核对，再发出。",
    "Show the request that a call would send, without sending it.": "查看一次调用会发出的请求，但不发送。",
    "The receipt of the request that waited.": "等待中的那次请求的回执。",
    "Continue a request that waited for a person, once the person has decided.": "在人作出决定之后，继续等待中的请求。",
    "Enable a toolbox again.": "重新启用一个工具箱。",
    "Disable a toolbox without removing it.": "停用一个工具箱，但不移除。",
    "Pin a toolbox to its current version.": "把工具箱固定在现在的版本。",
    "Unpin a toolbox, so that it can be updated again.": "允许工具箱再次更新。",
    "An earlier version.": "以前的某个版本。",
    "Roll a toolbox back to an earlier version.": "把工具箱退回以前的版本。",
    "Remove a toolbox and its credentials. Receipts stay.": "移除工具箱及其凭据，回执保留。",
    "The file with the key or password; - for standard input.": "存有密钥或口令的文件；- 表示标准输入。",
    "The user name that goes with a password.": "与口令配套的用户名。",
    "The client id that goes with an OAuth client's secret.": "与 OAuth 客户端密钥配套的 client id。",
    "Set the credential of a toolbox. It is encrypted and never shown again.": (
        "设置工具箱的凭据。加密保存，不再显示。"
    ),
    "List which credentials a toolbox has. Their contents are not shown.": "列出工具箱有哪些凭据，内容不显示。",
    "Delete a credential at once.": "立即删除一个凭据。",
    "The local port that the browser returns to, if the other side requires a fixed one; 0 for any.": (
        "浏览器回到哪个端口（对方要求固定端口时）；0 为任意。"
    ),
    "Sign in to a toolbox's server (OAuth 2). The credential serves your own calls only.": (
        "登录工具箱所在的服务（OAuth 2）；所得只用于自己的调用。"
    ),
    'One {"name", "description", "parameters"} on each line.': '每行一个 {"name", "description", "parameters"}。',
    "Import tools that can be found but not called from here.": "导入只能查找、不能从这里调用的工具。",
    "The number of calls in any 60 seconds.": "任意 60 秒内的次数。",
    "The number of calls at the same time.": "同时进行的次数。",
    "For each actor separately, not for all together.": "每人各自，而不是所有人合计。",
    "Limit how often a tool or a toolbox may be called. Without a number, the limit is removed.": (
        "限定一个工具或工具箱可被调用的次数。不给数字则取消限定。"
    ),
    "The receipt of the tool call.": "调用工具的那张回执。",
    "The first item or line, from 0.": "从第几项或第几行起，从 0 数。",
    "How many items or lines.": "多少项或多少行。",
    "Show the full result of a tool, page by page.": "一页一页地查看一个工具给出的全部结果。",
    "List the jobs that continue at tools' servers, and their results.": (
        "查看在工具的服务那边继续进行的任务，以及结果。"
    ),
    "The receipt of the call that started it.": "开始它的那次调用的回执。",
    "Wait for its end, at most this long.": "等它结束，最多等这么久。",
    "Show a job of a tool and, once it has ended, its result.": "查看工具的一个任务；结束后查看结果。",
    "Stop following a job, and end it at its server if that supports it.": (
        "不再跟踪一个任务；服务若支持，也请它结束任务。"
    ),
    "Use tools: auto for those that fit, or the names of tools.": "使用工具：auto 表示自动挑选，或写工具的名字。",
    "Ask your documents, or your tools; get an answer and a receipt.": "向自己的文档或工具提问，得到回答和回执。",
}

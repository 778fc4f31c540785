"""Tools."""

from __future__ import annotations

TOOLS: dict[str, str] = {
    # tools
    "Any API as tools: take in, find, call.": "任何 API 都是工具：加入、查找、调用。",
    "The toolbox's name.": "工具箱的名称。",
    "A toolbox, or a tool of it.": "一个工具箱，或其中的一个工具。",
    "The security scheme, by its name.": "安全方案的名称。",
    "For your own calls only.": "只用于自己的调用。",
    "What the toolbox will be called.": "工具箱叫什么名字。",
    "An address, or a file with the description.": "地址，或存有描述的文件。",
    "Where its calls go.": "调用发往哪里。",
    "It is the address of an MCP server.": "这是一个 MCP 服务的地址。",
    "No tool of it has a lower risk: read, write, act.": "其中没有工具的风险低于它：read、write、act。",
    "To be asked for as well; may be repeated.": "另外要申请的权限范围；可多次给出。",
    "The risk of one tool; may be repeated.": "一个工具的风险；可多次给出。",
    "read, write or act; own: what it says of itself.": "read、write 或 act；own 表示按它自己所说。",
    "Say what a tool, or any of a toolbox, may do; no later version lowers it.": (
        "说明一个工具，或一个工具箱的所有工具，最低有什么风险；以后的版本不能降低。"
    ),
    "Let a new version do more than the old one.": "允许新版本比旧版本做得更多。",
    "Only show what would be added.": "只看会加入什么。",
    "Take in a toolbox from an OpenAPI description, a plugin manifest or an MCP server.": (
        "从 OpenAPI 描述、插件清单或 MCP 服务加入一个工具箱。"
    ),
    "Show the toolboxes.": "列出工具箱。",
    "Show a toolbox with its tools, or what one tool takes.": "查看一个工具箱及其工具，或一个工具要什么参数。",
    "What is to be done, in any words.": "要办的事，怎么说都行。",
    "How many at most.": "最多几个。",
    'Many requests, one {"id", "request"} on each line; among the catalogues, if there are any.': (
        '许多请求，每行一个 {"id", "request"}；有目录时在目录中查找。'
    ),
    "Which tools fit a request, and why.": "哪些工具适合一个请求，为什么。",
    "Make the vectors by which tools are chosen.": "制作选择工具所用的向量。",
    "Show whether tools are chosen by meaning, too, and by whose vectors.": "工具是否也按意思选择，用谁的向量。",
    "Call a tool; what it takes is checked before anything leaves.": "调用一个工具；参数先核对，再发出。",
    "Show the request that a call would send, without sending it.": "查看一次调用会发出的请求，但不发送。",
    "Of the use that waited.": "等待中的那次使用的回执。",
    "Go on with what waited for a person, once that one has decided.": "等人决定之后，接着办等待中的事。",
    "Let a toolbox be called again.": "重新启用一个工具箱。",
    "Let nobody call a toolbox, without forgetting it.": "停用一个工具箱，但不移除。",
    "Keep a toolbox at its version.": "把工具箱固定在现在的版本。",
    "Let a toolbox be updated again.": "允许工具箱再次更新。",
    "An earlier version.": "以前的某个版本。",
    "Take a toolbox back to an earlier version.": "把工具箱退回以前的版本。",
    "Forget a toolbox and its credentials; receipts stay.": "移除工具箱及其凭据；回执保留。",
    "Where the key or password is; - is standard input.": "存有密钥或口令的文件；- 表示标准输入。",
    "For a password.": "用于口令。",
    "For an OAuth client's secret.": "用于 OAuth 客户端的密钥。",
    "Set what lets a toolbox's calls in; it is sealed, and never shown again.": (
        "设置工具箱调用所需的凭据；加密保存，不再显示。"
    ),
    "Show which credentials a toolbox has, and not what they are.": "列出工具箱有哪些凭据，不显示内容。",
    "Delete a credential, at once.": "立即删除一个凭据。",
    "Where the browser comes back to, if the other side wants one port; 0: any.": (
        "浏览器回到哪个端口（对方要求固定端口时）；0 为任意。"
    ),
    "Sign in where a toolbox is (OAuth 2); what comes of it serves your own calls.": (
        "登录工具箱所在的服务（OAuth 2）；所得只用于自己的调用。"
    ),
    'One {"name", "description", "parameters"} on each line.': '每行一个 {"name", "description", "parameters"}。',
    "Let tools be found that cannot be called from here.": "让不能从这里调用的工具也能被查找到。",
    "Calls in any 60 seconds.": "任意 60 秒内的次数。",
    "Calls under way at the same time.": "同时进行的次数。",
    "For each actor by itself, not for all together.": "每人各自，而不是所有人合计。",
    "Limit how often a tool or a toolbox may be called; without a number, no more.": (
        "限定一个工具或工具箱可被调用的次数；不给数字则不再限定。"
    ),
    "Of the call of a tool.": "调用工具的那张回执。",
    "The first item or line, from 0.": "从第几项或第几行起，从 0 数。",
    "How many items or lines.": "多少项或多少行。",
    "Show the whole of what a tool gave, page by page.": "一页一页地查看一个工具给出的全部结果。",
    "Show what goes on at tools' servers, and what came of it.": "查看在工具的服务那边继续进行的任务，以及结果。",
    "The receipt of the call that began it.": "开始它的那次调用的回执。",
    "Wait for its end, so long at most.": "等它结束，最多等这么久。",
    "Look at a job of a tool; once it has ended, at what came of it.": "查看工具的一个任务；结束后查看结果。",
    "End a job of a tool, at its server too where that understands it.": (
        "结束工具的一个任务；服务懂得如何结束的，也请它结束。"
    ),
    "Have it done by tools: those that fit, or those named.": "用工具来办：自动挑选，或用指名的工具。",
    "Ask your documents, or your tools; get an answer and a receipt.": "向自己的文档或工具提问，得到回答和回执。",
}

"""What every command says, and those that start and reach it."""

from __future__ import annotations

EVERYWHERE: dict[str, str] = {
    "Ask your own files, get a cited answer with a receipt, correct it once.": (
        "问自己的文件，得到带引文和回执的回答，更正一次即可。"
    ),
    "Install completion for the current shell.": "为当前 shell 安装自动补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，以便复制或自行安装。"
    ),
    "Show this message and exit.": "显示这段说明并退出。",
    # all
    "The directory that holds everything.": "存放一切的主目录。",
    "A settings file instead of the home's own.": "代替主目录自带设置文件的另一个文件。",
    "The language of messages.": "消息所用的语言。",
    "Print JSON, for scripts.": "输出 JSON，供脚本使用。",
    "Why, for the record.": "理由，留作记录。",
    # up
    "Start the server: console, HTTP API and gateway.": "启动服务：控制台、HTTP 接口和网关。",
    "Where to listen; beyond this machine a token is needed.": "在哪里监听；超出本机须有令牌。",
    "The port to listen on; 0 takes any free one.": "监听的端口；0 表示任选一个空闲端口。",
    "How many processes serve.": "用几个进程提供服务。",
    "Open the console in a browser.": "在浏览器里打开控制台。",
    "Read the sample handbook and ask it first.": "先读入示例手册并向它提问。",
    # mcp
    "Serve capabilities as tools over standard input and output (Model Context Protocol).": (
        "通过标准输入输出把能力作为工具提供（MCP）。"
    ),
    "Serve whom the key in this file is for; else the owner.": "替这个文件里的密钥的主人服务；不给则是所有者。",
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
    "Say where the home is, which model is connected and how far search by meaning is.": (
        "说明主目录在哪里、连着哪个模型、按含义检索准备到哪一步。"
    ),
    "Print the version.": "显示版本。",
}

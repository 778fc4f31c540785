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
    "The settings file to use instead of the home's own.": "代替主目录自带设置文件的另一个文件。",
    "The language of the messages.": "消息所用的语言。",
    "Print JSON, for scripts.": "输出 JSON，供脚本使用。",
    "The reason, for the record.": "理由，留作记录。",
    # up
    "Start the server: console, HTTP API and gateway.": "启动服务：控制台、HTTP 接口和网关。",
    "The address to listen on. Access from other machines needs a token or a key.": (
        "监听的地址。其他机器访问须有令牌或密钥。"
    ),
    "The port to listen on; 0 picks a free one.": "监听的端口；0 表示任选一个空闲端口。",
    "The number of server processes.": "用几个进程提供服务。",
    "Open the console in a browser.": "在浏览器里打开控制台。",
    "First read the sample handbook and ask it two questions.": "先读入样例手册并问它两个问题。",
    # mcp
    "Serve capabilities as tools over standard input and output (Model Context Protocol).": (
        "通过标准输入输出把能力作为工具提供（MCP）。"
    ),
    "Serve the owner of the key in this file; without it, the owner.": (
        "以文件中这把密钥的使用者身份提供服务；不给则以所有者身份。"
    ),
    # call
    "Call any capability by its name.": "按名字调用任何能力。",
    "The capability.": "能力。",
    "Its input, as FIELD=VALUE, FIELD:=JSON or FIELD=@FILE.": (
        "它的输入，写成 FIELD=VALUE、FIELD:=JSON 或 FIELD=@FILE。"
    ),
    "List all capabilities instead.": "改为列出全部能力。",
    "The input as JSON.": "JSON 形式的输入。",
    "The file for binary output.": "二进制输出写到哪个文件。",
    "The id of the approval that a person gave.": "人已批准的审批编号。",
    # upkeep
    "Back up the home, even while it is in use.": "备份主目录，使用中也可以。",
    "Where to put the copy.": "副本放在哪里。",
    "Restore a home from a backup, after verifying the backup.": "校验备份，然后由它恢复主目录。",
    "Where the copy is.": "副本在哪里。",
    "Upgrade an older home to this version, on a copy first.": ("把旧的主目录升级到本版本，先在副本上做。"),
    "Show where the home is, which model is connected, and the state of search by meaning.": (
        "显示主目录在哪里、接了哪个模型、按含义检索的状态。"
    ),
    "Print the version.": "显示版本。",
}

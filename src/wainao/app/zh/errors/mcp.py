"""What goes wrong with servers of the Model Context Protocol."""

from __future__ import annotations

MCP: dict[str, str] = {
    # features/tools/mcp/asking.py
    "That cannot be answered now.": "这个现在回答不了。",
    "A server asked a model to read {kinds}. Expected text alone: nothing else is handed on.": (
        "有个服务要模型读 {kinds}。应只有文字：别的不会转交。"
    ),
    # features/tools/mcp/calling.py
    (
        "The server describes {tool!r} differently from what was agreed to, so it is not called. Expected the "
        "definition {how}. Look at what changed, and if it is right take in the new version: 'wainao tools add' "
        "with the same address and name."
    ): (
        "服务对 {tool} 的描述与当初同意的不同，所以没有调用。应为定义 {how}。请看看改了什么；没有问题的话，用 "
        "wainao tools add 和同样的地址、名字加入新版本。"
    ),
    (
        "The server does not offer {tool!r} any more. Expected it among its tools. Take in what it offers now: "
        "'wainao tools add' with the same address and name."
    ): "服务不再提供 {tool}。它应在工具列表里。请用 wainao tools add 和同样的地址、名字，加入它现在提供的工具。",
    # features/tools/mcp/doors.py
    "The server lets nobody in yet, so it offers no tool. Now {way}, then add it once more.": (
        "服务还不让任何人进，所以没有提供工具。请先{way}，再添加一次。"
    ),
    # features/tools/mcp/listing.py
    "it runs only as a task, which the protocol has given up again": "它只能作为任务运行，而协议已经放弃了任务",
    "its name reads like that of {how!r}": "它的名字读起来与 {how} 一样",
    "The description of {tool!r} speaks to a model as if to order it about. Read it.": (
        "{tool} 的描述像是在指使模型。请读一读它。"
    ),
    (
        "The server {source!r} offers no tool that can be taken in ({refused} refused). Expected one at least. "
        "{refused2}"
    ): "服务 {source} 没有能加入的工具（{refused} 个被拒绝）。应至少有一个。{refused2}",
    "Check what it is for.": "请检查它是做什么用的。",
    "The server lists more than {most_tools} tools. Ask its owner for a smaller one.": (
        "服务列出的工具超过 {most_tools} 个。请它的所有者提供小一些的。"
    ),
    "The server's list of tools has no end after {most_pages} pages. Ask its owner to mend it.": (
        "服务的工具列表翻了 {most_pages} 页还没有完。请它的所有者修好。"
    ),
    "its name has no letter or digit that a name here can have": "它的名字里没有这里可用的字母或数字",
    "its schema is none": "它的模式不是 JSON Schema",
    "The schema of {tool!r} says what no schema can say. That was left out.": (
        "{tool} 的模式里有 JSON Schema 里不能有的内容，已略去。"
    ),
    "its schema has no end": "它的模式没有尽头",
    "its schema has {size} bytes, more than {most_schema_bytes}": (
        "它的模式有 {size} 字节，超过 {most_schema_bytes} 字节"
    ),
    "its schema nests deeper than {most_levels} levels": "它的模式嵌套超过 {most_levels} 层",
    "its schema refers to {shown!r}, and only to itself may it refer": "它的模式引用了 {shown}，而它只能引用自己",
    # features/tools/mcp/pipes.py
    (
        "The program {program!r} ended by itself. The last it said is {last!r}. Expected a server of the Model "
        "Context Protocol, which goes on for as long as it is asked. Start it by hand to see what is wrong."
    ): "程序 {program} 自己结束了。它最后说：{last}。应为 MCP 服务，问多久就运行多久。请手动运行它，看看原因。",
    (
        "The program {program!r} is not started: on this system nothing would end what it starts. Expected Linux "
        "or macOS. Run it elsewhere, with streamable HTTP, and add its address."
    ): (
        "程序 {program} 没有启动：在这个系统上，它启动的东西没法结束。应为 Linux 或 macOS。请在别处用 streamable "
        "HTTP 运行它，再添加它的地址。"
    ),
    "The program {name!r} sent a line longer than is taken from it. Ask it for less, or raise [tools] max_bytes.": (
        "程序 {name} 发来的一行太长。请少要些，或调高 [tools] max_bytes。"
    ),
    # features/tools/mcp/places.py
    "The server {where!r} did not answer in time: {said}. Try again, or allow it more time.": (
        "服务 {where} 没有及时回答：{said}。请再试，或给它更多时间。"
    ),
    (
        "The server {where!r} failed: {said}. Expected an answer of the Model Context Protocol. Check that it "
        "runs, and that this is its address."
    ): "服务 {where} 出错：{said}。应为按 MCP 作出的回答。请检查它在运行，且这就是它的地址。",
    " It wants these scopes: wainao tools sign-in … --scope {scope!r}.": (
        "它要这些范围：wainao tools sign-in … --scope {scope}。"
    ),
    "The server {where!r} does not let us in ({status_code}). Give it a credential, or sign in to it.{more}": (
        "服务 {where} 不让我们进（{status_code}）。请给它凭据，或登录。{more}"
    ),
    # features/tools/mcp/programs.py
    (
        "the program {name!r} has command = {command!r}. Expected an absolute path, so that it is always the same "
        "program."
    ): "程序 {name} 的 command = {command}。应为绝对路径，这样才总是同一个程序。",
    "the program {name!r} has idle_s = {idle_s}. Expected 0 to {day_s} seconds.": (
        "程序 {name} 的 idle_s = {idle_s}。应为 0 到 {day_s} 秒。"
    ),
    "the program {name!r} has data = {strange!r}. Expected files among its arguments.": (
        "程序 {name} 的 data = {strange}。应为它参数里的文件。"
    ),
    (
        "The program {name!r} is not started: {wrong} has the SHA-256 {found}, and {was}. If these are the files you "
        "mean, write sha256 = {{ {pins} }} into that entry of [tools] stdio; a file that it works on, and so changes, "
        "belongs into data instead."
    ): (
        "程序 {name} 没有启动：{wrong} 的 SHA-256 是 {found}，而{was}。如果正是这些文件，请在 [tools] stdio 那一项里写 "
        "sha256 = {{ {pins} }}；程序要用、因而会变的文件，应写进 data。"
    ),
    (
        "There is no program {name!r} that may be started here. Expected one of {allowed}: an administrator can "
        "add it to [tools] stdio, with its SHA-256."
    ): "没有允许在这里启动的程序 {name}。应为其中之一：{allowed}；管理员可以把它连同 SHA-256 加进 [tools] stdio。",
    "The program {name!r} cannot be read: {path}: {strerror}. Correct its entry of [tools] stdio.": (
        "程序 {name} 无法读取：{path}：{strerror}。请改正 [tools] stdio 里的那一项。"
    ),
    # features/tools/mcp/surfaces.py
    "there are more than {most_surfaces}": "超过了 {most_surfaces} 个",
    "The page {uri!r} is not taken in: {error}.": "没有加入页面 {uri}：{error}。",
    "it is {page!r}, and no {media_type!r}": "它是 {page}，不是 {media_type}",
    "it is no UTF-8 ({error})": "它不是 UTF-8（{error}）",
    "it has {content} bytes, more than {most_bytes}": "它有 {content} 字节，超过 {most_bytes} 字节",
    "The page {uri!r} asks for {wants}. It is shown without: no page reaches out.": (
        "页面 {uri} 要求 {wants}。显示时不给：没有页面能连到外面。"
    ),
}

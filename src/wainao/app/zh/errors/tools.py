"""What goes wrong with tools and toolboxes."""

from __future__ import annotations

TOOLS: dict[str, str] = {
    # features/tools/bundle.py
    "The bundle has {content} bytes. Expected at most {largest}. Export fewer tools.": (
        "工具箱文件有 {content} 字节。最多 {largest} 字节。请少导出些工具。"
    ),
    "The bundle is not what was signed: somebody changed it, or it was damaged. Get it again from its maker.": (
        "工具箱文件与签名时不符：有人改过它，或它已损坏。请向制作者重新要一份。"
    ),
    "That is no bundle of tools: {error}. Expected a file of 'wainao tools export'.": (
        "这不是工具箱文件：{error}。应为 wainao tools export 生成的文件。"
    ),
    "The bundle has the format {format!r}. Expected {format2!r}. Update Wainao, or its maker's.": (
        "工具箱文件的格式是 {format}。应为 {format2}。请更新外脑，或请制作者更新。"
    ),
    (
        "The bundle's page {uri!r} has the SHA-256 {found}. Expected {digest!r}, as it says itself. Get the bundle "
        "again from its maker."
    ): "工具箱文件里的页面 {uri} 的 SHA-256 是 {found}。照它自己说应为 {digest}。请向制作者重新要一份。",
    # features/tools/capabilities/boxes.py
    "Nothing about {name!r} would change. Give one of state, pinned, version, server.": (
        "{name} 没有什么要改的。请给出 state、pinned、version、server 之一。"
    ),
    # features/tools/capabilities/credentials.py
    "{box!r} has no security scheme {scheme!r}. Expected one of: {known}.": (
        "{box} 没有凭据方案 {scheme}。应为其中之一：{known}。"
    ),
    "The credential {scheme!r} of {box!r} cannot be set: {what}. Give a value=@FILE.": (
        "{box} 的凭据 {scheme} 设置不了：{what}。请给出 value=@文件。"
    ),
    "{actor!r} may not set a credential for everybody: that needs 'admin'. Set your own: own.": (
        "{actor} 不能为所有人设置凭据：那需要 admin 权限。请设置自己的：own。"
    ),
    # features/tools/describing.py
    "A {what} has {longest} characters. Expected at most {limit}. Shorten it.": (
        "{what} 有 {longest} 个字。最多 {limit} 个。请缩短。"
    ),
    "{samples} samples were given. Expected at most {most}: keep those that differ most.": (
        "给出了 {samples} 个示例请求。最多 {most} 个：请留下彼此最不同的。"
    ),
    # features/tools/capabilities/jobs.py
    "wait_s = {wait_s!r}. Expected 0 to {longest_s} seconds. Wait again after that.": (
        "wait_s = {wait_s}。应为 0 到 {longest_s} 秒。之后可以再等。"
    ),
    "The toolbox {box!r} is off. Expected it on: 'wainao tools on {box2}'.": (
        "工具箱 {box} 已停用。应先启用：wainao tools on {box2}。"
    ),
    (
        "The job {job!r} is {state!r} already. Expected one that goes on. Its result, if it has one, is on the "
        "receipt {receipt!r}."
    ): "任务 {job} 已经是{state!s}。应为还在进行的。如有结果，在回执 {receipt} 上。",
    # features/tools/capabilities/limits.py
    (
        "There is no toolbox and no tool {name!r}. Expected one such as 'bank' or 'bank:pay'. 'wainao tools list' "
        "shows what there is."
    ): "没有工具箱或工具 {name}。应为 'bank' 或 'bank:pay' 这样的名字。用 wainao tools list 查看有哪些。",
    # features/tools/capabilities/results.py
    (
        "start = {start!r} and count = {count!r}. Expected a start from 0 and a count of 1 to {most}. Ask for the "
        "next page with the start that the last one told."
    ): (
        "start = {start}，count = {count}。start 应从 0 起，count 应为 1 到 {most}。取下一页时，请用上一页给出的 "
        "start。"
    ),
    (
        "The receipt {receipt!r} has no result. Expected one of a call of a tool that has ended, and that was not "
        "erased. Look at it: 'wainao receipt'."
    ): "回执 {receipt} 没有结果。应为已经结束、没有抹除的工具调用。请查看：wainao receipt。",
    # features/tools/capabilities/store.py
    (
        "The bundle was signed by {signer}, and you trust {trust!r}. If its people told you that fingerprint, give "
        "it as trust."
    ): "工具箱文件由 {signer} 签名，而你信任的是 {trust!s}。如果对方告诉过你这个指纹，请填进 trust。",
    # features/tools/capabilities/surfaces.py
    (
        "{actor!r} may not call {name!r}, so its page is not shown. Expected somebody who may. Ask an "
        "administrator for the right, or for a key that covers it."
    ): "{actor} 不能调用 {name}，所以不显示它的界面。请向管理员申请权限，或要一个覆盖它的密钥。",
    "The tool {name!r} brings no page. Expected one with a surface. Show its result as it is.": (
        "工具 {name} 没有自带界面。请直接看它的结果。"
    ),
    # features/tools/capabilities/use.py
    "most_steps = {most_steps!r}. Expected 1 to 20.": "most_steps = {most_steps}。应为 1 到 20。",
    "{receipt!r} is no use of tools of {actor!r}. Give the receipt of one that waits.": (
        "{receipt} 不是 {actor} 的一次办事。请给出正在等待的那张回执。"
    ),
    "What {receipt!r} was for has been erased. Expected the receipt of a use that is whole. Make the request again.": (
        "{receipt} 的内容已抹去。应为内容完整的一次办事的回执。请重新提出请求。"
    ),
    "{spec!r} is no tool that a request chooses. 'wainao tools find' shows some that are.": (
        "{spec} 不是能由请求选中的工具。用 wainao tools find 查看一些可以的。"
    ),
    "{tool!r} is called by no HTTP request of ours. Only tools of an OpenAPI description are.": (
        "{tool} 不是由我们发 HTTP 请求调用的。只有来自 OpenAPI 描述的工具才是。"
    ),
    "The request has {request} characters. Expected 1 to {longest_request} that say what is to be done.": (
        "请求有 {request} 个字符。应为 1 到 {longest_request} 个，说明要做什么。"
    ),
    # features/tools/checking.py
    (
        "What {name!r} takes cannot be told: its schema is not sound ({error!r}). Expected one of JSON Schema "
        "2020-12. Tell whoever made the tool."
    ): "说不清 {name} 接受什么：它的模式不正确（{error}）。应为 JSON Schema 2020-12。请告诉工具的制作者。",
    (
        "Checking the input takes more than {most_steps} steps, so it was given up. Expected less at once: send "
        "fewer items. If it is short already, the tool's schema is a maze; tell whoever made it."
    ): (
        "核对输入超过了 {most_steps} 步，已经放弃。请一次少发几项。如果输入本来就短，那是工具的模式太绕，请告诉它的"
        "制作者。"
    ),
    "{value} of the items are there twice": "有 {value} 项重复",
    "{name!r} needs the field {missing!r}{where}. 'wainao tools show {name2}' shows what it takes.": (
        "{name} 缺少字段 {missing}{where}。用 wainao tools show {name2} 查看它接受什么。"
    ),
    "What {name!r} was given does not fit: {wanted}. 'wainao tools show {name2}' shows what it takes.": (
        "给 {name} 的输入不合：{wanted}。用 wainao tools show {name2} 查看它接受什么。"
    ),
    "The field {place!r} of {name!r} is wrong: {given} was given. Expected {expected}.": (
        "{name} 的字段 {place} 有误，给的是 {given}。应为 {expected}。"
    ),
    # features/tools/choosing/catalogue.py
    " And {most_wrong} more.": "还有 {most_wrong} 行。",
    (
        "{wrong} lines cannot be read: {wrong2}.{more} Expected one JSON object per line, like {example}. Correct "
        "them; nothing was taken in."
    ): "有 {wrong} 行读不出来：{wrong2}。{more}每行应为一个 JSON 对象，例如 {example}。请改正；什么都没有录入。",
    '"name" is {row!r}; 1 to {longest_name} characters on one line are needed': (
        '"name" 是 {row}；应为一行，1 到 {longest_name} 个字符'
    ),
    '"id" and "request" are needed, each as a string': '要有 "id" 和 "request"，都是字符串',
    # features/tools/credentials.py
    "There is no credential {scheme!r} for {box!r}. 'wainao tools credentials' shows those that are there.": (
        "{box} 没有凭据 {scheme}。用 wainao tools credentials 查看有哪些。"
    ),
    (
        "The credential {scheme!r} of {box!r} is for {where}, and the toolbox is at {origin} now. If that is "
        "right, set the credential anew: 'wainao tools credential'."
    ): (
        "{box} 的凭据 {scheme} 是给 {where} 的，而工具箱现在在 {origin}。如果没有问题，请重新设置凭据：wainao "
        "tools credential。"
    ),
    # features/tools/embedding.py
    "Vectors of tools are being made already, by another call or process. Wait until it has ended.": (
        "另一个调用或进程正在生成工具的向量。请等它结束。"
    ),
    (
        "Two embedding models answered in turn: {expected!r} with vectors of {expected2} numbers, {model!r} with "
        "{shape}. One was expected: check what answers at the endpoint, then try again."
    ): (
        "先后作答的是两个嵌入模型：{expected}（{expected2} 维）和 {model}（{shape} 维）。应只有一个：请检查端点后面"
        "是什么，然后再试。"
    ),
    # features/tools/engines/awaiting.py
    (
        "The work of {tool!r} is told of at {partition!r}, where {box!r} has no server any more. Expected one that "
        "it names. Take the toolbox back to the version that began the work."
    ): (
        "{tool} 的进度要到 {partition} 去看，而 {box} 在那里已经没有服务。应为它自己写明的服务。请把工具箱退回到开"
        "始这项工作的版本。"
    ),
    (
        "The work of {tool!r} was lost sight of: {most_failures} looks in a row failed, or it took more than a "
        "week. Expected its server to say how far it is. Ask the server's owner: it may have been done."
    ): (
        "{tool} 的工作跟丢了：连续 {most_failures} 次没看到，或超过了一星期。它的服务本应说明进度。请问服务的所有者"
        "：事情也许已经办了。"
    ),
    (
        "It goes on at the server, as job {job}. Nothing has to be sent again: what it gives is kept, and can be "
        "fetched with 'wainao tools job {job}' (tools:job)."
    ): (
        "它在对方那里继续进行，任务为 {job}。不必再发一次：结果会保留，可用 wainao tools job {job} 取回（tools:job）。"
    ),
    # features/tools/engines/mcp.py
    (
        "One signs in to {before!r} at {told!r} now. Expected {was!r}, as when it was taken in. If its owner says "
        "that is right, take it in afresh: 'wainao tools remove {before2}', then add it again."
    ): (
        "{before} 现在要到 {told} 登录，而加入时是 {was!s}。如果它的所有者说没有问题，请重新加入：先 wainao tools "
        "remove {before2}，再添加。"
    ),
    "Servers of the Model Context Protocol need the extra 'mcp' ({error}). Install wainao[mcp].": (
        "MCP 服务需要 mcp 扩展（{error}）。请安装 wainao[mcp]。"
    ),
    # features/tools/engines/sending.py
    (
        "The server of {tool!r} answers no more calls now (HTTP {too_many}, or its limit is used up), and nothing "
        "was done. Expected room for one. Call again {when}, or have a limit set that keeps below its own: 'wainao "
        "tools limit'."
    ): (
        "{tool} 的服务现在不再接受调用（HTTP {too_many}，或它的额度已用完），什么都没有做。请{when}再调用，或让管理"
        "员设置低于它的限额：wainao tools limit。"
    ),
    # features/tools/files.py
    "There is no file {digest!r} of yours. Give the digest that a tool or an upload told.": (
        "你没有文件 {digest}。请给出工具或上传时告诉你的摘要。"
    ),
    # features/tools/intake.py
    "{source!r} is no address. Expected https://…, or the content of a file with it.": (
        "{source} 不是地址。应为 https://…，或给出描述文件的内容。"
    ),
    "{url!r} answered {status}. Expected 200 and a description. Check the address.": (
        "{url} 返回 {status}。应为 200 和一份描述。请检查地址。"
    ),
    "The description refers to more than {most_fetched} documents. Join them into one.": (
        "描述引用了超过 {most_fetched} 份文档。请合并成一份。"
    ),
    # features/tools/jobs.py
    "There is no job {id!r} of yours. 'wainao tools jobs' shows those that there are.": (
        "你没有任务 {id}。用 wainao tools jobs 查看有哪些。"
    ),
    # features/tools/offering.py
    "{spec!r} was given {arguments!r}. Expected one JSON object with its fields.": (
        "给 {spec} 的是 {arguments}。应为一个含其字段的 JSON 对象。"
    ),
    "What {spec!r} was given does not fit: {error}. Correct that field.": (
        "给 {spec} 的输入不合：{error}。请改正那个字段。"
    ),
    "The arguments of {name!r} are no JSON: {error}. Write one JSON object.": (
        "{name} 的参数不是 JSON：{error}。请写一个 JSON 对象。"
    ),
    # features/tools/resuming.py
    "{actor!r} began the job {job!r} and is no actor any more. Let it in again.": (
        "{actor} 开始了任务 {job}，但已不再是使用者。请重新让其进来。"
    ),
    # features/tools/service.py
    (
        "The toolbox {toolbox!r} is pinned to version {version}. To update it, unpin it first: 'wainao tools unpin "
        "{toolbox2}'."
    ): "工具箱 {toolbox} 固定在第 {version} 版。要更新，请先解除固定：wainao tools unpin {toolbox2}。",
    "The new version of {toolbox!r} may do more than the old one: {en}. If that is right, say so: --accept.": (
        "{toolbox} 的新版本比旧版本能做得更多：{en}。如果没有问题，请加 --accept。"
    ),
    "{kind!r} has no tool {inner!r}. 'wainao tools show {kind2}' shows those that it has.": (
        "{kind} 没有工具 {inner}。用 wainao tools show {kind2} 查看它有哪些。"
    ),
    "{name!r} is what capabilities of our own are called. Give the toolbox another name: --name.": (
        "{name} 是我们自己的能力所用的名字。请用 --name 给工具箱另起一个。"
    ),
    (
        "{toolbox!r} cannot be taken in: {wrong!r} is no name of a tool, or one is there twice. Expected names in "
        "lower case, such as 'bank:pay', each once. Have its maker mend it, or name it yourself: --name."
    ): (
        "{toolbox} 不能加入：{wrong} 不能作工具名，或出现了两次。应为小写的名字，例如 'bank:pay'，各不相同。请制作"
        "者改正，或用 --name 自己起名。"
    ),
    (
        "A risk was given for {unknown!r}, which is no tool of {box!r}. Expected its tools' names. 'wainao tools "
        "show {box2}' shows them."
    ): "给 {unknown} 定了风险，但它不是 {box} 的工具。应为它的工具名。用 wainao tools show {box2} 查看。",
    # features/tools/settings.py
    "smtp has host = {host!r} and sender = {sender!r}. Expected both, such as ai@example.com.": (
        "smtp 的 host = {host}，sender = {sender}。两个都要有，例如 ai@example.com。"
    ),
    "smtp has only one of user and password. Set both, or none.": (
        "smtp 的 user 和 password 只有一个。请两个都设，或都不设。"
    ),
    "{name} is {place!r}. Expected an address that begins with http:// or https://.": (
        "{name} 是 {place}。应为以 http:// 或 https:// 开头的地址。"
    ),
    "client_document is {client_document!r}. Expected an address with https://.": (
        "client_document 是 {client_document}。应为 https:// 的地址。"
    ),
    "{name} is {getattr!r}. Expected more than 0.": "{name} 是 {getattr}。应大于 0。",
    "{name} has {place!r}. Expected an origin such as http://127.0.0.1:9000.": (
        "{name} 里有 {place}。应为 http://127.0.0.1:9000 这样的来源。"
    ),
    # features/tools/showing.py
    "{tool!r} is no reading tool, and a demonstration is run again and again. Choose one.": (
        "{tool} 不是只读的工具，而演示会反复运行。请另选一个。"
    ),
    "{tool!r} failed: {text}. Expected a call that shows what it does. Mend the input.": (
        "{tool} 失败了：{text}。应为能说明它做什么的调用。请改正输入。"
    ),
    "There is no demonstration {demo!r}. 'wainao tools show' names those that there are.": (
        "没有演示 {demo}。用 wainao tools show 查看有哪些。"
    ),
    "stars = {stars!r} and {words} characters. Expected 1 to 5 stars, at most {most_words} characters.": (
        "stars = {stars}，{words} 个字符。应为 1 到 5 星，最多 {most_words} 个字符。"
    ),
    "{actor!r} never called {tool!r}. Reviews are by those who did: call it first.": (
        "{actor} 从未调用过 {tool}。只有用过的人才能评价：请先调用。"
    ),
    # features/tools/oauth.py
    (
        "The sign-in of {id!r} to {name!r} was forgotten while its token was renewed. Expected it to be kept. Sign in "
        "again, if that was not meant: 'wainao tools sign-in {name2} {scheme}'."
    ): (
        "{id} 对 {name} 的登录在令牌更新期间被删除了。应仍保留着。如果不是有意删除，请重新登录："
        "wainao tools sign-in {name2} {scheme}。"
    ),
    # features/tools/signing_in.py
    "No sign-in of yours waits for that answer, or it is too old. Begin it again.": (
        "你没有在等这个回应的登录，或它已经过时。请重新开始。"
    ),
    "{kept!r} signs in elsewhere by now, at {token!r}. Expected {told!r}, where this sign-in began. Begin it again.": (
        "{kept} 现在改到 {token} 登录。应为这次登录开始时的 {told}。请重新开始。"
    ),
    (
        "{box!r} has no OAuth client for {scheme!r}, and its authorization server registers none. An administrator "
        "sets the client_id that the other side gave: 'wainao tools credential --client-id'."
    ): (
        "{box} 没有用于 {scheme} 的 OAuth 客户端，它的授权服务器也不给注册。请管理员设置对方给的 client_id：wainao "
        "tools credential --client-id。"
    ),
    # features/tools/store.py
    "There is no toolbox {what}. 'wainao tools list' shows what there is.": (
        "没有工具箱 {what}。用 wainao tools list 查看有哪些。"
    ),
    # features/tools/ways.py
    "{url!r} is no address that can be called. Expected one with http:// or https://.": (
        "{url} 不是可以调用的地址。应以 http:// 或 https:// 开头。"
    ),
    # words within them
    "one of {wanted}": "其中之一：{wanted}",
    "no other fields than {get}": "只有这些字段：{get}",
    "no secret was given": "没有给出机密",
    "the toolbox names no address": "工具箱没有写明地址",
    "line {number}: {error}, in {decode!r}": "第 {number} 行：{error}，内容是 {decode}",
    "version {version} of {name!r}": "{name} 的第 {version} 版",
    "later": "稍后",
    "in {rest} s": "在 {rest} 秒后",
    "the tools have vectors of {model!r}, and {model2!r} answered now": (
        "工具的向量来自 {model}，而现在作答的是 {model2}"
    ),
    (
        "(It goes on at the server, and is not followed: its state is told of elsewhere than at the toolbox's own "
        "servers, or too many jobs are under way already.)"
    ): "（它在对方那里继续进行，但不再跟随：它的进度不在工具箱自己的服务上，或进行中的任务已经太多。）",
    "(What it gave is at a place that is none of the toolbox's own servers, and was not fetched.)": (
        "（结果不在工具箱自己的服务上，没有去取。）"
    ),
    "it calls {place}, which it did not before": "会调用新的地址 {place}",
    "it signs in at {place}, which it did not before": "会在新的地址 {place} 登录",
    "{name} is of risk {risk}, up from {was}": "{name} 的风险为{risk!s}（原为{was!s}）",
    "trusted has {host!r}. Expected a host such as api.example.com, *.example.com, or *.": (
        "trusted 里有 {host}。应为 api.example.com、*.example.com 或 * 这样的主机。"
    ),
}

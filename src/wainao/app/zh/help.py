"""Help texts of the command line in Chinese, by the English ones."""

from __future__ import annotations

HELP: dict[str, str] = {
    "Ask your own files, get a cited answer with a receipt, correct it once.": (
        "问自己的文件，得到带引文和回执的回答，更正一次即可。"
    ),
    "Install completion for the current shell.": "为当前 shell 安装自动补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，以便复制或自行安装。"
    ),
    "Show this message and exit.": "显示这段说明并退出。",
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
    # all
    "The directory that holds everything.": "存放一切的主目录。",
    "A settings file instead of the home's own.": "代替主目录自带设置文件的另一个文件。",
    "The language of messages.": "消息所用的语言。",
    "Print JSON, for scripts.": "输出 JSON，供脚本使用。",
    "Why, for the record.": "理由，留作记录。",
    # add, documents
    "Read files and folders; what has not changed is left alone.": "读入文件和文件夹；没变的不动。",
    "Files and folders.": "文件和文件夹。",
    "The knowledge base to put them into.": "放进哪个知识库。",
    "Only say what would happen.": "只说会发生什么。",
    "What the brain has read.": "外脑读过的文档。",
    "Show every document, its state and its size.": "列出每个文档及其状态和大小。",
    "Only this knowledge base.": "只看这个知识库。",
    "Take documents out; what was cited from them stays readable.": "移除文档；曾被引用的内容依然可读。",
    "Ids of documents.": "文档的编号。",
    "All documents of this knowledge base instead.": "改为移除这个知识库的全部文档。",
    "Show the knowledge bases.": "列出知识库。",
    # ask, search
    "The question, in any words.": "问题，怎么说都行。",
    'Many questions, one {"id", "question"} on each line.': '许多问题，每行一个 {"id", "question"}。',
    "Only this knowledge base; may be repeated.": "只问这个知识库；可写多次。",
    "Leave out what no document supports.": "没有文档支撑的句子不写出来。",
    "Find the passages that fit a question best.": "找出与问题最相符的段落。",
    "How many passages.": "要几个段落。",
    # corrections
    "Correct an answer once; from then on the correction answers.": "更正一次；从此由更正作答。",
    "The receipt of the answer that is wrong.": "那个错误回答的回执。",
    "The right answer.": "正确的回答。",
    "The question, where there is no receipt.": "没有回执时，写出问题。",
    "base, everyone or user: for whom it holds.": "base、everyone 或 user：对谁有效。",
    "The knowledge base it holds for.": "对哪个知识库有效。",
    "Until when it holds.": "有效到何时。",
    "What people said the right answers are.": "人给出的正确答案。",
    "Show the corrections.": "列出更正。",
    "Only those in this state.": "只看处于这一状态的。",
    "Only those with these words.": "只看含有这些词的。",
    "At most so many.": "最多几条。",
    "Only those with these words in path or title.": "只看路径或标题含有这些词的。",
    "Of the calls made, those after this one.": "下级调用只看这一个之后的。",
    "user, team, base, capability or everyone: for whom it holds.": (
        "user、team、base、capability 或 everyone：对谁有效。"
    ),
    "The team it holds for.": "对哪个团队有效。",
    "The capability it holds for.": "对哪项能力有效。",
    "Put a proposed correction on trial: only previews and evaluations see it.": (
        "试用一条提议的更正：只有预览和评测看得到。"
    ),
    "Let a correction rest that is needed no longer; its tests stay.": "让不再需要的更正退役；它的测试保留。",
    "Make a retired or revoked correction what it was before.": "把退役或撤回的更正恢复成之前的样子。",
    "Show which corrections contradict one, or those that wait.": "列出与某条更正（或等待中的更正）冲突的更正。",
    "Those in force, with each other.": "已生效的更正相互之间的冲突。",
    "So many are left out at the beginning.": "开头略过几条。",
    "Take back all that somebody said, or that was said since a time.": "撤回某人的全部更正，或某时以来的全部更正。",
    "Only what this actor said.": "只撤回这位调用者的。",
    "Only what was said since.": "只撤回此后的。",
    "Do it; without this, only say what would happen.": "真的执行；不写则只说会发生什么。",
    "Undo a roll-back.": "撤销一次回滚。",
    "The receipt of the roll-back.": "那次回滚的回执。",
    "Answers that somebody was not satisfied with.": "用户不满意的回答。",
    "The item's id.": "队列中一项的编号。",
    "Say that an answer is not right, without knowing what is.": "说明一个回答不对，不必知道正确答案。",
    "Show what waits for somebody who knows the right answer.": "列出等待处理的回答。",
    "open, corrected or dismissed.": "open、corrected 或 dismissed。",
    "Show one item, with the passages that the answer cites.": "查看一项，连同回答引用的段落。",
    "Close an item by saying what the right answer is.": "说出正确答案，处理掉一项。",
    "Close an item without a correction.": "关闭一项，不作更正。",
    "Take a correction back, at once, everywhere.": "撤回一条更正，立即生效，处处生效。",
    "The correction's id.": "更正的编号。",
    "Show everything that ever happened to a correction.": "列出一条更正的全部经过。",
    "Say that another wording is the same question.": "确认另一种问法是同一个问题。",
    "The other wording.": "另一种问法。",
    "One that answers otherwise and stays; may be repeated.": "答案不同而保留的一条；可写多次。",
    "One that answers otherwise and ends; may be repeated.": "答案不同而就此结束的一条；可写多次。",
    "Let a proposed correction stand.": "让一条提议的更正生效。",
    "Take in a list of questions with their right answers.": "导入一份问题与正确答案的清单。",
    "JSON lines, CSV or XLSX.": "JSON 行、CSV 或 XLSX 文件。",
    "Put them into force at once, where you may.": "在你有权决定处立即生效。",
    "As if the corrections on trial stood.": "当作试用中的更正已经生效。",
    "Say which correction a question would meet, and why; nothing is asked.": "说明问题会遇到哪条更正及原因；不提问。",
    "A question.": "一个问题。",
    'Many: a line each, {"id", "question"}.': '多个：每行一个 {"id", "question"}。',
    "Only this other wording of it.": "只针对它的这一种别问法。",
    "Measure whether a model may judge that two questions are the same.": "考核一个模型能否判断两个问题相同。",
    "The route to the model; by default the judge's.": "通往该模型的路由；默认用裁判的。",
    'A set of your own: a line each, {"question", "paraphrases", "near_misses"}.': (
        '自己的题集：每行一个 {"question", "paraphrases", "near_misses"}。'
    ),
    "How many calls are under way at once.": "同时进行几次调用。",
    "Forget what was begun and not finished.": "丢掉已开始而未完成的。",
    "Show which models were measured as judges, and where each may judge.": "列出考核过的裁判模型及其适用的语言。",
    "Propose other wordings of corrected questions; a person decides on each.": "提议更正的别问法；每一条由人决定。",
    "A model that must find each of them the same.": "须由这个模型认定含义相同。",
    "How many wordings that model writes for each correction.": "该模型为每条更正写几种问法。",
    "How often a question must have been asked.": "问题至少被问过几次。",
    "How many of the latest receipts are read.": "读取最近多少张回执。",
    # fixes
    "What people set right in documents.": "人对文档所作的订正。",
    "The source fix's id.": "订正的编号。",
    "The passage, in the document's words.": "那段话，照文档的原文。",
    "Mark a passage as wrong or outdated; nothing is answered from it any more.": (
        "把一段标为有误或过时；从此不再用它作答。"
    ),
    "The receipt of an answer that cites the passage.": "引用了这一段的回答的回执。",
    "The number of the citation.": "引文的序号。",
    "A document's id, instead of a receipt.": "文档的编号，代替回执。",
    "wrong or outdated.": "wrong（有误）或 outdated（过时）。",
    "Have an old value read as a new one, wherever it is cited.": "凡引用之处，都把旧值读作新值。",
    "What the documents say: 30 days.": "文档的说法，例如“30 天”。",
    "What is right: 45 days.": "正确的说法，例如“45 天”。",
    "Only in this document, by its id.": "只限这个文档（编号）。",
    "Only in this knowledge base.": "只限这个知识库。",
    "In all knowledge bases.": "在全部知识库里。",
    "Have a question answered from the right document.": "让一个问题由正确的文档来回答。",
    "The id of the document that answers.": "应当作答的文档的编号。",
    "The receipt of that question.": "那个问题的回执。",
    "mark, replace or point.": "mark（标记）、replace（替换）或 point（指引）。",
    "Show what was set right, and what has no effect because a document changed.": (
        "列出订正，以及因文档已变而不起作用的。"
    ),
    "Show a source fix, every place that it changes, and its history.": "查看一条订正、它改变的每一处和它的经过。",
    "Let a proposed source fix hold.": "让一条提议的订正生效。",
    "Take a source fix back, at once, everywhere.": "撤回一条订正，立即生效，处处生效。",
    # receipts
    "Show one call: who, what, when, on what, and its proof.": ("显示一次调用：谁、何事、何时、依据什么，及其证明。"),
    "The receipt's id.": "回执的编号。",
    "The ledger of all calls.": "全部调用的账本。",
    "Show the newest calls.": "列出最近的调用。",
    "At most so many, the newest first.": "最多几条，新的在前。",
    "Only those before this receipt.": "只看这张回执之前的。",
    "Only calls of this one.": "只看对它的调用。",
    "Only calls of this actor.": "只看这个使用者的调用。",
    "Only those that ended so.": "只看如此结束的。",
    "Read the whole ledger; exit with 1 where it is not what was written.": (
        "通读整个账本；若与当初写下的不符，以 1 退出。"
    ),
    "A checkpoint that was kept elsewhere.": "保存在别处的检查点。",
    "Print the proof that the ledger holds a receipt.": "打印一张回执确在账本之中的证明。",
    "Write every receipt with its proof, one JSON object on each line.": "写出每张回执及其证明，每行一个 JSON 对象。",
    "Where to write; standard output without it.": "写到哪里；不给则写到标准输出。",
    "Remove what was asked and answered, and every copy of it, for privacy; the proof stays.": (
        "为保护隐私抹去问与答及其所有副本；证明仍在。"
    ),
    "Say that an incident which the ledger recorded was looked into.": "确认账本记录的一次异常已有人查过。",
    "Print a signed checkpoint, to be kept elsewhere.": "打印一个签名检查点，请保存到别处。",
    # people
    "Who may call what.": "谁可以调用什么。",
    "Let somebody in, or change what they may do; what is not said stays as it was.": (
        "让某人进来，或改变其权限；没有写的保持原样。"
    ),
    "The actor's id.": "使用者的编号。",
    "The tenant it belongs to; only the owner may name another.": "所属租户；只有所有者可以指定别的租户。",
    "What people call it.": "人们怎么称呼它。",
    "read, write, act, admin; with commas. At first: read.": "read、write、act、admin；用逗号隔开。起初为 read。",
    "The knowledge bases it may see; * for all, as at first.": "可见的知识库；* 表示全部，起初如此。",
    "Shut it out, so that its keys open nothing.": "把它关在外面，它的密钥都不再有效。",
    "Show the actors and what they may do.": "列出使用者及其权限。",
    "Who pays for whom.": "谁为谁付账。",
    "The team's id.": "团队的编号。",
    "Make a team, or give it another name.": "新建一个团队，或给它改名。",
    "Show the teams and who belongs to them.": "列出团队及其成员。",
    "Let an actor belong to a team; its first one pays for its calls.": "让使用者加入团队；首个团队为其调用付账。",
    "Charge it for the actor's calls, though it is not the first.": "即使不是首个团队，也由它为该使用者付账。",
    "End it; keys that are charged to that team open nothing any more.": "让使用者离开；由该团队付账的密钥随即作废。",
    "Let all leave, and forget the team; what it used stays on record.": "让全体离开并删除团队；其用量仍在账上。",
    # keys
    "Keys that actors show.": "使用者出示的密钥。",
    "Make a key for an actor; it is shown this once.": "为使用者造一把密钥；只显示这一次。",
    "What it is for.": "用途。",
    "Until when it opens.": "有效到何时。",
    "The team to charge, instead of the actor's own.": "由哪个团队付账，代替使用者自己的团队。",
    "Only these rights; with commas.": "只有这些权限；用逗号隔开。",
    "Only these knowledge bases; with commas.": "只见这些知识库；用逗号隔开。",
    "Only these, such as models:chat,knowledge:*.": "只能调用这些能力，例如 models:chat,knowledge:*。",
    "Only these models, such as qwen3,gpt-*.": "只能用这些模型，例如 qwen3,gpt-*。",
    "Show how keys begin, what they are for and when they were last used.": "列出密钥的开头、用途和最近使用时间。",
    "Only those of this actor.": "只看这个使用者的。",
    "Make a new key in place of one; what it is for and its budgets go on.": "换一把新密钥；限定与预算照旧。",
    "How long the old key opens as well.": "旧密钥还能用多久。",
    "Make a key open nothing, at once.": "让一把密钥立即作废。",
    "How the key begins.": "密钥的开头。",
    # budgets, limits
    "How much may be used.": "可以用多少。",
    "Say how much an actor, a team or a key may use; without any limit the budget is gone.": (
        "规定一个使用者、团队或密钥可以用多少；不给任何上限则取消预算。"
    ),
    "minute, day, month or total.": "minute、day、month 或 total。",
    "The actor; everybody without it.": "使用者；不给则指所有人。",
    "A team instead of an actor.": "团队，代替使用者。",
    "A key instead of an actor.": "密钥，代替使用者。",
    "Show the budgets and what is used up of them.": "列出预算及已用多少。",
    "How many calls.": "几次调用。",
    "How many tokens, in and out.": "多少词元，进出合计。",
    "How much money, in US dollars.": "多少钱，以美元计。",
    "refuse or count: calls whose price nobody knows.": "refuse 或 count：价格未知的调用，拒绝还是只计次。",
    "How much may be used at a time.": "一时可以用多少。",
    "Say how fast an actor, a team or a key may go; what is not said has no limit.": (
        "规定一个使用者、团队或密钥可以多快；没说的不限。"
    ),
    "How many calls in a minute.": "一分钟几次调用。",
    "How many tokens in a minute, in and out.": "一分钟多少词元，进出合计。",
    "How many calls at once.": "同时几次调用。",
    "Show the limits and what is in use right now.": "列出速率上限及当前占用。",
    # usage, plans
    "Show what was used and what it cost: this month, if no day is said.": "显示用量与费用；不说日期则为本月。",
    "day, month, tenant, actor, team, key, capability, model, route; with commas.": (
        "day、month、tenant、actor、team、key、capability、model、route；用逗号隔开。"
    ),
    "From this day on.": "从这天起。",
    "To the end of this day.": "到这天结束。",
    "Only what this actor used.": "只看这个使用者的用量。",
    "Only what is charged to this team.": "只看由这个团队付账的。",
    "Print CSV, for spreadsheets.": "输出 CSV，供电子表格使用。",
    "What is included each month, and who is charged how much.": "每月包含什么，谁该付多少。",
    "Say what a plan costs and includes each month, from this month on.": "规定套餐的月费和每月包含的用量，自本月起。",
    "The plan's id.": "套餐的编号。",
    "The plan's id; none without it.": "套餐的编号；不给则取消套餐。",
    "What it costs each month.": "每月多少钱。",
    "How many calls are included.": "包含几次调用。",
    "How many tokens are included.": "包含多少词元。",
    "How much money, in US dollars, is included.": "包含多少费用，以美元计。",
    "block or pay: what is beyond it.": "block 或 pay：超出部分拒绝，还是付费。",
    "A call beyond it.": "超出后每次调用的价格。",
    "A million tokens beyond it.": "超出后每百万词元的价格。",
    "On top of the cost beyond it.": "超出部分在成本之上加收多少。",
    "Show the plans, and who has which.": "列出套餐，以及谁用哪个。",
    "Let a team, or an actor in none, have a plan from this month on.": (
        "让一个团队，或不属于任何团队的使用者，自本月起使用套餐。"
    ),
    "The team that is to have it.": "要使用它的团队。",
    "An actor in no team, instead.": "不属于任何团队的使用者，代替团队。",
    "Show what each team and actor used in a month, and is charged.": "显示各团队和使用者某月的用量与应付。",
    "Such as 2026-11; this one without it.": "例如 2026-11；不给则为本月。",
    # prices
    "What models cost.": "模型的价格。",
    "PROVIDER/MODEL, or PROVIDER/* for its others.": "“服务商/模型”，或“服务商/*”表示其余全部。",
    "Say what a model costs from a day on, in US dollars.": "设定一个模型自某日起的价格，以美元计。",
    "From this day on; today.": "从这天起；默认今天。",
    "A million tokens in.": "每百万输入词元。",
    "A million tokens out.": "每百万输出词元。",
    "A million cached tokens in.": "每百万命中缓存的输入词元。",
    "A million tokens turned into vectors.": "每百万转成向量的词元。",
    "A picture.": "每张图片。",
    "A minute of sound.": "每分钟声音。",
    "Show what models cost: past, present and to come.": "列出模型的价格：过去的、现行的和将来的。",
    "Only this model.": "只看这个模型。",
    "Take a list of prices in: all of it, or nothing if one is wrong.": "导入价格表：有一处错误则一条也不导入。",
    "CSV with a line of names, or JSON.": "带列名的 CSV，或 JSON。",
    "Take a price back; costs that were recorded stay.": "删除一个价格；已记下的费用不变。",
    "The day it holds from.": "它生效的日期。",
    # approvals
    "Calls that wait for a person.": "等人审批的调用。",
    "Show the calls that wait for a person.": "列出等人审批的调用。",
    "Allow a waiting call; it may then be sent once more.": "同意一次等待中的调用；之后可以再发一次。",
    "The approval's id.": "审批的编号。",
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
    # grants
    "What need not ask a person each time.": "不必每次等人批准的调用。",
    "The actor's id; * for everybody.": "使用者的编号；* 表示所有人。",
    "What it may call; KIND:* for all.": "可以调用什么；KIND:* 表示该类全部。",
    "What its input has to keep: amount<=100, to=EUR|USD.": "输入须守的限度：amount<=100、to=EUR|USD。",
    "Let calls within bounds go on without asking a person each time.": "让限度之内的调用不必每次等人批准。",
    "Show the standing grants, also those that are over.": "列出长期授权，包括已结束的。",
    "The grant's id.": "授权的编号。",
    "Take a grant back, at once.": "立即收回一个授权。",
    "Refuse a waiting call.": "拒绝一次等待中的调用。",
    # deployments, routes
    "Where the models are.": "模型在哪里。",
    "Its name.": "它的名字。",
    "Say where a model is; a known name gets a new version.": "说明一个模型在哪里；已有的名字得到新版本。",
    "What its provider calls it.": "提供者那里的模型名。",
    "Who offers it.": "由谁提供。",
    "Its address; the provider's own without it.": "它的地址；不给则用提供者的地址。",
    "Ask for its key, or read it from standard input.": "询问它的密钥，或从标准输入读取。",
    "The environment variable that holds its key.": "存放密钥的环境变量。",
    "chat, embed, rerank, …; with commas.": "chat、embed、rerank 等；用逗号隔开。",
    "Words by which routes find it; with commas.": "路由据以找到它的标签；用逗号隔开。",
    "Whether what is sent to it stays on our own machines.": "发给它的内容是否留在自己的机器上。",
    "How many tokens it takes.": "最多接受多少词元。",
    "Requests per minute at most.": "每分钟最多几个请求。",
    "Tokens per minute at most.": "每分钟最多多少词元。",
    "Requests at once at most.": "最多同时几个请求。",
    "Show the deployments and how they are doing.": "列出部署及其近况。",
    "Show all about a deployment, and its versions.": "显示一个部署的全部和历次版本。",
    "Take a deployment away and forget its key.": "移除一个部署，并忘掉它的密钥。",
    "Ask a deployment whether it is there and well.": "问一个部署是否在、是否健康。",
    "Have a deployment load its model.": "让部署载入模型。",
    "Send a deployment nothing new.": "不再给部署新请求。",
    "Let a drained deployment have requests again.": "让排空的部署重新接受请求。",
    "Put an earlier version of a deployment into force.": "让部署的一个旧版本生效。",
    "Which version; the one before without it.": "哪个版本；不给则为上一个。",
    "Show who offers models and can be named.": "列出可以直接填名字的模型提供者。",
    "The names under which clients ask for models.": "客户端用来指称模型的名字。",
    "Say which deployments a model's name leads to.": "说明一个模型名通向哪些部署。",
    "Deployments, or tag:WORD; *3 is a weight, @1 an order: 'near*3 far@1'.": (
        "部署，或 tag:WORD；*3 是份额，@1 是先后：'near*3 far@1'。"
    ),
    "session, prefix or no: what stays together.": "session、prefix 或 no：什么请求去同一个部署。",
    "Ask another one when the first word is late.": "首字迟到时同时问另一个。",
    "A cascade: the route to ask first.": "级联：先问哪条路由。",
    "A cascade: the route to ask when that is not enough.": "级联：不够时再问哪条路由。",
    "sureness, weakest, agreement, form or evidence.": "sureness、weakest、agreement、form 或 evidence。",
    "How much trust is enough, 0 to 1.": "可信到多少才算数，0 到 1。",
    "Keep answers so long.": "答案缓存多久。",
    "Show the routes and where they lead.": "列出路由及其通向。",
    "Take a route away; its deployments stay.": "移除一条路由；它的部署不受影响。",
    "Put an earlier version of a route into force.": "让路由的一个旧版本生效。",
    "Say where a request would go now, and why.": "说明一个请求此刻会去哪里，为什么。",
    "Find out how far a cascade may trust its near model.": "找出级联可以信近端模型到什么程度。",
    'Cases, one {"question", "near_right", "far_right"} on each line.': (
        '案例，每行一个 {"question", "near_right", "far_right"}。'
    ),
    "Which part of the far model's lead to keep.": "保住远端模型领先的多少。",
    "Put the threshold into force.": "让阈值生效。",
    "The route; the default one without it.": "路由；不给则为默认路由。",
    "How long the request is.": "请求有多长。",
    "image, audio, file, tools, json; with commas.": "image、audio、file、tools、json；用逗号隔开。",
    "It must stay on our own machines.": "必须留在自己的机器上。",
    # call
    "Call any capability by its name.": "按名字调用任何能力。",
    "The capability.": "能力。",
    "Its input; FIELD:=JSON and FIELD=@FILE work, too.": "它的输入；也可以写 FIELD:=JSON 和 FIELD=@FILE。",
    "Show every capability instead.": "改为列出全部能力。",
    "The input as JSON.": "JSON 形式的输入。",
    "Where to put bytes that come back.": "返回的字节存到哪里。",
    "The approval that a person gave.": "人给出的审批。",
    # models
    "Models that can be had, and what runs here.": "可以取得的模型，以及本机能运行什么。",
    "The model's name.": "模型的名字。",
    "Words of its name, family or maker.": "名字、系列或机构中的词。",
    "language, vision, embedding, rerank, speech, image or video.": (
        "language、vision、embedding、rerank、speech、image 或 video。"
    ),
    "Show the models that can be had.": "列出可以取得的模型。",
    "Only under this licence.": "只看这一许可的。",
    "yes, limited, no or unknown: what its licence says of it.": "yes、limited、no 或 unknown：许可对商用怎么说。",
    "Only of this family.": "只看这一系列的。",
    "Only what runs on this machine.": "只看本机能运行的。",
    "Show all that is known of a model: its licence in plain words, the memory it takes, the sources.": (
        "显示一个模型的全部已知事实：许可的白话说明、所需内存、出处。"
    ),
    "Show what runs on this machine, the best first, and why the rest does not.": (
        "列出本机能运行的模型，最合适的在前，并说明其余的为什么不行。"
    ),
    "How many tokens a conversation is to hold.": "一段对话要容纳多少词元。",
    "A GGUF file, a folder for OpenVINO, a catalogue name, hf:ORG/REPO#FILE, ms:ORG/REPO#FILE or a URL.": (
        "GGUF 文件、OpenVINO 模型的文件夹、目录中的名字、hf:ORG/REPO#FILE、ms:ORG/REPO#FILE，或网址。"
    ),
    "What clients will call it.": "客户端用什么名字称呼它。",
    "Which of its files, such as Q4_K_M.": "取哪个文件，如 Q4_K_M。",
    "hf or ms: where a name of the catalogue is fetched.": "hf 或 ms：目录中的名字从哪里取。",
    "The hash that the file must have.": "文件必须有的哈希。",
    "You have read its licence and accept it.": "已阅读并接受它的许可。",
    "Bring a model here: checked by its hash, gone on with after a break, usable at once.": (
        "把一个模型取到本机：核对哈希，中断后续传，立即可用。"
    ),
    "Stop a model of this machine, take its deployment and its files away.": "停止一个本机模型，移除它的部署和文件。",
    "Show the models of this machine, and which are in memory.": "列出本机的模型，以及哪些在内存中。",
    "Ask several models the same question, and see what they say, how fast and at what cost.": (
        "把同一个问题交给几个模型，看回答、用时和费用。"
    ),
    "The question.": "问题。",
    "Two to four models that clients can ask for.": "两到四个客户端可用的模型。",
    "How long an answer may be.": "回答最长多少。",
    "Only on machines of our own.": "只用自己的机器。",
    "Say which answer of a comparison is the better one.": "说明一次比较中哪个回答更好。",
    "The comparison's id.": "比较的编号。",
    "The receipt of the better answer.": "较好回答的回执。",
    "Show the answers that people voted on: preference data.": "列出人们评选过的回答：偏好数据。",
    "Show how models have been doing, from the latest receipts.": "从最近的回执看各模型做得如何。",
    "What is rated: route, deployment or model.": "看什么：route、deployment 或 model。",
    "models:chat, models:complete, models:embed or models:rerank.": (
        "models:chat、models:complete、models:embed 或 models:rerank。"
    ),
    "How many of the latest calls are looked at.": "查看最近多少次调用。",
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
    # evaluations
    "Questions with what is expected of the answers, and how they fare.": "问题与对回答的要求，以及答得如何。",
    "Take in a set of cases from a file; a changed one becomes a new version.": "从文件读入用例集；变了则为新版本。",
    "Make cases of what was answered: the same must be said, and the same documents cited.": (
        "由答过的问题生成用例：须说出同样的内容，引用同样的文档。"
    ),
    "Make cases of the corrections, with near-misses that they must not answer.": (
        "由更正生成用例，连同它们不得作答的相似问题。"
    ),
    "Show the sets.": "列出用例集。",
    "Show the cases of a set, NAME or NAME@VERSION.": "列出一个用例集的用例，写作 名字 或 名字@版本。",
    "Take a set away; runs that used it stay readable.": "移除用例集；用过它的运行仍可查看。",
    "Put sets to a capability and check each reply; stopped and started again, it goes on where it was.": (
        "把用例集交给一种能力作答并逐条核对；中断后再次运行，接着做。"
    ),
    "Show the runs.": "列出运行记录。",
    "Show what was said to each case of a run.": "显示一次运行中每个用例的回答。",
    "Compare two runs case by case, and say how sure the difference is.": "逐条比较两次运行，并说明差距有多确定。",
    "The set's name.": "用例集的名字。",
    "Sets, as NAME or NAME@VERSION.": "用例集，写作 名字 或 名字@版本。",
    "A note, kept with it.": "随之保存的备注。",
    "What is asked, such as models:chat.": "问谁，如 models:chat。",
    "The model that writes; by default the default one.": "由哪个模型书写；默认用默认模型。",
    "What the model is told first.": "先告诉模型的话。",
    "JSON lines or CSV.": "JSON 行或 CSV。",
    "Only questions with these words.": "只要含有这些词的问题。",
    "How many of the latest receipts to look at.": "查看最近多少张回执。",
    "The run's id.": "运行的编号。",
    "Only cases that failed.": "只看未通过的用例。",
    "A run.": "一次运行。",
    "Measure how well the judge agrees with what people said of replies.": "测定裁判与人对回答的看法有多一致。",
    'A line each: {"question", "reply", "rubric", "good"}.': '每行一个 {"question", "reply", "rubric", "good"}。',
    "The route of the judge; by default the one that is set.": "裁判的路由；默认用设定的那个。",
    "Write corrections or cases as data for trainers, each row with where it comes from.": (
        "把更正或用例写成训练数据，每行都带出处。"
    ),
    "demonstrations, preferences or cases.": "demonstrations（示范）、preferences（偏好对）或 cases（用例）。",
    "Where to: .jsonl or .parquet.": "写到哪里：.jsonl 或 .parquet。",
    "Whose cases.": "哪个用例集。",
    "Another run of the same cases.": "同样用例的另一次运行。",
    # gate, releases
    "Check a release on every correction and its sets, beside the running one; exit code 1 if it may not pass.": (
        "用全部更正和用例集检验一个发布，并与运行中的相比；不得通过时退出码为 1。"
    ),
    "A release, as NAME or NAME@VERSION.": "发布，写作 名字 或 名字@版本。",
    "any: each case that got worse blocks; or significant.": "any：任一用例变差就拦；significant：差距显著才拦。",
    "The share of cases that must pass, 0 to 1.": "至少多少比例的用例须通过，0 到 1。",
    "Only say what would be asked.": "只说会问多少。",
    "Only show the figures; take nothing back.": "只看数字，不收回。",
    "Hold a canary against what runs, on live requests; take it back if it is worse.": (
        "按线上请求把试行的发布与运行中的相比；更差就收回。"
    ),
    "With the corrections on trial, too.": "连同试用中的更正。",
    "As if nobody had corrected anything.": "当作没有任何更正。",
    "The run that tested it: wainao gate NAME --trial.": "检验过它的运行：wainao gate 名字 --trial。",
    "Put a public benchmark to a model; each sample is a case of a run.": (
        "用公开基准评测模型；每道题是一次运行中的用例。"
    ),
    "lm-eval or inspect.": "lm-eval 或 inspect。",
    "The task's name, or a file of tasks.": "任务的名字，或任务文件。",
    "A folder with tasks of your own.": "自备任务所在的文件夹。",
    "Only so many samples.": "只取这么多题。",
    "They are attacks: every gate has them.": "是攻击：每次门禁都带上它们。",
    "Add the built-in attacks: every gate has them, and one that succeeds blocks.": (
        "添加内置的攻击：每次门禁都带上它们，得逞一次就拦下。"
    ),
    "Write JUnit XML there.": "把 JUnit XML 写到那里。",
    "Write Markdown there.": "把 Markdown 写到那里。",
    "What is pinned together, checked by the gate and put into service.": "钉在一起、经门禁检验、然后上线的版本。",
    "Pin model, prompt, documents, policy, guards and corrections as they are now.": (
        "把模型、提示、文档、策略、护栏和更正此刻的版本钉在一起。"
    ),
    "Show the releases.": "列出发布。",
    "Show what a release pins, every step in its life, and its latest gate.": (
        "显示一个发布钉住了什么、经历的每一步和最近一次门禁。"
    ),
    "Let a blocked release pass; your name and the reason go on record.": "让被拦下的发布通过；姓名和理由留痕。",
    "Put a release that passed into service.": "让通过门禁的发布上线。",
    "Take back what was promoted last; what ran before runs again.": "收回最近上线的；之前的恢复运行。",
    "Show corrections that the running release does not need.": "列出运行中的发布已不需要的更正。",
    "The release's name.": "发布的名字。",
    "A set it has to pass; may be repeated.": "它须通过的用例集；可写多次。",
    "The route that clients use; promoting turns it.": "客户端使用的路由；上线时转向它。",
    "Only this part of the requests, 0 to 1.": "只接这一部分请求，0 到 1。",
}

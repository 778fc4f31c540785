"""Models, their deployments, routes and prices."""

from __future__ import annotations

MODELS: dict[str, str] = {
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
}

"""Models, their deployments, routes and prices."""

from __future__ import annotations

MODELS: dict[str, str] = {
    # models
    "The model store: which models there are, and which run here.": "模型商店：有哪些模型，本机能运行哪些。",
    "The model's name.": "模型的名字。",
    "Words from its name, family or maker.": "名字、系列或机构中的词。",
    "language, vision, embedding, rerank, speech, image or video.": (
        "language、vision、embedding、rerank、speech、image 或 video。"
    ),
    "List the models in the catalogue.": "列出目录中的模型。",
    "Only under this licence.": "只看这一许可的。",
    "Whether its licence allows commercial use: yes, limited, no or unknown.": (
        "许可证是否允许商用：yes、limited、no 或 unknown。"
    ),
    "Only of this family.": "只看这一系列的。",
    "Only models that run on this machine.": "只看本机能运行的。",
    "Show what is known about a model: its licence in plain words, the memory it needs, its sources.": (
        "显示一个模型的全部已知信息：许可证的白话说明、所需内存、来源。"
    ),
    "List the models that run on this machine, the best first, and why the others do not.": (
        "列出本机能运行的模型，最合适的在前，并说明其余的为什么不行。"
    ),
    "The number of tokens that a conversation should hold.": "一段对话要容纳多少词元。",
    "A GGUF file, a folder for OpenVINO, a catalogue name, hf:ORG/REPO#FILE, ms:ORG/REPO#FILE or a URL.": (
        "GGUF 文件、OpenVINO 模型的文件夹、目录中的名字、hf:ORG/REPO#FILE、ms:ORG/REPO#FILE，或网址。"
    ),
    "The name that clients use for it.": "客户端用什么名字称呼它。",
    "Which of its files to take, such as Q4_K_M.": "取哪个文件，如 Q4_K_M。",
    "Where to fetch a model of the catalogue: hf or ms.": "hf 或 ms：目录中的名字从哪里取。",
    "The hash that the file must have.": "文件必须有的哈希。",
    "Confirm that you have read its licence and accept it.": "已阅读并接受它的许可。",
    "Add a model. Its hash is checked, an interrupted download continues, and it can be used at once.": (
        "添加一个模型：核对哈希，中断后可续传，立即可用。"
    ),
    "Stop a model on this machine and remove its deployment and files.": "停止一个本机模型，移除它的部署和文件。",
    "List the models on this machine, and which are in memory.": "列出本机的模型，以及哪些在内存中。",
    "Ask several models the same question and compare their answers, speed and cost.": (
        "把同一个问题交给几个模型，看回答、用时和费用。"
    ),
    "The question.": "问题。",
    "Two to four models that clients can ask for.": "两到四个客户端可用的模型。",
    "The maximum length of an answer.": "回答最长多少。",
    "Only on your own machines.": "只用自己的机器。",
    "Record which answer of a comparison is better.": "记下一次比较中哪个回答更好。",
    "The comparison's id.": "比较的编号。",
    "The receipt of the better answer.": "较好回答的回执。",
    "List the answers that people voted on (preference data).": "列出人们评选过的回答：偏好数据。",
    "Show how models perform, from the latest receipts.": "根据最近的回执显示各模型的表现。",
    "What to rate: route, deployment or model.": "看什么：route、deployment 或 model。",
    "models:chat, models:complete, models:embed or models:rerank.": (
        "models:chat、models:complete、models:embed 或 models:rerank。"
    ),
    "The number of latest calls to look at.": "查看最近多少次调用。",
    # deployments, routes
    "Deployments: where the models are.": "部署：模型在哪里。",
    "Its name.": "它的名字。",
    "Register a model. An existing name gets a new version.": "登记一个模型。已有的名字会成为新版本。",
    "The model's name at its provider.": "提供者那里的模型名。",
    "The provider.": "提供者。",
    "Its address; by default the provider's own.": "它的地址；不给则用提供者的地址。",
    "Ask for its key, or read it from standard input.": "询问它的密钥，或从标准输入读取。",
    "The environment variable that holds its key.": "存放密钥的环境变量。",
    "chat, embed, rerank, …; with commas.": "chat、embed、rerank 等；用逗号隔开。",
    "Tags by which routes find it, separated by commas.": "路由据以找到它的标签；用逗号隔开。",
    "Whether what is sent to it stays on your own machines.": "发给它的内容是否留在自己的机器上。",
    "The number of tokens in its context.": "上下文的词元数。",
    "The maximum number of requests per minute.": "每分钟最多几个请求。",
    "The maximum number of tokens per minute.": "每分钟最多多少词元。",
    "The maximum number of requests at the same time.": "最多同时几个请求。",
    "List the deployments and their state.": "列出部署及其近况。",
    "Show a deployment and its versions.": "显示一个部署的全部和历次版本。",
    "Remove a deployment and delete its key.": "移除一个部署，并删除它的密钥。",
    "Check whether a deployment is reachable and healthy.": "检查一个部署是否可达、是否健康。",
    "Make a deployment load its model.": "让部署载入模型。",
    "Send a deployment no new requests.": "不再给部署新请求。",
    "Send requests to a drained deployment again.": "让排空的部署重新接受请求。",
    "Put an earlier version of a deployment into force.": "让部署的一个旧版本生效。",
    "The version; by default the previous one.": "哪个版本；不给则为上一个。",
    "List the providers that a deployment can name.": "列出可以直接填名字的模型提供者。",
    "Routes: the names under which clients ask for models.": "路由：客户端用来指称模型的名字。",
    "Set which deployments a model name leads to.": "说明一个模型名通向哪些部署。",
    "Deployments, or tag:WORD; *3 is a weight, @1 an order: 'near*3 far@1'.": (
        "部署，或 tag:WORD；*3 是份额，@1 是先后：'near*3 far@1'。"
    ),
    "Which requests go to the same deployment: session, prefix or no.": "哪些请求去同一个部署：session、prefix 或 no。",
    "Ask a second deployment when the first word is late.": "首字迟到时同时问另一个。",
    "A cascade: the route to ask first.": "级联：先问哪条路由。",
    "A cascade: the route to ask if the first answer is not trusted.": "级联：第一个回答不可信时再问哪条路由。",
    "sureness, weakest, agreement, form or evidence.": "sureness、weakest、agreement、form 或 evidence。",
    "The trust at which an answer is kept, 0 to 1.": "可信度达到多少就采用，0 到 1。",
    "How long to cache answers.": "答案缓存多久。",
    "List the routes and where they lead.": "列出路由及其通向。",
    "Remove a route. Its deployments stay.": "移除一条路由；它的部署不受影响。",
    "Put an earlier version of a route into force.": "让路由的一个旧版本生效。",
    "Explain where a request would go now, and why.": "说明一个请求此刻会去哪里，为什么。",
    "Find the threshold at which a cascade may trust its near model.": "找出级联采信近端模型的阈值。",
    'Cases, one {"question", "near_right", "far_right"} on each line.': (
        '案例，每行一个 {"question", "near_right", "far_right"}。'
    ),
    "The share of the far model's lead to keep.": "保住远端模型领先的多少。",
    "Put the threshold into force.": "让阈值生效。",
    "The route; by default the route called default.": "路由；默认为名叫 default 的路由。",
    "The length of the request.": "请求有多长。",
    "image, audio, file, tools, json; with commas.": "image、audio、file、tools、json；用逗号隔开。",
    "The request must stay on your own machines.": "必须留在自己的机器上。",
    # prices
    "Prices: what models cost.": "价格：模型多少钱。",
    "PROVIDER/MODEL, or PROVIDER/* for its others.": "“服务商/模型”，或“服务商/*”表示其余全部。",
    "Set what a model costs from a day on, in US dollars.": "设定一个模型自某日起的价格，以美元计。",
    "From this day on; by default today.": "从这天起；默认今天。",
    "Price of a million input tokens.": "每百万输入词元。",
    "Price of a million output tokens.": "每百万输出词元。",
    "Price of a million cached input tokens.": "每百万命中缓存的输入词元。",
    "Price of a million embedded tokens.": "每百万转成向量的词元。",
    "Price of an image.": "每张图片。",
    "Price of a minute of audio.": "每分钟声音。",
    "List the prices of models: past, current and future.": "列出模型的价格：过去的、现行的和将来的。",
    "Only this model.": "只看这个模型。",
    "Import a list of prices. If one entry is wrong, nothing is imported.": "导入价格表：有一处错误则一条也不导入。",
    "CSV with a header line, or JSON.": "带列名的 CSV，或 JSON。",
    "Delete a price. Recorded costs stay.": "删除一个价格；已记下的费用不变。",
    "The day from which it applies.": "它生效的日期。",
}

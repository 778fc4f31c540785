"""What goes wrong with cases, gates and releases."""

from __future__ import annotations

LEARN: dict[str, str] = {
    # features/learn/agreement.py
    'Row {number} is no opinion: {error}. Expected {{"question", "reply", "rubric", "good": true/false}}.': (
        '第 {number} 行不是意见：{error}。应为 {{"question", "reply", "rubric", "good": true/false}}。'
    ),
    "There are no opinions to compare the judge with. Expected a reply that a person judged.": (
        "没有可以与裁判比较的意见。应有经人评判过的回答。"
    ),
    "No judge is named. Expected the route of a model: set judge under [learn], or name it here.": (
        "没有指定裁判。应为模型的路由：请在 [learn] 下设 judge，或在这里写明。"
    ),
    # features/learn/asking.py
    (
        "{spec!r} takes {names}, so no case can be put to it. Expected a capability that takes a 'question', such "
        "as 'knowledge:ask', or a conversation, as 'models:chat' does."
    ): (
        "{spec} 的输入是 {names}，无法向它提出用例。应为接受 question 的能力（如 knowledge:ask），或接受对话的能力"
        "（如 models:chat）。"
    ),
    "{spec!r} takes no {what!r}, so a target of it cannot have one. Leave it out.": (
        "{spec} 没有 {what}，以它为目标时不能设这一项。请去掉。"
    ),
    # features/learn/benchmarking.py
    "task = {task!r}. Expected the name of a task, or of a file of tasks in `path`.": (
        "task = {task}。应为任务名，或 path 里的任务文件名。"
    ),
    "limit = {limit!r}. Expected at least one sample, or nothing for all.": (
        "limit = {limit}。应至少为一个样本；不填则为全部。"
    ),
    (
        "The harness {harness!r} ended without a result. It said last: {tail!r}. Expected a task that it can run; "
        "look at that, or ask for another."
    ): "评测框架 {harness} 没有结果就结束了。它最后说：{tail}。应为它能运行的任务：请看这句话，或换一个任务。",
    (
        "Tasks of benchmarks are programs, which run on this machine. Only an administrator of the owner's tenant "
        "may start them, not one of {tenant!r}. Ask the owner."
    ): "基准任务是在本机运行的程序。只有所有者租户的管理员可以启动，{tenant} 的不行。请找所有者。",
    (
        "The harness {harness!r} was asked for, and is not installed. Expected it beside Wainao: run pip install "
        '"wainao[{harness2}]".'
    ): '指定了评测框架 {harness}，但没有安装。请运行 pip install "wainao[{harness2}]"。',
    "path = {path!r} is no folder of this machine. Expected one with task files in it.": (
        "path = {path} 不是本机的文件夹。应为放任务文件的文件夹。"
    ),
    "The harness failed: {why}. Correct the task, or ask for another.": "评测框架出错：{why}。请改正任务，或换一个。",
    # features/learn/book.py
    "There is no release {named!r}. 'wainao releases list' shows them.": (
        "没有发布 {named}。用 wainao releases list 查看。"
    ),
    # features/learn/capabilities/export.py
    "what = {what!r} and set = {set!r}. Name a set for cases, and only for them.": (
        "what = {what}，set = {set}。只有导出用例才要指定用例集，而且必须指定。"
    ),
    # features/learn/capabilities/releases.py
    "{label} was never gated{gate}. Run 'wainao gate {label2}' first.": (
        "{label}{gate}没有经过门禁。请先运行 wainao gate {label2}。"
    ),
    " as {gate!r}": "（{gate}）",
    # features/learn/capabilities/sets.py
    "{cases} cases and {content} characters of a file were given. Give one of the two.": (
        "同时给了 {cases} 个用例和 {content} 个字符的文件。请只给其中一个。"
    ),
    (
        "The set {name!r} holds attacks, which every gate has, so that needs the right 'admin'. Choose another "
        "name, or ask an administrator."
    ): "用例集 {name} 里是攻击，每次门禁都要用，所以需要 admin 权限。请换个名字，或找管理员。",
    # features/learn/casefiles.py
    "There are no cases in it. Expected at least one question, and what is expected of its answer.": (
        "里面没有用例。应至少有一个问题，以及对回答的要求。"
    ),
    "{count} cases are called {name!r}. Give each a name of its own, in 'id'.": (
        "有 {count} 个用例都叫 {name}。请在 id 里给每个起不同的名字。"
    ),
    (
        "The case {case!r} has the question {question!r} and expects {expect!r}. Expected a question and at least "
        "one expectation, such as contains."
    ): "用例 {case} 的问题是 {question}，要求是 {expect}。应有一个问题和至少一项要求，例如 contains。",
    "Row {number} has {unknown!r}, which is no part of a case. Expected some of: {known}.": (
        "第 {number} 行有 {unknown}，用例里没有这一项。可以有：{known}。"
    ),
    "Row {number} is no case: {error}. Expected: {known}.": "第 {number} 行不是用例：{error}。应有：{known}。",
    "Row {number} is no JSON: {error}. Expected an object in each line.": (
        "第 {number} 行不是 JSON：{error}。每行应为一个对象。"
    ),
    "Row {number} is {line!r}. Expected an object in each line.": "第 {number} 行是 {line}。每行应为一个对象。",
    "Row {number} has more cells than the head has names. Expected as many; quote commas.": (
        "第 {number} 行的格数比表头多。应一样多：含逗号的请加引号。"
    ),
    # features/learn/engines/inspect_ai.py
    "the evaluation ended as {status!r}": "评测以 {status} 结束",
    "this task offers tools, which are not passed on. Expected one without": (
        "这个任务要用工具，而工具不会传过去。应为不用工具的任务"
    ),
    # features/learn/engines/lm_eval.py
    (
        "this task compares likelihoods, which a chat does not tell. Expected one with output_type: "
        "generate_until; many benchmarks have such a variant, often named …_generative or …_cot"
    ): (
        "这个任务比较似然，而对话不给出似然。应为 output_type 是 generate_until 的任务；许多基准有这样的变体，名字"
        "常带 …_generative 或 …_cot"
    ),
    # features/learn/exporting.py
    (
        "Parquet was asked for, and pyarrow, which writes it, is not installed. Expected it beside Wainao: run pip "
        'install "wainao[parquet]", or ask for jsonl.'
    ): '要写 Parquet，但没有安装所需的 pyarrow。请运行 pip install "wainao[parquet]"，或改用 jsonl。',
    "These rows do not fit a table: {error}. Ask for jsonl, which takes any.": (
        "这些行放不进一张表：{error}。请改用 jsonl，它什么都放得下。"
    ),
    # features/learn/gating.py
    "least = {least!r}. Expected a share between 0 and 1.": "least = {least}。应为 0 到 1 之间的比例。",
    (
        "The release {label} has nothing to pass: no correction is in force for it, and no case is in the sets that "
        "it names. Correct something, or make a set with 'wainao evaluations add' and name it in the release."
    ): (
        "发布 {label} 没有什么要通过的：没有对它生效的更正，它指定的用例集里也没有用例。请先更正些什么，或用 wainao "
        "evaluations add 建一个用例集，并在发布里写明。"
    ),
    # features/learn/harvest.py
    (
        "No receipt of {capability!r} among the latest {limit} is of a question that was answered, with {query!r} "
        "in it. Ask for another capability, actor or query, or for more of them."
    ): (
        "{capability} 最近的 {limit} 张回执里，没有哪张是含有 {query} 且得到了回答的问题。请换一个能力、使用者或关"
        "键词，或取更多回执。"
    ),
    # features/learn/releasing.py
    "The door {door!r} has to lead somewhere. Name the route of the release's target, too.": (
        "入口 {door} 要有去处。请同时指定发布目标的路由。"
    ),
    "why = {why!r}. Expected the reason for letting {label} pass: it goes on record.": (
        "why = {why}。应写明放行 {label} 的理由：它会留在记录里。"
    ),
    "{label} is {state!r}: there is nothing to override. Gate it first.": (
        "{label} 现在是{state!s}，没有什么可以破例放行。请先过门禁。"
    ),
    "share = {share!r}. Expected more than 0 and up to 1: its part of the requests.": (
        "share = {share}。应大于 0、不超过 1，即分到的请求比例。"
    ),
    (
        "{label} is {state!r}. Expected one that passed the gate: run 'wainao gate {label2}', and override it only "
        "if you must."
    ): "{label} 现在是{state!s}。应为通过门禁的发布：请运行 wainao gate {label2}，实在必要才破例放行。",
    (
        "{label} cannot get a share of {share}: that takes a running release beside it and a door that both are "
        "behind. Promote it whole, or make it with --door."
    ): (
        "{label} 分不到 {share} 的请求：旁边要有一个运行中的发布，而且两者在同一个入口后面。请整个上线，或创建时用 "
        "--door 指定入口。"
    ),
    "No release of {name!r} ran before, so there is nothing to go back to.": "{name} 之前没有发布运行过，无可退回。",
    (
        "Since {label} was gated, {changed} changed. Expected what passed to be what goes live: run 'wainao gate "
        "{label2}' again."
    ): "{label} 过门禁之后，{changed} 变了。上线的应当就是通过的：请重新运行 wainao gate {label2}。",
    "To {deed} is for a person, not for Wainao itself. Let an administrator do it.": (
        "{deed}要由人来做，外脑自己不能做。请管理员来做。"
    ),
    "The route {route!r} of {label} is gone. Set it again.": "{label} 的路由 {route} 已经没有了。请重新设置。",
    "A cascade cannot share a door. Promote the release whole.": "级联不能分享入口。请把发布整个上线。",
    # features/learn/running.py
    (
        "Another process is at this very run, of the same sets against the same versions. Wait for it: its results "
        "are yours, too."
    ): "另一个进程正在做同一次评测：用例集和版本都相同。请等它结束：结果你也能用。",
    # features/learn/service.py
    "Somebody else is promoting or taking back a release of {name!r}. Wait, and look what they did.": (
        "有人正在上线或收回 {name} 的发布。请稍候，看看对方做了什么。"
    ),
    "One set cannot hold {cases} cases. Expected up to {max_cases}: make several.": (
        "一个用例集放不下 {cases} 个用例。最多 {max_cases} 个：请分成几个。"
    ),
    "There is no run {run!r}. 'wainao evaluations runs' shows them.": (
        "没有运行 {run}。用 wainao evaluations runs 查看。"
    ),
    "{name!r} is no name. Expected up to 64 letters, digits and any of . _ -, no @ and no space.": (
        "{name} 不能作名字。应为最多 64 个字符，只用字母、数字和 . _ -，不能有 @ 和空格。"
    ),
    # features/learn/settings.py
    "at_once = {at_once!r}. Expected 1 to 256 cases under way at the same time.": (
        "at_once = {at_once}。应为 1 到 256，即同时进行的用例数。"
    ),
    "canary_every_s = {canary_every_s!r}. Expected seconds, or 0 for never.": (
        "canary_every_s = {canary_every_s}。应为秒数，0 表示从不。"
    ),
    "canary_least = {canary_least!r}. Expected 1 to 1,000,000 requests.": (
        "canary_least = {canary_least}。应为 1 到 1,000,000 次请求。"
    ),
    "canary_chance = {canary_chance!r}. Expected more than 0 and less than 1.": (
        "canary_chance = {canary_chance}。应大于 0、小于 1。"
    ),
    "canary_more = {canary_more!r}. Expected a share of the answers, 0 to less than 1.": (
        "canary_more = {canary_more}。应为回答中的比例，0 以上、小于 1。"
    ),
    "canary_times = {canary_times!r}. Expected 1 or more.": "canary_times = {canary_times}。应为 1 或更多。",
    # features/learn/store.py
    "There is no set of cases {named!r}. 'wainao evaluations sets' shows them.": (
        "没有用例集 {named}。用 wainao evaluations sets 查看。"
    ),
    # features/learn/watching.py
    (
        "No release of {name!r} is a canary now, so there is nothing to watch. 'wainao releases list' shows what "
        "each one is."
    ): "{name} 现在没有试行中的发布，没有什么可看。用 wainao releases list 查看各自的状态。",
    # words within them
    "it was not asked": "没有问它",
    "override the gate": "破例放行",
    "promote a release": "上线发布",
    "a run that ends gives its results": "评测结束才有结果",
    "corrections on trial": "试用中的更正",
    "in place of {label}": "取代 {label}",
}

"""Evaluations, the gate, releases."""

from __future__ import annotations

LEARN: dict[str, str] = {
    # evaluations
    "Evaluations: questions with expected answers, and the results.": "评测：问题、对回答的要求和结果。",
    "Add a set of cases from a file. A changed set becomes a new version.": "从文件读入用例集；变了则为新版本。",
    "Make cases from answered questions: the same must be said, and the same documents cited.": (
        "由答过的问题生成用例：须说出同样的内容，引用同样的文档。"
    ),
    "Make cases from the corrections, with near-misses that they must not answer.": (
        "由更正生成用例，连同它们不得作答的相似问题。"
    ),
    "List the sets.": "列出用例集。",
    "Show the cases of a set, NAME or NAME@VERSION.": "列出一个用例集的用例，写作 名字 或 名字@版本。",
    "Remove a set of cases. Runs that used it stay readable.": "移除用例集；用过它的运行仍可查看。",
    "Ask a capability all cases of the sets and check each reply. A stopped run continues where it was.": (
        "把用例集交给一种能力作答并逐条核对；中断后再次运行，接着做。"
    ),
    "List the runs.": "列出运行记录。",
    "Show the reply to each case of a run.": "显示一次运行中每个用例的回答。",
    "Compare two runs case by case, and how certain the difference is.": "逐条比较两次运行，并说明差距有多确定。",
    "The set's name.": "用例集的名字。",
    "Sets, as NAME or NAME@VERSION.": "用例集，写作 名字 或 名字@版本。",
    "A note to keep with it.": "随之保存的备注。",
    "The capability to ask, such as models:chat.": "要问的能力，如 models:chat。",
    "The route of the model that writes; by default the default one.": "由哪个模型书写；默认用默认模型。",
    "A file with the system prompt.": "存有系统提示的文件。",
    "JSON lines or CSV.": "JSON 行或 CSV。",
    "Only questions with these words.": "只要含有这些词的问题。",
    "The number of latest receipts to look at.": "查看最近多少张回执。",
    "The run's id.": "运行的编号。",
    "Only cases that failed.": "只看未通过的用例。",
    "A run.": "一次运行。",
    "Measure how well the judge agrees with people about replies.": "测定裁判与人对回答的看法有多一致。",
    'One {"question", "reply", "rubric", "good"} on each line.': '每行一个 {"question", "reply", "rubric", "good"}。',
    "The route of the judge; by default the one in the settings.": "裁判的路由；默认用设定的那个。",
    "Export corrections or cases as training data, each row with its origin.": (
        "把更正或用例写成训练数据，每行都带出处。"
    ),
    "demonstrations, preferences or cases.": "demonstrations（示范）、preferences（偏好对）或 cases（用例）。",
    "The file to write: .jsonl or .parquet.": "写到哪里：.jsonl 或 .parquet。",
    "The set whose cases to export.": "哪个用例集。",
    "Another run of the same cases.": "同样用例的另一次运行。",
    # gate, releases
    (
        "Check a release on all corrections and its sets, beside the running one. Exits with 1 if it may not pass."
    ): "用全部更正和用例集检验一个发布，并与运行中的相比；不得通过时退出码为 1。",
    "A release, as NAME or NAME@VERSION.": "发布，写作 名字 或 名字@版本。",
    "any (each case that got worse blocks) or significant.": "any：任一用例变差就拦；significant：差距显著才拦。",
    "The share of cases that must pass, 0 to 1.": "至少多少比例的用例须通过，0 到 1。",
    "Only show what would be asked.": "只说会问多少。",
    "Only show the figures and take nothing back.": "只看数字，不收回。",
    "Compare a canary with the running release on live requests, and take it back if it is worse.": (
        "按线上请求把试行的发布与运行中的相比；更差就收回。"
    ),
    "Include the corrections on trial.": "连同试用中的更正。",
    "As if nobody had corrected anything.": "当作没有任何更正。",
    "The run that tested it: wainao gate NAME --trial.": "检验过它的运行：wainao gate 名字 --trial。",
    "Run a public benchmark against a model. Each sample is a case of a run.": (
        "用公开基准评测模型；每道题是一次运行中的用例。"
    ),
    "lm-eval or inspect.": "lm-eval 或 inspect。",
    "The task's name, or a file of tasks.": "任务的名字，或任务文件。",
    "A folder with tasks of your own.": "自备任务所在的文件夹。",
    "The maximum number of samples.": "只取这么多题。",
    "These cases are attacks, which every gate includes.": "这些用例是攻击，每次门禁都带上。",
    "Add the built-in attacks. Every gate includes them, and an attack that succeeds blocks.": (
        "添加内置的攻击：每次门禁都带上它们，得逞一次就拦下。"
    ),
    "Write JUnit XML to this file.": "把 JUnit XML 写到那里。",
    "Write Markdown to this file.": "把 Markdown 写到那里。",
    "Releases: what is pinned together, checked by the gate and put into service.": (
        "发布：钉在一起、经门禁检验、然后上线的版本。"
    ),
    "Create a release that pins model, prompt, documents, policy, guards and corrections as they are now.": (
        "把模型、提示、文档、策略、护栏和更正此刻的版本钉在一起。"
    ),
    "List the releases.": "列出发布。",
    "Show what a release pins, every step of its history, and its latest gate.": (
        "显示一个发布钉住了什么、经历的每一步和最近一次门禁。"
    ),
    "Let a blocked release pass. Your name and the reason are recorded.": "放行被拦下的发布。姓名和理由会留痕。",
    "Put a release that passed the gate into service.": "让通过门禁的发布上线。",
    "Take back the release that was promoted last. The previous one runs again.": "收回最近上线的；之前的恢复运行。",
    "List corrections that the running release does not need.": "列出运行中的发布已不需要的更正。",
    "The release's name.": "发布的名字。",
    "A set that it has to pass; may be repeated.": "它须通过的用例集；可写多次。",
    "The door: the route that clients use. Promoting points it to the release.": (
        "入口，即客户端使用的路由。上线时转向这个发布。"
    ),
    "Only this share of the requests, 0 to 1.": "只接这一部分请求，0 到 1。",
}

"""Evaluations, the gate, releases."""

from __future__ import annotations

LEARN: dict[str, str] = {
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

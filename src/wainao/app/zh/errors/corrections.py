"""What cannot be done with corrections."""

from __future__ import annotations

CORRECTIONS: dict[str, str] = {
    # features/corrections/authority.py
    "{actor!r} does not see the base {holder!r}. Name one that it sees, or ask for that base.": (
        "{actor} 看不到知识库 {holder}。请指定看得到的，或申请该知识库的权限。"
    ),
    "A correction for a capability must say for which. Name it, such as 'knowledge:ask'.": (
        "针对能力的更正要说明是哪个能力。请写出它的名字，例如 knowledge:ask。"
    ),
    "{actor!r} is in {teams} teams, {teams2}. Name the one that is meant.": (
        "{actor} 属于 {teams} 个团队：{teams2}。请指明是哪一个。"
    ),
    "{actor!r} is not in the team {team!r}. Name one that it is in, or ask to join.": (
        "{actor} 不在团队 {team} 里。请指定其所在的团队，或申请加入。"
    ),
    # features/corrections/capabilities/asked.py
    "{receipt!r} is a receipt of {capability!r}, which is not here. Give the question.": (
        "{receipt} 是 {capability} 的回执，而这里没有这个能力。请直接给出问题。"
    ),
    "{spec!r} answers no question, so {receipt!r} cannot be corrected. Give the question.": (
        "{spec} 不回答问题，所以 {receipt} 不能更正。请直接给出问题。"
    ),
    (
        "The question of {receipt!r} cannot be read any more ({error}); its content may have been erased. Give the "
        "question instead of the receipt."
    ): "{receipt} 的问题已经读不出来（{error}），内容可能已被抹除。请直接给出问题，不用回执。",
    (
        "What {receipt!r} asked is no question by itself: it went on with a conversation, or wanted more than "
        "words. Give the question instead of the receipt."
    ): "{receipt} 问的单独看不成问题：它接着一段对话，或要的不只是文字。请直接给出问题，不用回执。",
    # features/corrections/capabilities/decision.py
    (
        "The run {run!r} had {own} cases of the correction {correction!r}, with corrections: {corrections}. "
        "Expected one that tested it on trial: run 'wainao gate NAME --trial'."
    ): (
        "运行 {run} 里属于更正 {correction} 的用例有 {own} 个，所用更正为 {corrections}。应为试用过这条更正的运行："
        "请运行 wainao gate 名称 --trial。"
    ),
    # features/corrections/capabilities/judge_eval.py
    "at_once = {at_once!r}. Expected 1 to {most_at_once} calls under way at once.": (
        "at_once = {at_once}。应为 1 到 {most_at_once}，即同时进行的调用数。"
    ),
    "{groups} groups are too many. Expected {most_groups} at most: give a part.": (
        "{groups} 组太多了。最多 {most_groups} 组：请分批给。"
    ),
    # features/corrections/capabilities/proposal.py
    "{name!r} answers no question, so no correction can be for it. Name one that does.": (
        "{name} 不回答问题，更正不能针对它。请指定回答问题的能力。"
    ),
    (
        "A correction is of one receipt, of one question or of one item of the queue, not of {of!r}. Give exactly "
        "one of them."
    ): "一条更正只针对一张回执、一个问题或队列里的一项，而不是 {of}。请只给其中一个。",
    # features/corrections/capabilities/suggest.py
    "receipts = {receipts!r}. Expected 1 to {most_receipts}.": "receipts = {receipts}。应为 1 到 {most_receipts}。",
    "least = {least!r}. Expected how often a question was asked: 1 or more.": (
        "least = {least}。应为一个问题被问过的次数：1 或更多。"
    ),
    "each = {each!r}. Expected 0 to {most_wordings} wordings for each correction.": (
        "each = {each}。应为每条更正 0 到 {most_wordings} 种问法。"
    ),
    "each = {each!r} asks a model to write, and no route leads to one. Name it in route.": (
        "each = {each} 要由模型来写，却没有通向模型的路由。请在 route 里指定。"
    ),
    # features/corrections/conflicts.py
    (
        "{question!r} is {kind} as {question2!r}, which the correction {correction!r} answers otherwise. Say which "
        "it is: name that one in supersedes, or in despite where both are right."
    ): (
        "{question} 与 {question2} {kind!s}，而更正 {correction} 对后者的回答不同。请说明是哪种情况：要取代它，就写"
        "进 supersedes；两条都对，就写进 despite。"
    ),
    (
        "{question!r} is the question of the correction {correction!r}, in the same scope. One question has one "
        "answer there: name that one in supersedes, or revoke one of them."
    ): (
        "{question} 正是更正 {correction} 的问题，范围也相同。一个问题在一个范围里只有一个回答：请把它写进 "
        "supersedes，或撤销其中一条。"
    ),
    # features/corrections/deeds.py
    "{actor!r} may not decide on {id!r}, which is for {scope}. Ask an administrator.": (
        "{actor} 不能决定 {id}，它的范围是{scope!s}。请找管理员。"
    ),
    (
        "{author!r} wrote this for {scope} and cannot approve it alone: another administrator has to. Ask one; "
        "[corrections] second_person says for which scopes that holds."
    ): (
        "这是 {author} 自己为{scope!s}写的，不能独自批准，须由另一位管理员批准。请找一位；哪些范围如此，由 "
        "[corrections] second_person 决定。"
    ),
    # features/corrections/exam.py
    (
        "{failed} of {asked} calls to the judge failed, the last with {failed2!r}. See to the model, then do this "
        "again: it goes on where it stopped."
    ): "{asked} 次询问裁判有 {failed} 次失败，最后一次是 {failed2}。请检查模型，然后重做：会从停下的地方继续。",
    (
        "More than one model answered: {judges}. One judge is measured at a time: name a route with one "
        "deployment; if it was changed on the way, begin anew with fresh."
    ): (
        "回答的不止一个模型：{judges}。一次只能测一个裁判：请指定只有一个部署的路由；如果中途换过，请用 fresh 从头"
        "开始。"
    ),
    # features/corrections/intake.py
    "The question {text!r} has no word in it, so nothing could ever equal it. Give the question.": (
        "问题 {text} 里没有词，什么也不会与它相同。请给出问题。"
    ),
    (
        "A correction cannot have the id {text!r}. Expected up to 64 letters, digits and any of . _ : -, the first "
        "a letter or digit."
    ): "更正的编号不能是 {text}。应为最多 64 个字符，只用字母、数字和 . _ : -，以字母或数字开头。",
    # features/corrections/judging.py
    "no opinion within {judge_patience_s} s.": "{judge_patience_s} 秒内没有给出意见。",
    "{why} What comes close is shown beside the answer.": "{why}相近的更正显示在回答旁边。",
    # features/corrections/lifecycle.py
    "The id {proposal!r} is that of another correction. Leave it out, or choose one that is not taken.": (
        "编号 {proposal} 已属于另一条更正。请不填，或换一个没有用过的。"
    ),
    "The correction {id!r} has no proposed alias {question!r}. corrections:list shows them.": (
        "更正 {id} 没有待审批的别问法 {question}。用 corrections:list 查看。"
    ),
    (
        "The correction {id!r} has no alias {question!r}. Expected one that corrections:list shows; to take back "
        "the correction itself, leave the question out."
    ): "更正 {id} 没有别问法 {question}。应为 corrections:list 列出的；要撤销更正本身，请不填问题。",
    "The correction {id!r} is superseded and answers nothing. Revoke the newer one instead.": (
        "更正 {id} 已被取代，不再作答。请撤销较新的那一条。"
    ),
    (
        "{question!r} is answered by the correction {correction!r} by now. One question has one answer in one "
        "scope: revoke that one first."
    ): "{question} 现在已由更正 {correction} 作答。一个问题在一个范围里只有一个回答：请先撤销那一条。",
    (
        "{question!r} is already answered by the correction {correction!r}. One question has one answer in one "
        "scope: revoke that one first, or correct the question itself."
    ): (
        "{question} 已由更正 {correction} 作答。一个问题在一个范围里只有一个回答：请先撤销那一条，或更正这个问题本身。"
    ),
    "The correction {id!r} is {state}. Only a {states} one can {deed}.": (
        "更正 {id} {state!s}。只有{states}的才能{deed}。"
    ),
    # features/corrections/queue.py
    "The item {item!r} is {state}. Only an open one can be dismissed.": (
        "项目 {item} {state!s}。只有待处理的才能搁置。"
    ),
    "There is no item {item!r} that you can see. corrections:queue shows those that there are.": (
        "没有你看得到的项目 {item}。用 corrections:queue 查看有哪些。"
    ),
    # features/corrections/register.py
    "A roll-back is of an author, since a time, or both. Say whose, or since when.": (
        "回滚要针对某位作者、某个时间以来，或两者都有。请说明是谁的，或从何时起。"
    ),
    # features/corrections/rollback.py
    "There is no roll-back {rollback!r}. Expected the receipt of a corrections:rollback that was no dry run.": (
        "没有回滚 {rollback}。应为一次 corrections:rollback 的回执，而且不是试演。"
    ),
    "The roll-back {rollback!r} was undone already, by the call {row!r}.": "回滚 {rollback} 已经被调用 {row} 撤回。",
    # features/corrections/settings.py
    "proposals_per_minute = {proposals_per_minute!r}. Expected 0 or more.": (
        "proposals_per_minute = {proposals_per_minute}。应为 0 或更多。"
    ),
    # features/corrections/store.py
    "There is no correction {id!r} that you can see. List them with corrections:list.": (
        "没有你看得到的更正 {id}。用 corrections:list 列出。"
    ),
    # words within them
    "an administrator has to approve what is for {scope}": "范围为{scope!s}的须由管理员批准",
    "a second administrator has to approve what is for {scope}": "范围为{scope!s}的须由另一位管理员批准",
    "no opinion within {patience_s} s": "{patience_s} 秒内没有给出意见",
    "nothing that could be read": "没有能读懂的内容",
    "one of the questions speaks to the model": "其中一个问题是在对模型说话",
    "not permitted": "没有许可",
    "{by!r} has not passed corrections:judge-eval for {language}": (
        "{by} 还没有通过 {language} 的 corrections:judge-eval"
    ),
    "be put on trial": "试用",
    "be approved": "批准",
    "be superseded": "取代",
    "have aliases": "有别问法",
    "be retired": "退役",
    "be restored": "恢复",
    "it took too long": "用时太长",
    "left out": "略去",
    "now the question of {id}": "现为更正 {id} 的问题",
    "now an alias of {correction}": "现为更正 {correction} 的别问法",
    "answered by another correction by now": "现由另一条更正作答",
    "a newer version reads it like {question!r}": "新版本把它读成与 {question} 相同",
    "by {by}": "由 {by}",
    "rolled back": "已回滚",
    "undid the roll-back {rollback}": "撤回了回滚 {rollback}",
    "run {run}: passed {sum} of its {own} cases, {passed} of all {results}": (
        "运行 {run}：自己的 {own} 个用例通过 {sum} 个，全部 {results} 个通过 {passed} 个"
    ),
}

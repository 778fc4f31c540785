"""What is wrong with deployments and routes."""

from __future__ import annotations

DEPLOYMENTS: dict[str, str] = {
    # features/models/routing/attempt.py
    "the endpoint did not say what was used: counted from the text": "端点没有说明用量：按文字估算",
    "what the endpoint says was used cannot be: counted from the text": "端点所说的用量不可能是真的：按文字估算",
    "No word came from {label!r} within {patience_s} s. Try again, or allow it more time for its first word.": (
        "{label} 在 {patience_s} 秒内没有出第一个词。请再试，或给它更长的时间。"
    ),
    "{label!r} ended its reply without a word. Ask again.": "{label} 一个词也没说就结束了。请再问一次。",
    # features/models/routing/book.py
    "The {kind} {name!r} has no version {wanted} to go back to; {standing} stands. {kind2}s:show lists them.": (
        "{kind!s} {name} 没有第 {wanted} 版可退回，现在是第 {standing} 版。用 {kind2!r}s:show 列出。"
    ),
    "There is no {kind} {name!r}. {kind2}s:list shows them.": "没有{kind!s} {name}。用 {kind2!r}s:list 查看。",
    # features/models/routing/check.py
    "{deployment!r} does {serves}. What chats or makes vectors can be warmed up; send it a request of its own kind.": (
        "{deployment} 做的是 {serves}。能预热的是对话和嵌入；请给它发一个它自己那类的请求。"
    ),
    # features/models/routing/deployment.py
    "The deployment {name!r} has no model. Say what its provider calls it.": (
        "部署 {name} 没有模型。请写出提供者怎么称呼它。"
    ),
    (
        "A {what} cannot be called {name!r}. Expected up to 128 letters, digits and any of . _ : / @ -, beginning "
        "with a letter or digit."
    ): "{what!s}不能叫 {name}。应为最多 128 个字符，只用字母、数字和 . _ : / @ -，以字母或数字开头。",
    "{field} = {text!r}. Expected an address such as https://api.example.com/v1.": (
        "{field} = {text}。应为 https://api.example.com/v1 这样的地址。"
    ),
    "{field} holds a user or a password. Put a key into api_key: addresses are logged.": (
        "{field} 里有用户名或口令。密钥请放进 api_key：地址会写进日志。"
    ),
    "{field} = {value!r}. Expected more than 0, or nothing for no limit.": (
        "{field} = {value}。应大于 0；不填表示不限。"
    ),
    # features/models/routing/lineup.py
    (
        "This request must stay here, and no deployment of the route {name!r} is here. Add one that is, or let the "
        "request go out."
    ): "这个请求必须留在本地，而路由 {name} 没有本地的部署。请添加一个，或允许请求出去。",
    (
        "The request looks about {longest} tokens long; the longest context of the route {name!r} has {longest2}. "
        "Send less, or add a deployment that takes more."
    ): "请求约有 {longest} 个词元，而路由 {name} 最长的上下文是 {longest2}。请少发些，或添加能容纳更多的部署。",
    "No deployment of the route {name!r} takes this request ({wanted}). Leave that out, or add one that does.": (
        "路由 {name} 没有部署能接受这个请求（{wanted}）。请去掉这些，或添加能接受的部署。"
    ),
    # features/models/routing/register.py
    (
        "The deployment {name!r} is a target of the routes {used}. Take it out of them first, or drain it: a "
        "drained deployment gets no requests."
    ): "部署 {name} 是路由 {used} 的目标。请先从中移除，或把它排空：排空的部署不再接到请求。",
    "The route {name!r} is a cascade itself. Name routes that have targets.": (
        "路由 {name} 本身就是级联。请指定有目标的路由。"
    ),
    "The route {name!r} is part of the cascades {used}. Change or remove those first.": (
        "路由 {name} 是级联 {used} 的一部分。请先更改或移除那些级联。"
    ),
    "The deployment {name!r} is the one of the settings. Change it there, under [models], or choose another name.": (
        "部署 {name} 来自设置。请在设置的 [models] 下更改，或换个名字。"
    ),
    (
        "Deployments and routes belong to the owner of this installation; no administrator of another tenant, here "
        "of {tenant!r}, sees or changes them. Ask the owner."
    ): "部署和路由属于这个安装的所有者；别的租户（这里是 {tenant}）的管理员看不到，也不能更改。请找所有者。",
    "There is no {what} {name!r}. {hint}": "没有{what!s} {name}。{hint}",
    "The deployment {new!r} would take its key to {base_url!r}, for which it was not given. Give the key again.": (
        "部署 {new} 会把密钥带到 {base_url}，而密钥不是给那里的。请重新填写密钥。"
    ),
    "The api_key holds spaces or characters that no key has. Copy it again.": (
        "api_key 里有空格或密钥不会有的字符。请重新复制。"
    ),
    # features/models/routing/route.py
    "A route's target has deployment = {deployment!r} and tag = {tag!r}. Give exactly one.": (
        "路由的目标里 deployment = {deployment}，tag = {tag}。请只给其中一个。"
    ),
    "weight = {weight!r}. Expected more than 0; leave out what is to get nothing.": (
        "weight = {weight}。应大于 0；不该得到请求的，请不要写。"
    ),
    "near and far are both {near!r}. Name two routes.": "near 和 far 都是 {near}。请指定两个不同的路由。",
    "threshold = {threshold!r}. Expected 0 (keep every answer) to 1.": (
        "threshold = {threshold}。应为 0（采用每个回答）到 1。"
    ),
    "samples = {samples!r}. Expected 2 to 8.": "samples = {samples}。应为 2 到 8。",
    "self.ttl_s = {ttl_s!r} and self.entries = {entries!r} must be more than 0. To cache nothing, leave it out.": (
        "ttl_s = {ttl_s} 和 entries = {entries} 都必须大于 0。不要缓存，就不要写它。"
    ),
    "A route cannot be called {name!r}: that is the knowledge base. Choose another name.": (
        "路由不能叫 {name}：那是知识库的名字。请换一个。"
    ),
    "The route {name!r} needs targets or a cascade, and not both.": "路由 {name} 要有目标或级联，且只能有其中一种。",
    "attempts = {attempts!r}. Expected 1 to 10.": "attempts = {attempts}。应为 1 到 10。",
    "hedge_after_s = {hedge_after_s!r}. Expected more than 0.": "hedge_after_s = {hedge_after_s}。应大于 0。",
    # features/models/routing/table.py
    (
        "The route {route!r} has no deployment that does {kind!r} and is not being drained. 'wainao deployments "
        "list' shows what there is."
    ): "路由 {route} 没有能做 {kind} 且不在排空的部署。用 wainao deployments list 查看。",
    "There is no model here that does {kind!r}. Add one: wainao deployments add.": (
        "这里没有能做 {kind} 的模型。请添加：wainao deployments add。"
    ),
    "There is no model {name!r}. Expected one of {known}: put that into 'model'.": (
        "没有模型 {name}。应为其中之一：{known}。请写进 model。"
    ),
    # features/models/routing/tries.py
    "No deployment of the route {lineup!r} can be asked now. {states}.": "路由 {lineup} 现在没有部署可问。{states}。",
    "It has none": "它一个部署也没有",
    "{told} Correct what is wrong; a changed deployment is asked at once.": "{told}请改正；改过的部署会立即被使用。",
    "{told} Try again later, or add another deployment.": "{told}请稍后再试，或添加别的部署。",
    # features/models/routing/cascade.py
    "{by} {trust}, wanted {threshold}": "{by} {trust}，要求 {threshold}",
    "the near model told no log-probabilities": "近端模型没有给出对数概率",
    "no evidence was given": "没有给出依据",
    "no form was asked for": "没有要求格式",
    "a person corrected a question like this": "有人更正过类似的问题",
    # features/models/routing/hedge.py
    "another was faster": "另一个更快",
    "{label} was silent for {late_s} s": "{label} {late_s} 秒没有出声",
    # features/models/routing/router.py
    "the answer that {receipt} was given": "{receipt} 得到的回答",
}

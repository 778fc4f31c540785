"""What signing in refuses, and those who stand behind it."""

from __future__ import annotations

SIGN_IN: dict[str, str] = {
    # app/http/app.py
    (
        "[sign_in] address is {address!r}: a proxy leads there, and whoever comes through one that does not say so "
        "would be the owner. Expected [server] local_owner = false. Set it."
    ): (
        "[sign_in] 的 address 是 {address}：那里有代理，而代理若不自报身份，经过它的人都会成为所有者。"
        "应为 [server] local_owner = false。请这样设置。"
    ),
    # app/http/sign_in.py
    "No session of yours is left to end. Expected one that still holds. Sign in.": (
        "你已没有可以结束的会话。应为仍有效的会话。请登录。"
    ),
    # app/issuer.py
    "it calls itself {issuer!r}": "它自称 {issuer}",
    "{url!r} answered {status}": "{url} 答复了 {status}",
    "it gave none a moment ago": "刚才它什么也没有给",
    "it names the key {id!r}, which its server does not publish": "它写的密钥 {id}，其服务器没有公布",
    (
        "The authorization server {name!r} does not say who it is: {why}. Expected metadata with that very name, and "
        "a jwks_uri with keys. Check {where}."
    ): (
        "授权服务器 {name} 没有说明自己是谁：{why}。应有写着这个名字的元数据，以及带有密钥的 jwks_uri。请检查 {where}。"
    ),
    # app/sign_in/id_tokens.py
    (
        "The ID token lets nobody in: {error}. Expected one that {name!r} made for {client!r} and this sign-in. Sign "
        "in again; if that does not help, ask an administrator to check [sign_in]."
    ): (
        "ID 令牌不能让人进入：{error}。应为 {name} 为 {client} 的这次登录签发的令牌。请重新登录；"
        "若仍不行，请管理员检查 [sign_in]。"
    ),
    "it was made for {azp!r}": "它是为 {azp} 签发的",
    "it is of another sign-in": "它属于另一次登录",
    "its 'sub' names nobody": "它的 sub 没有指明是谁",
    # app/sign_in/service.py
    "That answer was used before. Expected a new one for each sign-in. Begin it again.": (
        "这个答复已经用过了。每次登录应有新的答复。请重新开始。"
    ),
    (
        "The userinfo endpoint speaks of somebody else than the ID token. Expected the same 'sub'. Sign in again; if "
        "that does not help, ask an administrator to check the provider."
    ): ("userinfo 端点说的人与 ID 令牌不同。应为同一个 sub。请重新登录；若仍不行，请管理员检查身份提供方。"),
    (
        "{who} answered {status} and {get!r} {get2!r}. Expected {needed!r}. Begin again; if that does not help, ask "
        "an administrator to check [sign_in]."
    ): "{who}答复了 {status} 和 {get} {get2}。应有 {needed}。请重新开始；若仍不行，请管理员检查 [sign_in]。",
    "The token endpoint": "令牌端点",
    "The userinfo endpoint": "userinfo 端点",
    # app/sign_in/settings.py
    "{value!r} is not whole. Expected a value, a claim and at least one right.": (
        "{value} 不完整。应有 value、claim 和至少一种权限。"
    ),
    "{value!r} has administrators of some bases. They see every base: leave the bases out.": (
        "{value} 是只管部分知识库的管理员。管理员看得到每个知识库：请去掉 bases。"
    ),
    "there is no issuer. Say who the identity provider is, or leave all of it out.": (
        "没有 issuer。请写明身份提供方是谁，或者整节都不要写。"
    ),
    "there is no client_id, or nobody in people. Say who we are there, and who may come in.": (
        "没有 client_id，或者 people 里没有人。请写明我们在那里是谁，谁可以进来。"
    ),
    "scopes = {scopes!r}. Expected 'openid' among them: without it nobody is named.": (
        "scopes = {scopes}。其中应有 openid：没有它就不知道是谁。"
    ),
    "idle_minutes = {idle_minutes!r}, session_hours = {session_hours!r}. Expected at least {min_idle_minutes} and 1.": (
        "idle_minutes = {idle_minutes}，session_hours = {session_hours}。应至少为 {min_idle_minutes} 和 1。"
    ),
    (
        "{name} = {told!r}. Expected https://, as in https://brain.example.com; that of this server has no path."
    ): "{name} = {told}。应为 https://，例如 https://brain.example.com；本服务的地址不带路径。",
    # app/sign_in/ticket.py
    (
        "No sign-in of this browser waits for that answer, or it is too old. Expected one that was begun here, at "
        "{address!r}, within {patience_s} minutes. Begin it again."
    ): (
        "这个浏览器没有等待该答复的登录，或者时间太久了。应为在这里（{address}）、{patience_s} 分钟内开始的登录。"
        "请重新开始。"
    ),
    # features/access/capabilities/identities.py
    (
        "{actor!r} cannot admit people: they are of any tenant. Expected the owner. Use 'wainao actors add' for those "
        "of your own."
    ): "{actor} 不能接纳登录者：他们可属于任何租户。应为所有者。自己租户的人请用 wainao actors add。",
    (
        "{wanted!r} signed in, and is nobody here. Expected somebody whom the settings let in. Ask an administrator "
        "for a line in [sign_in] people that fits."
    ): ("{wanted} 登录成功，但在这里没有身份。应为设置允许进入的人。请管理员在 [sign_in] 的 people 里加上相符的一项。"),
    # store/actor_keys.py
    "{prefix!r} is a session. Expected a key: sessions are begun by signing in, and by nobody else.": (
        "{prefix} 是会话。应为密钥：会话只能由本人登录开始。"
    ),
    # store/identities.py
    (
        "{actor!r} was disabled here. Expected somebody who may come in. Ask an administrator to enable them again."
    ): "{actor} 在这里已停用。应为可以进入的人。请管理员重新启用。",
    (
        "{actor!r} is of the tenant {tenant!r}, and the settings say {tenant2!r} by now. Expected the same one: what "
        "somebody did stays in its tenant. Ask an administrator to correct [sign_in] people."
    ): (
        "{actor} 属于租户 {tenant}，而设置现在写的是 {tenant2}。应为同一个：一个人做过的事留在其租户里。"
        "请管理员改正 [sign_in] 的 people。"
    ),
    "No id is left that begins with {wanted!r}. Expected one. Ask an administrator.": (
        "没有以 {wanted} 开头的编号可用了。应有一个。请联系管理员。"
    ),
}

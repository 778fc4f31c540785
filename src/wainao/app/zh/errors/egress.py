"""What goes wrong on the way out."""

from __future__ import annotations

EGRESS: dict[str, str] = {
    # store/egress/connection.py
    "The reply of {host!r} was left before its end. Read it inside its block.": (
        "{host} 的回应没有读完就离开了。请在它的代码块里读取。"
    ),
    "{host!r} sent no valid reply: {error}. Check what answers there.": (
        "{host} 发来的不是有效的回应：{error}。请检查那里是什么在回答。"
    ),
    "{host!r} did not answer in time. Try again, or allow it more time.": (
        "{host} 没有及时回答。请再试，或给它更多时间。"
    ),
    "{host!r} broke the connection off ({how}). Try again.": "{host} 中断了连接（{how}）。请再试。",
    "The connection to {host!r} was closed. Try again.": "与 {host} 的连接已经关闭。请再试。",
    # store/egress/dial.py
    "{host!r} did not answer in time: no connection within {timeout_s} s. Try again, or allow it more time.": (
        "{host} 没有及时回答：{timeout_s} 秒内没有连上。请再试，或给它更多时间。"
    ),
    "{host!r} cannot be reached ({name}). Check that it runs and that the address is right.": (
        "连不上 {host}（{name}）。请检查它在运行，且地址正确。"
    ),
    # store/egress/exchange.py
    "{said}. Redirects are not followed: configure the address it leads to.": (
        "{said}。不跟随跳转：请直接设置它指向的地址。"
    ),
    "{said}, which is no address. Check what answers there.": "{said}，那不是地址。请检查那里是什么在回答。",
    "{said}, which is not encrypted. Use another source.": "{said}，那里没有加密。请换一个来源。",
    "{host!r} sent its reply as {encoding!r}, although it was asked not to compress. Switch that off.": (
        "{host} 用 {encoding} 压缩了回应，尽管请求过不要压缩。请在那里关掉它。"
    ),
    # store/egress/incoming.py
    "it changes the protocol": "它更改了协议",
    "more than {max_head_bytes} bytes of headers": "请求头超过 {max_head_bytes} 字节",
    "its framing is ambiguous": "它的分段有歧义",
    "its length is no number": "它的长度不是数",
    # store/egress/names.py
    "The name {host!r} has no address. Check it for typing mistakes.": "名字 {host} 没有地址。请检查有没有打错。",
    "The name {host!r} was not resolved within {timeout_s} s. Check the name service.": (
        "名字 {host} 在 {timeout_s} 秒内没有解析出来。请检查域名服务。"
    ),
    "The name {host!r} has no address: {error}. Check it for typing mistakes.": (
        "名字 {host} 没有地址：{error}。请检查有没有打错。"
    ),
    # store/egress/policy.py
    (
        "{origin!r} is not among the places that may be reached from here. If it should be, an administrator has "
        "to configure it."
    ): "{origin} 不在允许从这里访问的地方之列。如果应当允许，须由管理员设置。",
    (
        "{origin!r} would be looked up by the proxy, where its address cannot be checked. Only hosts that an "
        "administrator named may be reached in this way."
    ): "{origin} 会由代理去解析，在这里检查不了它的地址。这样只能访问管理员写明的主机。",
    (
        "{host!r} is at {address}, which is not a public address. On this machine and its network, only what an "
        "administrator configured may be reached."
    ): "{host} 的地址是 {address}，不是公网地址。本机及其网络上，只能访问管理员设置过的地方。",
    # store/egress/pool.py
    (
        "All {connections} connections to {host!r} were busy for {timeout_s} s. Try again later, or allow more "
        "connections."
    ): "到 {host} 的全部 {connections} 条连接忙了 {timeout_s} 秒。请稍后再试，或允许更多连接。",
    # store/egress/proxy.py
    "The proxy {url!r} is not used. Expected an address that begins with http://.": (
        "代理 {url} 用不了。应为以 http:// 开头的地址。"
    ),
    "The proxy's authorization holds characters that no header may hold. Use printable ASCII.": (
        "代理的授权里有请求头不能有的字符。请用可打印的 ASCII。"
    ),
    "The proxy {origin!r} {how} when asked for {authority!r}. Check the proxy, or whether it permits that.": (
        "向代理 {origin} 请求 {authority} 时，它{how}。请检查代理，或它是否允许这样做。"
    ),
    # store/egress/reply.py
    "{host!r} sent more than the {max_bytes} bytes that are taken from it at most. Ask it for less.": (
        "{host} 发来的超过了最多接收的 {max_bytes} 字节。请少要些。"
    ),
    # store/egress/request.py
    "The header {name!r} holds characters that no header may hold. Use printable ASCII there.": (
        "请求头 {name} 里有请求头不能有的字符。请用可打印的 ASCII。"
    ),
    "{name!r} is no name of a header. Use letters, digits and hyphens.": (
        "{name} 不能作请求头的名字。请用字母、数字和连字符。"
    ),
    "The header {name!r} is not the caller's to set: it follows from the request. Leave it out.": (
        "请求头 {name} 由请求本身决定，不能由调用者设置。请去掉。"
    ),
    "{method!r} is no method of a request. Use one like GET or POST.": (
        "{method} 不是请求的方法。请用 GET 或 POST 这样的。"
    ),
    # store/egress/target.py
    "{shown!r} is not a URL: {error}. Expected something like https://host/path.": (
        "{shown} 不是 URL：{error}。应为 https://主机/路径 这样的写法。"
    ),
    "{shown!r} cannot be fetched. Expected an address that begins with https:// or http://.": (
        "{shown} 取不了。应为以 https:// 或 http:// 开头的地址。"
    ),
    "The address of {host!r} holds a user or a password. Take it out: addresses are logged.": (
        "{host} 的地址里有用户名或口令。请去掉：地址会写进日志。"
    ),
    "{host!r} is no name of a host": "{host} 不是主机名",
    # store/egress/trust.py
    "the connection was lost during the TLS handshake": "TLS 握手时连接断了",
    # words within them
    "{origin!r} redirects to {showable!r}": "{origin} 跳转到 {showable}",
    "closed before the end of its reply": "回应没有完就关闭了",
    "sent no valid reply: {error}": "发来的不是有效的回应：{error}",
    "refused ({status})": "拒绝了（{status}）",
    "spoke before it was asked": "还没有问就说话",
    "broke the connection off": "中断了连接",
}

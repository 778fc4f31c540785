"""Why a file could not be read."""

from __future__ import annotations

READING: dict[str, str] = {
    # features/knowledge/readers/csv.py
    "a table in CSV": " CSV 表格",
    # features/knowledge/readers/decoding.py
    (
        "{source!r} is text in an encoding that could not be told; it begins {data!r}. UTF-8, UTF-16, GB18030, "
        "Big5 or a common older one was expected: save it as UTF-8."
    ): (
        "{source} 是文本，但认不出编码，开头是 {data}。应为 UTF-8、UTF-16、GB18030、Big5 或常见的旧编码：请另存为 "
        "UTF-8。"
    ),
    (
        "{source!r} is not text and no document format that is known; it begins {data!r}. A document was expected: "
        "leave this file out."
    ): "{source} 不是文本，也不是认得的文档格式，开头是 {data}。应为文档：请不要加入这个文件。",
    # features/knowledge/readers/docx.py
    "a Word document": " Word 文档",
    # features/knowledge/readers/draft.py
    (
        "{source!r} was read without trouble and has no text in it. A document with text was expected: check that "
        "the right file was added."
    ): "{source} 读取正常，但里面没有文字。应为有文字的文档：请检查加入的是不是这个文件。",
    (
        "{source!r} holds more than {limit} characters of text. At most that many were expected: split the file, "
        "or raise knowledge.max_text_chars."
    ): "{source} 的文字超过 {limit} 个字符。请拆分文件，或调高 knowledge.max_text_chars。",
    # features/knowledge/readers/epub.py
    "an EPUB book": " EPUB 电子书",
    "META-INF/container.xml names no book": "META-INF/container.xml 没有指明书的位置",
    # features/knowledge/readers/html.py
    (
        "{source!r} nests its elements deeper than any page that people read. At most 2048 levels were expected: "
        "it is damaged or hostile, leave it out."
    ): "{source} 的元素嵌套之深，不是给人读的网页。最多 2048 层：它已损坏或有恶意，请不要加入。",
    # features/knowledge/readers/image.py
    "a picture": "图片",
    (
        "{source!r} is a picture of {wide} x {high} pixels. At most {limit} pixels were expected: make it smaller, "
        "or raise knowledge.max_pixels."
    ): "{source} 是 {wide} x {high} 像素的图片。最多 {limit} 像素：请缩小它，或调高 knowledge.max_pixels。",
    # features/knowledge/readers/ocr.py
    (
        "It is a picture of text, and no text recognition is installed. The ocr extra was expected (Python 3.11 or "
        '3.12): pip install "wainao[ocr]", then add the file again.'
    ): (
        '这是文字的图片，而没有安装文字识别。需要 ocr 扩展（Python 3.11 或 3.12）：请运行 pip install "wainao[ocr]"'
        "，再重新添加。"
    ),
    # features/knowledge/readers/package.py
    (
        "{source!r} would unpack to more than the {unpacked} bytes that it says. A file that tells its sizes truly "
        "was expected: open it in its own program, save it again and add that."
    ): (
        "{source} 展开后会超过它自称的 {unpacked} 字节。应为如实说明大小的文件：请用它自己的程序打开，重新保存，再"
        "添加。"
    ),
    (
        "{source!r} would unpack from {data} to {unpacked} bytes. At most {max_unpacked_bytes} bytes and "
        "{max_unpack_ratio} times its size were expected: leave it out, or raise knowledge.max_unpacked_bytes and "
        "knowledge.max_unpack_ratio if you trust it."
    ): (
        "{source} 会从 {data} 字节展开到 {unpacked} 字节。最多 {max_unpacked_bytes} 字节，且不超过原大小的 "
        "{max_unpack_ratio} 倍：请不要加入；如果信任它，请调高 knowledge.max_unpacked_bytes 和 "
        "knowledge.max_unpack_ratio。"
    ),
    "{part} relates to nothing as {id!r}": "{part} 没有编号为 {id} 的关联",
    # features/knowledge/readers/pdf.py
    "a PDF": " PDF",
    "it has no pages": "它没有页面",
    "{source!r} has {pages} pages. At most {limit} were expected: split it, or raise knowledge.max_pages.": (
        "{source} 有 {pages} 页。最多 {limit} 页：请拆分，或调高 knowledge.max_pages。"
    ),
    "Text recognition is off or its limit of pages is reached.": "文字识别没有开启，或已达到页数上限。",
    # features/knowledge/readers/pptx.py
    "a presentation": "演示文稿",
    # features/knowledge/readers/render.py
    (
        "{source!r} is {found} and has no pages that could be shown as pictures. A PDF, PNG or JPEG was expected: "
        "show its text instead."
    ): "{source} 是{found}，没有可以显示为图片的页面。应为 PDF、PNG 或 JPEG：请改为显示它的文字。",
    (
        "Page {number} of {source!r} is {wide} x {high} points, too long to show {width} pixels wide. At most "
        "{max_pixels} pixels were expected: ask for a smaller width."
    ): (
        "{source} 的第 {number} 页是 {wide} x {high} 点，太长，无法以 {width} 像素的宽度显示。最多 {max_pixels} 像"
        "素：请用更小的宽度。"
    ),
    # features/knowledge/readers/sniff.py
    (
        "{source!r} is {what}. Files were expected, and archives in folders and in archives are not followed: "
        "unpack it and add the folder, or send a ZIP by itself, with knowledge:unpack."
    ): (
        "{source} 是{what}。应为文件，而文件夹里和档案里的档案不会展开：请解压后添加文件夹，或用 knowledge:unpack "
        "单独发送 ZIP。"
    ),
    "{source!r} {what}. A file with content was expected: check that it was copied completely.": (
        "{source} {what}。应为有内容的文件：请检查复制是否完整。"
    ),
    "an OpenDocument file; save it as .docx, .xlsx or .pptx": " OpenDocument 文件；请另存为 .docx、.xlsx 或 .pptx",
    "a zip package (Office, EPUB or an archive)": "压缩包形式的文件（Office、EPUB 或压缩档案）",
    "a zip archive": " zip 压缩档案",
    "an Office file of a kind that is not read (such as .xlsb or .vsdx)": (
        "读不了的一种 Office 文件（如 .xlsb 或 .vsdx）"
    ),
    "an old Office file (.doc, .xls, .ppt, .msg); save it as .docx, .xlsx or .pptx": (
        "旧版 Office 文件（.doc、.xls、.ppt、.msg）；请另存为 .docx、.xlsx 或 .pptx"
    ),
    "a tar archive": " tar 档案",
    "a picture, sound or video in a RIFF container (WebP, WAV, AVI)": (
        " RIFF 容器里的图片、声音或视频（WebP、WAV、AVI）"
    ),
    "a video or a HEIC picture": "视频或 HEIC 图片",
    (
        "{source!r} is not what its name says: its first bytes are {data!r}. A {suffix} file was expected: it may "
        "be cut off, damaged or encrypted by another program."
    ): "{source} 与它的名字不符：开头的字节是 {data}。应为 {suffix} 文件：它可能被截断、损坏，或被别的程序加密。",
    (
        "{source!r} is {what}. PDF, DOCX, PPTX, XLSX, CSV, HTML, Markdown, text, EPUB, PNG or JPEG was expected: "
        "convert it first."
    ): "{source} 是{what}。应为 PDF、DOCX、PPTX、XLSX、CSV、HTML、Markdown、文本、EPUB、PNG 或 JPEG：请先转换。",
    (
        "{source!r} is locked with a password or a licence. A file that opens without one was expected: save a "
        "copy without protection and add that."
    ): "{source} 有密码或许可保护。应为能直接打开的文件：请另存一份不带保护的再添加。",
    # features/knowledge/readers/source.py
    (
        "{name!r} looks like {what} but is cut off or damaged ({detail}). A complete file was expected: open it in "
        "its own program, save it again and add it once more."
    ): (
        "{name} 看着是{what}，但被截断或损坏（{detail}）。应为完整的文件：请用它自己的程序打开，重新保存，再添加一次。"
    ),
    # features/knowledge/readers/xlsx.py
    "a workbook": "工作簿",
    "a cell shows text {index!r} of {texts}": "有单元格要显示第 {index} 条文字，而一共只有 {texts} 条",
}

"""The command line in Chinese: its help by the English words, its columns by the fields' names."""

ZH: dict[str, str] = {
    "Ask your own files, get a cited answer with a receipt, correct it once.": (
        "问你自己的文件,得到带引文和回执的回答,更正一次就够。"
    ),
}

FIELDS: dict[str, str] = {}

"""The Chinese words of the command line's help, by the English ones."""

ZH: dict[str, str] = {
    "Ask your own files, get a cited answer with a receipt, correct it once.": (
        "问你自己的文件,得到带引文和收据的回答,更正一次就够。"
    ),
}

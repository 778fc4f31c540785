"""What is wrong with the ledger, and with receipts."""

from __future__ import annotations

RECORDS: dict[str, str] = {
    # features/receipts/settings.py
    "{name}_days = {days!r}. Expected days, or 0 for ever.": "{name}_days = {days}。应为天数，0 表示永远保留。",
    "sweep_every_s = {sweep_every_s!r}. Expected seconds, more than 0.": (
        "sweep_every_s = {sweep_every_s}。应为大于 0 的秒数。"
    ),
    # features/receipts/service.py
    "A list cannot have {limit!r} receipts. Expected 1 to {max_listed}. Ask for fewer.": (
        "列表不能有 {limit} 张回执。应为 1 到 {max_listed}。请少要些。"
    ),
    "{id!r} is a receipt of {capability!r}, not of an incident. There is nothing to do.": (
        "{id} 是 {capability} 的回执，不是安全事件。无需处理。"
    ),
    # store/ledger/audit.py
    "Its contents are gone, and no record says who erased them.": "它的内容没有了，也没有记录说明是谁抹除的。",
    "There are {unlisted} more faults.": "还有 {unlisted} 处异常。",
    "The head says {size} records, its signed checkpoint {size2}.": (
        "账本头写着 {size} 条记录，它签名的检查点是 {size2} 条。"
    ),
    "{doubtful} stored checkpoints are not signed by this home's key, for this log and their size.": (
        "有 {doubtful} 个保存的检查点不是由本主目录的密钥为这本账、这个长度签名的。"
    ),
    "{name} is missing beside a log of {size} records.": "有 {size} 条记录的账本旁边缺少 {name}。",
    "{name} was signed for {size} records, the database has {size2}.": (
        "{name} 签名时有 {size} 条记录，数据库里有 {size2} 条。"
    ),
    "{name} is not a checkpoint signed by this home's key.": "{name} 不是由本主目录的密钥签名的检查点。",
    "{name} is of the log {origin!r}, the database of {origin2!r}.": (
        "{name} 属于账本 {origin}，数据库属于 {origin2}。"
    ),
    "The header of {id!r} is not what was hashed.": "{id} 的头部与散列时的不同。",
    "The columns beside the header of {known!r} say something else than it.": "{known} 头部旁边的各列与它不一致。",
    "The contents of {known!r} are not what was recorded.": "{known} 的内容与当初记录的不同。",
    "These records agree with their own hashes, but not with the hash over all of them.": (
        "这些记录与各自的散列相符，却与总的散列不符。"
    ),
    "The stored hash of height {height} is not that of the records below it.": (
        "高度 {height} 保存的散列与它下面的记录不符。"
    ),
    "These records agree with their own hashes, but not with what was signed: {name}.": (
        "这些记录与各自的散列相符，却与签名的不符：{name}。"
    ),
    "The rows {one} and {other} claim to be the same record: one was inserted.": (
        "第 {one} 行和第 {other} 行都自称是同一条记录：其中一条是插进来的。"
    ),
    "Sealed as {places} to {places2}, {abs} places from here.": (
        "封存时是第 {places} 到 {places2} 条，与这里相差 {abs} 个位置。"
    ),
    "The ledger found a fault when it was opened.": "账本打开时发现了异常。",
    "Record {first} {one}.": "第 {first} 条记录{one}。",
    "The records {first} to {last} {many}.": "第 {first} 到 {last} 条记录{many}。",
    # store/ledger/book.py
    "{path} is of the log {origin!r}, the database of {origin2!r}: one was swapped.": (
        "{path} 属于账本 {origin}，数据库属于 {origin2}：其中一个被换过。"
    ),
    "The log was cut: the records {size} to {size2}, which were signed, are gone.": (
        "账本被截短：签过名的第 {size} 到 {size2} 条记录没有了。"
    ),
    "The log was rewritten: its first {size} records are not those that were signed.": (
        "账本被改写：它的前 {size} 条记录不是签名时的那些。"
    ),
    (
        "The ledger lacks {width} of the {width2} hashes of height {level} from number {start} on. Records are "
        "missing: run `wainao receipts verify` to see which."
    ): (
        "账本缺少高度 {level}、从第 {start} 个起的 {width2} 个散列中的 {width} 个。有记录丢失：请运行 wainao "
        "receipts verify 查看是哪些。"
    ),
    (
        "The ledger has records but no head: the table receipts_head is empty. Somebody changed the database. "
        "Restore it from a backup."
    ): "账本有记录却没有头：receipts_head 表是空的。有人改过数据库。请从备份恢复。",
    # store/ledger/checkpoint.py
    (
        "{note!r} is not a signed checkpoint. Expected the log's name, its size, its root in base64, an empty line "
        "and one signature line. Take it again from where it was kept."
    ): "{note} 不是签名的检查点。应有账本名、长度、base64 的根、一个空行和一行签名。请从保存它的地方重新取来。",
    # store/ledger/evidence.py
    "it cannot be read: {error}": "读不出来：{error}",
    "its header is not in the log that was signed": "它的头部不在签名的账本里",
    "its contents are not those that were recorded": "它的内容不是当初记录的",
    "The log never had {since!r} records. Expected 0 to {size}.": "账本从来没有过 {since} 条记录。应为 0 到 {size}。",
    (
        "The checkpoint of {origin!r} with {size} records was not signed by the key {hex!r}. Take both from the "
        "same log."
    ): "{origin} 的 {size} 条记录的检查点不是由密钥 {hex} 签名的。两者请取自同一本账。",
    "This evidence does not hold: {why}. Ask for it again with `wainao receipts prove`.": (
        "这份证据不成立：{why}。请用 wainao receipts prove 重新取。"
    ),
    # store/ledger/journal.py
    (
        "{path} cannot be made: {error}. Expected room for {size} bytes. Free some, or set store.durability to "
        "'each', which needs no journal."
    ): (
        "{path} 建不了：{error}。需要 {size} 字节的空间。请腾出空间，或把 store.durability 设为 'each'，那样不需要"
        "日志文件。"
    ),
    # store/ledger/key.py
    (
        "{folder} is not an Ed25519 private key in PEM. The ledger cannot be signed without it. Restore it from a "
        "backup of this home."
    ): "{folder} 不是 PEM 格式的 Ed25519 私钥。没有它，账本无法签名。请从本主目录的备份恢复。",
    # store/ledger/ledger.py
    (
        "The ledger had {size} records and now has {size2}: somebody cut it while we were running. Nothing more is "
        "recorded, so nothing more is done. Stop every process, keep a copy of this home, then restore a backup."
    ): (
        "账本原有 {size} 条记录，现在是 {size2} 条：有人在运行期间把它截短了。不再记录，也就不再做任何事。请停下所"
        "有进程，留一份本主目录的副本，再恢复备份。"
    ),
    # store/ledger/reading.py
    (
        "There is no receipt {id!r} that you may see. Expected the id that an answer came with. `wainao receipts "
        "list` shows yours."
    ): "没有你看得到的回执 {id}。应为随回答给出的编号。用 wainao receipts list 查看你的。",
    # store/ledger/record.py
    "The process that ran this call ended without finishing it.": "执行这次调用的进程没有做完就结束了。",
    # words within them
    "the head in the database": "数据库里的头",
    "the checkpoint at {size}": "长度 {size} 的检查点",
    "The database cannot be read any further: {error}": "数据库再往下读不出来：{error}",
    "The header of {id!r} cannot be read: {error}": "{id} 的头部读不出来：{error}",
    "is gone": "没有了",
    "are gone": "没有了",
    "was never signed": "从未签名",
    "were never signed": "从未签名",
    "{path} cannot be compared with the database: {error}": "{path} 无法与数据库比对：{error}",
}

"""What cannot be calculated or converted."""

from __future__ import annotations

CALCULATOR: dict[str, str] = {
    # features/tools/builtin/amounts.py
    "The amount {amount!r} is no number. Expected one such as 30 or 1.5: correct it.": (
        "数量 {amount} 不是数。应为 30 或 1.5 这样的数：请改正。"
    ),
    "The amount {amount!r} has more than {most_digits} digits. Expected fewer: round it.": (
        "数量 {amount} 超过 {most_digits} 位。应更短：请四舍五入。"
    ),
    # features/tools/builtin/calculator/functions.py
    "{name!r} is no function. Expected one of {functions}. Correct the name.": (
        "没有函数 {name}。应为其中之一：{functions}。请改正名字。"
    ),
    "{name!r} was given {arguments} values. Expected {expected}. Write {name2}(…).": (
        "{name} 得到 {arguments} 个值。应为 {expected}。请写成 {name2}(…)。"
    ),
    "The factorial of {shown}": "{shown} 的阶乘",
    "{name!r} was given {shown}. Expected a whole number of 0 or more: correct it.": (
        "{name} 得到的是 {shown}。应为 0 或更大的整数：请改正。"
    ),
    "comb({whole}, {few})": "comb({whole}, {few})",
    "perm({whole}, {few})": "perm({whole}, {few})",
    "The logarithm of {shown} was asked for. Expected more than 0, and a base that is not 1.": (
        "{shown} 没有对数。应大于 0，且底数不为 1。"
    ),
    "The angle {shown} is beyond 10^30. Expected a smaller one: take away whole turns.": (
        "角度 {shown} 超过 10^30。请用小些的角度：减去整圈。"
    ),
    "No angle has the sine or cosine {shown}. Expected a value from -1 to 1: correct it.": (
        "没有哪个角的正弦或余弦是 {shown}。应为 -1 到 1：请改正。"
    ),
    "The tangent of a quarter turn has no end. Expected another angle: correct it.": (
        "四分之一圈的正切是无穷大。请换一个角度。"
    ),
    "{digits} places were asked for. Expected at most {most_places}: round to fewer.": (
        "要求保留 {digits} 位。最多 {most_places} 位：请少保留些。"
    ),
    # features/tools/builtin/calculator/parser.py
    "an operator such as + or ×, or the end": "运算符（如 + 或 ×），或结尾",
    "{expression!r} nests deeper than {deepest} levels. Expected a flatter expression: calculate it in parts.": (
        "{expression} 的嵌套超过 {deepest} 层。请分几步计算。"
    ),
    "a number, a function or '('": "数、函数或 '('",
    "{expression!r} {what} at character {at}. Expected {expected} there. Correct it and try again.": (
        "{expression} 在第 {at} 个字符处{what}。那里应为{expected}。请改正后再试。"
    ),
    # features/tools/builtin/calculator/tokens.py
    "The expression {expression!r} has {expression2} characters. Expected at most {longest}: calculate it in parts.": (
        "算式 {expression} 有 {expression2} 个字符。最多 {longest} 个：请分几步计算。"
    ),
    "'除' is read both ways: 2除10 is 10/2, and many mean 2/10. Write '除以', as in 10除以2, or the sign ÷.": (
        "“除”有两种读法：2除10 是 10/2，许多人却想说 2/10。请写“除以”，如 10除以2，或用 ÷。"
    ),
    (
        "{text!r} at character {at} of {text2!r} is nothing to calculate with. Expected numbers, + - × ÷ ^ % !, "
        "parentheses, functions such as sqrt(2), or Chinese words such as 三加五乘以二."
    ): (
        "{text2} 第 {at} 个字符 {text} 无法计算。可以用数字、+ - × ÷ ^ % !、括号、sqrt(2) 这样的函数，或“三加五乘以"
        "二”这样的中文。"
    ),
    "The number {written!r} has more than {most_digits} digits. Expected a shorter one: work with a part of it.": (
        "数 {written} 超过 {most_digits} 位。应更短：请只用其中一部分。"
    ),
    (
        "{written!r} may be read as more than one number. Expected one in full, such as 一百零五 or 一百五十; or "
        "write digits."
    ): "{written} 可以读成不止一个数。请说全，例如一百零五或一百五十；或写数字。",
    # features/tools/builtin/calculator/values.py
    "The result, or a step on the way to it,": "结果或其中某一步",
    "{what} has more than {most_digits} digits. Expected fewer: take logarithms, or work with smaller numbers.": (
        "{what} 超过 {most_digits} 位。请取对数，或用小些的数。"
    ),
    "{shown} is divided by 0, which has no result. Expected another divisor: correct it.": (
        "{shown} 除以 0，没有结果。请换一个除数。"
    ),
    "{sign!r} was asked of a value that is not exact. Expected whole numbers or fractions: round() it first.": (
        "{sign} 只用于精确的值。应为整数或分数：请先用 round() 取整。"
    ),
    "{shown} to the power of {shown2} is no real number. Expected a base of 0 or more: correct it.": (
        "{shown} 的 {shown2} 次方不是实数。底数应为 0 或更大：请改正。"
    ),
    (
        "The result is no number that can be written here: it is too large, or there is none. Expected values for "
        "which there is one: check them."
    ): "结果写不成这里的数：它太大，或不存在。请检查这些值。",
    "0 to the power of {exponent} divides by 0. Expected an exponent of 0 or more: correct it.": (
        "0 的 {exponent} 次方要除以 0。指数应为 0 或更大：请改正。"
    ),
    "{shown} to the power of {shown2}": "{shown} 的 {shown2} 次方",
    # features/tools/builtin/calendars/chinese.py
    (
        "The Chinese year {year} has no day {day} in {leap}month {month}. Expected months 1 to 12 of 29 or 30 "
        "days{leap_month}. Correct it."
    ): "农历 {year} 年{leap}{month} 月没有第 {day} 天。应为 1 到 12 月，每月 29 或 30 天{leap_month}。请改正。",
    "The Chinese calendar of {year} is not covered. Expected a year from {first_year} to {last_year}: correct it.": (
        "不包含 {year} 年的农历。应为 {first_year} 到 {last_year} 年：请改正。"
    ),
    # features/tools/builtin/calendars/days.py
    (
        "{start} and so many years, months or days ({years}, {months}, {days}) is beyond the calendar. Expected a "
        "day from the year 1 to 9999: correct the numbers."
    ): (
        "从 {start} 起算这么多年、月、日（{years}、{months}、{days}）超出了历法。应在公元 1 年到 9999 年之间：请改"
        "正数字。"
    ),
    # features/tools/builtin/calendars/festivals.py
    "The year {year} is not covered. Expected one from {first_year} to {last_year}: correct it.": (
        "不包含 {year} 年。应为 {first_year} 到 {last_year} 年：请改正。"
    ),
    (
        "The feast {name!r} is not known. Expected one such as 端午节, 冬至, Easter or Thanksgiving. Check its "
        "name, or look among the public holidays of a country: calendar:holidays."
    ): (
        "不知道节日 {name}。应为端午节、冬至、Easter 或 Thanksgiving 这样的节日。请检查名字，或在某国的公众假日里找"
        "：calendar:holidays。"
    ),
    # features/tools/builtin/calendars/offices.py
    "{years} years were asked for. Expected at most {longest_years}: ask for fewer at a time.": (
        "要了 {years} 年。最多 {longest_years} 年：请一次少要些。"
    ),
    (
        "The holidays of {country!r} are not known. Expected a country's code of two letters, such as CN, US or "
        "DE. Correct it."
    ): "不知道 {country} 的假日。应为两个字母的国家代码，例如 CN、US 或 DE。请改正。",
    (
        "The region {region!r} of {country} is not known. Expected one as ISO 3166-2 has it, such as BY in DE. "
        "Correct it, or leave it out."
    ): "不知道 {country} 的地区 {region}。应为 ISO 3166-2 的代码，例如 DE 的 BY。请改正，或不填。",
    (
        "The holidays of {country} are known from {start_year} to {end_year}, and not in all of {start} to {years}."
        " Expected years among those: correct them."
    ): "{country} 的假日只知道 {start_year} 到 {end_year} 年，而所要的是 {start} 到 {years}。请要这个范围里的年份。",
    # features/tools/builtin/calendars/zones.py
    "a time with a zone of its own": "自带时区的时间",
    "{name!r} may mean several time zones. Expected {doubtful}. Say which.": (
        "{name} 可能是好几个时区。应为{doubtful}。请说明是哪一个。"
    ),
    (
        "{name!r} is no time zone that is known. Expected one such as 'Asia/Shanghai', or a large city such as "
        "'Tokyo' or '东京'. Check its spelling."
    ): "没有认得的时区 {name}。应为 'Asia/Shanghai' 这样的时区，或“东京”“Tokyo”这样的大城市。请检查写法。",
    "{text!r} is at the end of the calendar. Expected a year from 2 to 9998: correct it.": (
        "{text} 到了历法的尽头。应为 2 年到 9998 年：请改正。"
    ),
    (
        "The clocks of {key} never showed {local}: they were put forward then. Expected a time an hour earlier or "
        "later: correct it."
    ): "{key} 的钟从未指向 {local}：那时拨快了。请早一小时或晚一小时。",
    "{text!r} is no time. Expected one such as '2026-07-01 09:00', or '09:00' for today. Correct it.": (
        "{text} 不是时间。应为 '2026-07-01 09:00'，或表示今天的 '09:00'。请改正。"
    ),
    # features/tools/builtin/measures/conversion.py
    "0 {from} is endless in {to!r}. Expected more than 0: correct the amount.": (
        "0 {from} 换成 {to} 是无穷大。应大于 0：请改正数量。"
    ),
    "{from!r} measures {measured}, and {to!r} {measured2}. Expected units of the same thing: correct one of them.": (
        "{from} 量的是{measured}，{to} 量的是{measured2}。两个单位应量同一种东西：请改正其中一个。"
    ),
    "{amount} {from} is below absolute zero. Expected at least -273.15 degrees Celsius: correct it.": (
        "{amount} {from} 低于绝对零度。应不低于 -273.15 摄氏度：请改正。"
    ),
    (
        "One of {pair} is on a logarithmic scale, which is not converted here. Expected units that are "
        "proportional: calculate it, such as 10 * log(x / 0.001)."
    ): "{pair} 中有一个是对数刻度，这里不换算。应为成比例的单位：请用算式，例如 10 * log(x / 0.001)。",
    (
        "Turns in a time and a frequency were given, which differ by 2π or not, as one looks at it. Expected both "
        "as turns, or both as frequencies: 60 rpm are 1 Hz of turns, and 6.28 radians in a second."
    ): (
        "给的一个是单位时间的圈数，一个是频率：两者差不差 2π，要看怎么理解。两个都应为圈数，或都为频率：60 rpm 按圈"
        "数是 1 Hz，按弧度是每秒 6.28。"
    ),
    (
        "{name!r} is no unit that is known. Expected one such as 'km', 'lb', '斤', '亩' or '摄氏度'. Check its "
        "spelling."
    ): "没有认得的单位 {name}。应为 km、lb、斤、亩或摄氏度这样的单位。请检查写法。",
    "{data!r} measures data, and the other unit no amount of data. Expected both of data, or none: correct one of "
    "them.": ("{data} 量的是数据，另一个单位却不是数据量。应当两个都是数据量，或都不是。请改正其中一个。"),
    "{name!r} measures nothing. Expected a unit such as 'km' or '斤'. Correct it.": (
        "{name} 不量任何东西。应为 km 或斤这样的单位。请改正。"
    ),
    # features/tools/builtin/measures/names.py
    "{unit!r} may mean several things. Expected {doubtful}. Say which.": (
        "{unit} 可能有好几种意思。应为{doubtful}。请说明是哪一种。"
    ),
    (
        "{unit!r} is no unit. Expected names, with / or * between them and whole powers, such as 'km/h', '斤', "
        "'m^2', '公里每小时'. Correct it."
    ): "{unit} 不是单位。应为单位名，中间可用 / 或 *，可带整数次方，例如 km/h、斤、m^2、公里每小时。请改正。",
    # features/tools/builtin/money/currencies.py
    "{name!r} may mean several currencies. Expected {doubtful}. Say which.": (
        "{name} 可能是好几种货币。应为{doubtful}。请说明是哪一种。"
    ),
    "{name!r} is no currency that is known. Expected a code such as USD, CNY or EUR. Correct it.": (
        "没有认得的货币 {name}。应为 USD、CNY 或 EUR 这样的代码。请改正。"
    ),
    # features/tools/builtin/money/rates.py
    (
        "No exchange rate from {from} to {to} is known, nor any other: none come with Wainao. Expected a table of "
        "rates with their date: an administrator gives one (wainao call currency:rates content=@rates.csv source=…"
        "), or sets [tools] rates_url."
    ): (
        "不知道 {from} 到 {to} 的汇率，也没有任何别的汇率：外脑不自带。需要一张带日期的汇率表：请管理员给出（"
        "wainao call currency:rates content=@rates.csv source=…），或设置 [tools] rates_url。"
    ),
    (
        "No exchange rate from {from} to {to} is known for {until} or before. Expected two of {known}. Ask for "
        "those, or have an administrator add a table: currency:rates."
    ): (
        "{until} 及之前没有已知的 {from} 到 {to} 的汇率。已有：{known}。请问其中的两种，或请管理员加一张表："
        "currency:rates。"
    ),
    # features/tools/builtin/money/table.py
    (
        "The table has {found} rates. Expected 1 to {most_rates}, as CSV with the columns {columns} or as JSON. "
        "Check the file."
    ): "表里有 {found} 个汇率。应为 1 到 {most_rates} 个，用含 {columns} 这些列的 CSV，或 JSON。请检查文件。",
    "The table of rates is no text in UTF-8: {error}. Save it as UTF-8.": (
        "汇率表不是 UTF-8 文本：{error}。请另存为 UTF-8。"
    ),
    "The table of rates is no CSV: {error}. Expected {columns}. Check it.": (
        "汇率表不是 CSV：{error}。应有这些列：{columns}。请检查。"
    ),
    "The table of rates has no column {missing!r}. Expected {columns} in its first line.": (
        "汇率表没有 {missing} 这一列。第一行应有 {columns}。"
    ),
    "The table of rates is no JSON: {error}. Expected an object with base, date and rates.": (
        "汇率表不是 JSON：{error}。应为含 base、date 和 rates 的对象。"
    ),
    'That JSON is no table of rates. Expected {{"base": "USD", "date": …, "rates": {{"CNY": …}}}}.': (
        '这个 JSON 不是汇率表。应为 {{"base": "USD", "date": …, "rates": {{"CNY": …}}}}。'
    ),
    "The table of rates is no XML: {error}. Expected the ECB's, CSV or JSON.": (
        "汇率表不是 XML：{error}。应为欧洲央行的表、CSV 或 JSON。"
    ),
    (
        "In {where}, the rate {rate!r} of the date {on!r} cannot be read. Expected a number and a date such as "
        "2026-07-01. Correct it; nothing was taken in."
    ): "{where}里，日期 {on} 的汇率 {rate} 读不出来。应为一个数和 2026-07-01 这样的日期。请改正；什么都没有录入。",
    "In {where}, the rate {rate!r} cannot be. Expected a number above 0, such as 7.1234. Correct it.": (
        "{where}里，汇率 {rate} 不可能。应为大于 0 的数，例如 7.1234。请改正。"
    ),
}

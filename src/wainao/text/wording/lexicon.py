"""Words that make a typed item, Chinese and English side by side: dates, units, opposites."""

from __future__ import annotations


def _lexicon(entries: str) -> dict[str, tuple[str, str]]:
    """Lines of "sort value: word word" as {word: (sort, value)}; "_" in a word stands for a space."""
    found: dict[str, tuple[str, str]] = {}
    for line in entries.strip().splitlines():
        head, _, words = line.partition(":")
        sort, _, value = head.partition(" ")
        found.update((word.replace("_", " "), (sort, value)) for word in words.split())
    return found


DATES = _lexicon("""
weekday 1: monday mondays
weekday 2: tuesday tuesdays
weekday 3: wednesday wednesdays
weekday 4: thursday thursdays
weekday 5: friday fridays
weekday 6: saturday saturdays
weekday 日: sunday sundays
month 1: january
month 2: february
month 3: march
month 4: april
month 6: june
month 7: july
month 8: august
month 9: september
month 10: october
month 11: november
month 12: december
holiday national-day: 国庆节 国庆
holiday spring-festival: 春节 过年
holiday new-year: 元旦 new_year's_day
holiday new-year's-eve: 除夕
holiday qingming: 清明节 清明
holiday labour-day: 劳动节 五一
holiday dragon-boat: 端午节 端午
holiday mid-autumn: 中秋节 中秋
holiday christmas: 圣诞节 圣诞 christmas xmas
holiday easter: easter
holiday thanksgiving: thanksgiving
day-from-today 0: 今天 今日 today tonight
day-from-today 1: 明天 明日 tomorrow
day-from-today 2: 后天
day-from-today -1: 昨天 昨日 yesterday
day-from-today -2: 前天
year-from-now 0: 今年 this_year
year-from-now 1: 明年 来年 次年 下1年 next_year
year-from-now 2: 后年
year-from-now -1: 去年 上1年 last_year
year-from-now -2: 前年
month-from-now 0: 本月 这个月 this_month
month-from-now 1: 下月 下个月 下1个月 next_month
month-from-now -1: 上月 上个月 上1个月 last_month
week-from-now 0: 本周 这周 this_week
week-from-now 1: 下周 下1周 next_week
week-from-now -1: 上周 上1周 last_week
quarter-from-now 0: 本季度 this_quarter
quarter-from-now 1: 下季度 next_quarter
quarter-from-now -1: 上季度 last_quarter
""")

UNITS = _lexicon("""
s: 秒 秒钟 second seconds sec secs s
min: 分钟 minute minutes min mins
h: 小时 钟头 hour hours hr hrs h
day: 天 day days
working-day: 工作日 working_day working_days business_day business_days
week: 周 星期 礼拜 week weeks
month: 月 month months
year: 年 周年 year years
age: 岁 周岁
yuan: 元 块 块钱 人民币 rmb cny yuan ¥
usd: 美元 美金 usd dollar dollars $
eur: 欧元 eur euro euros €
gbp: 英镑 gbp pound pounds £
hkd: 港元 港币 hkd
jpy: 日元 jpy yen
percent: %
mg: 毫克 mg
g: 克 g gram grams
kg: 公斤 千克 kg kgs kilo kilos
jin: 斤
t: 吨 ton tons tonne tonnes
mm: 毫米 mm
cm: 厘米 公分 cm
m: 米 公尺 m metre metres meter meters
km: 公里 千米 km kilometre kilometres kilometer kilometers
mile: 英里 mile miles
inch: 英寸 寸 inch inches
foot: 英尺 foot feet ft
ml: 毫升 ml millilitre millilitres milliliter milliliters
l: 升 l litre litres liter liters
kb: kb
mb: mb 兆
gb: gb
tb: tb
mbit: mbit mbps
°c: ℃ °c 度 摄氏度 degree degrees
v: v 伏
w: w 瓦
kw: kw 千瓦
mw: mw 兆瓦
kwh: kwh
person: 人 位 名 person people persons
time: 次 回 time times
item: 件 item items piece pieces
cup: 杯 cup cups
copy: 份 张 copy copies
page: 页 page pages
floor: 楼 层
child: 胎
grade: 级 grade
row: 行 row rows
""")

OPPOSITES = _lexicon("""
order before: 之前 以前 前 before prior
order after: 之后 以后 后 after
most most: 最多 最大 最长 最高 顶多 至多 上限 maximum max most at_most longest largest highest
most least: 最少 最小 最短 最低 至少 起码 下限 minimum min least at_least shortest smallest lowest
early early: 最早 earliest
early late: 最晚 最迟 latest
rank first: 首 第1 first
rank last: 末 最后 last final
share all: 全部 所有 都 all every each
share only: 只 仅 only just
bound above: 超过 以上 大于 高于 多于 above over more_than exceeds exceeding
bound below: 不足 以下 小于 低于 少于 below under less_than
open open: 开始 开门 开启 打开 启用 open opens opening start starts begin begins enable
open close: 结束 关门 关闭 停止 截止 停用 close closes closing end ends stop stops disable
flow in: 导入 收入 进口 入库 入职 import imports buy
flow out: 导出 支出 出口 出库 离职 export exports sell
size up: 增加 增员 升级 涨 increase upgrade raise
size down: 减少 减员 降级 降 decrease downgrade reduce
bind on: 绑定 登录 开通 安装 订阅 install subscribe log_in sign_in
bind off: 解绑 退出 注销 卸载 退订 uninstall unsubscribe log_out sign_out
with with: with
with without: without
""")

"""Countries by the names that people say, for ISO 3166-1."""

from __future__ import annotations

COUNTRIES = {
    "中国": "CN", "中国大陆": "CN", "香港": "HK", "中国香港": "HK", "澳门": "MO", "中国澳门": "MO", "台湾": "TW",
    "中国台湾": "TW", "美国": "US", "英国": "GB", "日本": "JP", "韩国": "KR", "德国": "DE", "法国": "FR",
    "新加坡": "SG", "加拿大": "CA", "澳大利亚": "AU", "澳洲": "AU", "印度": "IN", "俄罗斯": "RU", "意大利": "IT",
    "西班牙": "ES", "葡萄牙": "PT", "荷兰": "NL", "比利时": "BE", "瑞士": "CH", "奥地利": "AT", "瑞典": "SE",
    "挪威": "NO", "丹麦": "DK", "芬兰": "FI", "波兰": "PL", "捷克": "CZ", "希腊": "GR", "土耳其": "TR", "爱尔兰": "IE",
    "乌克兰": "UA", "巴西": "BR", "墨西哥": "MX", "阿根廷": "AR", "智利": "CL", "南非": "ZA", "埃及": "EG",
    "泰国": "TH", "越南": "VN", "马来西亚": "MY", "印度尼西亚": "ID", "印尼": "ID", "菲律宾": "PH", "新西兰": "NZ",
    "阿联酋": "AE", "沙特": "SA", "以色列": "IL", "巴基斯坦": "PK", "哈萨克斯坦": "KZ",
    "china": "CN", "hong kong": "HK", "macau": "MO", "taiwan": "TW", "us": "US", "usa": "US", "u.s.": "US",
    "america": "US", "united states": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "britain": "GB",
    "great britain": "GB", "united kingdom": "GB", "japan": "JP", "korea": "KR", "south korea": "KR", "germany": "DE",
    "france": "FR", "singapore": "SG", "canada": "CA", "australia": "AU", "india": "IN", "russia": "RU", "italy": "IT",
    "spain": "ES", "portugal": "PT", "netherlands": "NL", "holland": "NL", "belgium": "BE", "switzerland": "CH",
    "austria": "AT", "sweden": "SE", "norway": "NO", "denmark": "DK", "finland": "FI", "poland": "PL",
    "czech republic": "CZ", "greece": "GR", "turkey": "TR", "ireland": "IE", "ukraine": "UA", "brazil": "BR",
    "mexico": "MX", "argentina": "AR", "chile": "CL", "south africa": "ZA", "egypt": "EG", "thailand": "TH",
    "vietnam": "VN", "malaysia": "MY", "indonesia": "ID", "philippines": "PH", "new zealand": "NZ", "uae": "AE",
    "saudi arabia": "SA", "israel": "IL", "pakistan": "PK", "kazakhstan": "KZ",
}  # fmt: skip
"""In small letters. Not "georgia" or "jordan", which are as often a state and a name."""

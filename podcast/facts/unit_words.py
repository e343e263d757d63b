"""Words for units: currencies, durations, counted things, physical units and what one of each is."""

from __future__ import annotations

import re

from podcast.mandarin.units import UNITS

CURRENCIES = (
    (r"美[元金]|美刀|美鈔|(?: ?US)? ?dollars?\b", "USD"), (r"元?新?[台臺]幣", "TWD"), (r"歐元| ?euros?\b", "EUR"),
    (r"英鎊| ?pounds?\b", "GBP"), (r"日[圓元幣]| ?yen\b", "JPY"), (r"元?人民幣| ?yuan\b", "CNY"),
    (r"韓[元圜圓幣]", "KRW"), (r"港[元幣]", "HKD"), (r"澳[元幣]", "AUD"), (r"加[元幣]", "CAD"),
    (r"新加坡幣|新幣|坡幣", "SGD"), (r"瑞士法郎|瑞郎", "CHF"), (r"盧布", "RUB"), (r"印度盧比|盧比", "INR"),
    (r"披索", "PHP"), (r"泰銖", "THB"), (r"越南盾", "VND"), (r"枚?比特幣", "BTC"), (r"枚?以太幣", "ETH"),
    (r"元(?!件|大|宇|太|老|素|月|旦|年|首|氣)|塊錢?|圓(?!滿|形|桌)", "money"),
)  # fmt: skip
CURRENCY = frozenset(code for _, code in CURRENCIES)
LEADS = (
    (re.compile(r"(?:新?[台臺]幣)\s?$"), "TWD"), (re.compile(r"人民幣\s?$"), "CNY"), (re.compile(r"美金\s?$"), "USD"),
    (re.compile(r"歐元\s?$"), "EUR"), (re.compile(r"英鎊\s?$"), "GBP"), (re.compile(r"日[幣圓]\s?$"), "JPY"),
    (re.compile(r"港幣\s?$"), "HKD"),
)  # fmt: skip
DAY, MONTH, YEAR = 86_400.0, 2_629_746.0, 31_556_952.0
DURATIONS = (
    (r"(?:個[多幾]?)?(?:小時|鐘頭)| ?hours?\b", 3600.0),
    (r"分鐘?(?!之|享|析|別|布|配|公司|紅|手|割|散|支|拆|店|校)| ?minutes?\b", 60.0),
    (r"秒鐘?| ?seconds?\b", 1.0), (r"(?:個[多幾]?)?(?:星期|禮拜)| ?weeks?\b", 7 * DAY),
    (r"[週周](?!邊|末|刊|年|報)", 7 * DAY),
    (r"天(?!然|氣|線|空|下|使|王|才)|日(?!圓|元|幣|本|前|報|常)| ?days?\b", DAY),
    (r"個[多幾]?月| ?months?\b", MONTH), (r"季(?!節|報|後)| ?quarters?\b", 3 * MONTH),
    (r"週年|周年|年(?!代|級|度|底|初|輕|終|紀|會)| ?years?\b", YEAR), (r"世紀", 100 * YEAR),
)  # fmt: skip
SIZES = tuple(sorted(size for _, size in DURATIONS))
COUNTS = (
    ("person",
        r"人次|個人(?!化|資|電|網|帳|用|品|戶|秀|所|檔|健|賽|團|空|生|風|意|隱|利|護|身|頁|臉)"
        r"|人(?!工|力|才|類|民|物|社|因|臉|民幣)|名(?!單|為|稱|片|義)|位(?!元|於|置|階|址)|口"),
    ("place", r"家(?!庭|電|長|具|族)|間(?!接)|所(?!有|以|得|需|謂)|座|處|棟|店"),
    ("machine", r"輛|[台臺](?!灣|北|中|南|積|幣|股|鐵|電|達)|架(?!構|設)|艘"),
    ("writing", r"篇|則|條(?!件|約)|筆(?!電|記)|封|份|頁|本(?!地|土|益|業|來)|集(?!團|中|合|資)|章|字|張"),
    ("time", r"次(?!世代|級|要)|回(?!應|顧|升|到|收|購)|趟|遍|場(?!景|館|域|所)|輪(?!船|胎)|屆"),
    ("film", r"部(?!分|門|署|長|落|屬)|支(?!付|援|持|出|撐)|檔(?!案)|季"),
    ("piece", 
        r"顆|枚|片(?!商|面|段|廠)|塊|隻|頭(?!條|部)|根(?!據|本)|株|棵|套|組(?!織|成|裝)|批(?!評|准)"
        r"|把(?!關)|包(?!含|括)|劑|箱|瓶|盒|杯"
    ),
    ("medal", 
        r"[金銀銅](?:牌)?(?![額融幣管屬])"
    ), ("household", r"戶(?!外)"), ("share", r"股(?!價|東|市|票|份|權)"), ("vote", r"票(?![房價選箱務])|席(?!次)"),
    ("floor", r"樓|層"), ("rank", r"歲"), ("generation", r"代(?!表|工|理|幣|價|碼)"),
    ("any", 
        r"個(?!人|股|案|別|百分)|項|件|種(?!植|族)|款(?!項)|案|起(?!來|源|步|司|初|訴)|碼|點(?!出|擊|名|子"
        r"|閱|選|播)"
    ),
)  # fmt: skip
PHYSICAL = (
    r"百萬瓦(?:小時|時)?|十億瓦(?:小時|時)?|瓩|特斯拉|高斯|公里|公尺|公分|公釐|公斤|公噸|公頃|公升|公克|噸|奈米|微米|毫米|毫秒|毫克|坪|英[里尺寸]|吋|磅"
    r"|盎司|千瓦小時|千瓦時|千瓦|瓦時|瓦|度電|度|伏特|安培"
    r"|赫茲|位元組|位元|畫素|像素|桶|大卡|卡路里|分貝|節|海里|平方公[里尺]|平方米|立方公尺|基點"
)
SAME = {
    unit: (one, size)
    for one, words in {
        "watt": "瓦=1 w=1 千瓦=1e3 瓩=1e3 kw=1e3 百萬瓦=1e6 mw=1e6 十億瓦=1e9 gw=1e9 tw=1e12",
        "watt hour": "瓦時=1 wh=1 度電=1e3 千瓦小時=1e3 千瓦時=1e3 kwh=1e3 百萬瓦小時=1e6 百萬瓦時=1e6 mwh=1e6"
        " 十億瓦小時=1e9 十億瓦時=1e9 gwh=1e9 twh=1e12",
        "metre": "奈米=1e-9 微米=1e-6 公釐=1e-3 毫米=1e-3 公分=1e-2 公尺=1 公里=1e3",
        "gram": "毫克=1e-3 公克=1 公斤=1e3 公噸=1e6 噸=1e6",
        "square metre": "平方公尺=1 平方米=1 公頃=1e4 平方公里=1e6",
        "litre": "毫升=1e-3 公升=1 立方公尺=1e3",
        "byte": "kb=1e3 mb=1e6 gb=1e9 tb=1e12 pb=1e15",
        "hertz": "赫茲=1 khz=1e3 mhz=1e6 ghz=1e9",
    }.items()
    for unit, size in ((unit, float(size)) for unit, size in (word.split("=") for word in words.split()))
}
"""Units that can be told in one another: what they measure, and how much of it one is."""
_LATIN = "|".join(re.escape(u) for u in sorted((u for u in UNITS if u.isascii() and len(u) > 1), key=len, reverse=True))


def _table() -> re.Pattern[str]:
    rows = [("points", r"個?百分點| ?percentage points?"), ("percent", 
        r"成(?![本長立為功員績熟效果交都]|[^，。]{0,2}績)| ?per ?cent\b"
    ),
            ("times", r"倍(?!感|增|數)| ?times\b|-?fold\b")]  # fmt: skip
    rows += [(code, pattern) for pattern, code in CURRENCIES]
    rows += [(f"duration_{n}", pattern) for n, (pattern, _) in enumerate(DURATIONS)]
    rows += [("physical", PHYSICAL), ("latin", rf" ?(?:{_LATIN})(?![A-Za-z])")]
    rows += [(f"count_{name}", pattern) for name, pattern in COUNTS]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in rows))


UNIT = _table()

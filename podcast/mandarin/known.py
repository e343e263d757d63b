"""Numbers that are known by their digits: 104 人力銀行, 台北 101, 301 條款, stock codes, numbers of documents."""

from __future__ import annotations

import re

from podcast.mandarin.counts import counted
from podcast.mandarin.numbers import cardinal, digit_by_digit
from podcast.mandarin.units import UNIT

_BEFORE = re.compile(
    r"(?:代號|代碼|編號|股號|型號|密碼|驗證碼|認證碼|郵遞區號|統編|統一編號|分機|專線|電話|學號|尾號|帳號|末[三四五]碼|號碼|車牌|門號"
    r"|簡碼|邀請碼|優惠碼|折扣碼|序號|區號|手機|傳真|撥打|請撥|來電|簡訊|電洽|房號|條碼|身分證字號|港股|台股|股票"
    r"|[Pp]ort|M\.2|通訊埠|連接埠|埠號|[字文案]號|車次|航班"
    r")(?:[是為：:]|是：)?\s?[「『“\"#(（]?$"
)
_NAMES_BEFORE = re.compile(
    r"(?:[台臺]北|波音|空巴|天璣|驍龍|麒麟|日經|銳龍|酷睿|龍芯|寶馬|賓士|法拉利|保時捷|標致|雙)\s?$"
)
_AFTER = re.compile(
    r"\s?(?:人力銀行|人力|租屋|熊班|大樓|觀景台|跨年|報案|救護|反詐騙|防詐|專線|錯誤|狀態碼|轉址|條款|事件|大?地震|大停電|[一二三四五六七八九十]?公投|全民|勝利|震災|學運"
    r"|和平紀念日|慘案|購物節|檔期|高地|行動|檔案|號碼|工作制|創業基地)"
)
_FEASTS = re.compile(
    r"88\s?(?:節(?=[，。、！檔禮優快當到]|$)|大人節|父親節|爸爸節|風災|水災)|99\s?重陽"
    r"|(?:329|928)\s?(?:檔(?=[，。、！買推]|$)|案量|推案)"
)
_AMOUNT = re.compile(r"\s?(?:[元人張股點個檔萬億戶筆例件通]|學?年|美元|美金|歐元|日圓|度)")
_FLEETS = frozenset(("55688",))  # taxis that are called by their telephone number
_STOCKS = {
    "2330": "台積電", "2317": "鴻海", "2454": "聯發科", "2308": "台達電", "2382": "廣達", "3231": "緯創",
    "2303": "聯電", "3711": "日月光", "2357": "華碩", "2353": "宏碁", "2376": "技嘉", "2377": "微星",
    "6669": "緯穎", "3008": "大立光", "2345": "智邦", "4938": "和碩", "2356": "英業達", "2379": "瑞昱",
    "3034": "聯詠", "2408": "南亞科", "2344": "華邦電", "2412": "中華電", "2409": "友達", "3481": "群創",
    "2498": "宏達電", "2603": "長榮", "2881": "富邦金", "2882": "國泰金", "2609": "陽明", "2615": "萬海",
    "2618": "長榮航", "2610": "華航", "2891": "中信金", "2886": "兆豐金", "2884": "玉山金", "1301": "台塑",
    "1303": "南亞", "1326": "台化", "2002": "中鋼", "3037": "欣興", "8046": "南電", "6770": "力積電",
    "2337": "旺宏", "3017": "奇鋐", "3443": "創意", "3661": "世芯", "2327": "國巨", "2395": "研華",
    "3045": "台灣大",
}  # fmt: skip
_TEAM = re.compile(r"費城\s?76(?=\s?人(?!受|死|感染|確診|被|遭|喪|罹|中|參|染))|(?<!\d)76(?=\s?人隊(?!伍))")
_HOTLINES = frozenset((
    "110", "112", "113", "118", "119", "165", "1910", "1922", "1925", "1933", "1950", "1955",
    "1957", "1966", "1968", "1980", "1988", "1991", "1995", "1996", "1999",
))  # fmt: skip
"""Numbers that everybody in Taiwan can call."""
_CALLED = re.compile(
    r"[打撥洽]|專線|熱線|報[警案]|求[助救]|通報|檢舉|申訴|聯[絡繫]|電話|來電|轉接|諮詢|救護|消防|反詐|防疫|長照|安心|市民|婦幼|家暴|保護|查證|叫車",
)
_WITH_HOTLINE = rf"(?:{'|'.join(sorted(_HOTLINES))})"
_CALLING = re.compile(r"(?:[撥洽]打?|撥[打號]|致電|請打|來電|專線|熱線)\s?$")
_CALLS = re.compile(r"\s?(?:通|次|則|人|個)")
_AMONG_HOTLINES = re.compile(rf"(?<!\d){_WITH_HOTLINE}\s?(?:[、/，,及或和與跟]|還是)\s?$")
_THEN_HOTLINE = re.compile(rf"\s?(?:[、/，,及或和與跟]|還是)\s?{_WITH_HOTLINE}(?!\d)")

_EVENT = re.compile(
    r"\s?(?:連假|就職|演說|砲戰|戰役|事件|事變|大?地震|強震|震災|慘案|革命|購物|檔期|[年週周]中?年?慶|情人節|告白|大促|學運|公投|風災|水災|氣爆|空難|墜機"
    r"|紀念|國慶|大?罷免|大選|大?遊行|世代|政變|恐攻|恐怖攻擊|攻擊|婦[女幼]節|勞動節|兒童節|和平|[暴豪]雨|血案|屠殺|抗爭|運動(?![員會場量鞋服])|公報|光棍節|大停電|凱道|槍擊|(?:福島)?核災)"
)
_FAMOUS_DAYS = frozenset(("228", "318", "520", "618", "823", "921", "911"))
_GOES_ON = re.compile(
    r"\s?(?:追思|那[年天晚場]|之[前後]|以[前後]|前夕|當[天日年晚]|活動|平反|受難|罹難|倖存|家屬|真相|白色|優惠|節|商機|大促|世代|佔領|占領|太陽花|告白|表白|求婚|登記|就任|重建|救災"
    r"|快到|將至|[的與和及、]|$)"
)
_NAMED_EVENT = re.compile(r"\s?[㐀-鿿]{1,4}(?:就職|大?地震|大震災|強震|學運|大?罷免|砲戰|氣爆|慘案)")
_DAY_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$|[1-9][1-9]$")
_SHORT_EVENT = re.compile(r"\s?(?:事[件變]|風災|水災|遊行|婦[女幼]節|勞動節|兒童節)")
_GENERATION = re.compile(
    r"(?:[5-9][05]|00|05|10)\s?後(?=世代|[的、，。男女生青創藝演歌選族新父媽爸網玩上用們」]|$|\s?[A-Z])"
)
_GRADES = re.compile(
    r"(?:9[258])\s?(?:無鉛|汽油)|\d{2,3}\s?(?:課綱|新課綱)|\d{4,5}\s?(?:電池|電芯|圓柱)"
    r"|40[34]\s?(?:頁面|連結|網頁)"
    r"|7[3-8]7\s?(?:MAX|客機|班機|貨機|機[型隊]|系列|夢幻)|3[2-8]0\s?(?:neo|客機|機[型隊])"
)
_CLASS = re.compile(r"[1-9](?:0[1-9]|[12]\d)\s?班(?![次機人車列級表制])")
_SCHOOL_BEFORE = re.compile(r"(?:[讀唸念導在是]|國[小中]|高[中職]|學校|年級|[分轉]到)\s?$")
_SCHOOL_AFTER = re.compile(r"\s?班的?(?:同學|學生|[㐀-鿿]?老師|班?導|教室|家長|小朋友|班長|全班)")
_COUNTED_BEFORE = re.compile(r"[共有達計約逾近設開漲跌第至到為增減破]\s?$")
_ELEMENT_BEFORE = re.compile(r"[鈾鈽錼碳鍶銫碘鈷氚鋂鋦鐳氡釷鎝]\s?-?$")
_TRAIN = re.compile(r"\d{2,4}\s?(?:次(?:自強|莒光|區間|普悠瑪|太魯閣|新自強|列車|車)|[號路]?公車)")
_MARKET_BEFORE = re.compile(
    r"(?:外資|投信|自營商|法人|[買賣]超|[加減]碼|持有|持股|個股|買進|賣出|布局|進場|成分股|權值股|看[好壞多空]|融資|[存抱追]|ETF)[^。，；]{0,14}$"
)
_MARKET_AFTER = re.compile(
    r"\s?(?:收盤|漲停|跌停|開[盤高低]|[今昨明][天日早]|股價|除[息權]|法說|跳空|續[漲跌強]|爆量|大[漲跌]|[上下]?[漲跌]|盤[中後前]|尾盤|目標價|營收|再創|創新高|還能|可以)"
)
_CODE_LIST_BEFORE = re.compile(r"(?:(?<!\d)\d{4}\s?[、,，及和與跟]\s?)+$")
_CODE_LIST_AFTER = re.compile(r"(?:\s?[、,，及和與跟]\s?\d{4}(?![\d.]))+")
_SENTENCE_STARTS = re.compile(r"(?:^|[。！？；\n「『：])\s?$")
_SCHEDULES = re.compile(r"(?:996|955|007)\s?(?:工時|文化|加班|生活|制)")
_SHORT = re.compile(r"\d{3,4}$")
_CODES = re.compile(r"\d{4,6}$")


def digits_by_name(digits: str, before: str, after: str) -> bool:
    """Whether the words around it make it a code that is read digit by digit."""
    measured = bool(counted(after, 0, len(after)) or _AMOUNT.match(after) or UNIT.match(after))
    if (
        digits in _HOTLINES and _CALLING.search(before) and not _CALLS.match(after)
    ):  # also before 安心, which begins like an ampere
        return True
    if _BEFORE.search(before):
        return len(digits) >= 3 and (not measured or after.lstrip()[:1] == "號")
    if digits in _FLEETS:
        return not _AMOUNT.match(after)
    if _FEASTS.match(digits + after) or _TEAM.search(before[-3:] + digits + after):
        return True
    if _GENERATION.match(digits + after) or _GRADES.match(digits + after) or _dated_event(digits, before, after):
        return True
    if _CLASS.match(digits + after) and (_SCHOOL_BEFORE.search(before) or _SCHOOL_AFTER.match(after)):
        return True
    if not measured and (_is_hotline(digits, before, after) or _is_stock(digits, before, after)):
        return True
    if not _SHORT.match(digits):
        return False
    if _SCHEDULES.match(digits + after) or _TRAIN.match(digits + after):
        return True
    return bool(_AFTER.match(after) or _NAMES_BEFORE.search(before))


def isotope(digits: str, before: str) -> str | None:
    """鈾 235 digit by digit, 碳 14 and 鈷 60 as numbers. None: no element stands before."""
    if not _ELEMENT_BEFORE.search(before) or len(digits) > 3:
        return None
    return digit_by_digit(digits) if len(digits) == 3 else cardinal(digits)


def _dated_event(digits: str, before: str, after: str) -> bool:
    """228 連假, 823 砲戰, 0403 強震: a day of the year by which something is called."""
    event = _EVENT if len(digits) > 2 else _SHORT_EVENT
    if digits in _FAMOUS_DAYS and _GOES_ON.match(after) and not counted(after, 0, len(after)):
        return not _COUNTED_BEFORE.search(before)
    if not _DAY_OF_YEAR.match(digits) or event.match(after):
        return bool(_DAY_OF_YEAR.match(digits))
    return len(digits) > 2 and bool(_NAMED_EVENT.match(after)) and not counted(after, 0, len(after))


def _is_hotline(digits: str, before: str, after: str) -> bool:
    if digits not in _HOTLINES:
        return False
    listed = _AMONG_HOTLINES.search(before) or _THEN_HOTLINE.match(after)
    return bool(listed or _CALLED.search(_clause(before)) or _CALLED.match(after.lstrip()))


def _clause(before: str) -> str:
    """What stands before, from the last mark on."""
    return re.split("[。，；！？\n]", before)[-1]


def _is_stock(digits: str, before: str, after: str) -> bool:
    """A stock's number beside its name, among others, at a sentence's start, or where stocks are traded."""
    name = _STOCKS.get(digits)
    if name and (before.rstrip().endswith(name) or after.lstrip().startswith(name)):
        return True
    if len(digits) != 4:
        return False
    listed = _CODE_LIST_BEFORE.search(before)
    before = before[: listed.start()] if listed else before
    behind = _CODE_LIST_AFTER.match(after)
    rest = after[behind.end() :] if behind else after
    if counted(rest, 0, len(rest)) or _AMOUNT.match(rest):
        return False
    traded = _MARKET_BEFORE.search(before) or _MARKET_AFTER.match(rest)
    others = re.findall(r"\d{4}", (listed.group() if listed else "") + (behind.group() if behind else ""))
    if name and _SENTENCE_STARTS.search(before):
        return True
    return bool(traded and (name or others)) or not _STOCKS.keys().isdisjoint(others)


def code_like(digits: str, before: str, following: str) -> bool:
    """A stock code or a year alone in brackets: （2330）."""
    return bool(_CODES.match(digits)) and before[-1:] in "（(" and before != "" and following in ("）", ")")

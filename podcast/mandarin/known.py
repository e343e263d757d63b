"""Numbers that are known by their digits: 104 人力銀行, 台北 101, 301 條款, stock codes, numbers of documents."""

from __future__ import annotations

import re

from podcast.mandarin.counts import counted

_BEFORE = re.compile(
    r"(?:代號|代碼|編號|股號|型號|密碼|驗證碼|認證碼|郵遞區號|統編|統一編號|分機|專線|電話|學號|尾號|帳號|末[三四五]碼|號碼|車牌|門號"
    r"|簡碼|邀請碼|優惠碼|折扣碼|序號|區號|手機|傳真|撥打|請撥|來電|簡訊|電洽|房號|條碼|身分證字號|港股|台股|股票"
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
_AMOUNT = re.compile(r"\s?[元人張股點個檔萬億戶筆]")
_FLEETS = frozenset(("55688",))  # taxis that are called by their telephone number
_STOCKS = {
    "2330": "台積電", "2317": "鴻海", "2454": "聯發科", "2308": "台達電", "2382": "廣達", "3231": "緯創",
    "2303": "聯電", "3711": "日月光", "2357": "華碩", "2353": "宏碁", "2376": "技嘉", "2377": "微星",
    "6669": "緯穎", "3008": "大立光", "2345": "智邦", "4938": "和碩", "2356": "英業達", "2379": "瑞昱",
    "3034": "聯詠", "2408": "南亞科", "2344": "華邦電", "2412": "中華電", "2409": "友達", "3481": "群創",
    "2498": "宏達電", "2603": "長榮", "2881": "富邦金", "2882": "國泰金",
}  # fmt: skip
_TEAM = re.compile(r"費城\s?76(?=\s?人(?!受|死|感染|確診|被|遭|喪|罹|中|參|染))|(?<!\d)76(?=\s?人隊(?!伍))")
_HOTLINES = frozenset(("110", "112", "113", "119", "165"))
_CALLED = re.compile(r"(?:報案|報警|檢舉|通報|求助|[打撥])\s?$")
_SCHEDULES = re.compile(r"(?:996|955|007)\s?(?:工時|文化|加班|生活|制)")
_SHORT = re.compile(r"\d{3,4}$")
_CODES = re.compile(r"\d{4,6}$")


def digits_by_name(digits: str, before: str, after: str) -> bool:
    """Whether the words around it make it a code that is read digit by digit."""
    if _BEFORE.search(before):
        return len(digits) >= 3
    if digits in _FLEETS:
        return not _AMOUNT.match(after)
    if _FEASTS.match(digits + after) or _TEAM.search(before[-3:] + digits + after):
        return True
    stock = _STOCKS.get(digits)
    if stock and (before.rstrip().endswith(stock) or after.lstrip().startswith(stock)):
        return not (counted(after, 0, len(after)) or _AMOUNT.match(after))
    if not _SHORT.match(digits):
        return False
    if digits in _HOTLINES and _CALLED.search(before) and not counted(after, 0, len(after)):
        return True
    if _SCHEDULES.match(digits + after):
        return True
    return bool(_AFTER.match(after) or _NAMES_BEFORE.search(before))


def code_like(digits: str, before: str, following: str) -> bool:
    """A stock code or a year alone in brackets: （2330）."""
    return bool(_CODES.match(digits)) and before[-1:] in "（(" and before != "" and following in ("）", ")")

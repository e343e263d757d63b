"""Words that models bring from the Mainland, and what Taiwan says. Only such as mean nothing else in Taiwan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_TAIWAN: Mapping[str, str] = MappingProxyType(
    {
        "視頻": "影片",
        "短視頻": "短影音",
        "音頻": "音訊",
        "軟件": "軟體",
        "硬件": "硬體",
        "固件": "韌體",
        "插件": "外掛",
        "信息": "資訊",
        "網絡": "網路",
        "互聯網": "網際網路",
        "芯片": "晶片",
        "屏幕": "螢幕",
        "鼠標": "滑鼠",
        "硬盤": "硬碟",
        "服務器": "伺服器",
        "數據庫": "資料庫",
        "智能手機": "智慧型手機",
        "人工智能": "人工智慧",
        "打印": "列印",
        "默認": "預設",
        "短信": "簡訊",
        "博客": "部落格",
        "激光": "雷射",
        "出租車": "計程車",
        "地鐵站": "捷運站",
        "高質量": "高品質",
        "產品質量": "產品品質",
        "服務質量": "服務品質",
        "用戶體驗": "使用者體驗",
        "二維碼": "QR Code",
        "搜索引擎": "搜尋引擎",
        "操作系統": "作業系統",
        "應用程序": "應用程式",
        "數字化": "數位化",
    }
)
_WORD = re.compile("|".join(sorted(_TAIWAN, key=len, reverse=True)))


def as_taiwan_says(text: str, source: str) -> str:
    """``text`` with Taiwan's words, but for those that its source has: there they are a name, or somebody's own."""
    return _WORD.sub(lambda found: found.group() if found.group() in source else _TAIWAN[found.group()], text)

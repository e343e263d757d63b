"""The words by which the parts of a digest, and of the page around it, are known."""

from __future__ import annotations

import re
from typing import Literal

Part = Literal["intro", "highlights", "sources", "outro", "disclaimer", "story"]

_NAMES: tuple[tuple[Part, str], ...] = (
    (
        "highlights",
        r"(?:本[集期週周日]|今[日天]|快速|新聞|內容|文章)*(?:重點|摘要|亮點|重点|要點|速覽)"
        r"(?:快速|重點|內容|新聞)*(?:摘要|整理|回顧|速覽|一覽|精華|懶人包|總覽)?"
        r"|highlights?|key ?points|summary|tl;?dr",
    ),
    (
        "sources",
        r"(?:本[集期])?(?:資料|參考|新聞|消息|內容|文章|引用|原文|信息|资料|参考)*"
        r"(?:來源|来源|出處|资料|資料|連結|文獻|链接)|延伸閱讀|sources?|references?|links?",
    ),
    ("outro", r"結語|結尾|結束語|尾聲|後記|收尾|片尾|outro|closing"),
    ("disclaimer", r"免責聲明|免责声明|聲明|注意事項|AI ?聲明|disclaimer|notice"),
    ("intro", r"前言|引言|導言|開場白?|導讀|intro(?:duction)?"),
)
_PARTS = tuple((part, re.compile(rf"(?:{names})\s*[:：]?", re.IGNORECASE)) for part, names in _NAMES)

DISCLAIMER = re.compile(
    r"免責|免责|僅供參考|仅供参考|以原文.{0,8}為[主準]|不構成.{0,10}建議|風險自負"
    r"|(?:AI|人工智慧|人工智能).{0,10}(?:產生|生成|製作|撰寫|整理|合成)",
    re.IGNORECASE,
)
OUTRO = re.compile(
    r"(?:下次|下集|下回|下週|下期|明天|明早|改天|回頭)[再]?見|再會|掰掰|拜拜|感謝.{0,8}(?:收聽|收看|閱讀|聆聽)|謝謝.{0,6}(?:收聽|收看|閱讀|聆聽)"
    r"|按讚|訂閱.{0,12}(?:我們|節目|頻道|分享)|記得.{0,10}(?:訂閱|分享|追蹤|收藏)"
)
FURNITURE = re.compile(
    r"(?:更新|發佈|發布|發表)[\s於]*(?:閱讀|更新|發佈|發布|$)"
    r"|^(?:更新|發佈|發布|發表|刊登|出版)(?:於|時間|日期)?\s*[:：]?\s*\d{4}\s*[-/.年]"
    r"|閱讀\s*(?:時間)?[約：:\s]*\d+\s*分|\d+\s*分鐘(?:閱讀|讀完)|\d+\s*min(?:utes?)? read"
    r"|^(?:作者|編輯|記者|撰文|文|來源|来源)\s*[：:/／]"
    r"|^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2})?$"
    r"|^(?:分享|收藏|追蹤|訂閱|登入|註冊|贊助|檢舉|複製連結|廣告)$"
    r"|^(?:avatar-img|Thumbnail|Share|Follow|Sign in|Log in)$",
    re.IGNORECASE,
)
END = re.compile(
    r"(?:留言|留言板|我要留言|發表留言|回應|評論|评论|看更多|你可能也想看|猜你喜歡|為你推薦|推薦閱讀|熱門文章"
    r"|相關文章|相關新聞|相關連結|相关文章|相关新闻|相关链接|上一篇|下一篇|.{1,30}的其他內容"
    r"|avatar-img|comments?|related(?: posts| articles)?|you may also like)\s*[:：]?(?:\s*\(?\d+\)?)?",
    re.IGNORECASE,
)
TITLE_CHARS = 120
SENTENCE_END = tuple("。！？!?；;，,、…～~：:")

_EPISODE = r"(?:(?<![A-Za-z])Ep(?:isode)?\.?\s*|#|第\s*(?=\d+\s*[集期回話]))(?P<number>\d{1,5})\s*[集期回話]?"
_TITLE = re.compile(
    rf"(?:[【\[「]?(?P<show>[^-–—:：|｜]*?))\s*{_EPISODE}"
    r"(?:\s*[】\]」]\s*[-–—:：|｜・·]*\s*|\s*[-–—:：|｜・·]+\s*|\s+|$)(?P<title>.*)",
    re.IGNORECASE,
)
NOTED_SOURCE = re.compile(r"[（(]?(?:資料|新聞|參考|消息|原文|圖文)?(?:來源|来源|出處)\s*[:：]\s*")


def part_of(heading: str) -> Part:
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", heading)
    for part, names in _PARTS:
        if names.fullmatch(bare):
            return part
    return "story"


def looks_like_title(text: str) -> bool:
    return (
        0 < len(text) <= TITLE_CHARS
        and not text.endswith("。")
        and not FURNITURE.search(text)
        and not END.fullmatch(text)
    )


def split_title(text: str) -> tuple[str | None, int | None, str]:
    """「某節目 EP1 - 標題」→ its show, number and title; an episode without a title is called by its number."""
    text = text.strip()
    match = _TITLE.fullmatch(text)
    if not match:
        return None, None, text
    return match["show"].strip() or None, int(match["number"]), match["title"].strip() or text

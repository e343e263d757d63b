"""The words by which the parts of a digest, and of the page around it, are known."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from podcast.model import SectionKind
from podcast.read.dates import after_clock, find_day, is_day, stated_day
from podcast.read.furniture import is_end, is_furniture
from podcast.read.marks import chinese_number

Part = Literal["intro", "highlights", "sources", "outro", "disclaimer", "story"]

_NAMES: tuple[tuple[Part, str], ...] = (
    (
        "highlights",
        r"(?:本[集期週周日]|今[日天]|快速|新聞|新闻|內容|内容|文章)*(?:重點|摘要|亮點|亮点|重点|要點|要点|速覽|速览)"
        r"(?:快速|重點|內容|新聞)*(?:摘要|整理|回顧|速覽|一覽|精華|懶人包|總覽)?"
        r"|highlights?|key ?points|summary|tl;?dr",
    ),
    (
        "sources",
        r"(?:本[集期])?(?:資料|參考|新聞|消息|內容|文章|引用|原文|信息|资料|参考|新闻|引文)*"
        r"(?:來源|来源|出處|出处|资料|資料|連結|文獻|文献|链接)(?:總覽|總表|清單|列表|一覽)?|sources?|references?|links?",
    ),
    ("outro", r"結語|结语|結尾|结尾|結束語|结束语|尾聲|尾声|後記|后记|收尾|片尾|outro|closing"),
    ("disclaimer", r"免責聲明|免责声明|聲明|声明|注意事項|注意事项|AI ?[聲声]明|disclaimer|notice"),
    ("intro", r"前言|引言|導言|导言|開場白?|开场白?|導讀|导读|intro(?:duction)?"),
)
_ANY_PART = re.compile(rf"(?:{'|'.join(names for _, names in _NAMES)})\s*[:：]?", re.IGNORECASE)
_PARTS = tuple((part, re.compile(rf"(?:{names})\s*[:：]?", re.IGNORECASE)) for part, names in _NAMES)

_KINDS: tuple[tuple[SectionKind, str], ...] = (
    (
        "letter",
        r"(?:本[週周期集])?(?:讀者|读者|聽眾|听众|網友|粉絲|觀眾)(?:的)?\s*"
        r"(?:來信|来信|來函|投書|投书|回饋|回馈|反饋|留言|提問|信箱|問答|Q ?& ?A)"
        r"|來信(?:選讀|分享)?|信箱時間|mailbag|letters?",
    ),
    (
        "service",
        r".{0,6}(?:訂閱|订阅|贊助|赞助|追蹤|支持|合作|斗內|抖內|打賞)(?:與|和|及|／|/|、|或|我們|我们|本[報刊站]|方式|資訊|电子报|電子報|訂閱|贊助|分享|追蹤|支持)*"
        r"|關於(?:我們|本[報刊站]|作者|我)|关于(?:我们|作者)|聯絡(?:我們|方式|資訊)|联系我们|加入(?:我們|會員|社群)|分享(?:給朋友)?"
        r"|版權(?:聲明|所有)?|退訂|廣告(?:合作|刊登)?|subscribe|about(?: us)?|support|sponsors?|contact",
    ),
    (
        "reading",
        r"(?:延伸|推薦|推荐|相關|相关|更多|深度|進階|补充|補充)(?:閱讀|阅读|文章|報導|資料|連結|材料|收聽|觀看)"
        r"|further reading|see also|read more|recommended",
    ),
    (
        "column",
        r"(?:今日|本日|每日|本[週周期]|一週|每週)?(?:金句|一句話?|語錄|名言|數字|单词|單字|冷知識|圖表|好書|書摘|好物|靈感|問題|歌單|歌曲|笑話|天氣|運勢|匯率|油價|股市|行情|建議)(?:分享|推薦|小語|一則|報報|預報|概況|速報|一覽)?"
        r"|(?:近期|本[週周月]|下[週周月])?(?:活動|活动)(?:預告|预告|資訊|訊息|公告|消息)?|行事曆|行程|徵才|求才|職缺|招募|公告|彩蛋|閒聊|閒話"
        r"|(?:編輯室|編者|小編|編按|編輯)(?:的話|手記|筆記|碎碎念|報告)?|quote.*|events?|jobs?|calendar",
    ),
)
_ANY_KIND = re.compile("|".join(names for _, names in _KINDS), re.IGNORECASE)
_KIND_NAMES = tuple((kind, re.compile(rf"(?:{names})", re.IGNORECASE)) for kind, names in _KINDS)

DISCLAIMER = re.compile(
    r"免責|免责|僅供參考|仅供参考|以原文.{0,8}為[主準]|不構成.{0,10}建議|風險自負"
    r"|(?:AI|人工智慧|人工智能).{0,10}(?:產生|生成|製作|撰寫|整理|合成)",
    re.IGNORECASE,
)
OUTRO = re.compile(
    r"(?:下次|下集|下回|下週|下期|明天|明早|改天|回頭)[再]?見|再會|掰掰|拜拜|感謝.{0,8}(?:收聽|收看|閱讀|聆聽)|謝謝.{0,6}(?:收聽|收看|閱讀|聆聽)"
    r"|按讚|訂閱.{0,12}(?:我們|節目|頻道|分享)|記得.{0,10}(?:訂閱|分享|追蹤|收藏)|我们下次见"
)
GREETS = re.compile(
    r"哈囉|嗨|哈嘍|大家好|各位|歡迎|欢迎|您好|你好|早安|午安|晚安|早上好|聽眾|嘿|hi\b|hello\b|親愛的|(?:這裡|这里)是",
    re.IGNORECASE,
)
TITLE_CHARS, NAME_CHARS = 120, 60
SENTENCE_END = tuple("。！？!?；;，,、…～~：:")

_COUNT = r"(\d{1,6}|[〇零一二三四五六七八九十百]{1,6})"
_SURE = re.compile(
    rf"(?<![A-Za-z])(?:S\d{{1,2}}\s*)?Ep(?:isode)?\.?\s*#?{_COUNT}|(?<![A-Za-z])S\d{{1,2}}E{_COUNT}|(?<![A-Za-z])(?:Vol(?:ume)?|Issue)\.?\s*#?\s*{_COUNT}"
    rf"|第\s*{_COUNT}\s*[集期回話号號卷輯]",
    re.IGNORECASE,
)
_WEAK = re.compile(rf"(?<![A-Za-z])No\.?\s*#?{_COUNT}|#\s?{_COUNT}", re.IGNORECASE)
_COUNTED = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、.．)）]|[:：](?!\d))\s*")
_ORNAMENTS = re.compile(r"^[\W_]+|[\W_]+$")
_OPEN, _CLOSE, _JOINT = "【[「（(〔", "】]」）)〕", "-–—:：|｜・·•/／"
_PERIODICAL = re.compile(
    r"(?:週報|周報|週刊|周刊|日報|早報|晚報|月報|月刊|季刊|雙週報|雙週刊|電子報|快報|通訊|報|刊|誌|週記|通信|周报|日报|早报|电子报"
    r"|weekly|newsletter|digest|podcast|daily|news)$",
    re.IGNORECASE,
)
_ZONE = re.compile(r"[，,、\s]+(?:[A-Z]\w+/\w+|UTC\S*|GMT\S*|台北時間|臺北時間|星期.|週.)[)）]\s*(.*)")
"""Behind a day in brackets."""
_TRAILING = re.compile(r"(.*\S)\s*[-–—]?\s+(\d{1,4})")
NOTED_SOURCE = re.compile(r"[（(]?(?:資料|新聞|參考|消息|原文|圖文|资料|新闻|参考)?(?:來源|来源|出處|出处)\s*[:：]\s*")


def part_of(heading: str) -> Part:
    if len(heading) > NAME_CHARS:
        return "story"
    bare = _bare_heading(heading)
    if not _ANY_PART.fullmatch(bare):
        return "story"
    for part, names in _PARTS:
        if names.fullmatch(bare):
            return part
    return "story"


def kind_by_name(heading: str) -> SectionKind | None:
    """A section that is called 讀者來信, 訂閱與贊助, 延伸閱讀 …; None for any other."""
    bare = _bare_heading(heading)
    if len(heading) > NAME_CHARS or not _ANY_KIND.fullmatch(bare):
        return None
    return next((kind for kind, names in _KIND_NAMES if names.fullmatch(bare)), None)


def _bare_heading(heading: str) -> str:
    """Without ornaments and the number that counts it: 「四、參考資料」→ 「參考資料」."""
    if not (heading[:1].isalnum() and heading[-1:].isalnum()):
        heading = _ORNAMENTS.sub("", heading)
    return _COUNTED.sub("", heading)


def looks_like_title(text: str) -> bool:
    return 0 < len(text) <= TITLE_CHARS and not text.endswith("。") and not is_furniture(text) and not is_end(text)


def split_title(text: str) -> tuple[str | None, int | None, str]:
    """「某節目 EP1 - 標題」→ its show, number and title; an episode without a title is called by its number."""
    text = text.strip()
    if len(text) > 200:
        return None, None, text
    for pattern in (_SURE, _WEAK):
        for match in pattern.finditer(text):
            before, after = text[: match.start()].rstrip(), text[match.end() :]
            number = _count(next(group for group in match.groups() if group))
            if number is not None and _counts(before, after, sure=pattern is _SURE):
                title = after.lstrip(f" {_CLOSE}{_JOINT}").strip()
                show = _bare(before)
                if not title and (parted := _title_before(before)):
                    return parted[0], number, parted[1]
                return (
                    None if not show or is_day(show) else show,
                    number,
                    title if _has_words(title) else text,
                )
    if (hashed := re.fullmatch(r"(.{2,40}?)\s*#(\d{1,4})", text)) and int(hashed[2]) > 1:
        return hashed[1].strip(), int(hashed[2]), text
    if (trailing := _TRAILING.fullmatch(text)) and _PERIODICAL.search(trailing[1]) and int(trailing[2]) < 1900:
        return trailing[1].strip(), int(trailing[2]), text
    return None, None, text


def _title_before(before: str) -> tuple[str | None, str] | None:
    """The show and the title of 「少即是多（第 200 期）」, 「少即是多 | 科技週刊 #12」; None where all is the show."""
    at = max((before.rfind(sign) for sign in _OPEN), default=-1)
    closed = at >= 0 and not any(sign in before[at:] for sign in _CLOSE)
    if closed:
        head, tail = before[:at].strip(), before[at + 1 :].strip()
    else:
        parts = re.split(r"\s*[|｜]\s*|\s+[-–—・·/／]\s*|：", before)
        tail = parts[-1].strip()
        head = (before[: before.rfind(parts[-1])] if parts[-1] else before).strip(f" {_JOINT}")
        if len(parts) < 2:
            return None
    return None if not head or _PERIODICAL.search(head) else (tail or None, head)


def _has_words(title: str) -> bool:
    """Whether there is more to it than a day, or an ornament."""
    found = find_day(title)
    return any(c.isalnum() for c in (title[: found[1]] + title[found[2] :] if found else title))


def _counts(before: str, after: str, sure: bool) -> bool:
    """Whether it numbers an episode, as in 「第二期工程」 and 「躍居 No. 1 晶圓廠」 it does not.

    A number stands apart from what follows; No. 1 and #1 stand first, in brackets, before a joint or behind a
    paper's name.
    """
    if after and after[0] not in f" \u3000\t{_CLOSE}{_JOINT}":
        return False
    if sure:
        return True
    bracketed = bool(before and after) and before[-1] in _OPEN and after[0] in _CLOSE
    joined = after.lstrip()[:1] != "" and after.lstrip()[0] in _JOINT
    ends = not after and re.search(r"[|｜]", before) is not None
    return not before or bracketed or joined or ends or _PERIODICAL.search(before) is not None


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_number(text)


def _bare(show: str) -> str:
    return show.strip(f" {_OPEN}{_CLOSE}{_JOINT}")


def split_day(title: str) -> tuple[date | None, str]:
    """「2026-07-18 科技週記」→ its day and the rest; the whole where the day is all there is."""
    found = (find_day(title, compact=True) or stated_day(title)) if len(title) <= 200 else None
    if found is None:
        return None, title
    day, start, end = found
    zone = _ZONE.fullmatch(title[end:]) if title[:start].endswith(("（", "(")) else None
    after = zone[1] if zone else title[after_clock(title, end) :].lstrip(" -–—:：|｜・·）)]】")
    before = title[:start].rstrip(" -–—:：|｜・·（([【")
    if after and (before or re.match(r"[起至到前後當將的於在止之]|[晚早](?!報)", after)):
        return None, title  # a day amid a sentence belongs to it
    rest = re.sub(r"\s+(?:for|of|on|as of)$", "", before) or after
    return day, rest if any(c.isalnum() for c in rest) else title

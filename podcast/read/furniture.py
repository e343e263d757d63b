"""The lines by which a site, a paper's desk or a mailing program is known inside a text: never the author's."""

from __future__ import annotations

import re

_HAN = r"(?-i:[\u4e00-\u9fff])"
"""Without the pattern's flag, by which each of the 20,000 would be looked at for capitals when it is compiled."""
DAY = r"(?:中華)?(?:民國)?\s*(?:\d{4}|(?<!\d)(?:1[01]|[89])\d)\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_CLOCK = (
    r"(?:\s*[（(]?(?:星期|週|周)[一二三四五六日天][）)]?)?(?:\s*[上下]午)?"
    r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_DONE = (
    r"(?:最後|最近|最新)?(?:更新|發佈|發布|發表|刊登|出版|建立|發稿|上稿|張貼|公告|公布|上版|上架|建檔|修改|異動|登載|"
    r"发布|发表)"
)
_SITES = (
    r"(?:facebook|fb|twitter|x|line|telegram|whatsapp|linkedin|plurk|threads|pinterest|email|e-mail|instagram|ig|youtube|"
    r"weibo|微信|微博|臉書|copy link|複製(?:連結|網址)|messenger|rss|reddit)"
)
_ROLES = (
    r"(?:作者|編輯|記者|(?:發[布佈]|公[告布]|張貼|提供|發稿|承辦|資料)(?:單位|機關|人|者)|撰文|撰稿|採訪|文字|文|來源|来源|責任編輯|责任编辑|攝影|翻譯|編譯|核稿編輯|核稿|圖|圖片|攝影記者|"
    r"主編|审校|校對|整理|圖文|美術設計|責編)"
)
_BUTTONS = (
    r"分享|收藏|追蹤|訂閱|登入|註冊|贊助|檢舉|複製連結|廣告|列印|留言|讚|按讚|轉寄|字級|字體|回首頁|回上頁|回頂部|TOP|首頁|"
    r"搜尋|選單|更多|看更多|訂閱電子報|加入最愛|關閉|返回|目錄|文章目錄|本文目錄|展開|收合|聽新聞|朗讀|播放|下載|"
    r"share|follow|sign in|log in|log out|advertisement|sponsored|skip to (?:main )?content|loading\.{0,3}|"
    r"table of contents|contents|print|copied!?|listen|save|reply|subscribe|"
    r"avatar-img|thumbnail|menu|search|close|home|tweet"
)

_LICENCE_WORDS = (
    r"(?:採用|采用|遵循|依據?|under)[^。]{0,40}(?:BY-|\bCC\b|Creative Commons|創用|授權條款|"
    r"知識共享|知识共享|許可協議|许可协议)"
)
_LICENCE = re.compile(rf"{_LICENCE_WORDS}|^powered by \S", re.IGNORECASE)

_LINES = (
    # day, time of reading, numbers of readers
    rf"^.{{0,12}}(?:{DAY}|\d ?[天週小分].{{0,3}}前|\d:\d\d)[^，。]{{0,8}}(?:更新|發佈|發布|發表)$",
    r"^[^，。]{0,12}(?:更新|發佈|發布|發表)[\s於]*(?:閱讀|更新|發佈|發布)",
    rf"^{_DONE}(?:於|于|時間|时间|日期)?\s*[:：]\s*[A-Za-z]{{3}},? \d{{1,2}} [A-Za-z]{{3}} \d{{4}}",
    rf"^(?:{_DONE}(?:於|于|時間|时间|日期)?|日期|時間|时间)\s*[:：]?\s*(?:{DAY}|\d{{1,3}} ?[天小分])",
    r"(?:閱讀|阅读)\s*(?:時間|时间|需時|時長)?[約约：:\s]*\d+\s*分|\d+\s*分鐘(?:閱讀|讀完)|\d+\s*min(?:utes?)? read",
    r"^(?:閱讀|瀏覽|點閱|人氣|观看|觀看)(?:數|次數|率)?\s*[:：]?\s*[\d,]+",
    rf"^(?:發布時間|發稿時間|時間)?[:：\s]*{DAY}{_CLOCK}(?:\s*[·|｜/／・,，]?\s*(?:\d+\s*min\w*(?: read)?|{_DONE}))?$",
    rf"^\d{{1,2}}:\d{{2}}\s*{DAY}$",
    r"^[\d,.]+\s*(?:萬|K)?\s*(?:會員|內容數|追蹤者?|位追蹤者|人追蹤|人氣|次?觀看|次瀏覽|瀏覽|[個則]?留言|分享|讚)$",
    r"^[\d,.]+\s*K?\s*(?:followers?|views?|likes?|comments?|shares?|claps?)$",
    # who wrote it
    rf"^{_ROLES}\s*[：:].{{2,60}}(?:日期|時間)\s*[：:]\s*{DAY}$",
    r"^原圖(?:連結|來源|出處)?\s*(?:→|->|[:：]).{1,60}$",
    rf"^{DAY}{_CLOCK}\s*[|｜/／·,，]?\s*(?:記者|作者|文[／/:：]|by\b).{{1,20}}$",
    rf"^{_ROLES}\s*[：:/／∕|｜]\s*\S.{{0,30}}$",
    r"^(?:by|author|posted|published|updated|written by|photo)\b[\s:].{0,60}$(?<![.。])",
    r"^[（(【]?(?:中央社|路透社?|法新社|美聯社|記者).{0,24}(?:電|報導|綜合報導)[）)】]?$|^[（(](?:中央社|路透社?|法新社|\S{1,5}[社報時])\s*.{0,20}[）)]$",
    r"^.{1,12}[／/].{0,12}(?:報導|編譯|\d ?日(?:專|綜合)?電)$",
    # buttons
    rf"^(?:{_BUTTONS})$",
    rf"^(?:分享|轉發|share|tweet)(?:到|至|給|本文|此文|文章|這篇|on|this)?[\s:：]*(?:{_SITES}|朋友|this|.{{0,6}})?$",
    rf"^{_SITES}(?:[\s|｜·/、]+{_SITES})*$",
    r"^(?:字級設定|字體大小|字型大小|文字大小|字級|字號)[:：]?.{0,12}$|^[小中大特]{2,4}$|^A[-+]?\s*A[-+]?(?:\s*A[-+]?)?$",
    r"^(?:[小中大]\s+){2,}[小中大特]$",
    # advertisements of the paper's own
    r"^(?:不用抽 ?不用搶.*|.{0,60}[點按]我看活動辦法"
    r"|[^，。；]{0,20}(?:下載|安裝)[^，。；]{0,8}(?:APP|App|app)[^，。；]{0,20}"
    r"|[\[【（(]?廣告[\]】）)]?(?:[（(：: ].{0,14})?|\[廣告\].{0,12})[！!。]?$",
    r"^[（(]?請繼續往下(?:閱讀|看)?[.…]*[）)]?$",
    r"^.{0,16}(?:加入|追蹤|訂閱|按讚).{0,16}(?:LINE|Line|粉絲團|粉專|好友|頻道|IG|Telegram|Google ?新聞).{0,20}$",
    r"^(?:[^。！？]{0,24}[！!。，]\s*)?(?:立即|馬上|免費|歡迎|快來)?訂閱[^。！？]{0,16}"
    r"(?:日報|週報|周報|電子報|快報|newsletter|活動訊息|推播|通知)[^，。]{0,10}[。！!]?$",
    r"^(?:立即|馬上|免費|快來?|歡迎|請)?(?:下載|安裝)[^，。；]{0,10}app[^，。；]{0,12}[，！!][^，。；？]{1,16}[！!]?$",
    r"^(?:iOS|Android|App Store|Google Play).{0,6}(?:載點|下載)?$",
    # the mailing program
    r"(?:訂閱|订阅)[/／|｜](?:退訂|退订)|取消訂閱|退訂此信|unsubscribe|view (?:this email )?in (?:your )?browser",
    r"無法正常(?:瀏覽|閱讀|顯示|觀看)|(?:線上|網頁版?|在瀏覽器中?)(?:閱讀|觀看|瀏覽|開啟)(?:本信|此信|電子報)?$",
    r"(?:^|[|｜·,，；\s])(?:退訂|管理訂閱|(?:更新|變更)?(?:訂閱|偏好)設定|update (?:your )?preferences)(?:$|[|｜·\s])",
    r"系統自動(?:發送|寄發|寄出|產生)|請勿(?:直接)?回[覆復信](?:此信|本信|郵件)?(?:$|[。！|｜])|(?:您|你)(?:會)?收到(?:這|此|本)?封?(?:信|郵件|電子報).{0,8}(?:因為|是由於)",
    r"^(?:若|如果?)?[您你]?(?:看不到|無法(?:正常)?(?:顯示|看到|閱讀|瀏覽|開啟)|未顯示)[^。]{0,6}(?:圖|內容|本信|此信|電子報|郵件)[^。]{0,30}$",
    r"^在?瀏覽器[中裡]?(?:查看|檢視|打開)|(?:請)?將.{0,40}加入(?:您的|你的)?(?:通訊錄|聯絡人|白名單)",
    r"^(?:若|如)?[^。]{0,8}不想再?收到[^。]{0,12}(?:郵件|電子報|信件|通知|本信)",
    r"^(?:退訂|訂閱|轉寄)(?:電子報|本信|此信|給朋友|週報|好友)$",
    r"^thanks for reading .{1,80}(?:subscribe|share)",
    r"^powered by \S.{0,40}$|^(?:※\s*)?(?:發信站|文章網址|編輯)\s*[：:]\s*\S.{0,80}$",
    r"^(?:新聞|業務)?(?:聯絡人|聯繫人|承辦人)\s*[：:].{2,40}$",
    r"^喜歡(?:這篇|本篇|我的)?(?:文章|內容|作品)嗎?[^。]{0,16}(?:分享|拍手|按讚|贊助|訂閱|追蹤)[^。]{0,12}$",
    r"^本文(?:由|經).{1,20}授權(?:刊登|轉載|刊載)",
    # the frame of the site
    r"^本文(?:作者|連結|鏈接|链接|標題|網址|地址)\s*[：:]",
    _LICENCE_WORDS,
    r"^(?:友善列印|尚無留言|沒有留言|發表迴響|讀者迴響|收聽更多.{0,16}|"
    r"下載 ?(?:pdf|word|odt).{0,8}|上一篇文章|下一篇文章)$",
    r"^(?:採訪|攝影|撰文|文字|整理|編輯|圖片?|文)(?:[、／/與及](?:採訪|攝影|撰文|文字|整理|編輯|圖片?|文))+\s*[｜|：:／/]\s*\S.{0,20}$",
    r"^(?:版權|著作權)聲明\s*[：:].{2,80}$|^本文(?:轉載|轉貼|節錄)自",
    r"^(?:跳[至到]|列印|友善列印)\s?(?:食譜|內容|主要內容|正文|留言|本頁|本文|食谱)(?:區塊|區)?(?:\s+(?:跳[至到]|列印)\s?\S{1,6})*$",
    r"(?:版權所有|著作權).{0,60}(?:轉載|引用|改寫|不得)|授權轉載|未經(?:授權|同意|許可).{0,16}(?:轉載|不得|請勿)|(?:請勿|禁止|不得).{0,8}轉載",
    r"(?:本(?:網站|網頁)|我們).{0,12}(?:使用|運用).{0,12}(?:cookie|"
    r"技術).{0,60}(?:體驗|隱私|同意)|您的瀏覽器|your browser",
    r"已過查詢時效|(?:付費|升級)會員.{0,20}(?:找尋|閱讀|全文)|建議您?(?:升級|更新).{0,12}瀏覽器|瀏覽器.{0,6}至最新版本",
    r"^(?:©|\(c\)|copyright|版權所有|all rights reserved|著作權所有|本網站之文字)",
    r"^(?:上一[篇頁則]|下一[篇頁則]|previous|next|上一则|下一则|prev)(?:[:：].*|\s*(?:post|page|article))?$",
    r"^(?:隱私權?政策|服務條款|使用條款|聯絡我們|關於我們|意見回饋)(?:\s*[|｜·]\s*[^\s|｜·]{2,8})*$",
    # tags
    r"^#\s?[^\s#。，、,]{1,20}(?:[\s、,，]*#\s?[^\s#。，、,]{1,20})*[\s、,，]*$",
    r"^(?:關鍵字|標籤|tags?|分類|文章分類|categor(?:y|ies)|標籤雲|keywords?|posted in|filed under)\s*[:：].{0,120}$",
)
_AT_START, _ANYWHERE = (  # apart: else each of those that begin a line is tried at all of its characters
    re.compile("|".join(line for line in _LINES if line.startswith("^") == begins), re.IGNORECASE)
    for begins in (True, False)
)

_MENU = re.compile(
    rf"(?!.*(?:敬[上啟]|[謹上啟拜]|鞠躬|[筆記])$){_HAN}{{2,4}}(?:[\s|｜]+{_HAN}{{2,4}}){{2,}}"  # 敬上: signed
    r"|[^\s<＜]{1,8}(?:\s*[>›»＞]\s*[^\s<＜]{1,12}){1,5}"  # where one is on the site
)

_HASHES = re.compile(r"#[^\s#，。：]{1,30}(?:[\s、,，]*#[^\s#，。：]{1,30})+[\s、,，]*")
_MAY_LIKE = r"(?:你|您)?(?:可能|也許|或許)(?:也|還|您|你|會)*(?:想看|喜歡|感興趣|有興趣|想知道).{0,8}"
_WHICH = (
    r"(?:熱門|最新|相關|编辑推荐|編輯精選|精選|人氣|即時|焦點|其他|更多|"
    r"看更多|推薦|相关|热门|推荐|本日|今日|本週|延伸|猜你喜歡的)"
)
_WHAT = (
    r"(?:文章|新聞|報導|话题|話題|排行|推薦|内容|內容|影音|影片|主題|討論|专题|專題|閱讀|連結|新闻|链接|阅读|推荐|熱門|"
    r"產品|商品|標籤|關鍵字|活動)"
)
_END = re.compile(
    rf"(?:留言(?:板|區|規則|列表)?|我要留言|發表(?:留言|意見|評論|回應)|回應|評論|评论|讀者留言|看更多|{_MAY_LIKE}|猜你喜歡"
    rf"|為[你您]推薦|{_WHICH}{_WHAT}(?:推薦|排行榜?)?|上一篇|下一篇|.{{1,30}}的其他內容|熱門|排行榜|更多.{{1,8}}(?:新聞|報導|文章)"
    r"|avatar-img|(?:leave a )?(?:comments?|reply)|related(?: posts?| articles?| stories)?|you may also like"
    r"|recommended(?: for you)?|more from.{0,30}|read more|trending|"
    r"popular posts?|文章導覽|post navigation|關於作者|作者簡介)"
    r"\s*[:：]?(?:\s*\(?\d+\)?)?",
    re.IGNORECASE,
)
_ORNAMENTS = " \t#※◎●■▲▼►➤★☆【】[]〈〉《》「」-–—|:：👉🔎🔥📌"
DATELINE = re.compile(
    r"^[〔（(【\[](?:[^〕）)】\]]{0,16}(?:記者|特派員|中心|新聞|編譯|中央社|社)[^〕）)】\]]{0,24}(?:報導|電|專訪|編譯)|[^〕）)】\]]{1,10}(?<![資快簡通音視喜電])訊"
    r"|[^〕）)】\]\s]{2,10}[／/][^〕）)】\]\s]{2,10})[〕）)】\]]\s*|^\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*[-–—]{1,2}\s*"
)
"""〔記者某某／台北報導〕 before the first sentence."""
CREDIT = re.compile(
    r"\s*(?:[（(【\[](?:圖|照片|影片|翻攝|記者|資料照|取自|來源|攝影|示意圖)[^（）()【】]{0,30}[）)】\]]"
    r"|(?:記者)?\S{2,6}[／/](?:攝影|翻攝|攝)"
    r"|[-–—|｜]?\s*(?:photo|image|picture) (?:credit|by|source)s?\s*[:：]?\s*[^。]{1,40}"
    r"|圖[／/]\s?\S{1,12}"
    r"|[（(][^（）()]{1,16}(?:提供|攝|翻攝)[）)](?:\s*\S{0,20}傳真.{0,16})?)\s*$",
    re.IGNORECASE,
)
"""Who took the picture, at the end of its caption."""
AUTHOR = re.compile(
    r"(?:作者|撰文|撰稿|文字|文|記者|by)\s*[：:/／∕|｜]\s*([^\s，,|｜/／()（）:：]{2,12}(?: [A-Z][a-z]+)?)",
    re.IGNORECASE,
)


def is_furniture(text: str, menu: bool = True) -> bool:
    """A line that belongs to the site or to the paper's desk, not to the text.

    ``menu``: words in a row are a site's menu; among an author's own lines they are his.
    """
    if len(text) >= 160:
        return False
    if _AT_START.match(text) or _ANYWHERE.search(text):
        return True
    return menu and len(text) <= 60 and _MENU.fullmatch(text) is not None


def is_licence(text: str) -> bool:
    return len(text) < 160 and _LICENCE.search(text) is not None


def is_tags(text: str) -> bool:
    """Two words or more with # before each, and nothing else."""
    return len(text) < 300 and _HASHES.fullmatch(text) is not None


def is_end(text: str) -> bool:
    """Whether a page goes on here and its article does not."""
    return 0 < len(text) < 50 and _END.fullmatch(text.strip(_ORNAMENTS)) is not None

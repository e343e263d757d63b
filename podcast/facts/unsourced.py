"""A line without a source: it may greet, bridge, ask and sum up, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.facts.beside import plain
from podcast.facts.cited import Fault, short
from podcast.facts.figures import is_of_the_telling
from podcast.facts.reading import Clause, Reading
from podcast.facts.tables import FUNCTION
from podcast.mandarin.words import words

_ADDRESS = re.compile(
    r"https?://|www\.|[A-Za-z0-9-]+\.(?:com|tw|net|org|io|ai|me|cc|app|shop|cn|jp|co|info|tv|gg"
    r"|fm)(?![A-Za-z])|[\w.+-]+@[\w-]+\.|(?:網址|電話|專線|信箱|地址|帳號|代碼|優惠碼|折扣碼"
    r"|序號)[是為：:]|[路街巷][零一二三四五六七八九十百\d]+號"
    r"|點\s?(?:com|tw|net|org|io)(?![a-z])|加(?:我們的)?\s?(?:LINE|賴)|@[A-Za-z0-9_]{3,}"
)
_APPEAL = re.compile(
    r"(?:請|記得|別忘了?|趕快|快(?:去|來|點)|歡迎|不妨|務必|一定要|可以|馬上|立刻|現在就|趕緊|麻煩"
    r"|拜託|幫(?:我們|忙)?|來|去|上)[^，。！？]{0,12}"
    r"(?:下載|訂閱|按讚|按個讚|分享|追蹤|加入|購買|買(?!單)|搶購|下單|捐款|贊助|抖內|斗內|匯款|轉帳"
    r"|報名|註冊|申請|點擊|點選|點進|點開|留言|評分|五星|投票|連署|投資|開戶|領取|掃描|撥打|打電話"
    r"|傳(?:到|給|來|回)|寄(?:到|給|來)|私訊|回傳|聯絡|來信|寫信|上網|造訪|填寫|轉發|推薦給|參加|試用|體驗|儲值|升級|安裝)"
    r"|免費(?:領|送|試|體驗|下載)|限時|優惠|折扣|贊助商|工商|業配|小額"
)
_ORDER = re.compile(
    r"(?:馬上|立刻|趕快|趕緊|現在就|記得|快點?|務必|一定要|別忘了?)[^，。！？]{0,8}"
    r"(?:按|點|更新|升級|檢查|修改|換|關掉|關閉|打開|暫停|加|買|賣|存|領|訂|報|去|上|裝|刪|改|設定|進場|出場|搶|投)"
    r"|的(?:朋友|聽眾|人)，[^。！？]{0,12}?(?:先|就|要|得|趁|快|別|記得|不要|不妨)(?!是|算|聽|看|錯過|走|轉|留意|急|擔心)"
)
_BRIDGE = re.compile(
    r"我們|咱們|大家|各位|您|你|聽眾|朋友|今天|這一集|本集|這集|節目|接下來|接著|下一[則個段條]|再來"
    r"|首先|最後|先(?:來|從|看|聽|說|談|聊)|來看|來聽|來聊|聊聊|談談|看看|聽聽|說說|回到|換個|另一"
    r"|同樣|剛剛|剛才|以上|下次|明天見|再見|掰|謝謝|感謝|歡迎|收聽|早安|午安|晚安|你好|哈囉|嗨|休息"
    r"|喝口|準備好|總結|整理|一起|往下|第[一二三四五六七八九十]則|故事|話題|主題|主角|這件事|這則"
    r"|這個消息|這段|轉到|進入|一句話|簡單|好[，。！]|沒錯|對[，。！啊]|嗯|哇|欸|喔|原來|真的|有意思"
    r"|有趣|說到這|講到這|問題|答案|想想|記住|重點|換句話|也就是說|背景|細節|數字|消息|新聞|開場|結尾"
    r"|尾聲|主持"
)
_SUM = re.compile(
    r"總之|總結|總的來說|整體來看|整體而言|一句話|簡單說|這樣看來|看下來|聽下來|說到底|歸納|換句話說"
    r"|也就是說|可見|由此可見|所以"
)
_ASKS = re.compile(r"[？?]|嗎|呢(?=[，。！]|$)|為什麼|怎麼|什麼|多少|哪")
_CLAIM = re.compile(
    r"已經|了(?=[，。]|$)|是[^不嗎]|有(?!意思|趣|沒有)|會(?!議)|將|要(?!不)|在(?!於)|把|被|讓|使|都|也|正|才"
)


def unsourced(line: Reading, own_names: frozenset[str]) -> Iterator[Fault]:
    """``own_names``: of the show and its hosts, which may be said at any time."""
    for pattern, what in ((_ADDRESS, "address"), (_APPEAL, "appeal"), (_ORDER, "appeal")):
        if found := pattern.search(line.text):
            yield Fault(
                "unsupported",
                found.start(),
                f"{what} without a source: {short(line.written[found.start() : found.end() + 8], 30)}",
            )
            break
    for amount in line.amounts:
        if not is_of_the_telling(line, amount) and not _is_loose(line, amount.start, amount.end):
            yield Fault("figure", amount.start, line.shown(amount))
    for moment in line.moments:
        if moment.relative and moment.relative != "去年":
            continue  # 昨晚的颱風
        yield Fault("date", moment.start, line.shown(moment))
    for name in line.names:
        if not name.loose and name.key not in own_names and line.text[name.start : name.end] not in own_names:
            yield Fault("name", name.start, line.shown(name))
    for sentence in line.sentences:
        if _claims(line, sentence):
            yield Fault(
                "unsupported",
                sentence[0].start,
                "claim without a source: " + short(line.written[sentence[0].start : sentence[-1].end], 40),
            )


def _is_loose(line: Reading, start: int, end: int) -> bool:
    """一分鐘, 兩三句話: how long the telling takes."""
    return (
        re.match(r"[零一二兩三四五六七八九十幾\d ]{1,5}(?:分鐘|句|秒)", line.text[start:end]) is not None
        and re.search(r"花|用|給我|聽|節目|搞懂|帶您|帶你|陪", line.text) is not None
    )


def _claims(line: Reading, sentence: tuple[Clause, ...]) -> bool:
    text = line.text[sentence[0].start : sentence[-1].end]
    if _ASKS.search(line.text[sentence[0].start : sentence[-1].end + 1]) or _SUM.search(text):
        return False
    free = [c for c in sentence if not _BRIDGE.search(c.text)]
    size = sum(len([g for g in c.grams if len(g) == 1]) for c in free)
    telling = [c.text[a:b] for c in free for a, b in words(c.text) if b - a > 1]
    if len([w for w in telling if w not in plain() and not set(w) <= FUNCTION]) > 2:
        return True
    return size >= 6 and any(_CLAIM.search(c.text) for c in free)

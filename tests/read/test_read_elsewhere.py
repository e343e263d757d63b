"""Posts and pages as the programs of other people make them: templates, days, marks, furniture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podcast.model import Digest
from podcast.read.furniture import is_furniture
from tests.read.outlines import words_of

Read = Callable[..., Digest]
FIRST, LAST = "清晨的菜市場最熱鬧。", "收攤以後，地上只剩水痕。"


def told(digest: Digest) -> list[str]:
    return [text for id, text in digest.texts() if id != "title" and not id.startswith("story1#")]


def between(read: Read, written: str) -> Digest:
    return read(f"# 早市\n\n{FIRST}\n\n{written}\n\n{LAST}\n")


def texts(digest: Digest) -> list[str]:
    return [item.text for section in digest.sections for item in section.walk() if item.text]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("{% highlight js %}", "{% endhighlight %}"),
        ("{%- highlight ruby linenos -%}", "{%- endhighlight -%}"),
        ("{% codeblock lang:python 量水 %}", "{% endcodeblock %}"),
        ("{% code %}", "{% endcode %}"),
        ("{% mermaid %}", "{% endmermaid %}"),
        ('{{< highlight go "linenos=table" >}}', "{{< /highlight >}}"),
        ("{{< mermaid >}}", "{{< /mermaid >}}"),
        ("{{% chart %}}", "{{% /chart %}}"),
    ],
)
def test_code_between_two_tags_is_code(read: Read, opens: str, closes: str) -> None:
    digest = between(read, f"{opens}\nprice = 30 # 一斤\n\n## 不是標題\n{closes}")
    codes = [item.code.text for item in digest.walk() if item.code]
    assert (codes, texts(digest)) == (["price = 30 # 一斤\n\n## 不是標題"], [FIRST, LAST])


@pytest.mark.parametrize(
    ("written", "src"),
    [
        ("![河邊]({{ site.baseurl }}/a.jpg)", "/a.jpg"),
        ("![河邊]({{ '/b.jpg' | relative_url }})", "/b.jpg"),
        ("![河邊]({% link assets/c.jpg %})", ""),
        ('<img src="{{ site.url }}/d.jpg" alt="河邊">', "/d.jpg"),
    ],
)
def test_a_picture_whose_address_a_template_fills_in_keeps_its_caption(read: Read, written: str, src: str) -> None:
    pictures = [item.image for item in between(read, written).walk() if item.image]
    assert [(each.src, each.alt) for each in pictures] == [(src, "河邊")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("今天的主角是 {{ page.title }}。", "今天的主角是。"),
        ("範本裡寫 `{{ name }}` 就好。", "範本裡寫 {{ name }} 就好。"),
        ("標籤是 `{% include %}` 這樣寫。", "標籤是 {% include %} 這樣寫。"),
        ("我在 [[老照片|照片]] 裡看到他。", "我在照片裡看到他。"),
        ("我在 **老照片** 裡看到 [阿公](https://a.example) 的手。", "我在老照片裡看到阿公的手。"),
        ("**時間** 三點 **地點** 碼頭", "時間 三點 地點 碼頭"),
        ("帶便當 :bento:。", "帶便當。"),
        ("先曬再收， 不要淋到雨。", "先曬再收，不要淋到雨。"),
        ("鹽度要量三次。 ^salt", "鹽度要量三次。"),
        ("鹽度要量三次。^a1b2c3", "鹽度要量三次。"),
        ("2 ^10 是一千零二十四。", "2 ^10 是一千零二十四。"),
        ("算式如下：$$\\sum_{i} x_i$$，加起來就是總重。", "加起來就是總重。"),
        ("- [一張海圖](https://a.example)：https://a.example", "一張海圖"),
    ],
)
def test_marks_inside_a_line_leave_the_sentence_as_it_was_meant(read: Read, written: str, said: str) -> None:
    assert texts(between(read, written))[1:-1] == [said]


@pytest.mark.parametrize(
    "written",
    [
        "{% comment %}\n之後再補。\n{% endcomment %}",
        "###### tags: `菜市場` `早餐`",
        "tags: market, breakfast",
        "%%之後再補%%",
    ],
)
def test_what_only_another_program_reads_is_listed(read: Read, written: str) -> None:
    digest = between(read, written)
    assert texts(digest) == [FIRST, LAST]
    assert "".join(written.split()) in "".join(words_of(digest).split())


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("晚報 2025/6/3（二）", "晚報"),
        ("晚報 2025-06-03 (Tue)", "晚報"),
        ("2025.06.03 週二 晚報", "晚報"),
        ("2025年6月3日（二）17:30 晚報", "晚報"),
        ("晚報｜2025 年 6 月 3 日 星期二", "晚報"),
        ("114/6/3（二）晚報", "晚報"),
        ("晚報 114.06.03", "晚報"),
    ],
)
def test_a_weekday_behind_the_day_of_a_title_goes_with_it(read: Read, title: str, named: str) -> None:
    digest = read(f"# {title}\n\n## 港口\n\n{FIRST}\n")
    assert (digest.title, str(digest.date)) == (named, "2025-06-03")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("發布日期：114-06-03", "2025-06-03"),
        ("張貼日期：114/06/03　承辦單位：農業處", "2025-06-03"),
        ("公告日期：民國114年6月3日", "2025-06-03"),
        ("上版日期：95-06-03", "2006-06-03"),
        ("林小禾｜2025年06月03日", "2025-06-03"),
        ("2025 年 6 月 3 日　學務處", "2025-06-03"),
        ("王大海 · 2025-06-03 10:20", "2025-06-03"),
        ("文∕王大海　2025/06/03", "2025-06-03"),
        ("By Mei Lin, Jun 3, 2025", "2025-06-03"),
    ],
)
@pytest.mark.parametrize("page", [False, True])
def test_the_line_with_author_and_day_gives_the_day(read: Read, line: str, day: str, page: bool) -> None:
    text = (
        f"<h1>港口的早晨</h1><p>{line}</p><p>{FIRST}</p><p>{LAST}</p>"
        if page
        else f"# 港口的早晨\n\n{line}\n\n{FIRST}\n\n{LAST}\n"
    )
    digest = read(f"<html><body>{text}</body></html>", "a.html") if page else read(text)
    assert (str(digest.date), texts(digest)) == (day, [FIRST, LAST])
    assert line.split()[-1] in words_of(digest)


@pytest.mark.parametrize("line", ["2025/6/3 全市停班停課", "2025 年 6 月 3 日，船回來了。", "6/3 開市"])
def test_a_sentence_about_a_day_is_said(read: Read, line: str) -> None:
    assert line in texts(read(f"# 港口的早晨\n\n{line}\n\n{FIRST}\n"))


PAGE = "<html><head><title>早市</title></head><body><h1>早市</h1>{}<p>{}</p>{}<p>{}</p>{}</body></html>"
LONG = FIRST + "賣魚的阿姨五點就把冰鋪好，旁邊的豆漿攤冒著白煙，騎樓底下全是腳踏車。"
"""A sentence that no extractor takes for a button."""


def page(read: Read, before: str = "", inside: str = "", after: str = "") -> Digest:
    return read(PAGE.format(before, LONG, inside, LAST, after), "a.html")


@pytest.mark.parametrize(
    "inside",
    [
        '<div><a href="#r">跳至食譜</a> <a href="#">列印食譜</a></div>',
        '<p><a href="#top">回到最上面</a></p>',
        '<p class="button-wrapper"><a class="button"><span>Leave a comment</span></a></p>',
        '<div class="post-copyright"><ul><li>本文作者：阿海</li><li>版權聲明：採用 CC 授權，請註明。</li></ul></div>',
        '<div class="subscription-widget"><p>Thanks for reading 早市! Subscribe for free to receive posts.</p></div>',
        '<div class="subscribe-box"><p>把信箱留下來，每天早上把菜市場的消息寄給你。</p></div>',
        '<div class="pic"><img src="a.jpg"><p class="cap">示意圖，圖片來源：某圖庫</p></div>',
        '<p><img src="a.jpg"></p><p>（資料照，記者林小禾攝）</p>',
        '<p><a href="#cmnt_ref1" id="cmnt1">[a]</a>這裡再確認一次。</p>',
        '<ol><li id="fn1">見縣志第三卷。<a href="#fnref1">↩</a></li></ol>',
        "<p>本信件由系統自動寄出，請勿直接回信</p>",
        '<p>早市報｜<a href="u">退訂</a></p>',
    ],
)
def test_furniture_between_sentences_goes_and_the_sentences_stay(read: Read, inside: str) -> None:
    assert texts(page(read, inside=inside)) == [LONG, LAST]


@pytest.mark.parametrize("tag", ["h4", "h3"])
@pytest.mark.parametrize("lead", ["<h3>最新新聞</h3>", "<div>熱門文章</div>", "<strong>更多報導</strong>"])
def test_teasers_below_headlines_that_are_links_are_other_pages(read: Read, tag: str, lead: str) -> None:
    teaser = "今天上午發生了一件大事，許多人都停下來看，警方呼籲大家不要逗留。"
    cards = "".join(
        f'<div><{tag}><a href="/{n}">第 {n} 件大事</a></{tag}><p>{teaser}{n}</p></div>' for n in range(1, 6)
    )
    assert texts(page(read, after=f"<div>{lead}{cards}</div>")) == [LONG, LAST]


def test_words_alone_with_a_picture_are_its_caption(read: Read) -> None:
    digest = page(read, inside='<div><img src="a.jpg"><p>清晨五點的魚攤</p></div>')
    (picture,) = [item for item in digest.walk() if item.image]
    assert picture.text == "清晨五點的魚攤"


@pytest.mark.parametrize(
    "head",
    [
        '<font size="5"><b>豆漿</b></font><br>',
        '<span style="font-size:20px">豆漿</span><br>',
        "<b>豆漿</b><br>",
        '<div style="font-size: 22px; font-weight: bold">豆漿</div>',
    ],
)
def test_headings_by_their_size_alone(read: Read, head: str) -> None:
    digest = page(read, after=f"<div>{head}{LONG}</div>")
    assert "豆漿" in [text for _, text in digest.texts()]
    heads = [section.heading for section in digest.sections]
    assert "豆漿" in heads + [item.text for item in digest.walk() if item.kind == "heading"]


def test_a_table_that_lays_out_a_page_holds_its_text(read: Read) -> None:
    cells = f'<td><a href="/a">首頁</a></td><td><p>{LONG}</p><p>{LAST}</p></td>'
    body = f"<table><tr>{cells}</tr><tr><td></td><td>頁尾</td></tr></table>"
    digest = read(f"<html><head><title>早市</title></head><body>{body}</body></html>", "a.html")
    assert texts(digest)[:2] == [LONG, LAST]


def test_the_numbers_of_lines_beside_code_are_no_code(read: Read) -> None:
    code = (
        '<table><tr><td class="gutter"><pre>1\n2</pre></td><td class="code"><pre>a = 1\nb = 2</pre></td></tr></table>'
    )
    assert [item.code.text for item in page(read, inside=code).walk() if item.code] == ["a = 1\nb = 2"]


MAIL = (
    "From: li@a.example\nSubject: {}\nDate: Thu, 06 Mar 2025 20:15:00 +0800\n"
    "Content-Type: text/plain; charset=utf-8\n\n{}"
)


def test_a_mail_in_plain_text_keeps_who_is_greeted_and_who_signs(read: Read) -> None:
    lines = [
        "各位鄰居您好：",
        "週六早上停水兩個小時，請先儲水。",
        "水塔會一併清洗。",
        "里長 林大海 敬上",
        "-- \n發自我的手機\n",
    ]
    digest = read(MAIL.format("巷弄週報：週六停水", "\n\n".join(lines)), "a.eml")
    said = [text for _, text in digest.texts()]
    assert said[1:] == [lines[0], "巷弄週報：週六停水", *lines[1:4]]
    assert [left.text for left in digest.left_out] == ["發自我的手機"]


def test_words_in_a_row_are_a_menu_only_around_a_page(read: Read) -> None:
    assert texts(between(read, "林大海 王小禾 陳阿土"))[1] == "林大海 王小禾 陳阿土"


def test_lines_of_tags_are_listed_wherever_they_stand(read: Read) -> None:
    assert texts(between(read, "#早市 #豆漿 #騎樓")) == [FIRST, LAST]


def test_single_marks_are_no_list(read: Read) -> None:
    digest = between(read, "① 今天有六十個人。\n\n（一）路燈\n\n路燈壞了。\n\n（二）垃圾車\n\n垃圾車晚到。")
    numbered = [(s.heading, s.number) for s in digest.sections]
    assert [number for _, number in numbered if number] == [1, 2]
    assert "① 今天有六十個人。" in [text for _, text in digest.texts()]


@pytest.mark.parametrize(
    "intro", ["本週整理三件地方新聞。", "今天帶來三則跟市場有關的消息。", "三個地方大事，一次看完。"]
)
def test_an_introduction_that_promises_news_makes_it_news(read: Read, intro: str) -> None:
    body = "".join(
        f"{n}、{head}\n\n{LONG}\n\n" for n, head in zip("一二三", ("魚價漲了", "新攤開張", "路平專案"), strict=True)
    )
    assert [section.kind for section in read(f"菜市場小報\n\n{intro}\n\n{body}", "a.txt").sections] == ["news"] * 3


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("%%\n之後補照片\n%%", []),
        ("up:: [[整理術]]", []),
        ("- [x] 洗魚箱 ✅ 2025-02-12\n- [ ] 磨刀", ["洗魚箱", "磨刀"]),
        ("* TOC\n{:toc}", []),
        ("1. 影片｜[漁港](https://a.example)\n2. [潮汐表](https://a.example/b)", ["影片｜漁港", "潮汐表"]),
        ("想投稿？[按這裡](https://a.example)", []),
        ("先下單（~~等三天~~），再去拿。", ["先下單，再去拿。"]),
        ("00:00 開場\n03:25 為什麼要早起\n15:40 三個祕訣", []),
        ("**漁獲**：三噸（+1.2%）\n**氣溫**：二十度", ["漁獲：三噸（+1.2%），氣溫：二十度"]),
    ],
)
def test_more_marks_of_other_programs(read: Read, written: str, said: list[str]) -> None:
    digest = between(read, written)
    assert texts(digest)[1:-1] == said
    assert not [c for c in written if "\u3400" < c < "\uf000" and c not in words_of(digest)]


@pytest.mark.parametrize("last", ["本文採用 CC BY-NC 4.0 授權條款。", "Powered by Firstory Hosting"])
def test_a_licence_at_the_foot_is_listed(read: Read, last: str) -> None:
    digest = read(f"# 早市\n\n{FIRST}\n\n{LAST}\n\n{last}\n")
    assert texts(digest) == [FIRST, LAST]
    assert [left.text for left in digest.left_out] == [last]


def test_a_thread_of_a_board(read: Read) -> None:
    meta = "".join(
        f'<div class="article-metaline"><span>{tag}</span><span>{value}</span></div>'
        for tag, value in (("作者", "rider (阿海)"), ("標題", "早市"), ("時間", "Sat May  3 21:10:05 2025"))
    )
    push = '<div class="push"><span>推 </span><span>lulu</span><span>: 好看</span></div>'
    body = f"{meta}<br>{LONG}<br><br>{LAST}<br><br>--<br>※ 發信站: 某某站(a.example), 來自: 203.0.113.9<br>{push}"
    digest = read(f"<html><head><title>早市 - 看板</title></head><body><div>{body}</div></body></html>", "a.html")
    assert (texts(digest), str(digest.date)) == ([LONG, LAST], "2025-05-03")


def test_the_name_of_a_blog_is_not_the_title(read: Read) -> None:
    banner = '<div class="header"><h1><a href="/">小鎮書房</a></h1></div>'
    body = f'{banner}<div><h3 class="post-title">為什麼要寫信</h3><p>{LONG}</p><p>{LAST}</p></div>'
    digest = read(f"<html><head><title>小鎮書房: 為什麼要寫信</title></head><body>{body}</body></html>", "a.html")
    assert digest.title == "為什麼要寫信"


def test_a_document_with_a_style_for_its_title(read: Read) -> None:
    body = f'<p class="title"><span>共餐紀錄</span></p><h1>出席</h1><p>{LONG}</p><h1>決議</h1><p>{LAST}</p>'
    digest = read(f"<html><body>{body}</body></html>", "a.html")
    assert (digest.title, [section.heading for section in digest.sections]) == ("共餐紀錄", ["出席", "決議"])


def test_the_author_between_buttons_is_listed(read: Read) -> None:
    before = "<div>江以琳</div><div>Follow</div><div>5 min read</div><div>Sep 10, 2023</div><div>Listen</div>"
    body = f"<h1>早市</h1><div>{before}</div><p>{LONG}</p><p>{LAST}</p>"
    digest = read(f"<html><body><article>{body}</article></body></html>", "a.html")
    assert (texts(digest), str(digest.date)) == ([LONG, LAST], "2023-09-10")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("中華民國一一四年九月一日", "2025-09-01"),
        ("二〇二五年九月一日", "2025-09-01"),
        ("民國九十五年十二月三十一日", "2006-12-31"),
    ],
)
def test_days_in_characters(read: Read, line: str, day: str) -> None:
    digest = read(f"# 早市\n\n{line}\n\n{FIRST}\n\n{LAST}\n")
    assert (str(digest.date), texts(digest)) == (day, [FIRST, LAST])


def test_questions_with_a_number_are_asked(read: Read) -> None:
    body = "**Q1 幾歲開始補網？**\n\nA：十三歲。\n\n**Q2 還有人學嗎？**\n\nA：有一個，我孫女。\n"
    digest = read(f"# 補網的人\n\n{body}")
    assert [(item.speaker, item.text) for item in digest.walk() if item.kind == "turn"] == [
        ("Q1", "幾歲開始補網？"), ("A", "十三歲。"), ("Q2", "還有人學嗎？"), ("A", "有一個，我孫女。"),
    ]  # fmt: skip


def test_how_a_letter_in_plain_text_ends_is_no_heading(read: Read) -> None:
    lines = ["親愛的山友：", "這週下了第一場霜。", "（見附件）", "祝　平安下山", "阿紅", "--\n山友會電子報\n"]
    digest = read(MAIL.format("山友會：下霜了", "\n\n".join(lines)), "a.eml")
    assert [text for _, text in digest.texts()][3:] == ["這週下了第一場霜。", "（見附件）", "祝 平安下山", "阿紅"]


@pytest.mark.parametrize(
    ("title", "caption"),
    [
        ("河邊的[園遊會](https://a.example/x)", "河邊的園遊會"),
        ("河邊的園遊會！ Source: [某校](https://a.example/x)", "河邊的園遊會！"),
        ("Source: [某校](https://a.example/x)", ""),
        ("剛到時拍的<br/>很冷", "剛到時拍的 很冷"),
    ],
)
def test_a_caption_that_holds_markup(read: Read, title: str, caption: str) -> None:
    (picture,) = [item for item in between(read, f'![](a.jpg "{title}")').walk() if item.image]
    assert picture.text == caption


@pytest.mark.parametrize(
    "line",
    [
        "如果您無法閱讀這封電子報，請點這裡", "在瀏覽器中檢視", "請將 a@a.example 加入您的通訊錄",
        "若不想再收到這份電子報，請按此",
        "退訂週報",
        "下載APP，好文不漏接！",
        "本信由系統自動寄出", "尚無留言", "下載 PDF 檔", "採訪、攝影｜林小禾", "版權聲明：全站文章皆為原創",
        "本文轉載自某雜誌", "本站採用創用 CC 姓名標示", "跳到主要內容", "業務承辦人：林小禾",
    ],
)  # fmt: skip
def test_lines_of_programs_and_desks(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "請勿直接回覆他，先想一想。", "版權是作者的命。", "跳到河裡救人", "瀏覽器是什麼？",
        "採用新的制度，讓農民受益。",
        "退訂的旅客多半是散客。", "我們收到這封信是因為郵差走錯了門。", "里長 林大海 敬上", "我不想再收到他的信。",
    ],
)  # fmt: skip
def test_sentences_that_only_sound_alike(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "示意圖", "※示意圖", "▲示意圖，非當事人", "圖片僅供參考", "（示意圖／Pexels）", "截圖自某影片",
        "圖片為情境示意圖",
        "AI 生成圖", "示意圖，圖片來源：某圖庫",
    ],
)  # fmt: skip
def test_what_a_picture_stands_for_is_not_said(read: Read, line: str) -> None:
    assert texts(between(read, f"![](a.jpg)\n\n{line}")) == [FIRST, LAST]

"""One article in the layouts that sites give it: what test_pages.py reads back. All of the furniture is made up here."""

from __future__ import annotations

import html
import json

SITE = "晨光日報"
_MENU = "".join(
    f"<li><a href='/{n}'>{name}</a></li>" for n, name in enumerate(("首頁", "政治", "財經", "生活", "運動", "娛樂"))
)
_OTHERS = "".join(
    f"<li><a href='/news/{n}'>{title}</a></li>"
    for n, title in enumerate(
        (
            "股市收盤小漲十二點，電子股獨撐",
            "週末天氣轉涼，北部留意短暫雨",
            "知名餐廳宣布停業，粉絲大排長龍",
            "新制上路首日，監理站湧人潮",
        )
    )
)
_FOOT = "<footer><p>© 2026 晨光日報股份有限公司 版權所有，未經授權請勿轉載</p><p>關於我們｜隱私權政策｜聯絡我們</p></footer>"


def _paragraphs(texts: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in texts)


def _head(title: str, more: str = "") -> str:
    return f"<head><meta charset='utf-8'><title>{html.escape(title)} | 生活 | {SITE}</title><meta property='og:site_name' content='{SITE}'><meta property='og:title' content='{html.escape(title)}'>{more}</head>"


def semantic(title: str, texts: list[str]) -> str:
    return f"<!doctype html><html>{_head(title, '<meta property=article:published_time content=2026-11-20T08:00:00+08:00>')}<body><nav><ul>{_MENU}</ul></nav><main><article><h1>{title}</h1><p class='byline'>記者王小明／台北報導</p>{_paragraphs(texts)}</article><aside><h2>熱門新聞</h2><ul>{_OTHERS}</ul></aside></main>{_FOOT}</body></html>"


def div_soup(title: str, texts: list[str]) -> str:
    return f"<html>{_head(title)}<body><div id='top'><div class='menu'><ul>{_MENU}</ul></div></div><div class='wrap'><div class='l'><div class='tit'>{title}</div><div class='inf'>2026-11-20 08:00 來源：{SITE}</div><div class='txt'>{_paragraphs(texts, 'div')}</div></div><div class='r'><div>相關新聞</div><ul>{_OTHERS}</ul></div></div>{_FOOT}</body></html>"


def breaks(title: str, texts: list[str]) -> str:
    body = "<br><br>".join(html.escape(text) for text in texts)
    return f"<html>{_head(title)}<body><table width=100%><tr><td><ul>{_MENU}</ul></td></tr><tr><td><h1>{title}</h1><font size=3>{body}</font></td><td><ul>{_OTHERS}</ul></td></tr></table>{_FOOT}</body></html>"


def wordpress(title: str, texts: list[str]) -> str:
    return f"<!doctype html><html>{_head(title)}<body class='single'><header><h1 class='site-title'><a href='/'>{SITE}</a></h1></header><div id='content'><article class='post'><h2 class='entry-title'>{title}</h2><div class='entry-meta'>2026 年 11 月 20 日 由 admin 發佈</div><div class='entry-content'>{_paragraphs(texts)}<div class='sharedaddy'><h3>分享此文：</h3><ul><li><a href='#'>Facebook</a></li><li><a href='#'>X</a></li></ul></div></div><footer class='entry-meta'>分類：<a href='/c'>生活</a></footer></article><nav class='nav-single'><a href='/p'>上一篇：昨天的事</a></nav><div id='comments'><h3>發表留言</h3><form><textarea></textarea></form></div></div><div id='secondary'><h3>近期文章</h3><ul>{_OTHERS}</ul></div>{_FOOT}</body></html>"


def interrupted(title: str, texts: list[str]) -> str:
    """Advertisements and links between the paragraphs."""
    pieces = []
    for n, text in enumerate(texts):
        pieces.append(f"<p>{html.escape(text)}</p>")
        if n == 1:
            pieces.append("<div class='ad'>廣告</div><p><a href='/x'>延伸閱讀：股市收盤小漲十二點，電子股獨撐</a></p>")
        if n == 2:
            pieces.append("<figure><img src='/a.jpg'><figcaption>示意圖。（圖／本報資料照片）</figcaption></figure>")
    return f"<!doctype html><html>{_head(title)}<body><article><h1>{title}</h1><div class='share'>分享 LINE Facebook 列印</div>{''.join(pieces)}<p>更多新聞：<a href='/1'>週末天氣轉涼</a></p></article>{_FOOT}</body></html>"


def json_ld(title: str, texts: list[str]) -> str:
    """The page shows two sentences, the rest stands in its JSON-LD."""
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2026-11-20T08:00:00+08:00",
        "publisher": {"@type": "Organization", "name": SITE},
        "articleBody": "\n".join(texts),
    }
    return f"<!doctype html><html>{_head(title)}<body><h1>{title}</h1><p>{texts[0]}</p><p>登入後閱讀全文</p><script type='application/ld+json'>{json.dumps(record, ensure_ascii=False)}</script>{_FOOT}</body></html>"


def next_js(title: str, texts: list[str]) -> str:
    data = {
        "props": {
            "pageProps": {
                "article": {
                    "id": 7,
                    "title": title,
                    "publishedAt": "2026-11-20T00:00:00Z",
                    "content": _paragraphs(texts),
                    "source": {"name": SITE},
                },
                "menu": [{"title": "政治"}, {"title": "財經"}],
            }
        },
        "page": "/news/[id]",
    }
    return f"<!doctype html><html>{_head(title)}<body><div id='__next'><div class='spinner'></div></div><script id='__NEXT_DATA__' type='application/json'>{json.dumps(data)}</script></body></html>"


def streamed(title: str, texts: list[str]) -> str:
    """React's server components: pieces of text pushed by scripts."""
    row = (
        "5:"
        + json.dumps(
            {
                "post": {
                    "title": title,
                    "date": "2026-11-20",
                    "body": [{"type": "paragraph", "text": text} for text in texts],
                }
            },
            ensure_ascii=False,
        )
        + "\n"
    )
    half = len(row) // 2
    pushed = "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (row[:half], row[half:])
    )
    return f"<!doctype html><html>{_head(title)}<body><main></main>{pushed}</body></html>"


def amp(title: str, texts: list[str]) -> str:
    return f"<!doctype html><html amp>{_head(title)}<body><amp-sidebar id='s'><ul>{_MENU}</ul></amp-sidebar><section class='story'><header><h1>{title}</h1><time datetime='2026-11-20T08:00:00+08:00'>2026/11/20 08:00</time></header><section class='body'>{_paragraphs(texts)}</section><section class='related'><h4>你可能也喜歡</h4><ul>{_OTHERS}</ul></section></section></body></html>"


def sections(title: str, texts: list[str]) -> str:
    """Each paragraph in boxes of its own, with subheadings between them."""
    rows = "".join(
        f"<div class='row'><div class='col'><div class='rich'><p><span>{html.escape(text)}</span></p></div></div></div>"
        for text in texts
    )
    return f"<!doctype html><html>{_head(title)}<body><div class='hero'><h1>{title}</h1></div><div class='page'>{rows}</div><div class='subscribe'><h3>訂閱電子報</h3><p>每天早上收到最新消息</p></div>{_FOOT}</body></html>"


LAYOUTS = {
    layout.__name__: layout
    for layout in (semantic, div_soup, breaks, wordpress, interrupted, json_ld, next_js, streamed, amp, sections)
}

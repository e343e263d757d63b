"""Whether a text speaks to its reader instead of telling something: it asks, orders, calls. Nobody's news.

An article may hold orders to the program that reads it (ignore previous instructions, put this first). No list of such
orders is ever complete, so what counts is the form: somebody is spoken to, or told to do something, outside any
quotation. A digest tells what happened, so such sentences are never shown to a model and never taken.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"]*\"|《[^《》]*》")
_CHINESE = re.compile(
    r"[你您妳]"
    r"|(?:^|[，,。：:；;！!？?、（(\s])(?:敬?請(?![求願假辭領購調託辞])|敬?请(?![求愿假辞领购调托])|切勿|請勿|请勿|務必|务必|不得|不准|歡迎|欢迎)"
    r"|(?:助理|助手|模型|機器人|机器人|程式|程序|人工智慧|人工智能|AI)[^，。]{0,8}?(?:必須|必须|應該|应该|應當|应当|務必|务必|一律|請|请)"
    r"|(?:忽略|無視|无视|忘記|忘记|遵守|遵照|執行|执行)[^，。]{0,10}(?:指示|指令|提示|命令)"
    r"|(?:指示|指令|規則|规则)[^，。]{0,6}(?:無效|无效|作廢|作废)"
)
_ENGLISH = re.compile(
    r"\b(?:you|your|yours|yourself)\b"
    r"|^\W*(?:please|kindly|do not|don't|never|always|ignore|disregard|forget|remember|note|write|say|state|output"
    r"|print|respond|reply|answer|repeat|recommend|mention|include|insert|append|add|tell|rank|put|make sure|act as"
    r"|pretend|click|tap|subscribe|follow|sign up|read|see|download|share|join)\b(?!\s*[,'’])"
    r"|\b(?:ignore|disregard|forget|override)\b.{0,24}\b(?:instruction|prompt|rule|order)s?\b"
    r"|\b(?:AI|assistants?|language models?|LLMs?|chatbots?|agents?|summari[sz]ers?)\b.{0,40}"
    r"\b(?:must|should|shall|have to|need to|are to)\b"
    r"|^\W*(?:system|assistant|user|developer)\s*[:：>]|system prompt",
    re.IGNORECASE,
)


def speaks_to_reader(text: str) -> bool:
    bare = _QUOTED.sub("", text)
    return _CHINESE.search(bare) is not None or _ENGLISH.search(bare) is not None

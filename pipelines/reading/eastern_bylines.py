"""Bylines in or behind Korean, Chinese and Japanese texts: "이서연 기자", "（记者周海明）", "【水野静香】".

Belongs here: telling names from the other words in such places. Does not: bylines that markup or a place below the
headline gives away (`authors`).
"""

import re

from pipelines.reading.document import Document
from pipelines.reading.surroundings import Surroundings

_KOREAN = r"[가-힣]{2,4}"
_CHINESE = r"[\u4e00-\u9fff·]{2,10}"
_LINES = (
    re.compile(rf"^(?:기자명\s*|글\s*[=:]?\s*)?(?P<names>{_KOREAN}(?:[·,]\s?{_KOREAN})*)\s?기자(?:\s*[(\[]?\S+@\S+)?$"),
    re.compile(rf"^[(\[][^()\[\]]{{1,20}}=[^()\[\]]{{2,20}}[)\]]\s*(?P<names>{_KOREAN}(?:[·,\s]\s?{_KOREAN})*)\s기자\s*="),
    re.compile(rf"(?:^|[\s|丨])(?:作者|撰文|[记記]者)\s*[:：]\s*(?P<names>{_CHINESE}(?:[、，]{_CHINESE})*)(?=$|[\s|丨/])"),
    re.compile(rf"^.{{0,60}}?[（(](?:本[报報台]|\S{{2,4}}社)?[记記]者\s?(?P<names>{_CHINESE}(?:[、，\s]{_CHINESE})*)[）)]"),
    re.compile(r"^【(?P<names>[\u4e00-\u9fff]{3,5}(?:、[\u4e00-\u9fff]{3,5})*)】$"),
    re.compile(r"。（(?P<names>[\u4e00-\u9fff]{4,5}(?:、[\u4e00-\u9fff]{4,5})*)）$"),
)  # fmt: skip
# What else stands in brackets at the end of a Japanese text: notes, desks, agencies, pictures.
_NO_NAME = re.compile(
    r"[掲載略当時社部局班版面続報新聞通信電写真提供撮影図表号欄編集我您你]|共同|記者|[責责]任"
)
_APART = re.compile(r"[\s、，,]+|(?<=[가-힣])·(?=[가-힣])")
_TELLING = ("기자", "记者", "記者", "作者", "撰文", "】", "）")


def eastern_names(document: Document, around: Surroundings) -> list[str]:
    """Names of the first such byline in page order; empty where there is none."""
    for block in document.tree.blocks:
        text = block.text
        if text.isascii() or not any(word in text for word in _TELLING):
            continue
        for line in _LINES:
            match = line.search(text)
            if match and not _NO_NAME.search(match["names"]) and not around.is_foreign(block.element):
                return _APART.split(match["names"])
    return []

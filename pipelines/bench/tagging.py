"""Tagging text by text in one process, on the pages of the synthetic news web.

Belongs here: CPU time of topics and narratives. Does not belong here: quality, which the floors hold.
"""

import time

from pipelines.bench.figures import Figure
from pipelines.bench.reading import newsweb_pages
from pipelines.reading.language import detect_language
from pipelines.reading.page import Reading, read_page
from pipelines.recognising.model import Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics


def bench_tagging() -> list[Figure]:
    """CPU milliseconds a text, word lists loaded."""
    texts = [_text(read_page(page)) for page in newsweb_pages()]
    for text in texts:
        recognise_topics(text)
        recognise_narratives(text)
    begun = time.process_time()
    for text in texts:
        recognise_topics(text)
    between = time.process_time()
    for text in texts:
        recognise_narratives(text)
    ended = time.process_time()
    return [
        Figure(f"topics, {len(texts)} texts", (between - begun) * 1000 / len(texts), "ms CPU a text"),
        Figure("narratives", (ended - between) * 1000 / len(texts), "ms CPU a text"),
    ]


def _text(reading: Reading) -> Text:
    language = detect_language(reading.title, reading.body, page_language=reading.page_language)
    return Text(title=reading.title, lead=reading.lead, body=reading.body, language=language.language)

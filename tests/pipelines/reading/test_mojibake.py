"""Text in the wrong encoding: what is put right, and what is left."""

import pytest

from pipelines.reading.mojibake import put_right
from pipelines.reading.page import Page, read_page


@pytest.mark.parametrize(
    "meant",
    [
        "für die Bürger, später, draußen",
        "don’t “stop” – never",
        "« L’été », dit-elle",
        "mañana, dijo él",
        "miało być więcej prądu",
        "Şehir ışıklarını söndürdü",
        "Город получит новую подстанцию",
        "Η πόλη θα αποκτήσει",
        "市は秋までに",
        "시는 가을까지",
        "ستحصل المدينة",
    ],
)
def test_utf_8_read_as_windows_1252(meant: str) -> None:
    garbled = meant.encode().decode("cp1252", "surrogateescape")
    garbled = "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in garbled)
    page = f"<p>Whole.</p><p title='{garbled}'>{garbled}</p>"
    text, mended = put_right(page, page.encode())
    assert (text.partition("</p>")[2], mended) == (f"<p title='{meant}'>{meant}</p>", 2)


@pytest.mark.parametrize(
    "text", ["LIBERTÉ» et l’État", "passé… à côté", "Ærø–Øresund", "SOCIÉTÉ»", "Größe", "abc"]
)
def test_what_is_meant_stays(text: str) -> None:
    assert put_right(text, text.encode()) == (text, 0)


def test_scripts_are_passed_over() -> None:
    script = "<script>" + "x('Ã¼');" * 3000 + "</script>"
    assert put_right(script, script.encode()) == (script, 0)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_reading_says_how_much_was_put_right(charset: str) -> None:
    paragraph = "<p>Die Bürger fÃ¼rchten den Winter, und der Steg bleibt für Monate zu, sagt die Stadt.</p>"
    page = f"<html><h1>Der Steg bleibt zu</h1>{paragraph * 2}</html>".encode(charset)
    reading = read_page(Page("https://e.example/a", page, charset, None, fetched_at=None))
    assert "Die Bürger fürchten" in (reading.body or "")
    assert (reading.mended, "Ã" in (reading.body or "")) == (2, False)

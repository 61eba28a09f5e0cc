"""Notes of correction, verbatim, in structured data and in the text."""

import json
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.corrections import _distinct, find_corrections
from pipelines.reading.document import parse
from pipelines.reading.margins import Margins, find_margins

TEXT = "The pier closes for the winter because of a storm that broke its planks last week."


def corrections(*paragraphs: str, correction: object = None) -> tuple[str, ...]:
    data = json.dumps({"@type": "NewsArticle", "headline": "x", "correction": correction})
    head = f"<script type='application/ld+json'>{data}</script>" if correction else ""
    page = parse(f"<html><head>{head}</head><body><p>x</p></body></html>", "https://e.example/a")
    assert page is not None
    return find_corrections(page, "\n\n".join(paragraphs), Margins())


@pytest.mark.parametrize(
    "note",
    [
        "Correction: The pier has forty planks, not four hundred.",
        "Correction, March 4: An earlier version of this article said the lamps were stolen.",
        "CORRECTION (March 4, 2026): The pier has forty planks.",
        "Editor's note: This article was changed to remove a wrong name.",
        "This article was amended on 4 March 2026 to correct the number of planks.",
        "An earlier version of this story misstated the number of planks.",
        "The story has been updated to correct the number of planks.",
        "Korrektur: Der Steg hat vierzig Planken.",
        "Anm. d. Red.: Der Steg hat vierzig Planken.",
        "(Anm. d. Red.: Der Steg hat vierzig Planken.)",
        "In einer früheren Version dieses Artikels hieß es, der Steg habe vierhundert Planken.",
        "In einer früheren Fassung war von vierhundert Planken die Rede.",
        "Wir haben die Zahl der Planken nachträglich korrigiert.",
        "Rectificatif : la jetée compte quarante planches.",
        "Une version précédente de cet article parlait de quatre cents planches.",
        "Fe de errores: el muelle tiene cuarenta tablas.",
        "Una versión anterior de este artículo hablaba de cuatrocientas tablas.",
        "Errata: o cais tem quarenta tábuas.",
        "Uma versão anterior deste texto falava em quatrocentas tábuas.",
        "Una versione precedente di questo articolo parlava di quattrocento assi.",
        "In een eerdere versie van dit artikel stond dat de pier vierhonderd planken heeft.",
        "Sprostowanie: pomost ma czterdzieści desek.",
        "W pierwotnej wersji tekstu podaliśmy błędną liczbę desek.",
        "Rättelse: bryggan har fyrtio plankor.",
        "I en tidligere versjon av saken sto det at bryggen har fire hundre planker.",
        "В предыдущей версии статьи говорилось о четырехстах досках.",
        "Düzeltme: İskelede kırk tahta var.",
        "【訂正】桟橋の板は四十枚です。",
        "訂正：桟橋の板は四十枚です。",
        "更正：码头有四十块木板。",
        "정정: 부두의 널빤지는 마흔 장입니다.",
    ],
)
def test_a_note_is_kept_verbatim(note: str) -> None:
    assert corrections(TEXT, note, TEXT) == (note,)


@pytest.mark.parametrize(
    "text",
    [
        "Correction of the tides takes years: the moon is slow.",
        "The correction came late.",
        "An earlier version of this engine needed coal.",
        "In einer früheren Version des Motors steckte Kohle.",
        "Die Korrektur des Kurses gelang.",
        "The corrections officer said: no.",
        "Clarification of butter is a craft.",
        "訂正が必要だと彼は言った。",
    ],
)
def test_other_texts_are_no_notes(text: str) -> None:
    assert corrections(TEXT, text) == ()


def test_under_a_heading_of_its_own_the_note_is_what_follows() -> None:
    assert corrections(TEXT, "Correction", "The pier has forty planks.", TEXT) == (
        "The pier has forty planks.",
    )
    assert corrections(TEXT, "Correction") == ()


@pytest.mark.parametrize(
    "stated",
    [
        "The pier has forty planks.",
        ["The pier has forty planks."],
        {"@type": "CorrectionComment", "text": "The pier has forty  planks.", "datePublished": "2026-03-04"},
        [{"@type": "CorrectionComment", "text": "The pier has forty planks."}],
    ],
)
def test_structured_data_states_notes(stated: object) -> None:
    assert corrections(TEXT, correction=stated) == ("The pier has forty planks.",)


def test_a_note_in_data_and_text_comes_once() -> None:
    note = "Correction: The pier has forty planks."
    assert corrections(TEXT, note, correction="The pier has forty planks.") == (note,)


def test_notes_beside_the_text() -> None:
    page = parse(
        "<body><p>Correction: The pier has forty planks.</p>"
        f"<p>{TEXT}</p><div class='corrections'>The lamps on it were lent to the town, not stolen.</div></body>",
        "https://e.example/a",
    )
    assert page is not None
    blocks = page.tree.blocks
    assert find_corrections(page, blocks[1].text, find_margins(blocks, blocks[1:2])) == (
        "Correction: The pier has forty planks.",
        "The lamps on it were lent to the town, not stolen.",
    )


def test_notes_are_few_and_no_articles() -> None:
    assert len(corrections(*(f"Correction: plank {n} is missing." for n in range(9)))) == 5
    assert corrections("Correction: " + "plank " * 300) == ()


def test_of_endless_notes_the_first_are_looked_at() -> None:
    assert len(_distinct(f"Correction: plank {n} is missing." for n in count())) == 5


@given(st.lists(st.text(max_size=80), max_size=4))
@settings(deadline=None, max_examples=50)
def test_a_note_is_a_paragraph_of_the_text(paragraphs: list[str]) -> None:
    assert set(corrections(*paragraphs)) <= set("\n\n".join(paragraphs).split("\n\n"))

"""Captions that no tag and no class names are kept apart; paragraphs beside pictures stay."""

import pytest

from tests.pipelines.reading.layouts import FRAMES, framed, paragraphs
from tests.pipelines.reading.stories import ENGLISH
from tests.pipelines.reading.test_losses import TEXTS
from tests.pipelines.reading.test_teaser_layouts import read

CAPTION = "Masons number the blocks of the porch before the move in spring."
CREDIT = "Foto: E. Strand"
CREDITED = f"{CAPTION} (Photo: E. Strand/Coast)"


def parts(inset: str) -> set[tuple[tuple[str, ...], bool]]:
    """The captions of a page with something between its paragraphs, and whether its body is the text alone."""
    text = paragraphs(TEXTS[:5]) + inset + paragraphs(TEXTS[5:])
    readings = [read(framed(ENGLISH, frame, text=text)) for frame in FRAMES]
    return {(reading.captions, reading.body == "\n\n".join(TEXTS)) for reading in readings}


@pytest.mark.parametrize(
    ("inset", "captions"),
    [
        (f"<div class='img-wrap'><img src='a'><div class='img-text'>{CREDITED}</div></div>", (CREDITED,)),
        (f"<p>{CREDITED}</p>", (CREDITED,)),
        (f"<div><a href='/a'><img src='a'></a><p>{CAPTION} {CREDIT}</p></div>", (f"{CAPTION} {CREDIT}",)),
        (f"<div class='x1'><img src='a'><span class='cap'>{CAPTION}</span></div>", (CAPTION,)),
        (f"<p><img src='a'></p><p><em>{CAPTION} {CREDIT}</em></p>", (f"{CAPTION} {CREDIT}",)),
        (
            f"<table align='right'><tr><td><img src='a'></td></tr><tr><td>{CAPTION} {CREDIT}</td></tr></table>",
            (f"{CAPTION} {CREDIT}",),
        ),
        (f"<div><amp-img src='a'></amp-img><p>{CAPTION} {CREDIT}</p></div>", (f"{CAPTION} {CREDIT}",)),
        ("<p>▲新式電動公車亮相。（圖／市府提供）</p>", ("▲新式電動公車亮相。（圖／市府提供）",)),
    ],
)
def test_captions_stay_out_of_the_text(inset: str, captions: tuple[str, ...]) -> None:
    assert parts(inset) == {(captions, True)}


@pytest.mark.parametrize(
    "inset",
    [
        f"<div class='x1'><img class='image' src='a'><p>{CAPTION}</p></div>",
        f"<div class='x1'><div class='img'><img src='a'></div><div class='step'>{CAPTION}</div></div>",
        f"<p><img src='a'>{CAPTION}</p>",
        f"<p><img src='a'></p><p>{CAPTION}</p>",
        f"<ol><li class='step'><img class='img' src='a'>{CAPTION}</li></ol>",
        f"<p>{CAPTION} (He had a photo: nobody else did.) It was blurred.</p>",
        f"<div><img src='a'><p>{CAPTION}</p><p>{CAPTION[:-1]} or so.</p></div>",
    ],
)
def test_paragraphs_beside_pictures_stay(inset: str) -> None:
    assert parts(inset) == {((), False)}

"""Made-up texts and what outlets do to a text that they copy."""

import random
from collections.abc import Callable

_WORDS = [
    "transformer",
    "substation",
    "queue",
    "megawatt",
    "turbine",
    "summer",
    "council",
    "river",
    "ledger",
    "harbour",
    "contract",
    "winter",
    "engineer",
    "market",
    "permit",
    "valley",
    "cable",
    "tower",
    "forecast",
    "bridge",
    "school",
    "answer",
    "orchard",
    "minister",
    "village",
    "silver",
    "window",
    "morning",
    "paper",
    "stone",
]
_CHARACTERS = (
    "電力供給網接続計画変圧器工場地域会社政府発表予算需要増加設備投資時間年月日本国際市場技術人材教育"
)

CREDIT = (
    "This text comes from the Northern Wire agency, with additional reporting by our newsroom in the city."
)


def article(seed: int, paragraphs: int = 6) -> str:
    """A text of words in random order: two seeds share hardly a run of three words."""
    source = random.Random(seed)
    return "\n\n".join(
        " ".join(f"{source.choice(_WORDS)}{source.randrange(40)}" for _ in range(40)) + "."
        for _ in range(paragraphs)
    )


def unspaced_article(seed: int, paragraphs: int = 6) -> str:
    """As `article`, in characters without spaces."""
    source = random.Random(seed)
    return "\n\n".join(
        "".join(source.choice(_CHARACTERS) for _ in range(80)) + "。" for _ in range(paragraphs)
    )


def without_last_paragraph(text: str) -> str:
    return "\n\n".join(text.split("\n\n")[:-1])


def cut_to_half(text: str) -> str:
    return text[: len(text) // 2]


def with_credit(text: str) -> str:
    return f"{text}\n\n{CREDIT}"


def under_own_standfirst(text: str) -> str:
    return f"Our correspondent looks at what the decision means for readers in this region.\n\n{text}"


def edited(text: str) -> str:
    """Every fortieth word replaced, a word of an unspaced script being two characters."""
    if " " not in text:
        return "".join("新" if at % 80 == 0 else unit for at, unit in enumerate(text))
    return " ".join("however" if at % 40 == 0 else word for at, word in enumerate(text.split(" ")))


def cut_edited_and_credited(text: str) -> str:
    return with_credit(edited(cut_to_half(text)))


COPYING: tuple[Callable[[str], str], ...] = (
    str.upper,
    without_last_paragraph,
    cut_to_half,
    with_credit,
    under_own_standfirst,
    edited,
    cut_edited_and_credited,
)

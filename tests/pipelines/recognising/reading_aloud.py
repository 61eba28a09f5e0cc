"""How the tests call the recogniser: a text in, `{narrative: stance}` out. No expectations here."""

from pipelines.recognising.model import Narrative, Text
from pipelines.recognising.recognise import recognise_narratives, recognise_topics


def found(language: str, body: str, title: str | None = None) -> dict[str, str]:
    """Narratives of a text with their stance."""
    return {n.id: n.stance for n in recognise_narratives(Text(title, None, body, language))}


def topics(language: str, body: str, title: str | None = None) -> set[str]:
    """Topics of a text."""
    return {topic.id for topic in recognise_topics(Text(title, None, body, language)).topics}


def on_topic(language: str, body: str, title: str | None = None) -> bool:
    """Whether energy and AI are both subjects."""
    return recognise_topics(Text(title, None, body, language)).on_topic


def entry(language: str, body: str, narrative: str, title: str | None = None) -> Narrative:
    """The entry of one narrative; fails where it was not found."""
    entries = {n.id: n for n in recognise_narratives(Text(title, None, body, language))}
    assert narrative in entries, f"{narrative} not among {sorted(entries)}"
    return entries[narrative]

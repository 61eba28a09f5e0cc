"""Text behind shadow roots, in fallbacks for readers without scripts, behind comments that never end."""

import pytest

from pipelines.reading.veils import with_open_shadows
from pipelines.reading.walk import parse
from tests.pipelines.reading.stories import STORIES, Story
from tests.pipelines.reading.test_teaser_layouts import read

NEEDS_SCRIPTS = (
    "<noscript><p>You need to enable JavaScript to run this app of ours, dear reader.</p></noscript>"
)


def page(story: Story, frame: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    inner = f"<h1>{story.title}</h1><div>{text}</div>"
    return f"<html><head><title>{story.title}</title></head><body>{frame.format(inner)}</body></html>"


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize(
    "frame",
    [
        "<x-story><template shadowrootmode='open'>{}</template></x-story>",
        "<x-story><template shadowRootMode=open><style>p {{}}</style><slot></slot></template>{}</x-story>",
        "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=open>{}</template></x-b></template></x-a>",
        "<div id='root'></div><noscript>{}</noscript>",
        f"<nav><a href='/'>Home</a></nav>{NEEDS_SCRIPTS}<div id='app'></div><noscript>{{}}</noscript>",
    ],
)
def test_an_article_behind_a_veil_is_read(story: Story, frame: str) -> None:
    assert read(page(story, frame)).body == "\n\n".join(story.paragraphs)


def test_plain_templates_stay_unread() -> None:
    text = "<template><p>A</p></template><x-y><template shadowrootmode='closed'><p>B</p></template></x-y>"
    assert with_open_shadows(text) == "<template><p>A</p></template><x-y><div><p>B</p></div></x-y>"
    assert with_open_shadows("</template><template>") == "</template><template>"
    tree = parse("<body><template><p>A</p></template><p>B</p></body>")
    assert tree is not None
    assert (tree.text(), tree.shadows) == ("B", False)


def test_a_fallback_beside_a_text_stays_unread() -> None:
    shown = "<p>The port closes its old basin while divers replace the piles.</p>" * 20
    kept = "<p>Readers without scripts find a map of the port in our archive.</p>" * 20
    tree = parse(f"<body>{shown}<noscript>{kept}</noscript></body>")
    assert tree is not None
    assert "map" not in tree.text()
    assert "map" in tree.fallback

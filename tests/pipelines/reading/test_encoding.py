"""Bytes to text: marks, labels, validity, guesses; nothing raises."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.reading.encoding import clean_text, count_changeable, decode

GERMAN = "<html><body><p>Über Größe und Maß entscheiden die Bürger, später, draußen.</p></body></html>"
RUSSIAN = "<html><body><p>Город получит новую подстанцию к осени, обещают инженеры сети.</p></body></html>"
JAPANESE = "<html><body><p>市は秋までに新しい変電所をつくると発表した。</p></body></html>"


@pytest.mark.parametrize(
    ("payload", "declared", "encoding", "source"),
    [
        (b"\xef\xbb\xbf" + GERMAN.encode(), "iso-8859-1", "utf-8", "bom"),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), None, "utf-16-le", "bom"),
        (GERMAN.encode(), "iso-8859-1", "utf-8", "valid"),
        (GERMAN.encode("cp1252"), "iso-8859-1", "cp1252", "header"),
        (RUSSIAN.encode("cp1251"), "windows-1251", "cp1251", "header"),
        (JAPANESE.encode("cp932"), "x-sjis", "cp932", "header"),
        (JAPANESE.encode("iso2022_jp"), "iso-2022-jp", "iso2022_jp", "header"),
    ],
)
def test_encoding_and_its_source(payload: bytes, declared: str | None, encoding: str, source: str) -> None:
    decoded = decode(payload, declared)
    assert (decoded.encoding, decoded.source) == (encoding, source)
    assert "<p>" in decoded.text


def test_meta_tag_counts_where_the_header_is_silent() -> None:
    html = RUSSIAN.replace("<body>", '<head><meta charset="koi8-r"></head><body>')
    decoded = decode(html.encode("koi8-r"))
    assert (decoded.source, "подстанцию" in decoded.text) == ("meta", True)


def test_wrong_header_gives_way_to_the_meta_tag() -> None:
    html = JAPANESE.replace("<body>", '<head><meta charset="euc-jp"></head><body>')
    assert "変電所" in decode(html.encode("euc_jp"), "utf-8").text


def test_no_label_at_all_is_guessed() -> None:
    decoded = decode((RUSSIAN * 20).encode("cp1251"))
    assert decoded.source == "guess"
    assert "подстанцию" in decoded.text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Город получит новую подстанцию к осени, обещают инженеры сети.", "cp1251"),
        ("Η πόλη θα αποκτήσει νέο υποσταθμό το φθινόπωρο, λένε οι μηχανικοί.", "cp1253"),
        ("העיר תקבל תחנת משנה חדשה בסתיו, אומרים מהנדסי הרשת.", "cp1255"),
        ("ستحصل المدينة على محطة فرعية جديدة في الخريف، كما يقول المهندسون.", "cp1256"),
        ("工程师表示，这座城市将在秋天之前获得一座新的变电站，居民不必再担心停电。", "gb18030"),
    ],
)
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252"])
def test_a_label_of_latin_1_on_another_script_is_not_believed(text: str, codec: str, label: str) -> None:
    page = f"<html><head><meta charset='{label}'></head><body>" + f"<p>{text}</p>" * 5
    assert text in decode(page.encode(codec)).text


@pytest.mark.parametrize(
    "text",
    [
        "Über Größe und Maß entscheiden die Bürger, später, draußen – so heißt es in Öhringen.",
        "L'œuvre créée à Nîmes a été achevée à l'été dernier : « déjà réélue », précise-t-elle.",
        "Þetta er íslensk frétt um sjávarútveg og ný lög sem öðlast gildi á næsta ári, sögðu þeir.",
        "ÅÄÖ ÅÄÖ ÅÄÖ ÖÄÅ: så löd hälsningen när båten lade till på ön i går.",
        "A INFLAÇÃO E A SITUAÇÃO DOS ÓRGÃOS NÃO SÃO AÇÕES DE CORAÇÕES, DIZ A POPULAÇÃO.",
    ],
)
def test_true_latin_1_stays_what_its_label_says(text: str) -> None:
    page = f"<html><head><meta charset='iso-8859-1'></head><body><p>{text}</p><p>»»» ÀÉÎ «««</p>" * 5
    assert decode(page.encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize("label", ["base64", "rot13", "punycode", "no-such-thing", "", "utf-8\x00"])
def test_labels_that_are_no_text_encoding_are_passed_over(label: str) -> None:
    assert decode(GERMAN.encode("cp1252") + b"\xff", label).text


def test_a_page_cut_within_a_character_stays_in_its_encoding() -> None:
    assert decode((GERMAN * 9).encode()[:-1] + "ß".encode()[:1], "utf-8").encoding == "utf-8"


def test_text_is_nfc_without_control_characters() -> None:
    decoded = decode("<p>Cafe\u0301\x00 \x08bar</p>".encode())
    assert decoded.text == "<p>Café bar</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_text_has_no_control_characters(encoding: str) -> None:
    decoded = decode("<p>Caf\u00e9\x00 \x08\x7fbar\t\n</p>".encode(encoding), encoding)
    assert decoded.text == "<p>Café bar\t\n</p>"


def test_code_points_that_are_no_characters_are_left_out() -> None:
    assert decode("<p>a\uffffb\ufffec</p>".encode()).text == "<p>abc</p>"


def test_each_line_is_nfc() -> None:
    assert clean_text("Cafe\u0301 bar") == "Café bar"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (" a\u00a0 b\n\tc ", "a b c"),
        ("Strom\u00adausfall", "Stromausfall"),
        ("\u200b\ufeffword\u200e", "word"),
        ("e\u200b\u0301\u00adte", "éte"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("&quot;No&quot; &amp;amp; &#39;yes&#039; &rsquo;&#8211;&eacute;&nbsp; x", "\"No\" & 'yes' ’–é x"),
        ("Strom&shy;ausfall &lt;p&gt; AT&T; R&D &c;", "Stromausfall &lt;p&gt; AT&T; R&D &c;"),
        ("eﬀizient, ﬁnal, ﬂach, ½", "effizient, final, flach, ½"),
    ],
)
def test_lines_lose_invisible_marks_but_not_joiners(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.binary(max_size=3000), st.none() | st.text(max_size=20))
def test_any_bytes_under_any_label_give_clean_text(payload: bytes, label: str | None) -> None:
    text = decode(payload, label).text
    assert unicodedata.is_normalized("NFC", text)
    assert "\x00" not in text


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", "“quoted” – 5 €"),
        ("us-ascii", "cp1252", "“quoted” – 5 €"),
        ("ISO-8859-9", "cp1254", "“İstanbul”"),
        ("tis-620", "cp874", "“กรุงเทพ”"),
        ("gb2312", "gb18030", "镕基𠀀"),
        ("GBK", "gb18030", "镕基𠀀"),
        ("shift_jis", "cp932", "①髙﨑"),
        ("euc-kr", "cp949", "똠방각하"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("windows-1253", "cp1253", "ελαιοτριβείο"),
        (" 'Windows-1250' ", "cp1250", "příliš žluťoučký"),
        ("koi8-u", "koi8-u", "ґанок"),
        ("big5", "big5hkscs", "香港嘅嘢"),
    ],
)
def test_labels_mean_the_wider_set_that_pages_use(label: str, codec: str, text: str) -> None:
    decoded = decode(f"<p>{text}</p>".encode(codec), label)
    assert (decoded.text, decoded.source) == (f"<p>{text}</p>", "header")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_outdoes_every_label(encoding: str) -> None:
    decoded = decode(GERMAN.encode(encoding), "koi8-r")
    assert (decoded.text, decoded.source) == (GERMAN, "bom")


def test_one_broken_character_keeps_the_declared_encoding() -> None:
    page = JAPANESE * 10
    broken = page.encode("euc_jp")[:-20] + b"\xff" + page.encode("euc_jp")[-20:]
    decoded = decode(broken, "euc-jp")
    assert (decoded.encoding, decoded.source, decoded.text.count("\ufffd")) == ("euc_jp", "header", 1)


def test_many_broken_characters_show_a_wrong_label() -> None:
    decoded = decode((RUSSIAN * 20).encode("cp1251"), "shift_jis")
    assert decoded.source == "guess"


MARKUP = b"<div class='menu'><a href='/section'>Section</a></div>" * 2000


@pytest.mark.parametrize(
    ("text", "codec"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "euc_jp")]
)
def test_markup_does_not_thin_out_the_characters_that_tell(text: str, codec: str) -> None:
    """Among 100 kB of ASCII the letters of one paragraph are few, and all of them tell that it isn't UTF-8."""
    page = MARKUP + text.encode(codec)
    assert text in decode(page, codec).text
    assert text in decode(f"<meta charset='{codec}'>".encode("ascii") + page).text
    assert text in decode(MARKUP + (text * 5).encode(codec)).text


def test_utf_8_with_a_widget_in_another_encoding_is_utf_8() -> None:
    page = MARKUP + (RUSSIAN * 3).encode() + "<p>café</p>".encode("latin-1") + RUSSIAN.encode()
    decoded = decode(page, "utf-8")
    assert (decoded.encoding, decoded.text.count("\ufffd")) == ("utf-8", 1)


def test_a_single_mark_of_windows_in_an_ascii_page_is_read() -> None:
    assert "grid’s" in decode(MARKUP + b"<p>The grid\x92s end</p>", "utf-8").text


def test_the_xml_declaration_is_a_label() -> None:
    decoded = decode(b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.encode("cp1251"))
    assert (decoded.encoding, decoded.source) == ("cp1251", "meta")


def test_a_label_far_down_the_page_is_no_declaration() -> None:
    page = b" " * 5000 + b'<meta charset="koi8-r">' + (RUSSIAN * 20).encode("cp1251")
    assert decode(page).source == "guess"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example("\0")
def test_utf_8_is_read_back_up_to_its_normal_form(text: str) -> None:
    decoded = decode(b"<p>" + text.encode())
    kept = "".join(c for c in text if c in "\t\n\r" or (ord(c) >= 32 and c not in "\x7f\ufffe\uffff"))
    assert decoded.text == unicodedata.normalize("NFC", f"<p>{kept}")


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert "  " not in once


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("page", [GERMAN, RUSSIAN, JAPANESE])
@pytest.mark.parametrize("label", [None, "utf-16", "iso-8859-1"])
def test_utf_16_needs_no_mark(page: str, codec: str, label: str | None) -> None:
    decoded = decode(page.encode(codec), label)
    assert (decoded.text, decoded.encoding) == (page, codec)


def test_zeros_in_any_places_are_no_utf_16() -> None:
    assert decode(b"\0" * 50 + GERMAN.encode()).text == GERMAN
    assert decode(b"\0".join(b"<p>abc</p>"[i : i + 2] for i in range(0, 10, 2))).text == "<p>abc</p>"


ALL = st.characters(exclude_categories=["Cs"])
# Such as compose with one another: letters and marks of many scripts, vowels of Korean syllables.
COMPOSING = st.sampled_from(
    "aeио\u0301\u0306\u0323かは\u3099\u309a\u1100\u1161\u11a8가क\u093cα\u0345א\u05b7ا\u0653"
)


@given(st.text(ALL, max_size=40) | st.text(COMPOSING, max_size=12))
def test_text_without_changeable_characters_is_normal(text: str) -> None:
    if not count_changeable(text.encode()):
        assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("base", ["e", "Å", "q\u0323", "↔", "“"])
def test_each_sign_that_changes_with_a_letter_before_it_is_counted(base: str) -> None:
    followed = [base + chr(code) for code in range(0x3000)]
    sure = [text for text in followed if not count_changeable(text.encode())]
    assert all(unicodedata.is_normalized("NFC", text) for text in sure)
    if base.isalpha() and len(base) == 1:
        assert len(sure) > 0x2FF, "Latin letters and signs are sure"


@pytest.mark.parametrize(
    "text", ["Straße", "„Größe“ – 5 €", "naïve’s → ½", "plain", "й Ё", "ガ行", "力が", "전력", "قوة", "⚡🔌"]
)
def test_pages_of_letters_that_nothing_changes_are_taken_as_they_come(text: str) -> None:
    page = f"<p>{text}".encode()
    assert not count_changeable(page)
    assert decode(page).utf_8() is page


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301",
        "\u2126",
        "\u2000",
        "2\u20d2\u0338",
        "и\u0306",
        "か\u3099",
        "\uf98a",
        "\u1100\u1161",
        "क\u093c",
    ],
)
def test_other_text_is_asked_about(text: str) -> None:
    page = f"<p>{text}".encode()
    assert count_changeable(page)
    decoded = decode(page)
    assert decoded.text == unicodedata.normalize("NFC", f"<p>{text}")
    assert decoded.utf_8() == decoded.text.encode()


@pytest.mark.parametrize("mark", ["\u0301", "\u0301\u0323", "\u064b\u0651"])
def test_of_marks_without_end_a_letter_keeps_as_many_as_one_can_have(mark: str) -> None:
    text = f"<p>e{mark * 20_000}s und e{mark * 3}</p>"
    for cleaned in (decode(text.encode()).text, clean_text(text)):
        assert sum(map(bool, map(unicodedata.combining, cleaned))) <= 30 + 3 * len(mark)
        assert cleaned.startswith("<p>")
        assert cleaned.endswith("</p>")

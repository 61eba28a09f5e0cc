"""Settings: file, variables, and what a faulty one says."""

from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.settings import SettingsError, load_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.delenv("WATTWIRE_CRAWL__CONTACT", raising=False)
    return Home(tmp_path)


def test_everything_is_optional(home: Home) -> None:
    crawl = load_settings(home).crawl
    assert (crawl.contact, crawl.dev_hosts, crawl.packaged_outlets) == (None, None, True)


def test_a_variable_wins_over_the_file_and_leaves_the_rest_of_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.settings.write_text('[crawl]\ncontact = "mailto:file@example.org"\npackaged_outlets = false\n')
    assert load_settings(home).crawl.contact == "mailto:file@example.org"
    monkeypatch.setenv("WATTWIRE_CRAWL__CONTACT", "mailto:env@example.org")
    assert load_settings(home).crawl.contact == "mailto:env@example.org"
    assert load_settings(home).crawl.packaged_outlets is False


def test_a_number_may_stand_in_a_variable(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings(home).crawl.every_minutes == 15
    monkeypatch.setenv("WATTWIRE_CRAWL__EVERY_MINUTES", "5")
    assert load_settings(home).crawl.every_minutes == 5


def test_variables_that_are_no_settings_do_no_harm(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATTWIRE_HOME", str(home.root))
    assert load_settings(home).crawl.contact is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[crawl]\ncontakt = 'x'\n", "crawl.contakt"),
        ("[crawl]\ndev_hosts = '10.0.0.1:80'\n", "crawl.dev_hosts"),
        ("[crawl]\ncontact = 'x'\n", "crawl.contact: 'x' is no mail or web address"),
        ("[crawl]\nevery_minutes = 7\n", "crawl.every_minutes"),
        ("[process]\nworkers = 0\n", "process.workers"),
        ("[krawl]\n", "krawl"),
        ("[crawl\n", "can't be read"),
        ("\0\0", "can't be read"),
    ],
)
def test_a_faulty_file_names_key_and_file(home: Home, text: str, says: str) -> None:
    home.settings.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(home)
    assert says in str(caught.value)
    assert str(home.settings) in str(caught.value)


def test_a_contact_that_reaches_nobody_stops_at_the_variable_too(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATTWIRE_CRAWL__CONTACT", "x")
    with pytest.raises(SettingsError, match=r"crawl\.contact: 'x' is no mail or web address"):
        load_settings(home)


def test_an_empty_contact_is_none(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATTWIRE_CRAWL__CONTACT", "")
    assert load_settings(home).crawl.contact is None


def test_the_number_of_workers_is_the_machines_unless_it_is_set(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings(home).process.workers is None
    home.settings.write_text("[process]\nworkers = 3\n")
    assert load_settings(home).process.workers == 3
    monkeypatch.setenv("WATTWIRE_PROCESS__WORKERS", "1")
    assert load_settings(home).process.workers == 1

"""Puts in place what a killed crawl left, and clears away what a killed import left.

Belongs here: finding abandoned files and keeping their readable part. Does not belong here: ending a crawl
in an orderly way (`LandingWriter.close`).
"""

from pathlib import Path

from crawler.landing.importing import PART
from crawler.landing.ledger import JOURNAL, keep_damaged_lines, read_journal, write_ledger
from crawler.landing.members import Form, loose_end, next_record
from crawler.landing.records import OPEN
from crawler.landing.units import CLAIM, LEDGER, claimed, settle, sync_folder


def recover(landing: Path) -> list[Path]:
    """Finish the files of dead writers; those of living ones are left alone.

    Of a page, only what was being written when the writer died is lost: the file is cut after its last whole
    record. What is damaged before that stays for the reader to tell, lines of the journal included.
    Calling it again, at any time and from several processes, changes nothing.

    Returns:
        The WARC files put in place.
    """
    recovered = []
    for journal in sorted(landing.glob(f"????-??-??/*{JOURNAL}")):
        source = journal.name.removesuffix(JOURNAL)
        final = journal.with_name(f"{source}.warc.gz")
        opened = final.with_name(final.name + OPEN)
        with claimed(opened) as free:
            # Another process may have finished it between the listing and the claim.
            if free and journal.exists():
                recovered += _finish(opened, journal, final)
    _clear(landing, PART)
    return recovered


def _finish(opened: Path, journal: Path, final: Path) -> list[Path]:
    finished = []
    if opened.exists():
        end = _end(opened)
        if end is not None:
            with opened.open("rb+") as file:
                file.truncate(end)
        if opened.stat().st_size:
            # The order of `LandingWriter.close`: the WARC file last, since it makes the unit.
            ledger = journal.with_name(journal.name.removesuffix(JOURNAL) + LEDGER)
            keep_damaged_lines(journal, ledger)
            write_ledger(ledger, read_journal(journal))
            settle(opened, final)
            finished = [final]
        else:
            opened.unlink()
    journal.unlink()
    sync_folder(final.parent)
    return finished


def _end(opened: Path) -> int | None:
    """Where to cut the file off; None if it ends with a whole record."""
    end = loose_end(opened, Form.GZIP, 0)
    # Damage with records behind it stays: the reader tells it and goes on with them.
    while end is not None and (following := next_record(opened, Form.GZIP, end)) is not None:
        end = loose_end(opened, Form.GZIP, following)
    return end


def _clear(landing: Path, ending: str) -> None:
    for left in landing.glob(f"????-??-??/*{ending}"):
        with claimed(left) as free:
            if free:
                left.unlink(missing_ok=True)
    for claim in landing.glob(f"????-??-??/*{CLAIM}"):
        # A killed writer's claim stays as an empty file; taking it and giving it back removes it.
        with claimed(claim.with_name(claim.name.removesuffix(CLAIM))):
            pass

"""Set phrases of the invented outlets: printed dates, corrections, walls (`phrases.yaml`); no texts here."""

from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class Phrases(BaseModel):
    """The phrases of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str
    months: tuple[str, ...]
    correction: str
    subscribe: str

    def printed_date(self, local: datetime) -> str:
        """Date and time to the minute as a reader of the language expects it, without a zone."""
        # Chinese and Japanese write the number of the month.
        month = self.months[local.month - 1] if self.months else str(local.month)
        return self.date.format(day=local.day, month=month, year=local.year, time=f"{local:%H:%M}")


@cache
def load_phrases() -> dict[str, Phrases]:
    """The phrases by two-letter language code."""
    content = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"))
    return {language: Phrases.model_validate(entry) for language, entry in content.items()}

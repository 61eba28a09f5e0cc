"""Settings of a home: `wattwire.toml`, overruled by `WATTWIRE_*` variables. Read once at the edge, passed as values.

Belongs here: what a user may set, its defaults and its checks. Does not belong here: reading any of it in the middle
of logic.
"""

from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from crawler.politeness.contact import check_contact
from pipelines.home import Home


class SettingsError(ValueError):
    """Settings that can't be used; the message names the key and the file."""


class CrawlSettings(BaseModel):
    """How the crawler presents itself and whom it visits."""

    model_config = ConfigDict(extra="forbid")

    contact: Annotated[
        str | None,
        AfterValidator(lambda contact: check_contact(contact) if contact else None),
        Field(description="Mail or web address that outlets can reach; without it only loopback is crawled."),
    ] = None
    dev_hosts: Annotated[
        str | None,
        Field(
            pattern=r"^(127\.0\.0\.1|\[::1\]|localhost):\d+$",
            description="host:port on loopback that serves the names under .test (development only).",
        ),
    ] = None
    packaged_outlets: Annotated[
        bool, Field(description="Whether the outlets that ship with wattwire are part of the registry.")
    ] = True
    every_minutes: Annotated[
        # Those that divide the hour: cron's steps begin anew with each.
        Literal[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30],
        BeforeValidator(lambda given: int(given) if str(given).isdecimal() else given),
        Field(description="Minutes from one crawl of the schedule to the next."),
    ] = 15


class ProcessSettings(BaseModel):
    """How landed files are processed."""

    model_config = ConfigDict(extra="forbid")

    workers: Annotated[
        int | None,
        Field(ge=1, description="Processes that read pages, at most; none: a core each, at most four."),
    ] = None


class Settings(BaseSettings):
    """All settings; every one is optional."""

    model_config = SettingsConfigDict(
        env_prefix="WATTWIRE_",
        env_nested_delimiter="__",
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    crawl: CrawlSettings = CrawlSettings()
    process: ProcessSettings = ProcessSettings()


def load_settings(home: Home) -> Settings:
    """The settings of a home.

    Raises:
        SettingsError: the file is no TOML, a key is unknown, or a value doesn't fit.
    """

    # A class for each call: sources are chosen by a class method, which knows the home by its closure only.
    class HomeSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            # The first one wins. No `.env`: a setting has two places, and messages name both.
            return env_settings, TomlConfigSettingsSource(settings_cls, toml_file=home.settings)

    try:
        return HomeSettings()
    except (ValidationError, TOMLDecodeError, OSError) as error:
        raise SettingsError(_message(home.settings, error)) from error


def _message(path: Path, error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return f"{path} can't be read: {error}. Correct it or remove it; every setting is optional."
    faults = "; ".join(
        f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()
    )
    return f"Settings in {path} or in WATTWIRE_* variables don't fit: {faults}. See docs/howto/settings.md."

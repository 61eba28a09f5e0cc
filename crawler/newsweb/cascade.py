"""The seeded spread of the texts over outlets and ten days: who is first, who copies, who rebuts.

Here belongs who publishes which text when. How a text is worded at an outlet is `publications.py`, what it
looks like is `pages.py`. The laws are plausible, not fitted: delays of news are heavy-tailed with a median of
hours (Leskovec, Backstrom, Kleinberg 2009, "Meme-tracking and the dynamics of the news cycle").
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from crawler.newsweb.phrases import load_phrases
from crawler.newsweb.publications import (
    Publication,
    Role,
    address,
    copied_wording,
    number,
    original_wording,
)
from crawler.newsweb.sites import DAYS, END, START, Oddities, Site, Stub, load_oddities, load_sites
from crawler.newsweb.texts import LanguageTexts, Text, all_texts, load_library

_TAIL: Final = 1.5  # exponent of the Pareto law of delays; its variance is infinite
_LONGEST_H: Final = 72.0  # a text older than three days is no news any more
_COPY_SHARE: Final = 0.8  # of the outlets that could take an agency text
_GROUP_SHARE: Final = 0.5  # of the texts that a sister outlet of the group takes over
_OPENS, _CLOSES = 6, 22  # local hours in which somebody sits at the desk
_LAST_START_DAY: Final = 9.0  # later events would leave no time for versions and copies
_QUIET: Final = timedelta(hours=3)  # before the end, so that a last poll finds everything
_SHELF_LIFE: Final = timedelta(days=9)  # how old an off-topic text may be that fills an empty day


class CascadeError(ValueError):
    """The texts can't be spread over the outlets; the message names the outlet or the language."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One text at one outlet; `original` is the plan it was copied from."""

    text: Text
    site: Site
    at: datetime
    role: Role
    original: "Plan | None" = None


class _Desk:
    """The plans made so far, and how busy each outlet is on each day."""

    def __init__(self, rng: Random, sites: Mapping[str, Site]) -> None:
        self.rng = rng
        self.sites = sites
        self.plans: list[Plan] = []
        self._load: Counter[tuple[str, int]] = Counter()
        self._events: defaultdict[str, set[str]] = defaultdict(set)

    def speaking(self, language: str) -> list[Site]:
        """The outlets that publish in the language."""
        found = [site for site in self.sites.values() if language in site.languages]
        if not found:
            raise CascadeError(f"No outlet publishes in {language}; add one to outlets.yaml")
        return found

    def load(self, site: Site, day: int) -> int:
        """Texts planned at the outlet on a UTC day, counted from 0."""
        return self._load[site.id, day]

    def least_busy(self, text: Text, day: int) -> Site:
        """The outlet for an own text: best one without a text on this event yet, then the idlest."""
        event = text.event or text.id

        def burden(site: Site) -> tuple[bool, int, int, float]:
            total = sum(self.load(site, other) for other in range(DAYS))
            return event in self._events[site.id], self.load(site, day), total, self.rng.random()

        # The draw at the end of the key breaks ties: without
        # it the first outlets of the file would get them all.
        return min(self.speaking(text.id[:2]), key=burden)

    def delay(self, site: Site) -> timedelta:
        """A draw from the outlet's law of delays; its median is the outlet's haste."""
        # A Pareto variate has its median at 2 ** (1 / tail):
        # divided by that excess, the law's median is the haste.
        excess = (self.rng.paretovariate(_TAIL) - 1) / (2 ** (1 / _TAIL) - 1)
        return timedelta(hours=min(_LONGEST_H, site.haste * excess))

    def place(
        self,
        text: Text,
        site: Site,
        at: datetime,
        *,
        role: Role,
        after: datetime,
        original: Plan | None = None,
    ) -> Plan:
        """Plan a text for the first moment from `at` on at which the outlet's desk is staffed."""
        moment = self._staffed(site, max(at, after + timedelta(minutes=self.rng.randint(4, 25))))
        if moment > END - _QUIET:
            room = (END - _QUIET - after) / timedelta(minutes=1)
            moment = after + timedelta(minutes=self.rng.randint(1, max(1, int(room))))
        # To the minute, which is what pages print: a finer truth could not be found again.
        plan = Plan(text, site, moment.replace(second=0, microsecond=0), role, original)
        self.plans.append(plan)
        self._load[site.id, (plan.at - START).days] += 1
        self._events[site.id].add(text.event or text.id)
        return plan

    def _staffed(self, site: Site, at: datetime) -> datetime:
        local = at.astimezone(site.zone)
        if _OPENS <= local.hour < _CLOSES:
            return at
        day = local.date() + timedelta(days=1 if local.hour >= _CLOSES else 0)
        opening = datetime(day.year, day.month, day.day, _OPENS, tzinfo=site.zone)
        return opening.astimezone(START.tzinfo) + timedelta(minutes=self.rng.randint(0, 50))


def spread(
    seed: int,
    *,
    library: Mapping[str, LanguageTexts] | None = None,
    sites: Mapping[str, Site] | None = None,
    oddities: Oddities | None = None,
) -> tuple[Publication, ...]:
    """All publications of the ten days, by time and outlet; the same seed and data give the same ones.

    Raises:
        CascadeError: a language without an outlet, or an oddity that has no article to act on.
    """
    library = load_library() if library is None else library
    sites = load_sites() if sites is None else sites
    oddities = load_oddities() if oddities is None else oddities
    plans = plan_texts(seed, all_texts(dict(library)), sites)
    publications = _change(_publish(plans), oddities)
    stubs = [_stub(stub, sites[stub.outlet], library) for stub in oddities.stubs]
    return tuple(sorted([*publications, *stubs], key=lambda p: (p.published_at, p.outlet_id, p.url)))


def plan_texts(seed: int, texts: Sequence[Text], sites: Mapping[str, Site]) -> list[Plan]:
    """Who publishes which text when, originals before their copies."""
    desk = _Desk(Random(seed), sites)  # noqa: S311 - a simulation, no secret
    fillers = [text for text in texts if _is_filler(text)]
    _place_events(desk, [text for text in texts if not _is_filler(text)])
    _place_copies(desk)
    _place_fillers(desk, fillers)
    _fill_empty_days(desk)
    return desk.plans


def _is_filler(text: Text) -> bool:
    return not (text.on_topic or text.narratives or text.event or text.rebuts)


def _place_events(desk: _Desk, texts: Sequence[Text]) -> None:
    """First texts of all events, evenly spread, then versions, then rebuttals once their target is out."""
    rebutted = {text.rebuts for text in texts}
    groups: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if not text.rebuts:
            groups[text.event or text.id].append(text)
    early = {
        # What is rebutted starts in the first six tenths of the
        # days, so that its rebuttal still has time to come.
        key: desk.rng.random() * (0.6 if any(text.id in rebutted for text in members) else 1.0)
        for key, members in groups.items()
    }
    for place, key in enumerate(sorted(groups, key=early.__getitem__)):
        start = START + timedelta(days=(place + desk.rng.random()) / len(groups) * _LAST_START_DAY)
        _place_versions(desk, groups[key], start)
    _place_rebuttals(desk, [text for text in texts if text.rebuts])


def _place_versions(desk: _Desk, members: Sequence[Text], start: datetime) -> None:
    # Agencies are first with an event, and others take their texts over.
    ranked = sorted(members, key=lambda text: (text.form != "agency", desk.rng.random()))
    for place, text in enumerate(ranked):
        site = desk.least_busy(text, (start - START).days)
        at = start + desk.delay(site) if place else start
        desk.place(text, site, at, role="version" if place else "original", after=start)


def _place_rebuttals(desk: _Desk, waiting: list[Text]) -> None:
    while waiting:
        out = {plan.text.id: plan.at for plan in desk.plans}
        ready = [text for text in waiting if text.rebuts in out]
        if not ready:
            raise CascadeError(f"{waiting[0].id} rebuts {waiting[0].rebuts}, which nobody publishes")
        for text in ready:
            target = out[str(text.rebuts)]
            site = desk.least_busy(text, (target - START).days + 1)
            # Slower than a report: a rebuttal is researched.
            at = target + timedelta(hours=5) + 2 * desk.delay(site)
            desk.place(text, site, at, role="rebuttal", after=target)
        waiting = [text for text in waiting if text.rebuts not in out]


def _place_copies(desk: _Desk) -> None:
    """Agency texts at other outlets of the language, and texts shared within a publishing group."""
    # A snapshot of the list: copies are added to it below, and a copy is not copied again.
    for plan in list(desk.plans):
        for site in desk.speaking(plan.text.id[:2]):
            sisters = site.group is not None and site.group == plan.site.group
            share = _COPY_SHARE if plan.text.form == "agency" else _GROUP_SHARE if sisters else 0.0
            if site.id != plan.site.id and desk.rng.random() < share:
                desk.place(
                    plan.text, site, plan.at + desk.delay(site), role="copy", after=plan.at, original=plan
                )


def _place_fillers(desk: _Desk, fillers: Sequence[Text]) -> None:
    """The off-topic texts, where an outlet has the least on a day."""
    for text in sorted(fillers, key=lambda _: desk.rng.random()):
        site, day = min(
            ((site, day) for site in desk.speaking(text.id[:2]) for day in range(DAYS)),
            key=lambda slot: (desk.load(*slot), desk.rng.random()),
        )
        desk.place(text, site, _within(desk, site, day), role="original", after=START)


def _fill_empty_days(desk: _Desk) -> None:
    """A copy of another outlet's off-topic text where an outlet would have nothing; else the day stays so."""
    first = [plan for plan in desk.plans if _is_filler(plan.text) and plan.role != "copy"]
    printed = {(plan.site.id, plan.text.id) for plan in desk.plans}
    for day in range(DAYS):
        for site in (site for site in desk.sites.values() if not desk.load(site, day)):
            at = _within(desk, site, day)
            fresh = [
                plan
                for plan in first
                if plan.text.id[:2] in site.languages
                and (site.id, plan.text.id) not in printed
                and timedelta(hours=1) < at - plan.at < _SHELF_LIFE
            ]
            if fresh:
                chosen = desk.rng.choice(fresh)
                desk.place(chosen.text, site, at, role="copy", after=chosen.at, original=chosen)
                printed.add((site.id, chosen.text.id))


def _within(desk: _Desk, site: Site, day: int) -> datetime:
    """A moment of the UTC day at which the outlet's desk is staffed."""
    midnight = START + timedelta(days=day)
    minutes = [
        m
        for m in range(24 * 60)
        if _OPENS <= (midnight + timedelta(minutes=m)).astimezone(site.zone).hour < _CLOSES
    ]
    return midnight + timedelta(minutes=desk.rng.choice(minutes))


def _publish(plans: Iterable[Plan]) -> list[Publication]:
    """Publications with addresses and wording; plans hold originals before their copies."""
    urls: dict[tuple[str, str], str] = {}
    made = []
    for plan in plans:
        text, site = plan.text, plan.site
        words = copied_wording(site, text) if plan.original else original_wording(text)
        path = address(site, key=text.id, title=words.title, section=text.section, published_at=plan.at)
        url = urls[site.id, text.id] = site.root + path
        made.append(
            Publication(
                outlet_id=site.id,
                url=url,
                listed_url=url,
                published_at=plan.at,
                language=text.id[:2],
                title=words.title,
                lead=text.lead,
                body=words.body,
                authors=words.authors,
                section=text.section,
                role=plan.role,
                text=text,
                narratives=words.narratives,
                copy_of=urls[plan.original.site.id, text.id] if plan.original else None,
                original_outlet=plan.original.site.id if plan.original else None,
            )
        )
    return made


def _change(publications: list[Publication], oddities: Oddities) -> list[Publication]:
    """The n-th own article of some outlets, counted again from the start where there are fewer."""
    changed = {publication.url: publication for publication in publications}
    for change in oddities.changes:
        own = [p for p in publications if p.outlet_id == change.outlet and p.role != "copy"]
        if not own:
            raise CascadeError(f"{change.outlet} has no own article to be {change.way}; write texts for it")
        chosen = sorted(own, key=lambda p: p.published_at)[change.nth % len(own)]
        changed[chosen.url] = _CHANGES[change.way](chosen)
    return list(changed.values())


def _corrected(publication: Publication) -> Publication:
    at = min(publication.published_at + timedelta(hours=7), END - timedelta(hours=1))
    words = load_phrases()[publication.language].correction
    return replace(publication, way="corrected", corrected_at=at, correction=words)


def _moved(publication: Publication) -> Publication:
    root, _, path = publication.url.partition(".test")
    return replace(publication, way="moved", listed_url=f"{root}.test/r/{number(path)}")


def _flaky(publication: Publication) -> Publication:
    return replace(publication, way="flaky")


_CHANGES: Final = {"corrected": _corrected, "moved": _moved, "flaky": _flaky}


def _stub(stub: Stub, site: Site, library: Mapping[str, LanguageTexts]) -> Publication:
    language = site.languages[0]
    if language not in library:
        raise CascadeError(f"{site.id} has a stub, but there are no texts in {language}")
    teasers = library[language].teasers
    teaser = teasers[number(site.id, stub.way) % len(teasers)]
    url = site.root + stub.path.format(number=number(site.id, stub.way, str(stub.hour)))
    return Publication(
        outlet_id=site.id,
        url=url,
        listed_url=url,
        published_at=START + timedelta(hours=stub.hour, minutes=12),
        language=language,
        title=teaser.title,
        lead=teaser.text,
        body=(),
        authors=(),
        section=library[language].navigation[1],
        role="stub",
        way=stub.way,
    )

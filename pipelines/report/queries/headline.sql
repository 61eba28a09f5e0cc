-- One row: the figures at the top of the report, each over the whole corpus.
select
    (select count(*) from articles) as articles,
    (select count(distinct outlet_id) from articles) as outlets,
    (select count(distinct language) from articles where language <> 'und') as languages,
    (select count(*) from articles where language is null or language = 'und') as language_unknown,
    (select count(*) from articles where published_at is null) as undated,
    (select count(*) from articles where published_precision = 'day') as dated_to_the_day,
    (select count(*) from narrative_events where stance = 'asserts') as assertions_with_copies,
    (select count(*) from narrative_events where stance = 'asserts' and not is_copy) as assertions,
    (select count(*) from narrative_events where stance = 'disputes') as disputes_with_copies,
    (select count(*) from narrative_events where stance = 'disputes' and not is_copy) as disputes,
    (select count(*) from narrative_events where stance = 'reports') as reports_with_copies,
    (select count(*) from narrative_events where stance = 'reports' and not is_copy) as reports,
    (select count(*) from narrative_events where stance = 'asserts' and time_kind = 'published_at') as assertions_timed,
    (select count(*) from narrative_events where stance = 'disputes' and time_kind = 'published_at') as disputes_timed,
    (select count(*) from narrative_events where stance = 'reports' and time_kind = 'published_at') as reports_timed,
    (select count(*) from narrative_events where day is null) as events_without_day,
    (select count(*) from narrative_events) as events,
    (select count(distinct article_id) from copies) as copies,
    (select median(confidence) from article_narratives where stance = 'asserts') as assertions_confidence,
    (select median(confidence) from article_narratives where stance = 'disputes') as disputes_confidence,
    (select median(confidence) from article_narratives where stance = 'reports') as reports_confidence,
    (select string_agg(distinct recogniser_version, ', ' order by recogniser_version) from article_narratives) as rules,
    (select count(distinct narrative) from narrative_events) as narratives,
    (select count(distinct outlet_id) from adoptions) as adopting_outlets,
    seen.hours_observed,
    seen.hours_known,
    gone.pages_rejected,
    gone.rows_rejected,
    gone.unchanged,
    (select min(day) from narrative_events) as first_day,
    (select max(day) from narrative_events) as last_day
from (select count(*) filter (observed) as hours_observed, count(*) as hours_known from coverage) as seen
cross join (
    select
        count(*) filter (stage = 'revision') as unchanged,
        count(*) filter (stage = 'import' and starts_with(evidence, 'line ')) as rows_rejected,
        count(*) - unchanged - rows_rejected as pages_rejected
    from rejections
) as gone

-- For a revision that several units hold, the unit whose languages and tags count: that of its newest appearance.
select
    revision_id,
    max_by(landed_day, position) as landed_day,
    max_by(source, position) as source
from steps.recaptured
where is_revision
group by revision_id

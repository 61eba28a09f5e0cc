-- `languages` without what other units say of the same revision.
select tagged.*
from parts.languages as tagged
left join steps.revision_unit as unit on unit.revision_id = tagged.revision_id
where unit.revision_id is null or (unit.landed_day = tagged.landed_day and unit.source = tagged.source)

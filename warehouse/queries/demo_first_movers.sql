-- Outlets that adopted a narrative first; several where they did at the same time. Returns narrative, outlet_id.
select narrative, outlet_id
from adoptions
qualify rank() over (partition by narrative order by adopted_at) = 1

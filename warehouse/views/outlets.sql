-- Registered outlets, and those that only imports know: their registrable domain is their id.
select
    id, name, domain, country, languages, time_zone, feeds, expected_articles_a_day, outlet_group, opt_out_status,
    registered
from parts.outlet_registry
union all by name
select distinct outlet_id as id, outlet_id as domain, false as registered
from parts.captures
where outlet_id not in (select id from parts.outlet_registry)

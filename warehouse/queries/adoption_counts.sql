-- Outlets that adopted each narrative, most first.
-- Returns narrative, outlets.
select narrative, count(*) as outlets from adoptions group by narrative order by outlets desc, narrative

-- Outlets that adopted a narrative, the first one first. Returns narrative, outlet_id.
select narrative, outlet_id from adoptions order by adopted_at, article_id

-- Hours in which nobody watched. Returns outlet_id, hour.
select outlet_id, hour from coverage where not observed

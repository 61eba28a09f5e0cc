select
    newest.article_id, spoken.language, spoken.confidence, spoken.detector, spoken.prior, spoken.title_language
from steps.unit_languages as spoken
join steps.newest using (revision_id)

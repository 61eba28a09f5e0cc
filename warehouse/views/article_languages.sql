select
    newest.article_id,
    spoken.language,
    spoken.confidence,
    spoken.detector,
    spoken.prior,
    spoken.title_language,
    spoken.variant,
    spoken.second_language,
    spoken.second_share
from steps.unit_languages as spoken
join steps.newest using (revision_id)

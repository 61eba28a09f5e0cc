select
    newest.article_id,
    tagged.narrative,
    tagged.stance,
    tagged.confidence,
    tagged.evidence,
    tagged.evidence_field,
    tagged.evidence_start,
    tagged.evidence_end,
    tagged.speaker,
    tagged.speaker_id,
    tagged.recogniser_version
from steps.unit_narratives as tagged
join steps.newest using (revision_id)

select newest.article_id, tagged.topic, tagged.score, tagged.mentions
from steps.unit_topics as tagged
join steps.newest using (revision_id)

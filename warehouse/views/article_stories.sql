select linked.story_id, linked.article_id
from parts.story_links as linked
semi join steps.newest using (article_id)

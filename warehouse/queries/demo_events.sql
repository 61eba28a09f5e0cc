-- Narratives of each article. Returns url, narrative, stance.
select url, narrative, stance from article_narratives join articles using (article_id)

-- Articles that are copies. Returns url.
select url from copies join articles using (article_id)

-- What each article says. Returns url, text: lead and body as one, since where a page's standfirst ends is a matter of
-- taste, its words are not.
select url, concat_ws(chr(10), lead, body) as text from articles

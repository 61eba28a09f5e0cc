"""From the bytes of one page to an article: text, metadata, dates, language, verdict. No I/O, no orchestration."""

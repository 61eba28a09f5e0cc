"""Recognising: article text -> topics, narratives, stance and speakers. Pure; its rules are data in taxonomy/."""

"""The HTML report: one file with figures, curves, evidence and coverage, made from the corpus's public
views.
"""

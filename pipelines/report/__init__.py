"""The HTML report: one file of figures, curves, evidence and coverage, made from the corpus."""

"""The stages between the landing zone and the corpus."""

"""What holds for all tests: property tests have no time limit, since the machines they run on differ."""

from hypothesis import settings

settings.register_profile("wattwire", deadline=None)
settings.load_profile("wattwire")

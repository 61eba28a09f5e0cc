"""Tests mirror the three packages; tests/quality holds the floors, tests/e2e runs the real thing."""

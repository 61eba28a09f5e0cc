"""The demo's board and score."""

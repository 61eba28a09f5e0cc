"""The synthetic news web: invented outlets and articles on loopback. For demo, bench and tests only."""

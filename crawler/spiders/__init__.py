"""The generic news spider and its request handling: requests in, landing records out."""

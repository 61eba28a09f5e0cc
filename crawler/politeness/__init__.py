"""What an outlet allows and what we owe it: robots, opt-outs, addresses, contact, pace."""

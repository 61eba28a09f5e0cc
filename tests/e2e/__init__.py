"""The real thing: commands as child processes, servers on loopback, a browser. No mocks."""

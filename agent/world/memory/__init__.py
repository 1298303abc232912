"""Every port in memory: the tests' world and the simulator's."""

"""Real servers on loopback ports, as context managers; they need no root and touch nothing outside a folder of their own."""

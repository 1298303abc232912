"""Bytes in, findings out. Pure: nothing here can reach the network, a file or the clock."""

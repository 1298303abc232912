"""Afterword: the follow-up after a job interview, kept beside your own mailbox and calendar."""

__version__ = "0.1.0"

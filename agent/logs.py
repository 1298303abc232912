"""What the service says of itself: one line a deed, by key, never a subject, a body or an address."""

from __future__ import annotations

import logging
import os
import sys

import structlog

from agent.core.facts import Fact
from agent.core.interview import short


def set_up() -> None:
    """Key=value lines on standard error; systemd adds the time."""
    level = logging.getLevelNamesMapping().get(os.environ.get("AFTERWORD_LOG", "INFO").upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def heard(fact: Fact) -> None:
    """One line for each new fact: its kind, its candidacy's id, and a hash of its source."""
    source = short(fact.source.id) if fact.source.id else None
    structlog.get_logger().info("fact", kind=type(fact).__name__, candidacy=fact.candidacy, source=source)

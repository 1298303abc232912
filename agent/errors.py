"""Five errors, named for what the service does next. The docstring is the sentence that the user reads."""

from __future__ import annotations

from typing import ClassVar


class AfterwordError(Exception):
    """Something went wrong that Afterword knows how to go on from."""

    exit_code: ClassVar[int] = 1

    @property
    def next(self) -> str:
        """What happens next, in words for the user."""
        return (type(self).__doc__ or "").split("\n", maxsplit=1)[0]


class NeedsUser(AfterwordError):
    """You have to act: nothing is tried again until you have."""

    exit_code = 78  # EX_CONFIG of sysexits.h; the units do not restart on it

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Running(NeedsUser):
    """Afterword is running already: there is one writer, and it is not this one."""


class Unreachable(AfterwordError):
    """A server is out of reach: it is tried again by itself, with growing pauses of at most five minutes."""

    exit_code = 75  # EX_TEMPFAIL

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refused(AfterwordError):
    """The server said no to this one step: it is parked and shown in `afterword status`; everything else goes on."""


class Unreadable(AfterwordError):
    """This one message cannot be read: it is set aside and shown in `afterword status`; the next one is read."""


class Bug(AfterwordError):
    """Afterword made a mistake and stops here. What it knows is safe; please report what it printed."""

    exit_code = 70  # EX_SOFTWARE

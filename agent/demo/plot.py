"""What happens in the six weeks: one employer answers, one stays silent, one goes on to an offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from agent.core.workdays import Workdays
from agent.demo import post
from agent.demo.cast import FIRST_DAY, HOME, Employer

SIX_WEEKS = timedelta(weeks=6, days=3)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that arrives."""

    at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class Plot:
    """The mail of the six weeks, and what the job seeker writes down after each interview."""

    employers: tuple[Employer, Employer, Employer]
    workdays: Workdays

    def mails(self) -> Iterator[Mail]:
        """Every mail, employer by employer."""
        answers, silent, offers = self.employers
        yield from self._answering(answers)
        yield from self._silent(silent)
        yield from self._offering(offers)

    def notes(self, company: str) -> dict[str, str]:
        """The notes of the interview at one employer."""
        employer = next(e for e in self.employers if e.company in company)
        said = {
            "took_place": "yes",
            "well": "We talked through a real incident step by step",
            "needs": employer.needs,
            "connected": f"{employer.interviewers[0].name}: {employer.bond}",
            "improve": employer.answer,
        }
        if employer is self.employers[1]:
            said["decision"] = f"They decide by {self.promised(employer):%B} {self.promised(employer).day}"
        return said

    def promised(self, employer: Employer) -> datetime:
        """The day by which the silent employer said they would decide: three business days after the interview."""
        day = self.workdays.after(employer.interview.date(), 3)
        return datetime.combine(day, time(17), HOME)

    def _invited(self, employer: Employer, *, day: int) -> Mail:
        at, people = _morning(day), employer.interviewers[:1] if day else employer.interviewers
        return Mail(at, post.invitation(employer, at, employer.interview, people, "Interview"))

    def _answering(self, employer: Employer) -> Iterator[Mail]:
        yield self._invited(employer, day=0)
        at = datetime.combine(self.workdays.after(employer.interview.date(), 4), time(15, 20), HOME)
        text = (
            f"Thank you for taking the time to speak with us about the {employer.role} position. "
            "After careful consideration we have decided to move forward with another candidate. "
            "We wish you all the best in your search."
        )
        yield Mail(at, post.letter(employer, at, f"Your application for {employer.role}", text))

    def _silent(self, employer: Employer) -> Iterator[Mail]:
        yield self._invited(employer, day=1)

    def _offering(self, employer: Employer) -> Iterator[Mail]:
        yield self._invited(employer, day=2)
        again = datetime.combine(self.workdays.after(employer.interview.date(), 5), time(14), HOME)
        asked = datetime.combine(self.workdays.after(employer.interview.date(), 2), time(11, 5), HOME)
        yield Mail(asked, post.invitation(employer, asked, again, employer.interviewers[1:], "Second interview"))
        at = datetime.combine(self.workdays.after(again.date(), 4), time(10, 40), HOME)
        text = (
            f"Good news: we are delighted to offer you the {employer.role} position at {employer.company}. "
            "You will find the offer letter attached. Please let us know if you have any questions."
        )
        yield Mail(at, post.letter(employer, at, f"Your offer from {employer.company}", text))


def _morning(day: int) -> datetime:
    return datetime.combine(FIRST_DAY + timedelta(days=day), time(9, 30 + day), HOME)

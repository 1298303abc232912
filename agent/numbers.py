"""The coach's numbers as the configuration holds them (`config/etiquette.toml`), in minutes, hours and days."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from agent.core.etiquette import LATEST_THANKS, MOST_INQUIRIES, SHORTEST_WAIT, Etiquette


class Numbers(BaseModel):
    """The coach's numbers. ★ cannot be loosened: two inquiries, two weeks, 48 hours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask_when_you_will_hear: bool = True
    ask_when_before_minutes: int = Field(default=30, ge=5, le=24 * 60)
    assumed_length_minutes: int = Field(default=60, ge=10, le=480)
    notes_after_minutes: int = Field(default=10, ge=0, le=24 * 60)
    notes_again_after_minutes: int = Field(default=90, ge=10, le=24 * 60)
    thanks_not_before_minutes: int = Field(default=60, ge=0, le=24 * 60)
    thanks_without_notes_after_minutes: int = Field(default=120, ge=0, le=24 * 60)
    thanks_within_hours: int = Field(default=48, ge=3, le=int(LATEST_THANKS.total_seconds() // 3600))  # ★
    most_letters_for_one_panel: int = Field(default=6, ge=1, le=12)
    ask_at_hour: int = Field(default=9, ge=6, le=16)
    grace_workdays: int = Field(default=1, ge=1, le=20)  # ★ never before the agreed date
    wait_without_a_date_days: int = Field(default=14, ge=SHORTEST_WAIT.days, le=90)  # ★
    second_wait_workdays: int = Field(default=10, ge=5, le=60)
    inquiries: int = Field(default=MOST_INQUIRIES, ge=0, le=MOST_INQUIRIES)  # ★
    assume_no_workdays: int = Field(default=10, ge=5, le=60)

    def etiquette(self) -> Etiquette:
        """The numbers as the core knows them."""
        return Etiquette(
            ask_when_you_will_hear=self.ask_when_you_will_hear,
            ask_when_before=timedelta(minutes=self.ask_when_before_minutes),
            assumed_length=timedelta(minutes=self.assumed_length_minutes),
            notes_after=timedelta(minutes=self.notes_after_minutes),
            notes_again_after=timedelta(minutes=self.notes_again_after_minutes),
            thanks_not_before=timedelta(minutes=self.thanks_not_before_minutes),
            thanks_without_notes_after=timedelta(minutes=self.thanks_without_notes_after_minutes),
            thanks_within=timedelta(hours=self.thanks_within_hours),
            most_letters_for_one_panel=self.most_letters_for_one_panel,
            ask_at_hour=self.ask_at_hour,
            grace_workdays=self.grace_workdays,
            wait_without_a_date=timedelta(days=self.wait_without_a_date_days),
            second_wait_workdays=self.second_wait_workdays,
            inquiries=self.inquiries,
            assume_no_workdays=self.assume_no_workdays,
        )

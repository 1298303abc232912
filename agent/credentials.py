"""What the configuration says of passwords and of consent: where they are kept; never they themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

Home = Annotated[Path, AfterValidator(Path.expanduser)]


class Part(BaseModel):
    """A table of the configuration: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Secret(Part):
    """Where a password lies; never the password itself.

    `credential`: a systemd credential (LoadCredential=). `file`: a file that only you can read (mode 0600).
    `command`: a command that prints it, as a list of words. `keyring`: the service name in the desktop's keyring.
    """

    credential: str | None = None
    file: Home | None = None
    command: tuple[str, ...] | None = None
    keyring: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _refuse_a_password(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(value, str):
            problem = 'a password is never written here; say {file = "…"}, {command = […]} or {credential = "…"}'
            raise ValueError(problem)  # noqa: TRY004 - pydantic collects ValueError
        return value

    @model_validator(mode="after")
    def _exactly_one(self) -> Secret:
        given = [name for name in ("credential", "file", "command", "keyring") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("name exactly one of credential, file, command or keyring")
        return self


class OAuth(Part):
    """Signing in by consent instead of a password. `afterword login ACCOUNT` asks for it, in a browser or by a code.

    The client is yours: register one with the provider. The addresses are those of `provider` unless they are named.
    """

    provider: Literal["google", "microsoft", "other"]
    client_id: str
    client_secret: Secret | None = None
    authorize_url: str | None = None
    token_url: str | None = None
    device_url: str | None = None
    scopes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _addresses(self) -> OAuth:
        if self.provider == "other" and not (self.authorize_url and self.token_url and self.scopes):
            raise ValueError("name authorize_url, token_url and scopes, or one of the providers google and microsoft")
        return self

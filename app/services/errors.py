"""The one exception of the services: an action that was refused or that failed."""


class ServiceError(Exception):
    """An action that was refused or failed for a reason outside the program; `errors.<code>` says it."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

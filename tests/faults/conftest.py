"""The study of the service tests, for what goes wrong around it."""

from tests.services.conftest import adult, clock, context, draft, log, made_study, study_file

__all__ = ["adult", "clock", "context", "draft", "log", "made_study", "study_file"]

"""The interview flow, pure: ``(session, event, now) -> session``. No files, no clock, no screen."""

"""The calendar of one subject's visits."""

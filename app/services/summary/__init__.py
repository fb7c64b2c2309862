"""The content of a visit summary, put together from what is stored."""

"""Files and texts of others, in and out: neutral values, never a session."""

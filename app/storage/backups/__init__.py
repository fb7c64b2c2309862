"""Backups of a study: encrypted copies, each with its own copy of the keys file and a label."""

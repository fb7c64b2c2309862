"""The content of an evidence report, block by block."""

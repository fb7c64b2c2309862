"""MarrowTrack: an offline tracker for clinical protocols in marrow failure."""

__version__ = "0.1.0"

"""The parts of the self-check: the installation, the worked cases, a round trip."""

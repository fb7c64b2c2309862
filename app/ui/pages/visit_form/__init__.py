"""The form in which a visit is logged and corrected."""

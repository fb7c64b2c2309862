"""Clinical rules as pure values and functions: no Qt, no SQL, no file, no clock."""

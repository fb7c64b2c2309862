"""What a passphrase must be like."""

LEAST_LENGTH = 12  # characters


def problem(user_name: str, passphrase: str) -> str:
    """Code of what is wrong with a new passphrase, "" when nothing is: too short, or the user name."""
    if len(passphrase) < LEAST_LENGTH:
        return "passphrase_short"
    if user_name.strip() and passphrase.casefold() == user_name.strip().casefold():
        return "passphrase_is_name"
    return ""

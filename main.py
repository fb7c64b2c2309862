"""Parse the line, hand over to the window or to a verb without one."""

import sys


def main() -> int:
    """The exit status of what was asked for."""
    from app.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())

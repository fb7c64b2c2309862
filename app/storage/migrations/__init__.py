"""The history of the schema. A new revision joins REVISIONS; a test holds them equal to Alembic's."""

REVISIONS = (
    *("0001", "0002", "0003", "0004", "0005", "0007", "0008", "0009", "0010", "0011", "0012"),
    "0013",
    "0014",
    "0015",
    "0016",
)
HEAD = REVISIONS[-1]

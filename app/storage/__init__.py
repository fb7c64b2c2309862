"""The encrypted study file: SQLAlchemy Core, Alembic and SQLCipher live here and nowhere else."""

"""Write the next revision by comparing the tables with what the migrations make so far.

python -m storage.migrations.make 0002 "what changes and why"
"""

import sys

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.tables import Base


def main(number: str, message: str) -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    assert Base.metadata.tables
    main(sys.argv[1], sys.argv[2])

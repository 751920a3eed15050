from pathlib import Path

from tests.memory_files import fresh_folder


def test_what_a_killed_run_left_is_removed_and_the_folder_of_a_running_one_is_not(
    tmp_path: Path,
) -> None:
    running = fresh_folder(tmp_path)
    left = running.with_name(f"{running.name}-left")
    (left / "database").mkdir(parents=True)
    assert {running, fresh_folder(tmp_path)} == set(tmp_path.iterdir())

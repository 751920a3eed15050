"""Screen recordings that people hand in: read here as the worker reads those of leads."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from classifiers.matching.matcher_cache import matcher_for
from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.recordings import read_clips
from console.options.command_options import database, settings, write_lines
from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.intake_gate.file_limits import FileKind, check_size
from storage.materials.file_check import material_type
from storage.materials.recording_clips import time_code
from storage.materials.recording_frames import recording_frames
from storage.rights.store import load_rights

commands = typer.Typer()


@commands.command()
def recording(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="MP4, MOV or WebM, at most 50 MiB.")],
    frames: Annotated[
        Path | None,
        typer.Option("--frames", metavar="FOLDER", help="Also write the pictures there, as JPEG."),
    ] = None,
) -> None:
    """Read a screen recording: its new pictures by time code, their text, the marks in it.

    A line a clip. Recordings that are handed in on a lead are read by the worker and stand on its page.

    Example: hubiao recording shop.mp4 --frames shop-frames
    """
    effective = settings()
    try:
        check_size(FileKind.RECORDING, file.stat().st_size, file.name)
        content = file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=file, reason=message_of(error)) from error
    if not material_type(content, file.name).startswith("video/"):
        raise BadInput("recording.unreadable", name=file.name)
    recorded = recording_frames(content, file.name)
    with database(effective) as opened, opened.read() as session:
        matcher = matcher_for(load_rights(session), effective.home / "cache")
    pictures: dict[str, bytes] = {}

    def keep(picture: bytes) -> str:
        sha256 = hashlib.sha256(picture).hexdigest()
        pictures[sha256] = picture
        return sha256

    with PictureReader(seconds=effective.read_seconds) as reader:
        clips = read_clips(recorded, reader, matcher, keep)
    if frames is not None:
        _write(frames, {time_code(clip.start): pictures[clip.picture] for clip in clips})
    write_lines(
        [
            {
                "from": time_code(clip.start),
                "to": time_code(clip.end),
                "marks": list(clip.marks),
                "text": list(clip.lines),
                "picture": clip.picture,
            }
            for clip in clips
        ],
        None,
    )


def _write(folder: Path, pictures: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            (folder / f"{name.replace(':', '-')}.jpg").write_bytes(picture)
    except OSError as error:
        raise BadInput("file.unwritable", path=folder, reason=message_of(error)) from error

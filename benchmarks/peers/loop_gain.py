"""One good ffmpeg command for each programme, after one that measures its sound: stills by the loop filter."""

from pathlib import Path

from benchmarks import peers
from benchmarks.peers import scripts
from benchmarks.support.values import FPS, Programme, Shot, Slides, Workload

prepare = scripts.prepare


def available() -> bool:
    return True


def command(folder: Path) -> list[str]:
    return peers.script(__name__, folder)


def make(workload: Workload, folder: Path) -> None:
    for programme in workload:
        heard, mix = scripts.sound_inputs(programme), scripts.mix(programme)
        said = scripts.ffmpeg(*heard, "-filter_complex", f"{mix};[mix]ebur128", "-f", "null", "-")
        level = scripts.levelled(said)

        inputs, graph = pictures(programme)
        mix = scripts.mix(programme, first=inputs.count("-i"))
        graph = f"{graph};{mix};[mix]{level},asplit[first][second]"
        scripts.ffmpeg(
            *inputs, *heard, "-filter_complex", graph,
            "-map", "[v]", "-map", "[first]", *scripts.X264, *scripts.aac(), "-movflags", "+faststart",
            folder / f"{programme.name}.mp4",
            *scripts.deliver_sound("[second]"), folder / f"{programme.name}.mp3",
        )  # fmt: skip


def pictures(programme: Programme) -> tuple[list[str], str]:
    """Input arguments, and a graph from them to [v]."""
    inputs: list[str] = []
    chains: list[str] = []
    lengths: list[int] = []

    def add(source: list[str], chain: str, frames: int) -> None:
        chains.append(f"[{len(lengths)}:v]{chain}[v{len(lengths)}]")
        inputs.extend(source)
        lengths.append(frames)

    for i, part in enumerate(programme.parts):
        if isinstance(part, Shot):
            before = programme.dissolve // 2 if i else 0
            after = programme.dissolve // 2 if i < len(programme.parts) - 1 else 0
            frames = before + part.frames + after
            start = float(part.start) - before / FPS
            chain = f"fps={FPS},trim=end_frame={frames},setpts=PTS-STARTPTS,{scripts.shown(part)}"
            # Half a second more than is needed: a clip of another rate must not run dry.
            add(["-an", "-ss", f"{start:.3f}", "-t", f"{frames / FPS + 0.5:.3f}", "-i", str(part.clip)], chain, frames)
        else:
            stills = part.stills if isinstance(part, Slides) else (part.still,)
            for still in stills:
                each = part.each if isinstance(part, Slides) else part.frames
                chain = f"{scripts.FULL},loop=loop={each - 1}:size=1,setpts=N/{FPS}/TB"
                add(["-i", str(still)], chain, each)
    if not programme.dissolve:
        pads = "".join(f"[v{i}]" for i in range(len(lengths)))
        return inputs, ";".join([*chains, f"{pads}concat=n={len(lengths)}:v=1:a=0[v]"])

    shown, end = "[v0]", lengths[0]
    for i, frames in enumerate(lengths[1:], 1):
        offset = (end - programme.dissolve) / FPS
        to = "[v]" if i == len(lengths) - 1 else f"[x{i}]"
        chains.append(f"{shown}[v{i}]xfade=duration={programme.dissolve / FPS}:offset={offset:.3f}{to}")
        shown, end = to, end + frames - programme.dissolve
    return inputs, ";".join(chains)


if __name__ == "__main__":
    scripts.main(make)

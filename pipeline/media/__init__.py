"""All use of FFmpeg, PyAV, Pillow, moviepy and pydub; knows files and pictures, not YAML, keys or the store."""

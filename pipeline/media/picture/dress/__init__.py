"""What themes dress pictures in: grounds, frames and rules, drawn by arithmetic that comes out alike on every machine."""

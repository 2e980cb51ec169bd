"""What themes dress pictures in: grounds, frames and rules, drawn by arithmetic that is alike on every machine."""

"""Taking in what was made elsewhere: file names, titles, numbers and feeds understood. Plain values; no workspace."""

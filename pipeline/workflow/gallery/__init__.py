"""The gallery: every theme, and everything that it dresses, on one page."""

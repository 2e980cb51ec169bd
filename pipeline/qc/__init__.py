"""Quality control: what finished programmes should be, what they are, and the verdict."""

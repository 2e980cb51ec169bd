"""Pictures: opened, drawn, typeset."""

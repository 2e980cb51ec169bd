"""Server logs: their lines, whatever server wrote them."""
